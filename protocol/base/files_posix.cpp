#include "protocol/base/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "protocol/base/descriptor.hpp"

namespace holdfast {
namespace {

constexpr ::mode_t private_file = 0600;

Errc errc_of_errno() noexcept
{
    if (errno == EEXIST) return Errc::already_exists;
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? Errc::disk_full : Errc::store_broken;
}

bool write_all(const Descriptor& file, BytesView content)
{
    if (::fchmod(file.get(), private_file) != 0) return false;  // whatever the umask says
    while (!content.empty()) {
        const auto written = ::write(file.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(file.get()) == 0;
}

/// Whether a file may take the place.
bool is_free(const std::filesystem::path& path)
{
    struct stat about {};
    return ::lstat(path.c_str(), &about) != 0 || S_ISREG(about.st_mode);
}

}  // namespace

bool sync_folder_of(const std::filesystem::path& path)
{
    const auto folder = path.parent_path();
    const Descriptor opened{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return opened.is_open() && ::fsync(opened.get()) == 0;
}

bool sync_file(const std::filesystem::path& path)
{
    const Descriptor opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    return opened.is_open() && ::fsync(opened.get()) == 0;
}

bool make_private_file(const std::filesystem::path& path)
{
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, private_file)};
    return file.is_open() && ::fchmod(file.get(), private_file) == 0 && sync_folder_of(path);
}

bool protect_file(const std::filesystem::path& path)
{
    return ::fchmodat(AT_FDCWD, path.c_str(), private_file, AT_SYMLINK_NOFOLLOW) == 0;
}

Status write_new_file(const std::filesystem::path& path, BytesView content)
{
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, private_file)};
    if (!file.is_open()) return errc_of_errno();
    if (write_all(file, content) && sync_folder_of(path)) return ok();
    const auto error = errc_of_errno();
    ::unlink(path.c_str());
    return error;
}

Status write_file(const std::filesystem::path& path, BytesView content)
{
    if (!is_free(path)) return Errc::not_allowed;
    auto beside = path.string() + ".XXXXXX";
    const Descriptor file{::mkostemp(beside.data(), O_CLOEXEC)};
    if (!file.is_open()) return errc_of_errno();
    if (write_all(file, content) && ::rename(beside.c_str(), path.c_str()) == 0)
        return sync_folder_of(path) ? ok() : Status{errc_of_errno()};
    const auto error = errc_of_errno();
    ::unlink(beside.c_str());
    return error;
}

bool wipe_file(const std::filesystem::path& path) noexcept
{
    constexpr std::size_t at_once = 4096;
    static constexpr char zeros[at_once] = {};
    struct stat about {};
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (file.is_open() && ::fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode)) {
        for (auto left = static_cast<std::size_t>(about.st_size); left > 0;) {
            const auto written = ::write(file.get(), zeros, std::min(left, at_once));
            if (written <= 0 && errno != EINTR) break;
            if (written > 0) left -= static_cast<std::size_t>(written);
        }
        ::fsync(file.get());
    }
    return ::unlink(path.c_str()) == 0 || errno == ENOENT;
}

}  // namespace holdfast
