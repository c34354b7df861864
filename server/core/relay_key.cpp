#include "server/core/relay_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "protocol/base/text.hpp"

namespace holdfast::server {
namespace {

constexpr ::mode_t private_file = 0600;
constexpr ::mode_t others_access = 0077;
constexpr std::size_t hex_size = 64;
constexpr std::size_t file_size = hex_size + 1;

/// A file descriptor, closed at the end of its scope.
class File {
  public:
    File(const std::filesystem::path& path, int flags) noexcept : fd_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {}
    ~File()
    {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
    [[nodiscard]] int get() const noexcept { return fd_; }

  private:
    int fd_;
};

Errc errc_of_errno() noexcept
{
    if (errno == EEXIST) return Errc::already_exists;
    return errno == ENOSPC || errno == EDQUOT ? Errc::disk_full : Errc::store_broken;
}

/// The entry in the folder must survive a power cut as the content does.
bool sync_folder_of(const std::filesystem::path& path)
{
    const auto folder = path.parent_path();
    const File opened{folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY};
    return opened.is_open() && ::fsync(opened.get()) == 0;
}

bool write_all(const File& file, std::string_view text)
{
    return ::fchmod(file.get(), private_file) == 0 &&
           ::write(file.get(), text.data(), text.size()) == static_cast<::ssize_t>(text.size()) &&
           ::fsync(file.get()) == 0;
}

}  // namespace

Result<crypto::SignKeyPair> create_relay_key(const std::filesystem::path& path, crypto::Random& random)
{
    auto key = crypto::SignKeyPair::generate(random);
    const File file{path, O_WRONLY | O_CREAT | O_EXCL};
    if (!file.is_open()) return errc_of_errno();
    Bytes text = to_bytes(to_hex(key.seed.view()) + "\n");
    const bool written = write_all(file, as_text(text)) && sync_folder_of(path);
    const auto error = errc_of_errno();
    crypto::wipe(text);
    if (written) return key;
    ::unlink(path.c_str());
    return error;
}

Result<crypto::SignKeyPair> load_relay_key(const std::filesystem::path& path)
{
    const File file{path, O_RDONLY | O_NONBLOCK};
    if (!file.is_open()) return errno == ENOENT ? Errc::not_found : Errc::store_broken;
    struct ::stat about {};
    if (::fstat(file.get(), &about) != 0) return Errc::store_broken;
    if (!S_ISREG(about.st_mode)) return Errc::bad_key;
    if ((about.st_mode & others_access) != 0) return Errc::not_allowed;

    std::array<char, file_size + 1> text{};
    const auto size = ::read(file.get(), text.data(), text.size());
    if (size != static_cast<::ssize_t>(file_size) || text[hex_size] != '\n') return Errc::bad_key;
    auto seed = from_hex({text.data(), hex_size});
    crypto::wipe(std::as_writable_bytes(std::span{text}));
    if (seed.has_error()) return Errc::bad_key;
    auto key = crypto::SignKeyPair::from_seed(crypto::Secret<32>::from(*seed));
    crypto::wipe(*seed);
    return key;
}

}  // namespace holdfast::server
