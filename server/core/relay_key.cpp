#include "server/core/relay_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "protocol/base/descriptor.hpp"
#include "protocol/base/files.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::server {
namespace {

constexpr ::mode_t others_access = 0077;
constexpr std::size_t hex_size = 64;
constexpr std::size_t file_size = hex_size + 1;

}  // namespace

Status save_relay_key(const std::filesystem::path& path, const crypto::SignKeyPair& key)
{
    Bytes text = to_bytes(to_hex(key.seed.view()) + "\n");
    const auto written = write_new_file(path, text);
    crypto::wipe(text);
    return written;
}

Result<crypto::SignKeyPair> create_relay_key(const std::filesystem::path& path, crypto::Random& random)
{
    auto key = crypto::SignKeyPair::generate(random);
    if (const auto written = save_relay_key(path, key); written.has_error()) return written.errc();
    return key;
}

Result<crypto::SignKeyPair> load_relay_key(const std::filesystem::path& path)
{
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
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
