#include "tests/client/core/client_world.hpp"

#include <span>

#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/schema.hpp"

namespace holdfast::client::test {
namespace {

const session::RelayAddress relay_address{"relay.example.org", 8443};

/// Through the codec and back, as on a socket.
wire::ClientFrame over_the_wire(const wire::ClientFrame& frame)
{
    Bytes batch;
    wire::append_frame(batch, frame);
    return std::move(wire::decode_client_batch(batch).value().at(0).value());
}

wire::RelayFrame over_the_wire(const wire::RelayFrame& frame)
{
    Bytes batch;
    wire::append_frame(batch, frame);
    return std::move(wire::decode_relay_batch(batch).value().at(0).value());
}

}  // namespace

ClientWorld::ClientWorld(std::string_view now)
    : now_{parse_rfc3339(now).value()}, key_{crypto::SignKeyPair::generate(random_)}
{
    open_relay();
}

ClientWorld::~ClientWorld() = default;

void ClientWorld::open_relay()
{
    auto store = server::RelayStore::open(directory_ / "relay.db", key_.pub, random_, now_);
    if (store.has_error()) throw std::runtime_error{"relay store: " + std::string{holdfast::name(store.errc())}};
    relay_ = std::make_unique<server::Relay>(std::move(store.value()), key_.clone(), random_, settings_);
    step_relay({server::Tick{}});
}

void ClientWorld::behind_proxy(bool yes)
{
    settings_.behind_proxy = yes;
    restart_relay();
}

void ClientWorld::configure(server::RelayConfig settings)
{
    settings_ = settings;
    restart_relay();
}

void ClientWorld::relay_down()
{
    for (auto& member : members_) member->go_offline();
    step_relay({server::Tick{}});  // as the shell does all along: it ran until now
    relay_.reset();
    relay_wake_.reset();
}

void ClientWorld::restart_relay()
{
    if (relay_) relay_down();
    open_relay();
}

void ClientWorld::copy_relay()
{
    std::filesystem::remove(directory_ / "copy.db");
    if (relay_->store().backup_to(directory_ / "copy.db").has_error()) throw std::runtime_error{"backup"};
}

void ClientWorld::restore_relay()
{
    relay_.reset();
    for (const auto* suffix : {"", "-wal", "-journal"})
        std::filesystem::remove(directory_ / (std::string{"relay.db"} + suffix));
    std::filesystem::copy_file(directory_ / "copy.db", directory_ / "relay.db");
    auto store = server::RelayStore::open(directory_ / "relay.db", key_.pub, random_, now_);
    store.value().mark_restored(random_);
    relay_ = std::make_unique<server::Relay>(std::move(store.value()), key_.clone(), random_);
    step_relay({server::Tick{}});
    for (auto& member : members_) member->go_offline();
}

void ClientWorld::doctor_relay(const std::string& sql)
{
    relay_down();
    store::Database::open(directory_ / "relay.db", server::relay_schema()).value().execute(sql);
    open_relay();
}

/// In as many steps as the relay takes for them.
void ClientWorld::step_relay(std::vector<server::Event> events)
{
    std::span<const server::Event> rest{events};
    do {
        auto effects = relay_->step(rest, now_);
        rest = rest.subspan(effects.taken);
        hand_out(std::move(effects));
    } while (!rest.empty());
}

void ClientWorld::hand_out(server::Effects effects)
{
    relay_wake_ = effects.wake_at;
    for (auto& out : effects.frames)
        for (auto& member : members_)
            if (member->connection_ == out.connection) member->in_.push_back(std::move(out.frame));
    for (auto& answered : effects.answers) answer_ = std::move(answered.answer);
    for (const auto& hangup : effects.hangups)
        for (auto& member : members_)
            if (member->connection_ == hangup.connection && member->connection_ != 0) {
                while (pass_to_member(*member)) {
                }
                member->go_offline();
            }
}

bool ClientWorld::pass_to_relay(Member& member)
{
    if (member.out_.empty()) return false;
    std::vector<server::Event> events;
    for (auto& frame : std::exchange(member.out_, {}))
        events.push_back(server::FrameArrived{member.connection_, over_the_wire(frame)});
    step_relay(std::move(events));
    return true;
}

bool ClientWorld::pass_to_member(Member& member)
{
    if (member.in_.empty()) return false;
    Arrived arrived;
    for (auto& frame : std::exchange(member.in_, {})) {
        auto copy = over_the_wire(frame);
        if (!member.meddle || member.meddle(copy)) arrived.frames.emplace_back(std::move(copy));
    }
    if (!arrived.frames.empty()) member.step(std::move(arrived));
    return true;
}

void ClientWorld::run()
{
    bool moved = true;
    while (moved) {
        moved = false;
        for (auto& member : members_) moved = pass_to_relay(*member) || moved;
        for (auto& member : members_) moved = pass_to_member(*member) || moved;
    }
}

void ClientWorld::send_from(const Member& member, const wire::ClientFrame& frame)
{
    step_relay({server::FrameArrived{member.connection_, over_the_wire(frame)}});
    run();
}

void ClientWorld::at(std::string_view time) { advance(parse_rfc3339(time).value()); }

void ClientWorld::advance(Instant until)
{
    for (;;) {
        auto next = until;
        if (relay_wake_ && *relay_wake_ < next) next = *relay_wake_;
        for (const auto& member : members_)
            if (member->wake_at_ && *member->wake_at_ < next) next = *member->wake_at_;
        now_ = std::max(now_, next);
        while (relay_wake_ && *relay_wake_ <= now_) step_relay({server::Tick{}});
        for (auto& member : members_)
            if (member->wake_at_ && *member->wake_at_ <= now_) {
                member->wake_at_.reset();
                member->step(Tick{});
            }
        run();
        if (next == until) return;
    }
}

server::AdminAnswer ClientWorld::admin(server::AdminRequest request)
{
    step_relay({server::AdminAsked{1, std::move(request)}});
    run();
    return *answer_;
}

// ---- people ---------------------------------------------------------------------------------------------------------

std::string ClientWorld::invite_therapist(const std::string& name)
{
    const auto secret = random_.secret<16>();
    const auto keys = session::InvitationKeys::derive(secret);
    wire::InvitationRecord record{key_.pub, std::nullopt, {}, now_ + wire::invitation_lifetime, {}, {}};
    record.sealed_name = session::seal_name(keys, name, random_).value();
    auto bytes = wire::encode(record);
    const auto mac = session::invitation_mac(keys, bytes);
    (void)admin(server::InviteTherapist{keys.psk.id, keys.redeem.pub, record.expires, std::move(bytes), mac});
    return session::invitation_code(relay_address, secret);
}

Member& ClientWorld::newcomer(const std::string& name, const std::string& vfs)
{
    members_.push_back(std::make_unique<Member>(*this, name, vfs));
    return *members_.back();
}

Member& ClientWorld::therapist(const std::string& name, const std::string& rules, const std::string& zone,
                               const std::string& vfs)
{
    auto& member = newcomer(name, vfs);
    member.step(Command{1, command::Enrol{invite_therapist(name), {}}});
    member.go_online();
    (void)member.order(command::ConfirmKit{member.print_kit()});
    if (!rules.empty()) {
        command::SetHours hours;
        hours.rules = rules;
        hours.zone = zone;
        if (const auto set = member.order(hours); set.has_error()) throw std::runtime_error{"hours: " + word(set)};
    }
    (void)member.lines();
    return member;
}

show::Invitation ClientWorld::invitation(Member& therapist, const std::string& name)
{
    if (const auto invited = therapist.order(command::Invite{name}); invited.has_error())
        throw std::runtime_error{"invite: " + word(invited)};
    return therapist.last<show::Invitation>().value();
}

Member& ClientWorld::client(const std::string& name, Member& therapist, const std::string& vfs)
{
    const auto code = invitation(therapist, name).code;
    auto& member = newcomer(name, vfs);
    member.step(Command{1, command::Enrol{code, name}});
    member.go_online();
    if (!member.client().status().enrolled) throw std::runtime_error{"not enrolled"};
    (void)member.lines();
    (void)therapist.lines();
    return member;
}

}  // namespace holdfast::client::test
