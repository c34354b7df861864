#include "tests/sim/sim_world.hpp"

#include <malloc.h>

#include <algorithm>
#include <filesystem>

#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/sim/invariants.hpp"

namespace holdfast::sim {
namespace {

using holdfast::test::FaultVfs;
using namespace std::chrono_literals;

const session::RelayAddress relay_address{"relay.example.org", 8443};

/// More moves than this and something runs in circles.
constexpr std::size_t max_moves = 60'000;
/// Healing ends at the latest after so many days: leaves, and clocks that were ahead, take their time.
constexpr int longest_heal = 30;
/// The first look at whether everything agrees is after several openings.
constexpr int shortest_heal = 6;

}  // namespace

Resources resources_now()
{
    const std::filesystem::directory_iterator descriptors{"/proc/self/fd"};
    return {::mallinfo2().uordblks, static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)))};
}

SimWorld::SimWorld(const Plan& plan, Coverage& coverage)
    : plan_{plan},
      coverage_{coverage},
      now_{plan.start},
      relay_disk_{std::make_unique<FaultVfs>(files_)},
      random_{"world " + std::to_string(plan.seed)},
      key_{crypto::SignKeyPair::generate(random_)}
{
}

/// Clients and relay close their files before the disks go.
SimWorld::~SimWorld()
{
    relay_.reset();
    for (auto& device : devices_) device->client.reset();
}

void SimWorld::run()
{
    set_up();
    for (const auto& action : plan_.actions) {
        advance(now_ + action.wait);
        act(*this, action);
    }
    advance(now_ + 5min);
    heal();
    check_the_end(*this);
    coverage_.add("runs");
}

// ---- who is there ---------------------------------------------------------------------------------------------------

void SimWorld::set_up()
{
    start_relay();
    for (unsigned i = 0; i < plan_.therapists; ++i) {
        auto& device = add_device("therapist-" + std::to_string(i), true);
        order(device, client::command::Enrol{therapist_invitation(device.name), {}});
        connect(device);
        settle();
        order(device, client::command::ShowKit{});
        order(device, client::command::ConfirmKit{client::test::typed(device.kit.value())});
        act(*this, {0s, Kind::hours, i, plan_.seed + i});
        settle();
    }
    for (unsigned i = 0; i < plan_.clients; ++i) {
        auto& therapist = *devices_.at(i % plan_.therapists);
        order(therapist, client::command::Invite{"client-" + std::to_string(i)});
        settle();
        enrol("client-" + std::to_string(i), therapist.invitation->code, therapist);
        settle();
        if (!devices_.back()->client->status().enrolled) throw Violation{"set-up", "a client could not enrol"};
    }
    for (auto& device : devices_) device->invitation.reset();
    next_person_ = devices_.size();
}

Device& SimWorld::add_device(const std::string& name, bool therapist)
{
    const auto label = std::to_string(plan_.seed) + " " + name;
    devices_.push_back(std::make_unique<Device>(files_, label, directory_ / name, therapist));
    auto& device = *devices_.back();
    open_vault(device);
    return device;
}

void SimWorld::invite(Device& therapist)
{
    therapist.inviting = true;
    give(therapist, client::command::Invite{"client-" + std::to_string(next_person_++)});
}

void SimWorld::enrol(const std::string& name, const std::string& invitation, Device& therapist)
{
    auto& device = add_device(name, false);
    device.owner = &therapist;
    give(device, client::command::Enrol{invitation, name});
    connect(device);
}

void SimWorld::order(Device& device, client::Order order)
{
    give(device, std::move(order));
    settle();
}

/// An invitation as holdfastctl invite-therapist prints it.
std::string SimWorld::therapist_invitation(const std::string& name)
{
    const auto secret = random_.secret<16>();
    const auto keys = session::InvitationKeys::derive(secret);
    wire::InvitationRecord record{key_.pub, std::nullopt, {}, now_ + wire::invitation_lifetime, {}, {}};
    record.sealed_name = session::seal_name(keys, name, random_).value();
    auto bytes = wire::encode(record);
    const auto mac = session::invitation_mac(keys, bytes);
    tell_relay(server::InviteTherapist{keys.psk.id, keys.redeem.pub, record.expires, std::move(bytes), mac});
    return session::invitation_code(relay_address, secret);
}

Device* SimWorld::client_of(const ConversationId& conversation) noexcept
{
    for (auto& device : devices_)
        if (device->conversation == conversation) return device.get();
    return nullptr;
}

Device* SimWorld::therapist_of(const ConversationId& conversation) noexcept
{
    auto* client = client_of(conversation);
    return client ? client->owner : nullptr;
}

std::vector<ConversationId> SimWorld::conversations_of(const Device& device) const
{
    std::vector<ConversationId> ids;
    for (const auto& one : devices_)
        if (one->conversation && (one.get() == &device || one->owner == &device)) ids.push_back(*one->conversation);
    return ids;
}

Device* SimWorld::device_at(const Address& address) noexcept
{
    for (auto& device : devices_)
        if (device->address == address || device->former.contains(address)) return device.get();
    return nullptr;
}

// ---- time -----------------------------------------------------------------------------------------------------------

void SimWorld::later(Seconds delay, std::function<void()> act) { due_.emplace(now_ + delay, std::move(act)); }

std::optional<Instant> SimWorld::next_wake() const
{
    std::optional<Instant> next;
    const auto offer = [&](const std::optional<Instant>& t) {
        if (t && (!next || *t < *next)) next = t;
    };
    if (relay_ && relay_wake_) offer(*relay_wake_ - relay_error_);
    for (const auto& device : devices_)
        if (device->client) offer(device->wake_at);
    return next;
}

bool SimWorld::wake_one()
{
    if (relay_ && relay_wake_ && *relay_wake_ - relay_error_ <= now_) {
        relay_wake_.reset();
        mover_ = "the relay's timer";
        step_relay({server::Tick{}});
        return true;
    }
    for (auto& device : devices_)
        if (device->client && device->wake_at && *device->wake_at <= now_) {
            device->wake_at.reset();
            mover_ = "the timer of " + device->name;
            step(*device, client::Tick{});
            return true;
        }
    return false;
}

void SimWorld::advance(Instant until)
{
    for (;;) {
        if (++moves_ > max_moves)
            throw Violation{"I12", "the practice does not come to rest: " + mover_ + " at " + to_rfc3339(now_)};
        auto next = until;
        if (!due_.empty()) next = std::min(next, due_.begin()->first);
        if (const auto wake = next_wake()) next = std::min(next, *wake);
        now_ = std::max(now_, next);
        if (!due_.empty() && due_.begin()->first <= now_) {
            const auto act = std::move(due_.begin()->second);
            due_.erase(due_.begin());
            mover_ = "the network";
            act();
        } else if (!wake_one() && next >= until) {
            return;
        }
    }
}

/// Until nothing is on its way; only while everything is well.
void SimWorld::settle()
{
    while (!due_.empty()) advance(due_.begin()->first);
    advance(now_);
}

// ---- putting it right -----------------------------------------------------------------------------------------------

void SimWorld::heal()
{
    relay_crash_ = Crash::none;
    relay_disk_->reset();
    fill_relay_disk(false);
    if (relay_error_ != 0ms) jump_relay_clock(-relay_error_);
    start_relay();
    for (const auto& device : devices_)
        if (device->address) tell_relay(server::ResumeAccount{device->address->account});
    for (auto& device : devices_) {
        device->meddler.mode.reset();
        device->crash = Crash::none;
        device->disk->reset();
        device->clock_error = 0ms;
        device->latency = 0s;
        device->wants_online = true;
        cut(*device, Errc::closed, 0s, true);
        device->wake_at.reset();
        start(*device);
        step(*device, client::Tick{});
        connect(*device);
    }
    std::string disagreement;
    for (int day = 1; day <= longest_heal; ++day) {
        advance(now_ + 24h);
        if (day < shortest_heal) continue;
        disagreement = i13_disagreement(*this);
        if (disagreement.empty() && i1_decided(*this)) return;
    }
    if (!disagreement.empty()) throw Violation{"I13", disagreement};
}

}  // namespace holdfast::sim
