#include "server/shell/ledger.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "protocol/base/kill_point.hpp"
#include "protocol/store/sqlite.hpp"
#include "server/shell/host_linux.hpp"

namespace holdfast::server {
namespace {

// Also without any traffic: a jump of the clock, or its correction just before an opening, is noticed this soon.
constexpr std::chrono::seconds look_at_clock_every{5};
// Also without any traffic the store knows that the relay runs, well within what would count as an outage.
constexpr std::chrono::seconds step_at_least_every{20};
// Acks that nothing else was written with: a commit of their own waits this long for one they can share.
constexpr std::chrono::milliseconds write_acks_within{100};
// One transaction takes no more than this, whatever little work they are.
constexpr std::size_t events_in_commit_max = 1024;

}  // namespace

Ledger::Ledger(std::unique_ptr<Relay> relay, boost::asio::any_io_executor network, Receiver& receiver, DiskRoom room)
    : relay_{std::move(relay)},
      network_{std::move(network)},
      receiver_{receiver},
      disk_{std::move(room)},
      room_{disk_.reserve}
{
    waiting_.add(0, {Tick{}});
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
        if (finishing_) return;
        waiting_.add(from, std::move(events));
    }
    arrived_.notify_one();
}

void Ledger::post(BackUp request)
{
    {
        const std::lock_guard lock{mutex_};
        backups_.push_back(std::move(request));
    }
    arrived_.notify_one();
}

void Ledger::finish()
{
    {
        const std::lock_guard lock{mutex_};
        finishing_ = true;
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
    do {
        auto work = wait_for_work();
        step(work);
        for (const auto& request : work.backups) back_up(request);
    } while (!is_done());
}

Ledger::Work Ledger::wait_for_work()
{
    std::chrono::milliseconds time = look_at_clock_every;
    for (const auto& at : {wake_at_, write_at_})
        if (at) time = std::clamp(*at - system_now(), std::chrono::milliseconds{0}, time);
    std::unique_lock lock{mutex_};
    arrived_.wait_for(lock, time, [this] { return !waiting_.empty() || !backups_.empty() || finishing_; });
    return {waiting_.take(events_in_commit_max), std::exchange(backups_, {}), finishing_};
}

bool Ledger::is_done()
{
    const std::lock_guard lock{mutex_};
    return finishing_ && waiting_.empty() && backups_.empty();
}

std::vector<Event> Ledger::own_events(Instant now, const Work& work, bool jumped)
{
    std::vector<Event> events;
    if (jumped) events.emplace_back(ClockJumped{});
    const bool due = (wake_at_ && *wake_at_ <= now) || (write_at_ && *write_at_ <= now);
    if (due || work.finish || now >= stepped_at_ + step_at_least_every) events.emplace_back(Tick{});
    return events;
}

std::optional<bool> Ledger::look_at_room()
{
    const bool room = room_.room(host::free_bytes(disk_.folder));
    if (std::exchange(has_room_, room) == room) return std::nullopt;
    return room;
}

void Ledger::step(Work& work)
{
    const auto now = system_now();
    const bool jumped = clock_.jumped(now, host::time_since_boot());
    auto events = own_events(now, work, jumped);
    const auto own = events.size();
    for (auto& queued : work.events) events.push_back(std::move(queued.event));
    if (events.empty()) return;
    stepped_at_ = now;
    const auto room_changed = look_at_room();
    const bool synchronised = counts_.commits == 0 ? host::clock_was_set() : host::clock_synchronised();
    Committed outcome{relay_->step(events, now, synchronised, has_room_), {}, jumped, room_changed};
    const auto taken = outcome.effects.taken;
    require(taken > 0 && taken >= own, "a step took no event");
    wake_at_ = outcome.effects.wake_at;
    if (!outcome.effects.unwritten)
        write_at_.reset();
    else if (!write_at_)
        write_at_ = now + write_acks_within;
    ++counts_.commits;
    counts_.events += taken;
    for (std::size_t i = 0; i < work.events.size(); ++i) work.events[i].event = std::move(events[own + i]);
    account_for(outcome, std::move(work.events), taken - own);
    kill_point("relay-before-answer");
    hand_out(std::move(outcome));
}

void Ledger::account_for(Committed& outcome, std::vector<QueuedEvent> events, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        if (events[i].ends_post && events[i].posted_by != 0) outcome.taken.push_back(events[i].posted_by);
    events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count));
    if (events.empty()) return;
    const std::lock_guard lock{mutex_};
    waiting_.put_back(std::move(events));
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
    kill_point("relay-after-backup");
    boost::asio::post(
        network_, [&receiver = receiver_, ticket = request.ticket, outcome] { receiver.backed_up(ticket, outcome); });
}

}  // namespace holdfast::server
