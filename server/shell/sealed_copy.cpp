#include "server/shell/sealed_copy.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "protocol/crypto/hkdf.hpp"
#include "protocol/crypto/sealed_stream.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view mark = "holdfast copy 1\n";
static_assert(mark.size() == sealed_copy_mark_size);
constexpr std::size_t piece_size = std::size_t{64} << 10;

crypto::Secret<32> key_of(const crypto::SignKeyPair& relay)
{
    return crypto::hkdf<32>({}, {relay.seed.view()}, crypto::labels::backup_key);
}

/// As many bytes as `out` has, or fewer at the end of the file.
Result<std::size_t> read_some(const Descriptor& file, std::span<std::byte> out)
{
    std::size_t size = 0;
    while (size < out.size()) {
        const auto got = ::read(file.get(), out.data() + size, out.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Errc::store_broken;
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    return size;
}

Status write_all(const Descriptor& file, BytesView bytes)
{
    while (!bytes.empty()) {
        const auto put = ::write(file.get(), bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return Errc::disk_full;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return ok();
}

Status sync(const Descriptor& file) { return ::fsync(file.get()) == 0 ? ok() : Status{Errc::disk_full}; }

}  // namespace

bool is_sealed_copy(BytesView head) noexcept
{
    return head.size() >= mark.size() && as_text(head.first(mark.size())) == mark;
}

Status seal_copy(const Descriptor& from, const Descriptor& to, const crypto::SignKeyPair& relay)
{
    crypto::StreamSealer sealer{key_of(relay)};
    if (const auto put = write_all(to, as_bytes(mark)); !put) return put;
    if (const auto put = write_all(to, sealer.header()); !put) return put;
    Bytes piece(piece_size);
    for (;;) {
        const auto size = read_some(from, piece);
        if (!size) return size.errc();
        const bool last = *size < piece.size();
        if (const auto put = write_all(to, sealer.seal(BytesView{piece}.first(*size), last)); !put) return put;
        if (last) return sync(to);
    }
}

Status open_sealed_copy(const Descriptor& from, const Descriptor& to, const crypto::SignKeyPair& relay)
{
    Bytes head(sealed_copy_mark_size + crypto::stream_header_size);
    const auto got = read_some(from, head);
    if (!got) return got.errc();
    if (*got < head.size() || !is_sealed_copy(head)) return Errc::store_broken;
    auto opener = crypto::StreamOpener::open(key_of(relay), BytesView{head}.subspan(sealed_copy_mark_size));
    if (!opener) return Errc::store_broken;
    Bytes sealed(piece_size + crypto::stream_overhead);
    for (bool first = true;; first = false) {
        const auto size = read_some(from, sealed);
        if (!size) return size.errc();
        if (*size == 0) return opener->is_whole() ? sync(to) : Status{Errc::store_broken};
        const auto piece = opener->open(BytesView{sealed}.first(*size));
        if (!piece) return first ? Errc::wrong_relay : Errc::store_broken;
        if (const auto put = write_all(to, *piece); !put) return put;
    }
}

}  // namespace holdfast::server
