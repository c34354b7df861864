#include "client/core/account/enrolment.hpp"

#include <algorithm>

#include "client/core/account/devices.hpp"
#include "client/core/account/kept_names.hpp"
#include "client/core/account/login.hpp"
#include "client/core/account/naming.hpp"
#include "client/core/account/people.hpp"
#include "client/core/account/recovery_kit.hpp"
#include "client/core/agreement/agreements.hpp"
#include "client/core/hours/sync.hpp"
#include "protocol/identity/agreement.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
namespace {

constexpr const char* fallback_therapist = "your therapist";

/// Of an Enrolment or an Account.
template <class Record>
void set_relay(Record& record, const RelayAddress& relay)
{
    record.host = relay.host;
    record.port = relay.port;
    record.behind_proxy = relay.behind_proxy;
}

/// Where the relay is now, for a kit that was made before it moved. `named` is empty where it did not. Its key is the
/// kit's as before.
Status go_to(RelayAddress& relay, const std::string& named)
{
    if (named.empty()) return ok();
    auto address = RelayAddress::parse(named);
    if (!address) return address.errc();
    relay.host = address->host;
    relay.port = address->port;
    return ok();
}

/// Forgets an attempt that cannot succeed; the vault is as before it.
void give_up(Step& step, Errc reason)
{
    step.state.enrolment.clear();
    step.state.account.clear();
    step.state.keys.clear();
    step.state.prekeys.clear();
    drop_invited_agreement(step.state);
    step.live.checking = false;
    drop(step, reason);
}

/// Fresh keys for this device under `identity`, and the list that names it.
void make_device(Step& step, crypto::SignKeyPair identity, std::uint32_t epoch)
{
    const auto& enrolment = *step.state.enrolment;
    Keys keys{std::move(identity), crypto::DhKeyPair::generate(step.random),
              crypto::SignKeyPair::generate(step.random)};
    Account account;
    account.id = session::account_id(keys.identity.pub);
    account.device = step.random.id<DeviceId>();
    account.name = enrolment.name;
    set_relay(account, {enrolment.host, enrolment.port, enrolment.behind_proxy});
    account.relay_key = *enrolment.relay_key;
    const wire::DeviceList list{
        keys.identity.pub, epoch, {{account.device, keys.agreement.pub, keys.signing.pub, wire::device_program}}};
    account.device_list = session::sign_record(crypto::labels::sign_device_list, keys.identity, list);
    step.state.keys.set(std::move(keys));
    step.state.account.set(std::move(account));
    step.state.prekeys.set({});
}

void send_redeem(Step& step)
{
    const auto& enrolment = *step.state.enrolment;
    const auto& connection = step.live.connection;
    const auto& keys = enrolment.invitation;
    const auto salt = enrolment.inviter ? keys.conversation_salt : ByteArray<16>{};
    const auto& list = step.state.account->device_list;
    const wire::RedeemProof proof{session::practice_id(connection.relay_key),
                                  connection.exporter,
                                  connection.client_nonce,
                                  connection.relay_nonce,
                                  keys.psk.id,
                                  salt,
                                  list.body};
    const auto signature = crypto::sign(crypto::labels::sign_redeem, keys.redeem, wire::encode(proof));
    step.request(wire::Redeem{0, keys.psk.id, list, salt, signature}, pending::Redeem{});
}

/// Keeps the pin and the conversation from an inviting therapist's record.
void meet_therapist(Step& step)
{
    auto& enrolment = step.state.enrolment.edit();
    const auto therapist = session::account_id(list_of(*enrolment.inviter).identity);
    const auto name = enrolment.therapist.empty() ? fallback_therapist : enrolment.therapist;
    step.state.contacts.add({therapist, name, *enrolment.inviter, 0, enrolment.invitation.psk.clone()});
    Conversation conversation;
    conversation.roster = {enrolment.invitation.conversation_salt, therapist, {therapist, step.state.account->id}};
    std::ranges::sort(conversation.roster.members);
    conversation.id = session::conversation_id(conversation.roster);
    conversation.begun = relay_time(step);
    conversation.contacts = enrolment.contacts;
    step.state.follow_hours(therapist, conversation.id);
    address_invited_agreement(step.state, conversation.id);
    step.state.conversations.add(std::move(conversation));
}

/// The device list of one account among those the relay gave, opened.
std::optional<wire::DeviceList> find_list(const std::vector<wire::Signed>& lists, const AccountId& account,
                                          wire::Signed& record)
{
    for (const auto& candidate : lists) {
        auto list = session::open_device_list(candidate);
        if (list.has_error() || session::account_id(list.value().identity) != account) continue;
        record = candidate;
        return std::move(list.value());
    }
    return std::nullopt;
}

/// A roster counts if its owner signed it and is this account or one the kit names.
void take_back_roster(Step& step, const wire::RosterEntry& entry)
{
    auto& state = step.state;
    const auto claimed = wire::decode<wire::Roster>(entry.roster.body);
    if (claimed.has_error()) return;
    const auto& owner = claimed.value().owner;
    const bool mine = owner == state.account->id;
    if (!mine && !std::ranges::count(state.enrolment->pinned, owner)) return;
    wire::Signed record;
    const auto owner_list = find_list(entry.device_lists, owner, record);
    const auto identity = mine ? state.keys->identity.pub : owner_list ? owner_list->identity : SignPublic{};
    const auto roster = session::open_roster(entry.roster, identity);
    if (roster.has_error() || !std::ranges::count(roster.value().members, state.account->id)) return;
    const auto id = session::conversation_id(roster.value());
    if (state.conversation(id)) return;
    for (const auto& member : roster.value().members) {
        if (member == state.account->id || state.contact(member)) continue;
        if (!find_list(entry.device_lists, member, record)) return;
        auto name = free_name(earlier_name(state, member), peoples_looks(state));
        if (name.empty())
            name = member == owner ? free_name(fallback_therapist, peoples_looks(state)) : unknown_clients_name(state);
        state.contacts.add({member, name, record, 0, session::Psk::none()});
    }
    Conversation conversation;
    conversation.id = id;
    conversation.roster = roster.value();
    conversation.signed_roster = entry.roster;
    conversation.roster_published = true;
    conversation.restored = true;
    conversation.begun = relay_time(step);
    state.conversations.add(std::move(conversation));
    state.follow_hours(owner, id);
}

/// The inviting therapist's text about messages; one that is not hers, or cannot be read, is none.
void take_agreement(Step& step, const wire::InvitationRecord& record)
{
    if (record.sealed_agreement.empty() || !record.device_list) return;
    const auto text = session::open_sealed_agreement(step.state.enrolment->invitation, record.sealed_agreement);
    if (text.has_error()) return;
    if (session::open_agreement(*text, list_of(*record.device_list).identity).has_value())
        keep_invited_agreement(step.state, *text);
}

/// It can be accepted: that is told, and nothing of it stays.
void tell_good(Step& step, const wire::InvitationRecord& record, std::string name)
{
    const auto role = record.device_list ? wire::Role::client : wire::Role::therapist;
    step.show(show::InvitationGood{role, std::move(name), record.expires, record.contacts});
    if (step.live.enrolling) step.answer(*std::exchange(step.live.enrolling, std::nullopt));
    give_up(step, Errc::closed);
}

}  // namespace

void check_invitation(Step& step, Ticket ticket, const command::CheckInvitation& order)
{
    if (step.state.account || step.state.enrolment) return step.answer(ticket, Errc::already_enrolled);
    step.live.checking = true;
    start_enrolment(step, ticket, {order.invitation, {}});
}

void start_enrolment(Step& step, Ticket ticket, const command::Enrol& order)
{
    if (step.state.account && !step.state.enrolment) return step.answer(ticket, Errc::already_enrolled);
    if (order.name.size() > session::max_name_bytes) return step.answer(ticket, Errc::text_too_long);
    auto text = session::parse_invitation(order.invitation);
    if (text.has_error()) return step.answer(ticket, text.errc());
    auto keys = session::InvitationKeys::derive(text.value().secret);
    const bool same = step.state.enrolment && step.state.enrolment->invitation.psk.id == keys.psk.id;
    const bool redeemed = step.state.enrolment && step.state.enrolment->progress >= Progress::publish_devices;
    step.live.enrolling = ticket;
    if (same || redeemed) return;
    step.state.account.clear();
    step.state.keys.clear();
    step.state.prekeys.clear();
    Enrolment enrolment;
    set_relay(enrolment, text->relay);
    enrolment.relay_key = text.value().relay_key;
    enrolment.invitation = std::move(keys);
    enrolment.name = order.name;
    step.state.enrolment.set(std::move(enrolment));
}

void start_restore(Step& step, Ticket ticket, const command::Restore& order)
{
    if (step.state.account && !step.state.enrolment) return step.answer(ticket, Errc::already_enrolled);
    auto kit = parse_kit(order.kit);
    if (kit.has_error()) return step.answer(ticket, kit.errc());
    if (const auto found = go_to(kit->relay, order.server); !found) return step.answer(ticket, found.errc());
    step.live.enrolling = ticket;
    auto identity = crypto::SignKeyPair::from_seed(std::move(kit.value().identity_seed));
    // Begun before: only where the relay is looked for may be another.
    if (step.state.account && step.state.account->id == session::account_id(identity.pub)) {
        set_relay(step.state.enrolment.edit(), kit->relay);
        return set_relay(step.state.account.edit(), kit->relay);
    }
    Enrolment enrolment;
    enrolment.progress = Progress::publish_devices;
    enrolment.restoring = true;
    set_relay(enrolment, kit->relay);
    enrolment.relay_key = kit.value().relay_key;
    enrolment.pinned = kit.value().therapists;
    step.state.enrolment.set(std::move(enrolment));
    // Which epoch the lost device had is not known here; seconds since 1970 are above any count of devices.
    const auto epoch = std::chrono::floor<std::chrono::seconds>(step.device_now).time_since_epoch().count();
    make_device(step, std::move(identity), static_cast<std::uint32_t>(epoch));
    auto& account = step.state.account.edit();
    account.role = step.state.enrolment->pinned.empty() ? wire::Role::therapist : wire::Role::client;
    account.kit_confirmed = true;
}

void continue_enrolment(Step& step)
{
    step.live.connection.phase = Phase::enrolling;
    switch (step.state.enrolment->progress) {
        case Progress::fetch:
            return step.request(wire::FetchInvitation{0, step.state.enrolment->invitation.psk.id},
                                pending::FetchInvitation{});
        case Progress::redeem: return send_redeem(step);
        case Progress::publish_devices:
            return step.request(wire::PublishDevices{0, step.state.account->device_list}, pending::PublishDevices{});
        case Progress::set_up: return login(step);
    }
}

void on_invitation(Step& step, const wire::Invitation& answer)
{
    if (!step.state.enrolment || step.state.enrolment->progress != Progress::fetch) return;
    auto& enrolment = step.state.enrolment.edit();
    auto record = session::open_invitation(enrolment.invitation, answer.record, answer.mac, earliest(step));
    if (record.has_error() && record.errc() == Errc::bad_signature) return give_up(step, Errc::foreign_invitation);
    if (record.has_error()) return give_up(step, record.errc());
    // The record is under a MAC the relay cannot make: whose key it names is whom the practice meant.
    if (record.value().relay_key != step.live.connection.relay_key) return give_up(step, Errc::wrong_relay);
    const auto name = session::open_name(enrolment.invitation, record.value().sealed_name);
    const bool therapist_invited = !record.value().device_list;
    if (step.live.checking) return tell_good(step, record.value(), name.has_value() ? name.value() : std::string{});
    if (name.has_value() && therapist_invited && enrolment.name.empty()) enrolment.name = name.value();
    if (name.has_value() && !therapist_invited) enrolment.therapist = name.value();
    enrolment.relay_key = record.value().relay_key;
    enrolment.contacts = record.value().contacts;
    enrolment.inviter = record.value().device_list;
    enrolment.progress = Progress::redeem;
    take_agreement(step, record.value());
    make_device(step, crypto::SignKeyPair::generate(step.random), 1);
    send_redeem(step);
}

void on_redeemed(Step& step, const wire::Redeemed& answer)
{
    if (!step.state.enrolment || step.state.enrolment->progress != Progress::redeem) return;
    const bool invited_by_therapist = step.state.enrolment->inviter.has_value();
    const auto expected = invited_by_therapist ? wire::Role::client : wire::Role::therapist;
    if (answer.role != expected) return give_up(step, Errc::wrong_relay);
    step.state.account.edit().role = answer.role;
    if (invited_by_therapist) meet_therapist(step);
    auto& enrolment = step.state.enrolment.edit();
    enrolment.invitation = {};
    enrolment.progress = Progress::set_up;
    login(step);
}

void on_devices_published(Step& step)
{
    if (!step.state.enrolment || step.state.enrolment->progress != Progress::publish_devices) return;
    step.state.enrolment.edit().progress = Progress::set_up;
    login(step);
}

void on_rosters(Step& step, const wire::Rosters& answer)
{
    if (!step.state.enrolment || !step.state.enrolment->restoring) return;
    for (const auto& entry : answer.rosters) take_back_roster(step, entry);
    fetch_all_hours(step);
    fetch_missing_bundles(step);
}

void on_enrolment_refused(Step& step, const wire::Failure& failure)
{
    const auto code = static_cast<Errc>(failure.code);
    const bool exists = step.state.enrolment && step.state.enrolment->progress >= Progress::publish_devices;
    if (failure.retry || exists) return drop(step, code);
    give_up(step, code == Errc::not_found ? Errc::invitation_unusable : code);
}

void finish_enrolment(Step& step)
{
    const auto& enrolment = *step.state.enrolment;
    const auto& account = *step.state.account;
    const auto& conversations = step.state.conversations.rows();
    if (enrolment.restoring) {
        step.show(show::Restored{account.role, conversations.size(), all_named(step.state)});
    } else {
        show::Enrolled enrolled{account.role, account.name, std::nullopt, {}, enrolment.contacts};
        if (!conversations.empty()) {
            enrolled.conversation = conversations.begin()->second.id;
            enrolled.therapist = step.state.contacts.rows().begin()->second.name;
        }
        step.show(std::move(enrolled));
    }
    if (account.behind_proxy) step.show(show::BehindProxy{});
    step.state.enrolment.clear();
    if (step.live.enrolling) step.answer(*std::exchange(step.live.enrolling, std::nullopt));
}

}  // namespace holdfast::client
