// The network between the devices and the relay: connections with delays, whose two ends may disagree about whether
// there is one.
#include <algorithm>

#include "protocol/identity/names.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/sim/invariants.hpp"
#include "tests/sim/sim_world.hpp"

namespace holdfast::sim {
namespace {

using namespace std::chrono_literals;

/// Both ends have timers of their own and notice silence after so long.
constexpr Seconds silence{60};
/// Well inside what one WebSocket message may have.
constexpr std::size_t frames_in_batch = 200;
constexpr std::size_t bytes_in_batch = std::size_t{512} << 10;

template <class Frame>
std::vector<Bytes> batches_of(const std::vector<Frame>& frames)
{
    std::vector<Bytes> batches;
    std::size_t count = 0;
    for (const auto& frame : frames) {
        if (batches.empty() || count == frames_in_batch || batches.back().size() > bytes_in_batch) {
            batches.emplace_back();
            count = 0;
        }
        wire::append_frame(batches.back(), frame);
        ++count;
    }
    return batches;
}

}  // namespace

Link* SimWorld::open_link(server::ConnectionId id)
{
    const auto found = links_.find(id);
    return found != links_.end() && found->second.client_open ? &found->second : nullptr;
}

Link* SimWorld::link_of(const Device& device) { return device.link == 0 ? nullptr : open_link(device.link); }

void SimWorld::try_again(Device& device)
{
    // As the programs do: soon at first. Who was refused is in less of a hurry, which spares the simulation.
    const Seconds pause = device.attempts < 6 ? Seconds{1 << device.attempts} : Seconds{1800};
    later(pause, [this, &device] { connect(device); });
}

void SimWorld::connect(Device& device)
{
    if (!device.client || device.link != 0 || !device.wants_online || !device.client->relay()) return;
    if (device.frozen && device.client->status().frozen) return;
    ++device.attempts;
    if (!relay_) {
        step(device, client::Disconnected{Errc::unreachable});
        return try_again(device);
    }
    device.keeping_names.reset();
    const auto id = next_connection_++;
    auto& link = links_[id];
    link.id = id;
    link.device = &device;
    link.noise = Choice{id * 7919 + device.name.size()};
    device.link = id;
    Bytes exporter(32);
    for (std::size_t i = 0; i < 8; ++i) exporter[i] = static_cast<std::byte>(id >> (8 * i));
    step_relay({server::Opened{id, behind_proxy_ ? Bytes{} : exporter, "192.0.2.1"}});
    step(device, client::Connected{exporter});
}

/// The device's end closes; the relay's after `relay_notices`. What was on its way arrives there until then, unless
/// lost.
void SimWorld::cut(Device& device, Errc reason, Seconds relay_notices, bool lost)
{
    auto* link = link_of(device);
    if (!link) return;
    link->client_open = false;
    link->lost = lost;
    device.link = 0;
    later(relay_notices, [this, id = link->id] {
        const auto found = links_.find(id);
        if (found == links_.end()) return;
        const bool was_open = std::exchange(found->second.relay_open, false);
        links_.erase(found);
        if (was_open) step_relay({server::Closed{id}});
    });
    step(device, client::Disconnected{reason});
    try_again(device);
}

/// The relay ends the connection after what it has written; the device sees that when it arrives.
void SimWorld::hang_up(Link& link)
{
    link.relay_open = false;
    const auto wait = std::chrono::ceil<Seconds>(std::max(link.down_free, now_) - now_);
    step_relay({server::Closed{link.id}});
    later(wait + 1s, [this, id = link.id] {
        if (auto* open = open_link(id)) cut(*open->device, Errc::closed, 0s, true);
    });
}

void SimWorld::swallow(Device& device)
{
    auto* link = link_of(device);
    if (!link) return;
    link->hole = true;
    coverage_.add("fault: black hole");
    later(silence, [this, id = link->id] {
        if (auto* open = open_link(id)) cut(*open->device, Errc::timed_out, Seconds{open->noise.below(30)}, true);
    });
}

/// A modified program sends on this device's line what no honest one does, until the relay has had enough. Nobody else
/// is to notice anything, and the device itself goes on when it may again.
void SimWorld::flood(Device& device, Choice choice)
{
    const auto* link = link_of(device);
    if (!link || !relay_) return;
    constexpr std::uint64_t nobodys = std::uint64_t{1} << 40;
    std::vector<server::Event> events;
    for (auto left = 50 + choice.below(200); left > 0; --left) {
        wire::ClientFrame frame = wire::Ack{std::vector<wire::AckItem>(wire::max_acks, {nobodys, 0})};
        if (choice.one_in(2)) frame = wire::FetchLog{nobodys, {}, 1};
        if (choice.one_in(4)) frame = wire::TakeBack{nobodys, {}, {}};
        events.push_back(server::FrameArrived{link->id, std::move(frame)});
    }
    coverage_.add("fault: a flood");
    step_relay(std::move(events));
}

Instant SimWorld::arrival(Link& link, Instant& free)
{
    const auto noise = std::chrono::milliseconds{5 + link.noise.below(80)};
    free = std::max(free, now_ + link.device->latency + noise);
    return free;
}

void SimWorld::note_names(Device& device, wire::RequestId request)
{
    device.keeping_names = request;
    device.names_sent.clear();
    for (const auto& conversation : device.client->conversations()) {
        device.names_sent[conversation.id] = conversation.name;
        if (const auto known = device.names_at_relay.find(conversation.id); known != device.names_at_relay.end())
            known->second.insert(conversation.name);
    }
}

/// The relay has them: of the names before, none can come back.
void SimWorld::note_names_kept(Device& device, const std::vector<Result<wire::RelayFrame>>& frames)
{
    for (const auto& frame : frames) {
        const auto* done = frame.has_value() ? std::get_if<wire::Done>(&frame.value()) : nullptr;
        if (!done || device.keeping_names != done->request) continue;
        device.keeping_names.reset();
        for (const auto& [conversation, name] : device.names_sent) device.names_at_relay[conversation] = {name};
    }
}

void SimWorld::send_up(Device& device, std::vector<wire::ClientFrame> frames)
{
    auto* link = link_of(device);
    std::vector<wire::ClientFrame> sent;
    for (auto& frame : frames) {
        if (const auto* login = std::get_if<wire::Login>(&frame)) device.address = {login->account, login->device};
        if (const auto* redeem = std::get_if<wire::Redeem>(&frame))
            if (const auto list = wire::decode<wire::DeviceList>(redeem->device_list.body))
                ledger_.lists.emplace(session::account_id(list->identity), redeem->device_list);
        if (const auto* keep = std::get_if<wire::KeepNames>(&frame)) note_names(device, keep->request);
        if (const auto* submit = std::get_if<wire::Submit>(&frame); submit && device.address) {
            i8_keys_are_used_once(*this, device, *submit);
            i10_only_to_the_pin(*this, device, *submit);
        }
        for (auto& meddled : meddle(*this, device, std::move(frame))) sent.push_back(std::move(meddled));
    }
    if (!link || link->hole) return;
    for (auto& batch : batches_of(sent)) {
        i11_not_in_the_clear(*this, batch, "the wire");
        due_.emplace(arrival(*link, link->up_free),
                     [this, id = link->id, bytes = std::move(batch)] { arrive_up(id, bytes); });
    }
}

void SimWorld::send_down(Link& link, std::vector<wire::RelayFrame> frames)
{
    auto& device = *link.device;
    std::vector<std::pair<std::vector<wire::RelayFrame>, bool>> groups{{{}, false}};
    for (auto& frame : frames) {
        if (const auto* accepted = std::get_if<wire::Accepted>(&frame); accepted && device.address)
            ledger_.accepted_by_relay[{*device.address, accepted->number}] = accepted->proof;
        if (const auto* delivery = std::get_if<wire::Deliver>(&frame)) {
            i4_not_while_closed(*this, device, *delivery);
            i12_bounded(*this, link, *delivery);
        }
        i16_no_presence(*this, device, frame);
        auto meddled = meddle(*this, device, std::move(frame));
        if (meddled.forged) {
            groups.emplace_back(std::move(meddled.frames), true);
            groups.emplace_back();
            continue;
        }
        for (auto& one : meddled.frames) groups.back().first.push_back(std::move(one));
    }
    if (link.hole || !link.client_open) return;
    for (const auto& [group, forged] : groups)
        for (auto& batch : batches_of(group)) {
            i11_not_in_the_clear(*this, batch, "the wire");
            due_.emplace(arrival(link, link.down_free), [this, id = link.id, bytes = std::move(batch),
                                                         refuse = forged] { arrive_down(id, bytes, refuse); });
        }
}

void SimWorld::arrive_up(server::ConnectionId id, const Bytes& batch)
{
    const auto found = links_.find(id);
    if (found == links_.end()) return;
    auto& link = found->second;
    if (!link.relay_open || link.hole || (link.lost && !link.client_open)) return;
    std::vector<server::Event> events;
    for (auto& frame : wire::decode_client_batch(batch).value()) {
        if (const auto* ack = std::get_if<wire::Ack>(&frame.value()))
            for (const auto& item : ack->items) {
                if (!link.device->address) continue;
                const DeliveryNumber number{*link.device->address, item.delivery};
                ledger_.acked.insert(number);
                for (const auto& [row, queued] : ledger_.queue)
                    if (item.code != 0 && queued.number == number && queued.message)
                        ledger_.refusals[*queued.message] = relay_now();
                link.in_flight.erase(item.delivery);
            }
        if (const auto* back = std::get_if<wire::TakeBack>(&frame.value())) ledger_.taken_back.insert(back->message);
        if (const auto* submit = std::get_if<wire::Submit>(&frame.value()))
            ledger_.reported = ledger_.reported || submit->cls == wire::Class::report;
        if (std::holds_alternative<wire::PublishDevices>(frame.value())) ledger_.relisted = true;
        if (std::holds_alternative<wire::PublishHours>(frame.value())) later(0s, [this] { note_hours(*this); });
        events.push_back(server::FrameArrived{id, std::move(frame.value())});
    }
    step_relay(std::move(events));
}

void SimWorld::arrive_down(server::ConnectionId id, const Bytes& batch, bool forged)
{
    auto* link = open_link(id);
    if (!link || link->hole || !link->device->client) return;
    auto& device = *link->device;
    std::optional<Digest> before;
    if (forged) {
        step(device, client::Tick{});  // what is due anyway happens now
        if (!device.client || !open_link(id)) return;
        before = state_of(*this, device);
    }
    auto frames = wire::decode_relay_batch(batch).value();
    note_names_kept(device, frames);
    step(device, client::Arrived{std::move(frames)});
    if (!before || !device.client) return;
    coverage_.add("check: refused input");
    if (state_of(*this, device) != *before) throw Violation{"I9", "refused input changed the vault of " + device.name};
}

}  // namespace holdfast::sim
