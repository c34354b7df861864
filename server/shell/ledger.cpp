#include "server/shell/ledger.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>
#include <utility>

#include "protocol/base/faults.hpp"
#include "protocol/store/sqlite.hpp"
#include "server/shell/host_linux.hpp"

namespace holdfast::server {
namespace {

// Also without any traffic: a jump of the clock, or its correction just before an opening, is noticed this soon.
constexpr std::chrono::seconds look_at_clock_every{5};
// Also without any traffic the store knows that the relay runs, well within what would count as an outage.
constexpr std::chrono::seconds step_at_least_every{20};
// One transaction takes no more than this, so that the first of a flood is not answered with the last.
constexpr std::size_t events_in_commit_max = 4096;

}  // namespace

Ledger::Ledger(std::unique_ptr<Relay> relay, boost::asio::any_io_executor network, Receiver& receiver)
    : relay_{std::move(relay)}, network_{std::move(network)}, receiver_{receiver}
{
    waiting_.events.emplace_back(Tick{});
    thread_ = std::thread{[this] { run(); }};
}

Ledger::~Ledger()
{
    finish();
    thread_.join();
}

void Ledger::post(ConnectionId from, std::vector<Event> events)
{
    {
        const std::lock_guard lock{mutex_};
        auto& queue = waiting_.events;
        queue.insert(queue.end(), std::move_iterator{events.begin()}, std::move_iterator{events.end()});
        if (from != 0) waiting_.taken.push_back(from);
    }
    arrived_.notify_one();
}

void Ledger::post(BackUp request)
{
    {
        const std::lock_guard lock{mutex_};
        waiting_.backups.push_back(std::move(request));
    }
    arrived_.notify_one();
}

void Ledger::finish()
{
    {
        const std::lock_guard lock{mutex_};
        waiting_.finish = true;
    }
    arrived_.notify_one();
}

// The one place where a broken environment ends: whatever it was, this relay accepts nothing more.
void Ledger::run()
{
    const auto give_up = [this](Errc code, const char* what) {
        boost::asio::post(network_,
                          [&receiver = receiver_, code, text = std::string{what}] { receiver.failed(code, text); });
    };
    try {
        loop();
        boost::asio::post(network_, [&receiver = receiver_] { receiver.finished(); });
    } catch (const store::StoreError& error) {
        give_up(error.code(), error.what());
    } catch (const std::exception& error) {
        give_up(Errc::internal, error.what());
    }
}

void Ledger::loop()
{
    for (;;) {
        auto work = wait_for_work();
        const bool last = work.finish;
        const auto backups = std::move(work.backups);
        step(std::move(work));
        for (const auto& request : backups) back_up(request);
        if (last) return;
    }
}

Ledger::Work Ledger::wait_for_work()
{
    std::chrono::milliseconds time = look_at_clock_every;
    if (wake_at_) time = std::clamp(*wake_at_ - system_now(), std::chrono::milliseconds{0}, time);
    std::unique_lock lock{mutex_};
    arrived_.wait_for(lock, time,
                      [this] { return !waiting_.events.empty() || !waiting_.backups.empty() || waiting_.finish; });
    return std::exchange(waiting_, {});
}

void Ledger::step(Work work)
{
    const auto now = system_now();
    bool jumped = clock_.jumped(now, host::time_since_boot());
    if (jumped) work.events.insert(work.events.begin(), ClockJumped{});
    const bool due = wake_at_ && *wake_at_ <= now;
    if (due || work.finish || now >= stepped_at_ + step_at_least_every) work.events.emplace_back(Tick{});
    if (!work.events.empty()) stepped_at_ = now;
    std::span<const Event> rest{work.events};
    while (!rest.empty()) {
        const auto part = rest.first(std::min(rest.size(), events_in_commit_max));
        Committed outcome{relay_->step(part, now, host::clock_synchronised()), {}, std::exchange(jumped, false)};
        const auto taken = outcome.effects.taken;
        require(taken > 0, "a step took no event");
        rest = rest.subspan(taken);
        wake_at_ = outcome.effects.wake_at;
        ++counts_.commits;
        counts_.events += taken;
        if (rest.empty()) outcome.taken = std::move(work.taken);
        faults::point("relay-before-answer");
        hand_out(std::move(outcome));
    }
}

void Ledger::hand_out(Committed outcome)
{
    boost::asio::post(network_, [&receiver = receiver_, moved = std::move(outcome), counts = counts_]() mutable {
        receiver.committed(std::move(moved), counts);
    });
}

void Ledger::back_up(const BackUp& request)
{
    auto outcome = relay_->store().backup_to(request.file);
    faults::point("relay-after-backup");
    boost::asio::post(
        network_, [&receiver = receiver_, ticket = request.ticket, outcome] { receiver.backed_up(ticket, outcome); });
}

}  // namespace holdfast::server
