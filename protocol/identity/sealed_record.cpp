#include "protocol/identity/sealed_record.hpp"

#include <algorithm>
#include <bit>

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/crypto/sealed_box.hpp"
#include "protocol/crypto/sealed_stream.hpp"
#include "protocol/identity/padding.hpp"

namespace holdfast::session {
namespace {

constexpr std::string_view sealed_mark = "holdfast record 1\n";
constexpr std::size_t box_size = 32 + crypto::box_overhead;
constexpr std::size_t head_size = sealed_mark.size() + Digest::size + box_size;
constexpr std::size_t piece_size = std::size_t{64} << 10;
/// Whether one short entry was sealed or several does not show.
constexpr std::size_t min_sealed = std::size_t{16} << 10;

Digest key_digest(const DhPublic& key) { return crypto::sha256(crypto::labels::record_key_number, key.view()); }

/// All that stands before the stream is bound to what is in it.
crypto::Secret<32> stream_key(const crypto::Secret<32>& secret, BytesView head)
{
    return crypto::hkdf<32>({}, {secret.view()}, crypto::labels::sealed_record_key, head);
}

Bytes padded_record(BytesView content)
{
    return pad_to(content, std::max(min_sealed, std::bit_ceil(content.size() + 1)));
}

}  // namespace

Result<Bytes> seal_record(const DhPublic& key, BytesView content, crypto::Random& random)
{
    const auto secret = random.secret<32>();
    const auto box = crypto::seal_box(key, secret.view());
    if (box.has_error()) return box.errc();
    auto file = to_bytes(as_bytes(sealed_mark));
    append(file, key_digest(key).view());
    append(file, *box);
    crypto::StreamSealer sealer{stream_key(secret, file)};
    append(file, sealer.header());
    const crypto::SecretBytes text{padded_record(content)};
    for (auto rest = text.view(); !rest.empty();) {
        const auto piece = rest.first(std::min(piece_size, rest.size()));
        rest = rest.subspan(piece.size());
        append(file, sealer.seal(piece, rest.empty()));
    }
    return file;
}

Result<crypto::SecretBytes> open_sealed_record(const crypto::DhKeyPair& key, BytesView file)
{
    if (file.size() < head_size + crypto::stream_header_size || as_text(file.first(sealed_mark.size())) != sealed_mark)
        return Errc::bad_record;
    if (!std::ranges::equal(file.subspan(sealed_mark.size(), Digest::size), key_digest(key.pub).view()))
        return Errc::wrong_key;
    const auto secret = crypto::open_box(key, file.subspan(sealed_mark.size() + Digest::size, box_size));
    if (secret.has_error()) return Errc::bad_record;
    auto opener =
        crypto::StreamOpener::open(stream_key(crypto::Secret<32>::from(secret->view()), file.first(head_size)),
                                   file.subspan(head_size, crypto::stream_header_size));
    if (opener.has_error()) return Errc::bad_record;
    Bytes text;
    text.reserve(file.size());  // wiped where it stands, and in no earlier place
    for (auto rest = file.subspan(head_size + crypto::stream_header_size); !rest.empty();) {
        const auto sealed = rest.first(std::min(piece_size + crypto::stream_overhead, rest.size()));
        rest = rest.subspan(sealed.size());
        auto piece = opener->open(sealed);
        if (piece.has_error()) return Errc::bad_record;
        append(text, *piece);
        crypto::wipe(*piece);
    }
    const crypto::SecretBytes whole{std::move(text)};
    const auto content = opener->is_whole() ? strip_padding(whole.view()) : Result<BytesView>{Errc::bad_record};
    if (content.has_error()) return Errc::bad_record;
    return crypto::SecretBytes{to_bytes(*content)};
}

}  // namespace holdfast::session
