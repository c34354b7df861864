#include "tests/sim/world.hpp"

#include <malloc.h>

#include <algorithm>
#include <filesystem>

#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/sim/invariants.hpp"

namespace holdfast::sim {
namespace {

using holdfast::test::FaultVfs;
using namespace std::chrono_literals;

constexpr crypto::PasswordCost cheap{8, 1};
constexpr std::string_view passphrase = "correct horse";
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

World::World(const Plan& plan, Coverage& coverage)
    : plan_{plan},
      coverage_{coverage},
      now_{plan.start},
      relay_disk_{std::make_unique<FaultVfs>(files_)},
      random_{"world " + std::to_string(plan.seed)},
      key_{crypto::SignKeyPair::generate(random_)}
{
}

/// Clients and relay close their files before the disks go.
World::~World()
{
    relay_.reset();
    for (auto& device : devices_) device->client.reset();
}

void World::run()
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

void World::set_up()
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
    next_guest_ = devices_.size();
}

Device& World::add_device(const std::string& name, bool therapist)
{
    const auto label = std::to_string(plan_.seed) + " " + name;
    devices_.push_back(std::make_unique<Device>(files_, label, directory_ / name, therapist));
    auto& device = *devices_.back();
    open_vault(device);
    return device;
}

void World::invite(Device& therapist)
{
    therapist.inviting = true;
    give(therapist, client::command::Invite{"client-" + std::to_string(next_guest_++)});
}

void World::enrol(const std::string& name, const std::string& invitation, Device& therapist)
{
    auto& device = add_device(name, false);
    device.owner = &therapist;
    give(device, client::command::Enrol{invitation, name});
    connect(device);
}

void World::open_vault(Device& device)
{
    device.disk->reset();
    const client::VaultOptions options{cheap, device.disk->name()};
    const bool there = client::Vault::exists(device.directory);
    auto vault = there ? client::Vault::open(device.directory, as_bytes(passphrase), device.random, options)
                       : client::Vault::create(device.directory, as_bytes(passphrase), device.random, options);
    if (vault.has_error()) throw Violation{"I9", "a vault does not open: " + std::string{holdfast::name(vault.errc())}};
    auto loaded = client::Client::load(std::move(vault.value()), device.random);
    if (loaded.has_error()) throw Violation{"I9", "a vault cannot be read again"};
    device.client.emplace(std::move(loaded.value()));
}

void World::order(Device& device, client::Order order)
{
    give(device, std::move(order));
    settle();
}

/// An invitation as holdfastctl invite-therapist prints it.
std::string World::therapist_invitation(const std::string& name)
{
    const auto secret = random_.secret<16>();
    const auto keys = session::InvitationKeys::derive(secret);
    wire::InvitationRecord record{key_.pub, std::nullopt, {}, now_ + wire::invitation_lifetime, {}};
    record.sealed_name = session::seal_name(keys, name, random_).value();
    auto bytes = wire::encode(record);
    const auto mac = session::invitation_mac(keys, bytes);
    tell_relay(server::InviteTherapist{keys.psk.id, keys.redeem.pub, record.expires, std::move(bytes), mac});
    return session::invitation_code(relay_address, secret);
}

Device* World::client_of(const ConversationId& conversation) noexcept
{
    for (auto& device : devices_)
        if (device->conversation == conversation) return device.get();
    return nullptr;
}

Device* World::therapist_of(const ConversationId& conversation) noexcept
{
    auto* client = client_of(conversation);
    return client ? client->owner : nullptr;
}

std::vector<ConversationId> World::conversations_of(const Device& device) const
{
    std::vector<ConversationId> ids;
    for (const auto& one : devices_)
        if (one->conversation && (one.get() == &device || one->owner == &device)) ids.push_back(*one->conversation);
    return ids;
}

Device* World::device_at(const Address& address) noexcept
{
    for (auto& device : devices_)
        if (device->address == address || device->former.contains(address)) return device.get();
    return nullptr;
}

// ---- time -----------------------------------------------------------------------------------------------------------

void World::later(Seconds delay, std::function<void()> act) { due_.emplace(now_ + delay, std::move(act)); }

std::optional<Instant> World::next_wake() const
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

bool World::wake_one()
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

void World::advance(Instant until)
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
void World::settle()
{
    while (!due_.empty()) advance(due_.begin()->first);
    advance(now_);
}

// ---- devices --------------------------------------------------------------------------------------------------------

void World::give(Device& device, client::Order order, std::optional<ConversationId> line)
{
    if (!device.client) return;
    device.answered = false;
    step(device, client::Command{++device.last_ticket, std::move(order), line});
}

void World::step(Device& device, client::Event event)
{
    if (!device.client) return;
    client::Effects effects;
    try {
        effects = device.client->step(std::move(event), now_at(device));
    } catch (const store::StoreError&) {
        coverage_.add("fault: a device's disk");
        return fall(device);
    }
    const bool something = !effects.send.empty() || !effects.show.empty();
    if (device.crash != Crash::none && something) {
        if (device.crash == Crash::among_effects) {
            effects.send.resize(std::min<std::size_t>(effects.send.size(), device.crash_at % 3));
            send_up(device, std::move(effects.send));
        }
        coverage_.add(device.crash == Crash::among_effects ? "fault: death among effects"
                                                           : "fault: death before effects");
        return kill(device, FaultVfs::Fault::killed, Seconds{1 + device.crash_at % 600});
    }
    carry_out(device, std::move(effects));
}

void World::carry_out(Device& device, client::Effects effects)
{
    if (effects.wake_at) device.wake_at = *effects.wake_at - device.clock_error;
    send_up(device, std::move(effects.send));
    for (const auto& item : effects.show) note(device, item);
    if (effects.close) cut(device, Errc::closed, 0s, false);
}

void World::note(Device& device, const client::Show& item)
{
    namespace show = client::show;
    if (const auto* answered = std::get_if<show::Answered>(&item); answered && answered->ticket == device.last_ticket) {
        device.answered = true;
        device.answer = answered->error;
    }
    if (const auto* enrolled = std::get_if<show::Enrolled>(&item); enrolled && !device.therapist)
        device.conversation = enrolled->conversation;
    if (const auto* kit = std::get_if<show::Kit>(&item)) device.kit = *kit;
    if (const auto* invitation = std::get_if<show::Invitation>(&item)) {
        device.invitation = *invitation;
        if (std::exchange(device.inviting, false))
            later(1s, [this, name = invitation->name, code = invitation->code, owner = &device] {
                enrol(name, code, *owner);
            });
    }
    if (const auto* saved = std::get_if<show::Saved>(&item)) device.durable.insert(saved->message);
    if (const auto* accepted = std::get_if<show::Accepted>(&item)) ledger_.accepted.insert(accepted->message);
    if (const auto* done = std::get_if<show::AuditDone>(&item)) device.audit = *done;
    if (std::holds_alternative<show::Online>(item)) {
        device.attempts = 0;
        device.clock_changed = false;
    }
    if (const auto* frozen = std::get_if<show::DeviceFrozen>(&item); frozen && !frozen->conversation)
        device.frozen = true;
    if (const auto* arrived = std::get_if<show::NewEntry>(&item)) {
        const auto& entry = arrived->entry;
        i11_inert(entry, now_);
        i17_not_before_its_end(*this, device, entry);
        if (entry.message == MessageId{} || entry.mine) return;
        i2_displayed_once(*this, device, entry);
        i4_not_shown_while_closed(*this, device, entry);
        device.durable.insert(entry.message);
        ledger_.displayed.insert({device.address->account, entry.message});
        coverage_.add("displayed");
    }
}

/// The program has died on its own disk.
void World::fall(Device& device)
{
    device.client.reset();
    device.disk->reset();
    device.wake_at.reset();
    device.crash = Crash::none;
    cut(device, Errc::closed, 1s, false);
    later(20s, [this, &device] { start(device); });
}

void World::kill(Device& device, FaultVfs::Fault how, Seconds until_restart)
{
    if (!device.client) return;
    device.disk->strike(how);
    device.client.reset();
    device.disk->reset();
    device.wake_at.reset();
    device.crash = Crash::none;
    cut(device, Errc::closed, 1s, false);
    later(until_restart, [this, &device] { start(device); });
}

void World::start(Device& device)
{
    if (device.client) return;
    open_vault(device);
    if (!device.swapped) i9_saved_is_durable(device);
    if (!device.swapped) i9_unsent_is_kept(*this, device);
    if (!device.therapist && !device.conversation && device.client->status().enrolled)
        if (const auto found = device.client->find({})) device.conversation = *found;
    if (device.client->status().frozen) device.frozen = true;
    if (!device.kit_words.empty() && !device.client->status().account)
        give(device, client::command::Restore{device.kit_words});
    connect(device);
}

void World::lose(Device& device)
{
    if (!device.client || !device.client->status().enrolled || !device.address || device.excused()) return;
    if (!device.kit) give(device, client::command::ShowKit{});
    if (!device.kit || !device.client) return;
    device.kit_words = client::test::typed(*device.kit);
    // Messages in its vault were delivered, whether the screen had shown them yet or not.
    for (const auto& conversation : conversations_of(device))
        for (const auto* entry : device.client->history(conversation))
            ledger_.displayed.insert({device.address->account, entry->message});
    kill(device, FaultVfs::Fault::killed, 5min);
    device.former.insert(*device.address);
    device.directory += "+";
    std::filesystem::create_directories(device.directory);
    device.durable.clear();
    device.unsent.clear();
    device.lines.clear();
    device.replaced = true;
    device.copied = false;
    ledger_.lost = true;
    coverage_.add("fault: a lost device");
}

void World::swap_vault(Device& device, const std::string& copy)
{
    kill(device, FaultVfs::Fault::killed, 1s);
    files_.copy(copy, device.vault_file());
    device.swapped = true;
    device.durable.clear();
    device.unsent.clear();
}

// ---- the relay ------------------------------------------------------------------------------------------------------

void World::start_relay()
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
    i6_accepted_is_stored(*this);
    i7_leaves_by_ack(*this);
    note_hours(*this);
    step_relay({server::Tick{}});
}

void World::kill_relay(FaultVfs::Fault how, Seconds until_restart)
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

void World::crash_relay_at(Crash crash, std::uint64_t at) noexcept
{
    relay_crash_ = crash;
    relay_crash_at_ = at;
}

void World::jump_relay_clock(std::chrono::milliseconds by)
{
    relay_error_ += by;
    ledger_.jumps.push_back(relay_now());
    if (!relay_) jumped_while_down_ = true;
    step_relay({server::ClockJumped{}});
}

void World::tell_relay(server::AdminRequest request) { step_relay({server::AdminAsked{1, std::move(request)}}); }

void World::back_up()
{
    if (!relay_) return;
    const auto path = directory_ / ("backup-" + std::to_string(backups_.size()) + ".db");
    if (relay_->store().backup_to(path).has_error()) throw Violation{"I14", "no copy of a healthy store"};
    backups_.push_back(path.string());
}

void World::restore(std::size_t which)
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
    coverage_.add("fault: relay put back from a copy");
}

void World::step_relay(std::vector<server::Event> events)
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
        carry_out(std::move(effects));
    } while (!left.empty());
}

void World::carry_out(server::Effects effects)
{
    std::map<server::ConnectionId, std::vector<wire::RelayFrame>> by_link;
    for (auto& out : effects.frames) by_link[out.connection].push_back(std::move(out.frame));
    for (auto& [id, frames] : by_link)
        if (const auto link = links_.find(id); link != links_.end()) send_down(link->second, std::move(frames));
    for (const auto& hangup : effects.hangups)
        if (const auto link = links_.find(hangup.connection); link != links_.end()) hang_up(link->second);
}

// ---- putting it right -----------------------------------------------------------------------------------------------

void World::heal()
{
    relay_crash_ = Crash::none;
    relay_disk_->reset();
    fill_relay_disk(false);
    if (relay_error_ != 0ms) jump_relay_clock(-relay_error_);
    start_relay();
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
