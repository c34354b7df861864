// Files that a program makes: for their owner alone, whole or not at all, and never through a link that somebody put in
// their place. What the system does for that is in files_posix.cpp; a system without POSIX brings another half.
#pragma once

#include <filesystem>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace holdfast {

/// Brings the entry of a file in its folder to the disk: it must survive a power cut as the content does. False where
/// that failed; errno says why.
[[nodiscard]] bool sync_folder_of(const std::filesystem::path& path);

/// Brings what is in a file to the disk. False where that failed; errno says why.
[[nodiscard]] bool sync_file(const std::filesystem::path& path);

/// Makes an empty file, its mode 0600 whatever the umask says, with its entry on the disk. False where that failed;
/// errno is EEXIST where anything stands there already.
[[nodiscard]] bool make_private_file(const std::filesystem::path& path);

/// Gives a file the mode 0600 without opening it: closing it would drop the locks that this process has on it. False
/// where a link stands there, which could lead to a file that is not ours, or where it failed; errno says why.
[[nodiscard]] bool protect_file(const std::filesystem::path& path);

/// Makes the file (mode 0600), on the disk when it returns. Errors: already_exists (a file, a link or anything else
/// stands there), disk_full, store_broken; then nothing of it is left.
[[nodiscard]] Status write_new_file(const std::filesystem::path& path, BytesView content);

/// The same, in the place of a file that may stand there. Errors: not_allowed (what stands there is a link, or no
/// file), disk_full, store_broken; then what stood there is as it was.
[[nodiscard]] Status write_file(const std::filesystem::path& path, BytesView content);

/// Writes zeros over what is in a file, brings them to the disk, and removes it. Best effort: a disk or file system
/// that writes elsewhere keeps the older bytes for a while. False where the file is still there.
bool wipe_file(const std::filesystem::path& path) noexcept;

}  // namespace holdfast
