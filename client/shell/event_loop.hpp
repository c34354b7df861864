// Runs the client machine against the world: one connection at a time, one timer, one turn at a time. The loop is the
// caller's: `run_until` turns it until what was waited for has happened. Commands of other windows run beside it as
// tasks (task.hpp); what they wait for is looked at after each turn. PROTOCOL.md, "Transport".
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "client/core/client.hpp"
#include "client/core/connection.hpp"
#include "client/shell/task.hpp"

namespace holdfast::shell {

class EventLoop {
  public:
    /// The client's items to show go to every listener, in order, from inside the loop; it may give commands. The
    /// answer to an order goes only to the one who gave it.
    using Listener = std::function<void(const client::Show&)>;
    /// Tells those who listen and give orders from each other.
    using Seat = std::uint64_t;
    enum class End {
        done,         ///< what was waited for has happened
        timed_out,    ///< the limit passed first
        interrupted,  ///< SIGINT, SIGTERM or SIGHUP
    };
    using Lifetime = client::Lifetime;

    /// `client` must outlive the loop.
    explicit EventLoop(client::Client& client);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// What `listener` refers to must live until leave().
    [[nodiscard]] Seat listen(Listener listener);
    void leave(Seat seat) noexcept;

    /// Steps the client with an order at once; its answer goes to the listener, now or later. `line`: client::Command.
    client::Ticket submit(Seat seat, client::Order order, std::optional<ConversationId> line = {});
    /// Whether every order given from there so far has its answer.
    [[nodiscard]] bool all_answered(Seat seat) const noexcept;

    /// Begins to connect as soon as there is an address; while a later attempt is waited for, makes it now. The longer
    /// lifetime of those asked for holds.
    void connect(Lifetime lifetime, Seconds limit);
    /// Ends the connection politely, and makes no other until connect().
    void disconnect();

    /// While true, Ctrl-C is for another program that has the terminal, and ends nothing here.
    void leave_interrupts(bool to_another) noexcept;

    /// Turns the loop until `done()` holds. Exceptions of the machine (a vault that cannot be written) pass through.
    /// In a task: gives the turn to the loop until then.
    End run_until(const std::function<bool()>& done, std::chrono::steady_clock::duration limit);
    /// The same without a limit.
    End run_until(const std::function<bool()>& done);

    /// Begins a task, at once. From the loop.
    void begin(std::shared_ptr<Task> task);
    /// Interrupts all tasks and waits for their ends.
    void end_tasks();
    /// Turns the loop until `done()` holds, whatever signals have come; bounded.
    void wind_down(const std::function<bool()>& done, std::chrono::steady_clock::duration limit);

    /// Everything handed to the connection is with the system, then the connection is closed politely; bounded.
    void finish();

    /// For other things on the same loop (the keyboard).
    [[nodiscard]] boost::asio::io_context& io_context() noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast::shell
