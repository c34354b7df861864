#include "client/shell/event_loop.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <deque>
#include <exception>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "client/shell/platform.hpp"
#include "protocol/base/kill_point.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/link/link.hpp"

namespace holdfast::shell {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// Politeness at the end, altogether.
constexpr Clock::duration farewell = std::chrono::seconds{3};

/// A handler for what must not happen in a coroutine of ours: the exception leaves the loop to whoever turns it.
struct Rethrow {
    void operator()(std::exception_ptr failure) const
    {
        if (failure) std::rethrow_exception(failure);
    }
};

}  // namespace

class EventLoop::Impl {
  public:
    explicit Impl(client::Client& client)
        : client_{client}, signals_{io_, SIGINT, SIGTERM, SIGHUP}, wake_{io_}, pause_{io_}, look_{io_}
    {
        wait_for_signal();
    }

    Seat listen(Listener listener)
    {
        listeners_.emplace(++last_seat_, std::make_shared<const Listener>(std::move(listener)));
        return last_seat_;
    }

    void leave(Seat seat) noexcept
    {
        listeners_.erase(seat);
        std::erase_if(unanswered_, [seat](const auto& one) { return one.second == seat; });
    }

    client::Ticket submit(Seat seat, client::Order order, std::optional<ConversationId> line)
    {
        const auto ticket = ++last_ticket_;
        unanswered_.emplace(ticket, seat);
        step(client::Command{ticket, std::move(order), line});
        return ticket;
    }

    [[nodiscard]] bool all_answered(Seat seat) const noexcept
    {
        return std::ranges::none_of(unanswered_, [seat](const auto& one) { return one.second == seat; });
    }

    void connect(Lifetime lifetime, Seconds limit)
    {
        wanted_ = true;
        const bool longer = started_ && lifetime_ == Lifetime::once && lifetime == Lifetime::forever;
        if (!started_ || longer) next_ = client::Reconnection{lifetime_ = lifetime};
        if (lifetime == Lifetime::forever && !std::exchange(looking_, true)) look_regularly();
        if (std::exchange(started_, true)) {
            pause_.cancel();
            return;
        }
        asio::co_spawn(io_, keep_connected(limit), Rethrow{});
    }

    void disconnect()
    {
        wanted_ = false;
        left_ = started_;
        pause_.cancel();
        close_when_written();
    }

    template <class Turn>
    End run_until(const std::function<bool()>& done, Turn turn)
    {
        for (;;) {
            if (interrupted_) return End::interrupted;
            if (done()) return End::done;
            if (!turn()) return interrupted_ ? End::interrupted : done() ? End::done : End::timed_out;
            resume_due();
        }
    }
    End run_until(const std::function<bool()>& done, Clock::duration limit)
    {
        const auto deadline = Clock::now() + limit;
        if (auto* task = Task::current()) return wait(*task, done, deadline);
        return run_until(done, [&] { return io_.run_one_until(deadline) > 0; });
    }
    End run_until(const std::function<bool()>& done)
    {
        if (auto* task = Task::current()) return wait(*task, done, std::nullopt);
        return run_until(done, [&] { return io_.run_one() > 0; });
    }

    void begin(std::shared_ptr<Task> task)
    {
        tasks_.push_back(std::move(task));
        asio::post(io_, [] {});  // and it has its first turn
    }

    void end_tasks()
    {
        for (const auto& task : tasks_) task->interrupt();
        while (!tasks_.empty()) resume_due();
    }

    void wind_down(const std::function<bool()>& done, Clock::duration limit)
    {
        const auto deadline = Clock::now() + limit;
        do resume_due();
        while (!done() && io_.run_one_until(deadline) > 0);
    }

    void finish()
    {
        end_tasks();
        ending_ = true;
        pause_.cancel();
        if (!connection_) return;
        const auto deadline = Clock::now() + farewell;
        while (connection_ && (writing_ || !outbox_.empty()) && io_.run_one_until(deadline) > 0) continue;
        if (!connection_) return;
        bool closed = false;
        asio::co_spawn(io_, connection_->close(), [&closed](std::exception_ptr) { closed = true; });
        while (!closed && io_.run_one_until(deadline) > 0) continue;
    }

    void leave_interrupts(bool to_another) noexcept { interrupts_elsewhere_ = to_another; }

    asio::io_context& io_context() noexcept { return io_; }

  private:
    /// In a task. A limit needs a timer, or nothing would happen in the loop when it is over.
    End wait(Task& task, const std::function<bool()>& done, std::optional<Clock::time_point> deadline)
    {
        asio::steady_timer timer{io_};
        if (deadline) {
            timer.expires_at(*deadline);
            timer.async_wait([](boost::system::error_code) {});
        }
        task.wait([&] { return done() || (deadline && Clock::now() >= *deadline); });
        if (task.interrupted()) return End::interrupted;
        return done() ? End::done : End::timed_out;
    }

    /// One turn for each task that can go on, until none can.
    void resume_due()
    {
        for (bool any = true; any;) {
            any = false;
            for (const auto& task : std::vector{tasks_}) {
                if (!task->is_due()) continue;
                any = true;
                task->resume();
                if (!task->ended()) continue;
                std::erase(tasks_, task);
                if (task->failure()) std::rethrow_exception(task->failure());
            }
        }
    }

    void wait_for_signal()
    {
        signals_.async_wait([this](boost::system::error_code failed, int signal) {
            if (failed) return;
            interrupted_ = interrupted_ || signal != SIGINT || !interrupts_elsewhere_;
            wait_for_signal();
        });
    }

    /// The one place where events reach the machine and its effects leave it.
    void step(client::Event event)
    {
        auto effects = client_.step(std::move(event), system_now());
        platform::lock_memory();
        kill_point("client-before-send");
        enqueue(effects.send);
        if (effects.wake_at) wake_at(*effects.wake_at);
        if (effects.close && connection_) connection_->cancel();
        for (const auto& item : effects.show) tell(item);
    }

    void tell(const client::Show& item)
    {
        if (const auto* answered = std::get_if<client::show::Answered>(&item)) {
            const auto asked = unanswered_.find(answered->ticket);
            if (asked == unanswered_.end()) return;  // by one who has left
            const auto seat = asked->second;
            unanswered_.erase(asked);
            return tell(seat, item);
        }
        if (left_ && std::holds_alternative<client::show::Offline>(item)) return;  // as was wanted
        std::vector<Seat> seats;
        for (const auto& [seat, listener] : listeners_) seats.push_back(seat);
        for (const auto seat : seats) tell(seat, item);
    }

    /// One who hears an item may leave, or let another one leave.
    void tell(Seat seat, const client::Show& item)
    {
        const auto found = listeners_.find(seat);
        if (found == listeners_.end()) return;
        const auto listener = found->second;
        (*listener)(item);
    }

    void wake_at(Instant when)
    {
        const auto wait = std::max(when - system_now(), std::chrono::milliseconds{1});
        wake_.expires_after(wait);
        wake_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) step(client::Tick{});
        });
    }

    /// A connection may go silently, most of all while the machine sleeps. Nobody should have to wait for the link's
    /// own clocks to be told, nor for a pause that began before.
    void look_regularly()
    {
        if (stall_.noticed(platform::time_since_boot(), system_now())) {
            step(client::Tick{});  // what the clock says now, and when to wake up next
            next_ = client::Reconnection{lifetime_};
            pause_.cancel();
            if (connection_) connection_->probe(client::probe_limit);
        } else if (silence_.noticed(platform::time_since_boot()) && connection_) {
            connection_->probe(client::probe_limit);
        }
        look_.expires_after(client::look_every);
        look_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled && !ending_) look_regularly();
        });
    }

    void enqueue(const std::vector<wire::ClientFrame>& frames)
    {
        for (auto& batch : client::batches_of(frames)) outbox_.push_back(std::move(batch));
        if (outbox_.empty() || !connection_ || writing_) return;
        writing_ = true;
        asio::co_spawn(io_, write_all(generation_), Rethrow{});
    }

    /// `generation` tells the connection this belongs to from a later one.
    asio::awaitable<void> write_all(std::uint64_t generation)
    {
        while (generation == generation_ && connection_ && !outbox_.empty()) {
            auto batch = std::move(outbox_.front());
            outbox_.pop_front();
            silence_.said(platform::time_since_boot());
            const auto written = co_await connection_->write(std::move(batch));
            if (written.has_error()) break;  // the reader notices and ends the connection
        }
        if (generation != generation_) co_return;
        writing_ = false;
        if (left_) close_when_written();
    }

    void close_when_written()
    {
        if (connection_ && !writing_) asio::co_spawn(io_, connection_->close(), [](std::exception_ptr) {});
    }

    asio::awaitable<void> keep_connected(Seconds limit)
    {
        while (!ending_) {
            const auto attempt = co_await attempt_once(limit);
            if (ending_) co_return;
            const bool left = std::exchange(left_, false);
            if (left) next_ = client::Reconnection{lifetime_};
            const auto pause =
                left ? std::optional{std::chrono::milliseconds{0}} : next_.pause_after(attempt, any_number());
            if (pause && wanted_) {
                pause_.expires_after(*pause);
                boost::system::error_code cancelled;
                co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
            }
            started_ = pause && wanted_;
            if (!started_) co_return;
        }
    }

    asio::awaitable<client::Attempt> attempt_once(Seconds limit)
    {
        const auto relay = client_.relay();
        if (!relay) co_return client::Attempt{};
        const auto returns = client_.returns();
        const bool looks = client_.looks_for_moved_relay();
        const auto began = Clock::now();
        const auto reason = co_await one_connection(*relay, limit);
        if (ending_) co_return client::Attempt{};
        step(client::Disconnected{reason});
        const bool foreign = looks && client::is_final(reason) && !client::stops_device(reason);
        co_return client::Attempt{foreign ? Errc::closed : reason,
                                  std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began),
                                  client_.returns() != returns};
    }

    std::uint64_t any_number()
    {
        std::uint64_t number = 0;
        random_.fill(std::as_writable_bytes(std::span{&number, 1}));
        return number;
    }

    /// From connecting to the end of the connection; why it ended.
    asio::awaitable<Errc> one_connection(client::RelayAddress relay, Seconds limit)
    {
        const link::ConnectOptions options{.verify_certificate = relay.behind_proxy};
        auto opened = co_await link::connect(relay.host, relay.port, limit, options);
        if (opened.has_error()) co_return opened.errc();
        if (left_) co_return Errc::closed;
        ++generation_;
        outbox_.clear();
        writing_ = false;
        silence_.heard();
        connection_ = std::make_unique<link::Connection>(std::move(*opened));
        step(client::Connected{to_bytes(connection_->exporter())});
        const auto reason = co_await read_all();
        connection_.reset();
        co_return reason;
    }

    asio::awaitable<Errc> read_all()
    {
        for (;;) {
            const auto message = co_await connection_->read();
            if (message.has_error()) co_return message.errc();
            silence_.heard();
            auto batch = wire::decode_relay_batch(*message);
            if (batch.has_error()) co_return batch.errc();
            step(client::Arrived{std::move(*batch)});
        }
    }

    client::Client& client_;
    asio::io_context io_{1};
    asio::signal_set signals_;
    asio::steady_timer wake_;
    asio::steady_timer pause_;
    asio::steady_timer look_;
    client::Stall stall_;
    client::Silence silence_;
    crypto::SystemRandom random_;
    std::unique_ptr<link::Connection> connection_;
    std::deque<Bytes> outbox_;
    std::uint64_t generation_ = 0;
    std::map<Seat, std::shared_ptr<const Listener>> listeners_;
    Seat last_seat_ = 0;
    client::Ticket last_ticket_ = 0;
    std::map<client::Ticket, Seat> unanswered_;
    std::vector<std::shared_ptr<Task>> tasks_;
    bool writing_ = false;
    Lifetime lifetime_ = Lifetime::once;
    client::Reconnection next_{lifetime_};
    bool started_ = false;
    bool wanted_ = false;  ///< a connection
    bool left_ = false;    ///< this one ends, or does not begin, since it was not wanted any more
    bool ending_ = false;
    bool interrupted_ = false;
    bool interrupts_elsewhere_ = false;
    bool looking_ = false;
};

EventLoop::EventLoop(client::Client& client) : impl_{std::make_unique<Impl>(client)} {}
EventLoop::~EventLoop() = default;

EventLoop::Seat EventLoop::listen(Listener listener) { return impl_->listen(std::move(listener)); }
void EventLoop::leave(Seat seat) noexcept { impl_->leave(seat); }
client::Ticket EventLoop::submit(Seat seat, client::Order order, std::optional<ConversationId> line)
{
    return impl_->submit(seat, std::move(order), line);
}
bool EventLoop::all_answered(Seat seat) const noexcept { return impl_->all_answered(seat); }
void EventLoop::connect(Lifetime lifetime, Seconds limit) { impl_->connect(lifetime, limit); }
void EventLoop::disconnect() { impl_->disconnect(); }
EventLoop::End EventLoop::run_until(const std::function<bool()>& done, Clock::duration limit)
{
    return impl_->run_until(done, limit);
}
EventLoop::End EventLoop::run_until(const std::function<bool()>& done) { return impl_->run_until(done); }
void EventLoop::begin(std::shared_ptr<Task> task) { impl_->begin(std::move(task)); }
void EventLoop::end_tasks() { impl_->end_tasks(); }
void EventLoop::wind_down(const std::function<bool()>& done, Clock::duration limit) { impl_->wind_down(done, limit); }
void EventLoop::finish() { impl_->finish(); }
void EventLoop::leave_interrupts(bool to_another) noexcept { impl_->leave_interrupts(to_another); }
asio::io_context& EventLoop::io_context() noexcept { return impl_->io_context(); }

}  // namespace holdfast::shell
