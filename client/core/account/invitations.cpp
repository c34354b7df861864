#include "client/core/account/invitations.hpp"

#include <algorithm>

#include "client/core/account/moves.hpp"
#include "client/core/account/naming.hpp"
#include "client/core/account/people.hpp"
#include "client/core/account/recovery_kit.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/printed_words.hpp"

namespace holdfast::client {
namespace {

/// A client may redeem on the last day, and the therapist hear of it much later: as long as prekeys work.
constexpr Seconds kept_after_expiry = wire::signed_prekey_lifetime;
/// How many of the kit's words have to be typed: enough to show that the paper is there.
constexpr std::size_t words_asked = 3;

std::vector<wire::CrisisContact> own_contacts(const State& state)
{
    const auto* chain = state.hours.chain({state.account->id, std::nullopt});
    if (!chain || chain->links().empty()) return {};
    return chain->links().back().version.contacts;
}

RecoveryKit kit_of(const State& state)
{
    RecoveryKit kit{state.keys->identity.seed.clone(), state.account->relay_key, address_of(*state.account), {}};
    if (state.is_therapist()) return kit;
    for (const auto& [row, conversation] : state.conversations.rows())
        if (!std::ranges::count(kit.therapists, conversation.roster.owner))
            kit.therapists.push_back(conversation.roster.owner);
    return kit;
}

std::uint32_t draw(crypto::Random& random, std::size_t bound)
{
    ByteArray<4> bytes{};
    random.fill(bytes);
    std::uint32_t value = 0;
    for (const auto byte : bytes) value = value << 8 | std::to_integer<std::uint32_t>(byte);
    return value % static_cast<std::uint32_t>(bound);
}

/// Different words, in rising order.
std::vector<std::uint32_t> choose_words(crypto::Random& random, std::size_t count)
{
    std::vector<std::uint32_t> numbers;
    while (numbers.size() < words_asked)
        if (const auto number = draw(random, count) + 1; !std::ranges::count(numbers, number))
            numbers.push_back(number);
    std::ranges::sort(numbers);
    return numbers;
}

/// The open invitations of a name.
std::vector<Row> open_of(const Step& step, const std::string& name)
{
    std::vector<Row> rows;
    for (const auto& [row, issued] : step.state.invitations.rows())
        if (is_open(issued, step.relay_now) && name_look(issued.name) == name_look(name)) rows.push_back(row);
    return rows;
}

void revoke(Step& step, const std::vector<Row>& rows)
{
    for (const Row row : rows) {
        step.request(wire::RevokeInvitation{0, step.state.invitations.at(row).keys.psk.id}, pending::Revoke{});
        // Redeemed before the relay received the revocation: the client is enrolled and stays.
        step.state.invitations.edit(row).expires = step.relay_now;
    }
}

Status check_invited(const Step& step, const command::Invite& order)
{
    if (order.name.empty()) return ok();
    if (const auto checked = check_name(order.name); checked.has_error()) return checked;
    if (order.again && stopped_account(step.state, order.name)) return ok();
    const auto taken = order.again ? peoples_looks(step.state) : taken_looks(step.state, step.relay_now);
    return std::ranges::count(taken, name_look(order.name)) ? Status{Errc::name_taken} : ok();
}

/// The part of an invitation that the relay keeps. Errors: those of seal_name and seal_agreement.
Result<wire::PublishInvitation> publication_of(Step& step, const session::InvitationKeys& keys, Instant expires)
{
    wire::InvitationRecord record{
        step.state.account->relay_key, step.state.account->device_list, own_contacts(step.state), expires, {}, {}};
    auto name = session::seal_name(keys, step.state.account->name, step.random);
    if (name.has_error()) return name.errc();
    record.sealed_name = std::move(name.value());
    if (const auto& own = step.state.own_agreement) {
        auto agreement = session::seal_agreement(keys, own->text, step.random);
        if (agreement.has_error()) return agreement.errc();
        record.sealed_agreement = std::move(agreement.value());
    }
    auto bytes = wire::encode(record);
    const auto mac = session::invitation_mac(keys, bytes);
    return wire::PublishInvitation{0, keys.psk.id, keys.redeem.pub, expires, std::move(bytes), mac};
}

}  // namespace

void give_back_invitations(Step& step)
{
    for (const auto& [row, issued] : step.state.invitations.rows()) {
        if (!is_open(issued, relay_time(step))) continue;
        auto again = publication_of(step, issued.keys, issued.expires);
        if (again) step.request(std::move(*again), pending::InviteAgain{});
    }
}

void invite(Step& step, Ticket ticket, const command::Invite& order)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (!step.state.is_therapist()) return step.answer(ticket, Errc::therapists_only);
    if (!step.state.account->kit_confirmed) return step.answer(ticket, Errc::kit_not_confirmed);
    if (const auto checked = check_invited(step, order); checked.has_error())
        return step.answer(ticket, checked.errc());
    if (!step.online()) {
        step.live.waiting.push_back({ticket, order});
        return;
    }
    auto secret = step.random.secret<16>();
    auto keys = session::InvitationKeys::derive(secret);
    // By a clock that is wrong the relay would refuse it, or it would be over at once.
    auto publish = publication_of(step, keys, relay_time(step) + wire::invitation_lifetime);
    if (publish.has_error()) return step.answer(ticket, publish.errc());
    const auto expires = publish->expires;
    if (order.again && !order.name.empty()) revoke(step, open_of(step, order.name));
    const auto returning = order.again ? stopped_account(step.state, order.name) : std::nullopt;
    const Row row = step.state.invitations.add({std::move(keys), trimmed_name(order.name), expires, false, returning});
    step.request(std::move(*publish), pending::Invitation{ticket, row, std::move(secret)});
}

void on_invitation_published(Step& step, const pending::Invitation& what)
{
    auto& issued = step.state.invitations.edit(what.row);
    issued.published = true;
    const auto relay = address_of(*step.state.account);
    const session::InvitationText text{relay, what.secret.clone(), step.state.account->relay_key,
                                       own_contacts(step.state)};
    step.show(show::Invitation{session::invitation_code(relay, what.secret), session::invitation_link(text),
                               issued.name, issued.expires});
    step.answer(what.ticket);
}

void on_invitation_refused(Step& step, const pending::Invitation& what, const wire::Failure& failure)
{
    step.state.invitations.erase(what.row);
    step.answer(what.ticket, static_cast<Errc>(failure.code));
}

void forget_unpublished_invitations(Step& step)
{
    std::vector<Row> forgotten;
    for (const auto& [row, issued] : step.state.invitations.rows()) {
        if (issued.published && earliest(step) < issued.expires + kept_after_expiry) continue;
        forgotten.push_back(row);
        if (!issued.published) step.request(wire::RevokeInvitation{0, issued.keys.psk.id}, pending::Revoke{});
    }
    for (const Row row : forgotten) step.state.invitations.erase(row);
}

void publish_rosters(Step& step)
{
    for (const auto& [row, conversation] : step.state.conversations.rows())
        if (step.state.mine(conversation) && !conversation.roster_published && conversation.signed_roster)
            step.request(wire::PublishRoster{0, *conversation.signed_roster}, pending::Roster{conversation.id});
}

void show_kit(Step& step, Ticket ticket)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    show::Kit kit{kit_words(kit_of(step.state)), {}};
    if (step.state.account->kit_asked.empty())
        step.state.account.edit().kit_asked = choose_words(step.random, kit.words.size());
    kit.asked.assign(step.state.account->kit_asked.begin(), step.state.account->kit_asked.end());
    step.show(std::move(kit));
    step.answer(ticket);
}

void confirm_kit(Step& step, Ticket ticket, const command::ConfirmKit& order)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    const auto words = kit_words(kit_of(step.state));
    const auto typed = session::split_words(order.words);
    std::vector<std::string> asked;
    for (const auto number : step.state.account->kit_asked)
        if (number <= words.size()) asked.push_back(words[number - 1]);
    const bool shown = !asked.empty();
    if (!shown || (typed != asked && typed != words)) return step.answer(ticket, Errc::bad_kit);
    auto& account = step.state.account.edit();
    account.kit_confirmed = true;
    account.kit_asked.clear();
    step.show(show::KitConfirmed{});
    step.answer(ticket);
}

}  // namespace holdfast::client
