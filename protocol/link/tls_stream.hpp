// TLS over one TCP socket, as Beast's WebSocket reads and writes it. Asio's own stream keeps four buffers of 17 KiB for
// each connection; here OpenSSL reads and writes the socket itself, and has a buffer only while a record is incomplete:
// an idle connection has none. Private to protocol/link.
//
//   operation:  attempt ── done, failed ──► complete
//                 ▲  └── Wait::read, Wait::write ─► until the socket is ready ─┐
//                 └───────────────────────────────────────────────────────────┘
//
// An attempt takes from the socket at most once, what fits into one record. So a peer that sends without a pause does
// not keep the thread: after each attempt the others have their turn.
#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

struct bio_st;
struct ssl_st;

namespace boost::asio::ssl {
class context;
}

namespace holdfast::link {

namespace asio = boost::asio;
using boost::beast::role_type;
using boost::system::error_code;

/// The most bytes that one TLS record carries (RFC 8446 section 5.1).
inline constexpr std::size_t record_max = 16 * 1024;
/// Messages of the handshake protocol from a peer: in the handshake, and later between two calls of
/// TlsStream::forgive_key_updates(). Nobody needs so many; 27 bytes of a flood would each time make us derive keys.
inline constexpr unsigned key_updates_max = 64;

/// The result of an attempt.
struct TlsOutcome {
    enum class Wait { none, read, write };
    Wait wait = Wait::none;  ///< none: it is over
    error_code error{};
    std::size_t count = 0;
};

/// The socket and OpenSSL's state. Operations share it with the stream, which they may outlive; no two threads use it
/// at once.
class TlsCore {
  public:
    TlsCore(asio::ip::tcp::socket socket, asio::ssl::context& context);
    ~TlsCore();
    TlsCore(const TlsCore&) = delete;
    TlsCore& operator=(const TlsCore&) = delete;

    [[nodiscard]] TlsOutcome handshake(role_type role);
    [[nodiscard]] TlsOutcome read(asio::mutable_buffer to);
    /// At most `record_max` bytes. After Wait::write the same bytes again, wherever they are then.
    [[nodiscard]] TlsOutcome write(asio::const_buffer from);
    [[nodiscard]] TlsOutcome shutdown();

    /// The socket is ready for what the last outcome waited for.
    void ready() noexcept { drained_ = false; }
    void forgive_key_updates() noexcept { messages_ = 0; }

    [[nodiscard]] asio::ip::tcp::socket& socket() noexcept { return socket_; }
    [[nodiscard]] ssl_st* session() const noexcept { return session_; }

  private:
    friend struct SocketBio;
    void begin_attempt();
    [[nodiscard]] TlsOutcome outcome(int result, std::size_t count);
    [[nodiscard]] error_code failure(int kind) const;

    asio::ip::tcp::socket socket_;
    ssl_st* session_;
    error_code socket_error_{};  // of this attempt
    bool may_receive_ = false;   // in this attempt
    bool drained_ = false;       // the socket had nothing more when last asked
    unsigned messages_ = 0;      // of the handshake protocol, received
};

/// Room of this thread for what one record is put together from; valid until the next call.
[[nodiscard]] asio::mutable_buffer record_room() noexcept;

/// One operation in the making: attempts, with a wait before each but the first.
template <class Attempt, bool Counts>
class TlsOperation {
  public:
    TlsOperation(std::shared_ptr<TlsCore> core, Attempt attempt) : core_{std::move(core)}, attempt_{std::move(attempt)}
    {
    }

    template <class Self>
    void operator()(Self& self, error_code waited = {})
    {
        // A cancellation that came while the socket was ready already reaches no wait; it is not lost here.
        if (self.cancelled() != asio::cancellation_type::none) waited = asio::error::operation_aborted;
        if (waited) outcome_ = TlsOutcome{TlsOutcome::Wait::none, waited, 0};
        if (waited || finished_) return complete(self);
        if (started_) core_->ready();
        outcome_ = attempt_(*core_);
        const bool inside_initiation = !std::exchange(started_, true);
        auto& socket = core_->socket();
        if (outcome_.wait == TlsOutcome::Wait::read)
            return socket.async_wait(asio::socket_base::wait_read, std::move(self));
        if (outcome_.wait == TlsOutcome::Wait::write)
            return socket.async_wait(asio::socket_base::wait_write, std::move(self));
        if (!inside_initiation) return complete(self);
        finished_ = true;
        asio::post(std::move(self));
    }

  private:
    template <class Self>
    void complete(Self& self)
    {
        core_.reset();
        if constexpr (Counts)
            self.complete(outcome_.error, outcome_.count);
        else
            self.complete(outcome_.error);
    }

    std::shared_ptr<TlsCore> core_;
    Attempt attempt_;
    TlsOutcome outcome_{};
    bool started_ = false;
    bool finished_ = false;
};

/// Meets AsyncReadStream and AsyncWriteStream. At most one read and one write at a time; all calls from the socket's
/// executor. Destroying it closes the socket; what is pending then completes with operation_aborted.
class TlsStream {
  public:
    using executor_type = asio::any_io_executor;
    using next_layer_type = asio::ip::tcp::socket;

    TlsStream(asio::ip::tcp::socket socket, asio::ssl::context& context)
        : core_{std::make_shared<TlsCore>(std::move(socket), context)}
    {
    }
    ~TlsStream() { close(); }
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    [[nodiscard]] executor_type get_executor() { return core_->socket().get_executor(); }
    [[nodiscard]] next_layer_type& next_layer() noexcept { return core_->socket(); }
    [[nodiscard]] const next_layer_type& next_layer() const noexcept { return core_->socket(); }
    [[nodiscard]] ssl_st* native_handle() const noexcept { return core_->session(); }

    void close() noexcept
    {
        error_code ignored;
        core_->socket().close(ignored);
    }

    /// Lets the peer send `key_updates_max` messages after the handshake anew; to be called at intervals.
    void forgive_key_updates() noexcept { core_->forgive_key_updates(); }

    /// Completes with void(error_code).
    template <class Token>
    auto async_handshake(role_type role, Token&& token)
    {
        return start<void(error_code)>([role](TlsCore& core) { return core.handshake(role); }, token);
    }

    /// close_notify, sent and received. Completes with void(error_code).
    template <class Token>
    auto async_shutdown(Token&& token)
    {
        return start<void(error_code)>([](TlsCore& core) { return core.shutdown(); }, token);
    }

    /// Completes with void(error_code, std::size_t): asio::error::eof after close_notify, and
    /// asio::ssl::error::stream_truncated when the peer ends without it.
    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        return start<void(error_code, std::size_t)>([to = first_of(buffers)](TlsCore& core) { return core.read(to); },
                                                    token);
    }

    /// One record. Completes with void(error_code, std::size_t).
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        return start<void(error_code, std::size_t)>([buffers](TlsCore& core) { return core.write(gathered(buffers)); },
                                                    token);
    }

  private:
    template <class Signature, class Attempt, class Token>
    auto start(Attempt attempt, Token& token)
    {
        constexpr bool counts = std::is_same_v<Signature, void(error_code, std::size_t)>;
        return asio::async_compose<Token, Signature>(TlsOperation<Attempt, counts>{core_, std::move(attempt)}, token,
                                                     core_->socket());
    }

    template <class Buffers>
    [[nodiscard]] static asio::mutable_buffer first_of(const Buffers& buffers)
    {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto next = asio::buffer_sequence_begin(buffers); next != end; ++next)
            if (const asio::mutable_buffer buffer{*next}; buffer.size() > 0) return buffer;
        return {};
    }

    // Small pieces, as the head of a message and its first bytes, leave in one record: each costs a call of the system.
    template <class Buffers>
    [[nodiscard]] static asio::const_buffer gathered(const Buffers& buffers)
    {
        const auto first = asio::buffer_sequence_begin(buffers);
        if (first == asio::buffer_sequence_end(buffers)) return {};
        if (const asio::const_buffer buffer{*first}; buffer.size() >= record_max)
            return asio::buffer(buffer, record_max);
        const auto room = record_room();
        return asio::buffer(asio::const_buffer{room}, asio::buffer_copy(room, buffers));
    }

    std::shared_ptr<TlsCore> core_;
};

/// Ends TLS, then TCP. Beast calls it at the end of a WebSocket and finds it by argument-dependent lookup.
template <class Handler>
void async_teardown(role_type role, TlsStream& stream, Handler&& handler)
{
    enum class Step { begin, tls, tcp };
    auto steps = [&stream, role, step = Step::begin, first = error_code{}](auto& self, error_code error = {}) mutable {
        if (step == Step::begin) {
            self.reset_cancellation_state(asio::enable_total_cancellation());
            step = Step::tls;
            return stream.async_shutdown(std::move(self));
        }
        if (!first) first = error;
        if (step == Step::tls) {
            step = Step::tcp;
            using boost::beast::websocket::async_teardown;
            return async_teardown(role, stream.next_layer(), std::move(self));
        }
        self.complete(first);
    };
    asio::async_compose<Handler, void(error_code)>(std::move(steps), handler, stream.next_layer());
}

}  // namespace holdfast::link
