#include "client/core/account/accept_handshake.hpp"

#include <algorithm>

#include "client/core/account/devices.hpp"
#include "client/core/account/naming.hpp"
#include "client/core/account/people.hpp"
#include "client/core/messages/agree.hpp"
#include "client/core/messages/apply_content.hpp"
#include "client/core/messages/give_back.hpp"
#include "client/core/messages/outbox.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/session/handshake.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/session/prekeys.hpp"

namespace holdfast::client {
namespace {

/// A session in the records: the row of its peer, and which of the sessions there.
struct SessionPlace {
    Row peer = 0;
    std::size_t index = 0;
};

/// Why a handshake is accepted.
struct Ground {
    session::Psk psk;
    std::optional<Row> invitation;          ///< a new client
    std::optional<SessionPlace> resumes{};  ///< whose next pre-shared key it is
    bool new_device = false;                ///< of a pinned account, without a pre-shared key
};

/// The list may be the pinned one already, when the relay told of it first; but never a second one of its epoch, and
/// never for a device that has a session.
Result<Ground> ground_for_new_device(const State& state, const wire::HandshakeHeader& handshake,
                                     const session::Initiator& initiator)
{
    const auto* contact = state.contact(initiator.account);
    if (!contact) return Errc::stranger;
    const auto pinned = list_of(contact->device_list);
    if (const auto list = session::accept_device_list(pinned, handshake.device_list); list.has_error())
        return list.errc();
    const auto allowed = session::allow_without_psk(pinned, contact->epoch_without_psk, initiator.list);
    if (allowed.has_error()) return allowed.errc();
    const bool known = state.sessions_with({initiator.account, initiator.device.device}) != nullptr;
    if (known && initiator.list.epoch == pinned.epoch) return Errc::stranger;
    return Ground{session::Psk::none(), std::nullopt, std::nullopt, true};
}

/// A key follows from each session, once.
Result<Ground> ground_for_resumption(const State& state, const wire::HandshakeHeader& handshake,
                                     const AccountId& account)
{
    for (const auto& [row, peer] : state.sessions.rows()) {
        if (peer.account != account) continue;
        for (std::size_t i = 0; i < peer.sessions.size(); ++i) {
            if (peer.sessions[i].resumed) continue;
            if (auto next = session::next_psk(peer.sessions[i]); next.id == handshake.psk)
                return Ground{std::move(next), std::nullopt, SessionPlace{row, i}};
        }
    }
    return Errc::stranger;
}

Result<Ground> ground_of(const State& state, const wire::HandshakeHeader& handshake,
                         const session::Initiator& initiator)
{
    if (handshake.psk == InvitationId{}) return ground_for_new_device(state, handshake, initiator);
    const auto invitation =
        state.invitations.find([&](const IssuedInvitation& issued) { return issued.keys.psk.id == handshake.psk; });
    if (invitation && !state.contact(initiator.account))
        return Ground{state.invitations.at(*invitation).keys.psk.clone(), invitation};
    return ground_for_resumption(state, handshake, initiator.account);
}

wire::Roster roster_of_two(const State& state, const ByteArray<16>& salt, const AccountId& other)
{
    wire::Roster roster{salt, state.account->id, {state.account->id, other}};
    std::ranges::sort(roster.members);
    return roster;
}

/// The conversation the first content must belong to.
bool belongs(const State& state, const Ground& ground, const wire::Deliver& delivery)
{
    if (ground.invitation) {
        const auto& salt = state.invitations.at(*ground.invitation).keys.conversation_salt;
        return session::conversation_id(roster_of_two(state, salt, delivery.from)) == delivery.conversation;
    }
    const auto* conversation = state.conversation(delivery.conversation);
    return conversation && std::ranges::count(conversation->roster.members, delivery.from);
}

/// A client has come by an invitation: pinned, named as the therapist chose, and told who belongs to the conversation.
void pin(Step& step, const wire::HandshakeHeader& handshake, const AccountId& account, Row invitation)
{
    auto& state = step.state;
    const auto& issued = state.invitations.at(invitation);
    if (issued.returning) come_back(state, *issued.returning, account);
    // Somebody else may have got the name since the invitation was made.
    auto name = issued.name.empty() ? unknown_clients_name(state) : free_name(issued.name, peoples_looks(state));
    const auto chosen = issued.name.empty() || name == issued.name ? std::string{} : issued.name;
    Conversation conversation;
    conversation.roster = roster_of_two(state, issued.keys.conversation_salt, account);
    conversation.id = session::conversation_id(conversation.roster);
    conversation.signed_roster =
        session::sign_record(crypto::labels::sign_roster, state.keys->identity, conversation.roster);
    conversation.begun = relay_time(step);
    const auto id = conversation.id;
    const auto roster = *conversation.signed_roster;
    state.contacts.add({account, name, handshake.device_list, 0, std::nullopt});
    state.conversations.add(std::move(conversation));
    state.invitations.erase(invitation);
    state.follow_hours(state.account->id, id);
    step.show(show::Joined{id, std::move(name), chosen});
    if (step.online()) step.request(wire::PublishRoster{0, roster}, pending::Roster{id});
}

/// Whether this handshake, and not one of ours that crosses it, is to be used for sending.
bool is_first(const State& state, const Address& peer)
{
    const auto* known = state.sessions_with(peer);
    if (!known || known->sessions.empty() || known->sessions.front().confirmed()) return true;
    return session::crossing_winner(peer.account, state.account->id) == peer.account;
}

void commit(Step& step, const wire::HandshakeHeader& handshake, const session::Initiator& initiator, Ground ground,
            session::Session next)
{
    auto& state = step.state;
    session::use_prekeys(state.prekeys.edit().prekeys, handshake);
    if (ground.resumes) state.sessions.edit(ground.resumes->peer).sessions[ground.resumes->index].resumed = true;
    const bool joined = ground.invitation.has_value();
    if (joined) pin(step, handshake, initiator.account, *ground.invitation);
    if (ground.new_device) {
        require(!apply_device_list(step, initiator.account, handshake.device_list).has_error(),
                "a list allowed without a pre-shared key replaces the pin");
        state.contacts.edit(*state.row_of(initiator.account)).epoch_without_psk = initiator.list.epoch;
    }
    const Address peer = next.peer;
    adopt_session(step, std::move(next), is_first(state, peer));
}

}  // namespace

Status welcome(Step& step, const wire::Deliver& delivery, const wire::SealedEnvelope& envelope)
{
    const auto& handshake = *envelope.handshake;
    const auto initiator = session::initiator_of(handshake);
    if (initiator.has_error()) return initiator.errc();
    const Address from{delivery.from, delivery.from_device};
    if (Address{initiator.value().account, initiator.value().device.device} != from) return Errc::wrong_address;
    // Seen before whatever has become of its ground: an invitation is gone once it was used.
    const auto prekeys = session::find_prekeys(step.state.prekeys->prekeys, handshake, earliest(step));
    if (prekeys.has_error()) return prekeys.errc();
    auto ground = ground_of(step.state, handshake, initiator.value());
    if (ground.has_error()) return ground.errc();
    if (!belongs(step.state, ground.value(), delivery)) return Errc::wrong_address;
    const auto session =
        session::respond(step.state.local(), prekeys.value(), ground.value().psk, handshake, initiator.value());
    if (session.has_error()) return session.errc();
    auto opened = session::decrypt(session.value(), delivery.cls, envelope);
    if (opened.has_error()) return opened.errc();
    const auto checked = session::check_payload(
        opened.value().payload, {step.state.self(), from, delivery.conversation, delivery.cls, delivery.message});
    if (checked.has_error()) return checked.errc();
    auto prepared = prepare_content(step.state, checked.value(), &initiator.value().list.identity);
    if (prepared.has_error()) return prepared.errc();
    const bool joined = ground.value().invitation.has_value();
    const bool new_device = ground.value().new_device;
    const auto invited =
        joined ? step.state.invitations.at(*ground.value().invitation).expires - wire::invitation_lifetime : Instant{};
    commit(step, handshake, initiator.value(), std::move(ground.value()), std::move(opened.value().next));
    apply_content(step, delivery, checked.value(), std::move(prepared.value()));
    if (const auto* known = step.state.conversation(delivery.conversation); joined && known->signed_roster)
        compose(step, known->id, wire::Membership{*known->signed_roster});
    if (joined) send_newer_agreement(step, delivery.conversation, invited);
    // A client who came back has a new vault, and the text in none.
    if (new_device && step.state.mine(*step.state.conversation(delivery.conversation)))
        send_newer_agreement(step, delivery.conversation, Instant{});
    if (new_device) give_back(step, delivery.from);
    return ok();
}

}  // namespace holdfast::client
