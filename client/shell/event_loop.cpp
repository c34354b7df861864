#include "client/shell/event_loop.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <deque>
#include <exception>
#include <set>
#include <span>

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
    Impl(client::Client& client, Listener listener)
        : client_{client},
          listener_{std::move(listener)},
          signals_{io_, SIGINT, SIGTERM, SIGHUP},
          wake_{io_},
          pause_{io_}
    {
        wait_for_signal();
    }

    client::Ticket submit(client::Order order, std::optional<ConversationId> line)
    {
        const auto ticket = ++last_ticket_;
        unanswered_.insert(ticket);
        step(client::Command{ticket, std::move(order), line});
        return ticket;
    }

    [[nodiscard]] bool all_answered() const noexcept { return unanswered_.empty(); }

    void connect(Lifetime lifetime, Seconds limit)
    {
        if (started_) return;
        started_ = true;
        asio::co_spawn(io_, keep_connected(lifetime, limit), Rethrow{});
    }

    template <class Turn>
    End run_until(const std::function<bool()>& done, Turn turn)
    {
        for (;;) {
            if (interrupted_) return End::interrupted;
            if (done()) return End::done;
            if (!turn()) return interrupted_ ? End::interrupted : done() ? End::done : End::timed_out;
        }
    }
    End run_until(const std::function<bool()>& done, Clock::duration limit)
    {
        const auto deadline = Clock::now() + limit;
        return run_until(done, [&] { return io_.run_one_until(deadline) > 0; });
    }
    End run_until(const std::function<bool()>& done)
    {
        return run_until(done, [&] { return io_.run_one() > 0; });
    }

    void finish()
    {
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

    asio::io_context& io_context() noexcept { return io_; }

  private:
    void wait_for_signal()
    {
        signals_.async_wait([this](boost::system::error_code failed, int) {
            if (failed) return;
            interrupted_ = true;
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
        for (const auto& item : effects.show) {
            if (const auto* answered = std::get_if<client::show::Answered>(&item)) unanswered_.erase(answered->ticket);
            listener_(item);
        }
    }

    void wake_at(Instant when)
    {
        const auto wait = std::max(when - system_now(), std::chrono::milliseconds{1});
        wake_.expires_after(wait);
        wake_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) step(client::Tick{});
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
            const auto written = co_await connection_->write(std::move(batch));
            if (written.has_error()) break;  // the reader notices and ends the connection
        }
        if (generation == generation_) writing_ = false;
    }

    asio::awaitable<void> keep_connected(Lifetime lifetime, Seconds limit)
    {
        client::Reconnection next{lifetime};
        while (!ending_) {
            const auto attempt = co_await attempt_once(limit);
            if (ending_) co_return;
            const auto pause = next.pause_after(attempt, any_number());
            if (!pause) co_return;
            pause_.expires_after(*pause);
            boost::system::error_code cancelled;
            co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        }
    }

    asio::awaitable<client::Attempt> attempt_once(Seconds limit)
    {
        const auto relay = client_.relay();
        if (!relay) co_return client::Attempt{};
        const auto began = Clock::now();
        const auto reason = co_await one_connection(*relay, limit);
        if (ending_) co_return client::Attempt{};
        step(client::Disconnected{reason});
        const auto next = client_.relay();
        co_return client::Attempt{reason, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began),
                                  next && *next != *relay};
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
        ++generation_;
        outbox_.clear();
        writing_ = false;
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
            auto batch = wire::decode_relay_batch(*message);
            if (batch.has_error()) co_return batch.errc();
            step(client::Arrived{std::move(*batch)});
        }
    }

    client::Client& client_;
    Listener listener_;
    asio::io_context io_{1};
    asio::signal_set signals_;
    asio::steady_timer wake_;
    asio::steady_timer pause_;
    crypto::SystemRandom random_;
    std::unique_ptr<link::Connection> connection_;
    std::deque<Bytes> outbox_;
    std::uint64_t generation_ = 0;
    client::Ticket last_ticket_ = 0;
    std::set<client::Ticket> unanswered_;
    bool writing_ = false;
    bool started_ = false;
    bool ending_ = false;
    bool interrupted_ = false;
};

EventLoop::EventLoop(client::Client& client, Listener listener)
    : impl_{std::make_unique<Impl>(client, std::move(listener))}
{
}
EventLoop::~EventLoop() = default;

client::Ticket EventLoop::submit(client::Order order, std::optional<ConversationId> line)
{
    return impl_->submit(std::move(order), line);
}
bool EventLoop::all_answered() const noexcept { return impl_->all_answered(); }
void EventLoop::connect(Lifetime lifetime, Seconds limit) { impl_->connect(lifetime, limit); }
EventLoop::End EventLoop::run_until(const std::function<bool()>& done, Clock::duration limit)
{
    return impl_->run_until(done, limit);
}
EventLoop::End EventLoop::run_until(const std::function<bool()>& done) { return impl_->run_until(done); }
void EventLoop::finish() { impl_->finish(); }
asio::io_context& EventLoop::io_context() noexcept { return impl_->io_context(); }

}  // namespace holdfast::shell
