// The relay's calls to Linux itself: the one file to rewrite for another system.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/descriptor.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::server::host {

/// No core dumps, no reading of this process's memory by others of its user, and no memory in the swap file. False
/// where the limit on locked memory forbids the last: the unit lifts it. To be called first of all.
[[nodiscard]] bool protect_memory() noexcept;

/// Lets the process have as many open files as the system permits it.
void raise_file_limit() noexcept;

/// Whether a service manager waits to be told.
[[nodiscard]] bool has_manager() noexcept;
/// Tells the service manager that started this program, where one did (sd_notify(3)): "READY=1", "STATUS=…". One
/// datagram that nobody waits for.
void tell_manager(const std::string& state) noexcept;

/// The listening socket that the service manager opened for this program (sd_listen_fds(3)), so that a new start
/// refuses nobody; empty where it opened none. It stays open, also for this program from its beginning.
[[nodiscard]] std::optional<int> given_socket() noexcept;

/// This program from its beginning, in the same process, with the same arguments. Returns only when the system refuses.
void run_again(char** arguments) noexcept;

/// Time since the machine started, sleep included: moves with the rate of the wall clock but never jumps.
[[nodiscard]] std::chrono::milliseconds time_since_boot() noexcept;

/// Whether the kernel says that the wall clock follows a reference (NTP or the like). False where it does not tell.
[[nodiscard]] bool clock_synchronised() noexcept;

/// Whether the system says that something has set the wall clock since the machine started: it follows a reference, or
/// systemd-timesyncd(8) has once.
[[nodiscard]] bool clock_was_set() noexcept;

/// Bytes free for this user on the disk of `path`. Empty when the kernel does not tell.
[[nodiscard]] std::optional<std::uint64_t> free_bytes(const std::filesystem::path& path) noexcept;

/// Changes when one of these files is written, replaced or removed, or a link to one is.
[[nodiscard]] std::string version_of_files(const std::vector<std::filesystem::path>& files);

/// The user at the other end of a connected Unix socket. Empty when the kernel does not tell.
[[nodiscard]] std::optional<uid_t> peer_user(int socket) noexcept;

/// The owner of files.
struct Owner {
    uid_t user = 0;
    gid_t group = 0;
};

/// The owner of a folder. Errors: no_relay_yet (there is none), unsafe_folder (the path is a link that neither root nor
/// this process's user made: it may lead anywhere).
[[nodiscard]] Result<Owner> owner_of(const std::filesystem::path& folder);

/// While it lives, files are looked at, made and connected to with the rights of `owner`, so that what another user put
/// into their folder (a link to somebody's file, say) leads root nowhere. Does nothing unless root runs the process.
/// Precondition: one thread, and no other object of this kind.
class ActingAs {
  public:
    /// Errc::not_the_admin when the system refuses.
    [[nodiscard]] static Result<ActingAs> start(Owner owner);
    ActingAs(ActingAs&& other) noexcept;
    ActingAs& operator=(ActingAs&&) = delete;
    ~ActingAs();

  private:
    ActingAs() noexcept = default;
    std::optional<gid_t> group_;       ///< root's, to go back to; empty: nothing was changed
    std::vector<gid_t> other_groups_;  ///< the same
};

/// The same for good, for a program that root started. Errc::not_the_admin when the system refuses.
[[nodiscard]] Status become(Owner owner);

/// A file locked for this process until the object ends.
class FileLock {
  public:
    /// Makes the file (mode 0600) if there is none. Errors: data_in_use (another process has the lock), disk_full,
    /// store_broken (cannot be made or opened).
    [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& path);

  private:
    explicit FileLock(Descriptor descriptor) noexcept : descriptor_{std::move(descriptor)} {}
    Descriptor descriptor_;
};

}  // namespace holdfast::server::host
