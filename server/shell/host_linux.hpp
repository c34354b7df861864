// What the relay asks of Linux itself, and nothing else does: the one file to rewrite for another system.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "protocol/base/result.hpp"

namespace holdfast::server::host {

/// No core dumps, no reading of this process's memory by others of its user, and, where the system allows it without
/// a bound, no memory in the swap file. To be called first of all.
void protect_memory() noexcept;

/// Lets the process have as many open files as the system permits it.
void raise_file_limit() noexcept;

/// This program from its beginning, in the same process, with the same arguments. Returns only when the system refuses.
void run_again(char** arguments) noexcept;

/// Time since the machine started, sleep included: moves with the rate of the wall clock but never jumps.
[[nodiscard]] std::chrono::milliseconds time_since_boot() noexcept;

/// Whether the kernel says that the wall clock follows a reference (NTP or the like). False where it does not tell.
[[nodiscard]] bool clock_synchronised() noexcept;

/// Bytes free for this user on the disk of `path`. Empty when the kernel does not tell.
[[nodiscard]] std::optional<std::uint64_t> free_bytes(const std::filesystem::path& path) noexcept;

/// The user at the other end of a connected Unix socket. Empty when the kernel does not tell.
[[nodiscard]] std::optional<uid_t> peer_user(int socket) noexcept;

/// A file locked for this process until the object ends.
class FileLock {
  public:
    /// Makes the file (mode 0600) if there is none. Errors: data_in_use (another process has the lock), disk_full,
    /// store_broken (cannot be made or opened).
    [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

  private:
    explicit FileLock(int descriptor) noexcept : descriptor_{descriptor} {}
    int descriptor_;
};

}  // namespace holdfast::server::host
