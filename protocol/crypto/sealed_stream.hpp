// A long text sealed piece by piece: libsodium's secretstream (XChaCha20-Poly1305). Pieces cannot be changed, left out,
// put elsewhere or cut off at the end without notice.
#pragma once

#include <memory>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

/// Comes before the first piece.
inline constexpr std::size_t stream_header_size = 24;
/// How much longer a sealed piece is than its text.
inline constexpr std::size_t stream_overhead = 17;

class StreamSealer {
  public:
    explicit StreamSealer(const Secret<32>& key);
    ~StreamSealer();
    StreamSealer(const StreamSealer&) = delete;
    StreamSealer& operator=(const StreamSealer&) = delete;

    [[nodiscard]] BytesView header() const noexcept { return header_; }
    /// `last`: nothing follows.
    [[nodiscard]] Bytes seal(BytesView piece, bool last);

  private:
    struct State;
    std::unique_ptr<State> state_;
    ByteArray<stream_header_size> header_{};
};

class StreamOpener {
  public:
    /// Errc::cannot_decrypt: no header.
    [[nodiscard]] static Result<StreamOpener> open(const Secret<32>& key, BytesView header);
    StreamOpener(StreamOpener&&) noexcept;
    StreamOpener& operator=(StreamOpener&&) noexcept;
    ~StreamOpener();

    /// The next piece, as it was sealed. Errc::cannot_decrypt: another key, a damaged piece or not the next one.
    [[nodiscard]] Result<Bytes> open(BytesView sealed);
    /// The piece opened last was the last: without it something is missing.
    [[nodiscard]] bool is_whole() const noexcept;

  private:
    struct State;
    explicit StreamOpener(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace holdfast::crypto
