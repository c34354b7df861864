// One connection on the network thread: reader || writer || login deadline. It turns batches into events for the
// ledger and frames into batches, and decides nothing.
//
//     open ── hang_up(): the outbox is written, then a polite close ──► ended
//       └──── abort(), slow reader, deadline, the peer: at once ──────────▲
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <vector>

#include "protocol/link/link.hpp"
#include "server/config.hpp"
#include "server/core/events.hpp"
#include "server/shell/ledger.hpp"
#include "server/shell/outbox.hpp"

namespace holdfast::server {

/// Batches of one connection that may wait for their commit: one being stepped, one ready behind it. More stay in the
/// kernel, so that a flood slows down its sender and nobody else.
inline constexpr std::size_t batches_in_ledger_max = 2;

class ClientConnection {
  public:
    ClientConnection(ConnectionId id, link::Connection connection, Ledger& ledger, const Limits& limits);
    ClientConnection(const ClientConnection&) = delete;
    ClientConnection& operator=(const ClientConnection&) = delete;

    /// Opened … frames … Closed is posted to the ledger, also when this ends by an exception.
    [[nodiscard]] boost::asio::awaitable<void> run();

    /// Queues a frame. A peer that does not take up its frames is cut off; what the relay had to tell it stays stored.
    void send(const wire::RelayFrame& frame);
    /// Writes what is queued, then closes. Frames that arrive meanwhile are ignored.
    void hang_up();
    /// Ends the connection at once.
    void abort() noexcept { connection_.cancel(); }
    /// A batch of this connection is committed.
    void batch_taken();

    [[nodiscard]] bool logged_in() const noexcept { return logged_in_; }

  private:
    class Announced;

    [[nodiscard]] boost::asio::awaitable<void> read_batches();
    [[nodiscard]] boost::asio::awaitable<void> write_batches();
    [[nodiscard]] boost::asio::awaitable<void> wait_for_login();
    [[nodiscard]] bool busy() const noexcept;
    void post_batch(BytesView batch);

    ConnectionId id_;
    link::Connection connection_;
    Ledger& ledger_;
    std::chrono::seconds login_limit_;
    Outbox outbox_;
    bool logged_in_ = false;
    bool hanging_up_ = false;
    std::size_t in_ledger_ = 0;
    boost::asio::steady_timer frames_;  // never expires; cancelled when there is something to write
    boost::asio::steady_timer room_;    // never expires; cancelled when a batch is committed or written
};

}  // namespace holdfast::server
