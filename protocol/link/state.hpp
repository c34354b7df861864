// One connection as its coroutines share it: the stream, its clocks and the reason it ended. Private to protocol/link,
// and the one header with the heavy templates: only connection.cpp and handshake.cpp include it.
//
//   opening ─ begin_watch() ─► open ─ close() ─► closing ─► ended
//      └──────── limit, error or end() at any time ──────────┘
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <memory>
#include <optional>
#include <string>

#include "protocol/link/link.hpp"
#include "protocol/link/tls.hpp"
#include "protocol/link/tls_stream.hpp"

namespace holdfast::link {

namespace websocket = boost::beast::websocket;
using Clock = std::chrono::steady_clock;

class Connection::State final : public std::enable_shared_from_this<State> {
  public:
    using Stream = websocket::stream<TlsStream>;

    State(asio::ip::tcp::socket socket, asio::ssl::context& context, Timing timing, std::string peer);

    /// The opening is over: `exporter` is known, the clocks run.
    void begin_watch(Bytes exporter);

    /// Ends the connection when nothing else does within `time`; what is pending then fails with `reason`.
    void limit(Duration time, Errc reason);

    /// Sends a ping, and ends the connection when nothing at all is heard within `limit`.
    void probe(Duration limit);

    /// Closes the socket; the first reason given stays.
    void end(Errc reason) noexcept;

    /// The one translation of an error of this stream: why it was ended, or else what the error says. Ends the
    /// connection, unless it is being closed: then close() does.
    [[nodiscard]] Errc ended_by(error_code error) noexcept;

    Stream stream;
    const Timing timing;
    const std::string peer;
    Bytes exporter;
    bool closing = false;
    bool reading = false;
    bool writing = false;
    Clock::time_point heard{};                       // last sign of life, or begin of the read when that is later
    std::optional<Clock::time_point> message_begun;  // set between first and last byte of a message
    Clock::time_point write_begun{};
    std::size_t expected = 0;  // size of the next message, by those before it

  private:
    void schedule();
    void check();
    [[nodiscard]] bool overdue(Clock::time_point now) const noexcept;
    void ping_if_due(Clock::time_point now);
    void ping(Clock::time_point now);
    void control_frame();

    asio::steady_timer timer_;
    std::optional<Errc> reason_;
    Clock::time_point pinged_{};
    bool ping_pending_ = false;
    unsigned control_frames_ = 0;  // received since the last check
};

}  // namespace holdfast::link
