#include "protocol/crypto/sealed_stream.hpp"

#include <sodium.h>

#include <utility>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {

static_assert(stream_header_size == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(stream_overhead == crypto_secretstream_xchacha20poly1305_ABYTES);

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream{};
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

StreamSealer::StreamSealer(const Secret<32>& key) : state_{std::make_unique<State>()}
{
    init();
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, octets(header_.data()), octets(key.view().data()));
}

StreamSealer::~StreamSealer() = default;

Bytes StreamSealer::seal(BytesView piece, bool last)
{
    Bytes sealed(piece.size() + stream_overhead);
    const auto tag = last ? crypto_secretstream_xchacha20poly1305_tag_final() : std::uint8_t{0};
    crypto_secretstream_xchacha20poly1305_push(&state_->stream, octets(sealed.data()), nullptr, octets(piece.data()),
                                               piece.size(), nullptr, 0, tag);
    return sealed;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream{};
    bool whole = false;
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

StreamOpener::StreamOpener(std::unique_ptr<State> state) noexcept : state_{std::move(state)} {}
StreamOpener::StreamOpener(StreamOpener&&) noexcept = default;
StreamOpener& StreamOpener::operator=(StreamOpener&&) noexcept = default;
StreamOpener::~StreamOpener() = default;

Result<StreamOpener> StreamOpener::open(const Secret<32>& key, BytesView header)
{
    init();
    if (header.size() != stream_header_size) return Errc::cannot_decrypt;
    auto state = std::make_unique<State>();
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state->stream, octets(header.data()),
                                                        octets(key.view().data())) != 0)
        return Errc::cannot_decrypt;
    return StreamOpener{std::move(state)};
}

Result<Bytes> StreamOpener::open(BytesView sealed)
{
    if (sealed.size() < stream_overhead || state_->whole) return Errc::cannot_decrypt;
    Bytes piece(sealed.size() - stream_overhead);
    std::uint8_t tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state_->stream, octets(piece.data()), nullptr, &tag,
                                                   octets(sealed.data()), sealed.size(), nullptr, 0) != 0)
        return Errc::cannot_decrypt;
    state_->whole = tag == crypto_secretstream_xchacha20poly1305_tag_final();
    return piece;
}

bool StreamOpener::is_whole() const noexcept { return state_->whole; }

}  // namespace holdfast::crypto
