// One connection on the network thread. It turns batches into events for the ledger and frames into batches, and
// decides nothing. An idle one costs little: it has a reader, a writer only while there is something to write, and a
// deadline only until the login.
//
//     open ── hang_up(): the outbox is written, then a polite close ──► ended
//       └──── abort(), slow reader, deadline, the peer: at once ──────────▲
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <exception>
#include <memory>
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

/// Shared with its writer, which may end a little later than run().
class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
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
    void abort() noexcept;
    /// A batch of this connection is committed.
    void batch_taken();

    [[nodiscard]] bool logged_in() const noexcept { return logged_in_; }

  private:
    class Announced;

    [[nodiscard]] boost::asio::awaitable<void> write_batches();
    [[nodiscard]] bool busy() const noexcept;
    void start_writing();
    void end_login_within(std::chrono::seconds time, void (ClientConnection::*then)());
    void login_overdue();
    void post_batch(BytesView batch);

    ConnectionId id_;
    link::Connection connection_;
    Ledger& ledger_;
    std::chrono::seconds login_limit_;
    Outbox outbox_;
    bool logged_in_ = false;
    bool hanging_up_ = false;
    bool writing_ = false;
    bool ended_ = false;
    std::size_t in_ledger_ = 0;
    boost::asio::steady_timer room_;                    // never expires; cancelled when a batch is committed or written
    std::unique_ptr<boost::asio::steady_timer> login_;  // until the login
};

}  // namespace holdfast::server
