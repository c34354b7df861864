// Runs the client machine against the world: one connection at a time, one timer, one thread. The loop is the caller's:
// `run_until` turns it until what was waited for has happened. PROTOCOL.md, "Transport".
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "client/core/client.hpp"
#include "client/core/connection.hpp"

namespace holdfast::shell {

class EventLoop {
  public:
    /// The client's items to show go to `listener`, in order, from inside the loop; it may give commands.
    using Listener = std::function<void(const client::Show&)>;
    enum class End {
        done,         ///< what was waited for has happened
        timed_out,    ///< the limit passed first
        interrupted,  ///< SIGINT, SIGTERM or SIGHUP
    };
    using Lifetime = client::Lifetime;

    /// `client` and what `listener` refers to must outlive the loop.
    EventLoop(client::Client& client, Listener listener);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Steps the client with an order at once; its answer goes to the listener, now or later. `line`: client::Command.
    client::Ticket submit(client::Order order, std::optional<ConversationId> line = {});
    /// Whether every order given so far has its answer.
    [[nodiscard]] bool all_answered() const noexcept;

    /// Begins to connect as soon as there is an address. Does nothing the second time.
    void connect(Lifetime lifetime, Seconds limit);

    /// Turns the loop until `done()` holds. Exceptions of the machine (a vault that cannot be written) pass through.
    End run_until(const std::function<bool()>& done, std::chrono::steady_clock::duration limit);
    /// The same without a limit.
    End run_until(const std::function<bool()>& done);

    /// Everything handed to the connection is with the system, then the connection is closed politely; bounded.
    void finish();

    /// For other things on the same loop (the keyboard).
    [[nodiscard]] boost::asio::io_context& io_context() noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast::shell
