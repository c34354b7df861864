// The world's relay: its steps, its deaths, its clock, and the backups it is restored from.
#include <algorithm>

#include "protocol/store/sqlite.hpp"
#include "tests/sim/invariants.hpp"

namespace holdfast::sim {
namespace {

using holdfast::test::FaultVfs;
using namespace std::chrono_literals;

}  // namespace

void SimWorld::start_relay()
{
    if (relay_) return;
    relay_disk_->reset();
    auto store = server::RelayStore::open(relay_file(), key_.pub, random_, relay_now(), relay_disk_->name());
    if (store.has_error())
        throw Violation{"I6", "the store does not open: " + std::string{holdfast::name(store.errc())}};
    if (std::exchange(jumped_while_down_, false)) ledger_.jumps.push_back(relay_now());  // it notices now
    // Each start of the relay in one plan of three is a move behind a proxy, or back.
    behind_proxy_ = plan_.seed % 3 == 2 && ++relay_starts_ % 2 == 0;
    relay_ = std::make_unique<server::Relay>(std::move(store.value()), key_.clone(), random_,
                                             server::RelayConfig{.behind_proxy = behind_proxy_});
    unwritten_ = false;
    i6_accepted_is_stored(*this);
    i7_leaves_by_ack(*this);
    note_hours(*this);
    step_relay({server::Tick{}});
}

void SimWorld::kill_relay(FaultVfs::Fault how, Seconds until_restart)
{
    if (!relay_) return;
    relay_disk_->strike(how);
    relay_.reset();
    relay_disk_->reset();
    relay_wake_.reset();
    relay_crash_ = Crash::none;
    for (auto& [id, link] : links_) {
        if (!link.relay_open) continue;
        link.relay_open = false;
        later(2s, [this, number = id] {
            if (auto* open = open_link(number)) cut(*open->device, Errc::closed, 0s, true);
        });
    }
    later(until_restart, [this] { start_relay(); });
}

void SimWorld::crash_relay_at(Crash crash, std::uint64_t at) noexcept
{
    relay_crash_ = crash;
    relay_crash_at_ = at;
}

void SimWorld::jump_relay_clock(std::chrono::milliseconds by)
{
    relay_error_ += by;
    ledger_.jumps.push_back(relay_now());
    if (!relay_) jumped_while_down_ = true;
    step_relay({server::ClockJumped{}});
}

void SimWorld::tell_relay(server::AdminRequest request) { step_relay({server::AdminAsked{1, std::move(request)}}); }

void SimWorld::back_up()
{
    if (!relay_) return;
    const auto path = directory_ / ("backup-" + std::to_string(backups_.size()) + ".db");
    if (relay_->store().backup_to(path).has_error()) throw Violation{"I14", "no copy of a healthy store"};
    backups_.push_back(path.string());
}

void SimWorld::restore(std::size_t which)
{
    if (backups_.empty()) return;
    kill_relay(FaultVfs::Fault::killed, 3s);
    files_.copy(backups_.at(which % backups_.size()), relay_file());
    {
        relay_disk_->reset();
        auto store = server::RelayStore::open(relay_file(), key_.pub, random_, relay_now(), relay_disk_->name());
        if (store.has_error()) throw Violation{"I14", "a copy does not open"};
        store.value().mark_restored(random_);
    }
    ledger_.restored = true;
    ledger_.accepted_by_relay.clear();
    ledger_.queue.clear();
    coverage_.add("fault: relay restored from a backup");
}

void SimWorld::step_relay(std::vector<server::Event> events)
{
    std::span<const server::Event> left{events};
    do {
        if (!relay_) return;
        server::Effects effects;
        try {
            effects = relay_->step(left, relay_now(), true, relay_has_room_);
        } catch (const store::StoreError&) {
            coverage_.add("fault: the relay's disk");
            i15_stops_after_an_error(*this);
            return kill_relay(FaultVfs::Fault::killed, 30s);
        }
        left = left.subspan(std::min(effects.taken, left.size()));
        relay_wake_ = effects.wake_at;
        write_soon(effects.unwritten);
        if (relay_crash_ != Crash::none && !effects.frames.empty()) {
            const bool among = relay_crash_ == Crash::among_effects;
            if (among) {
                effects.frames.resize(std::min<std::size_t>(effects.frames.size(), 1 + relay_crash_at_ % 3));
                effects.hangups.clear();
                carry_out(std::move(effects));
            }
            coverage_.add(among ? "fault: relay's death among effects" : "fault: relay's death before effects");
            return kill_relay(FaultVfs::Fault::killed, Seconds{1 + relay_crash_at_ % 900});
        }
        i7_leaves_by_ack(*this);
        check_deliveries(effects);
        carry_out(std::move(effects));
    } while (!left.empty());
}

void SimWorld::check_deliveries(const server::Effects& effects)
{
    for (const auto& [connection, frame] : effects.frames) {
        const auto link = links_.find(connection);
        const auto* deliver = std::get_if<wire::Deliver>(&frame);
        if (deliver && link != links_.end() && link->second.device->address)
            i19_waits(*this, {*link->second.device->address, deliver->delivery});
    }
}

// As the ledger of the shell does it.
void SimWorld::write_soon(bool unwritten)
{
    if (!std::exchange(unwritten_, unwritten) && unwritten)
        later(1s, [this] {
            if (unwritten_) step_relay({server::Tick{}});
        });
}

void SimWorld::carry_out(server::Effects effects)
{
    std::map<server::ConnectionId, std::vector<wire::RelayFrame>> by_link;
    for (auto& out : effects.frames) by_link[out.connection].push_back(std::move(out.frame));
    for (auto& [id, frames] : by_link)
        if (const auto link = links_.find(id); link != links_.end()) send_down(link->second, std::move(frames));
    for (const auto& hangup : effects.hangups)
        if (const auto link = links_.find(hangup.connection); link != links_.end()) hang_up(link->second);
}

}  // namespace holdfast::sim
