#include "server/core/handlers/admin.hpp"

#include <algorithm>

#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/signed_records.hpp"
#include "server/core/gate.hpp"
#include "server/core/handlers/holidays.hpp"
#include "server/core/handlers/invitations.hpp"

namespace holdfast::server {
namespace {

/// What one looks at after a bad night.
constexpr std::size_t outages_in_status = 5;

AdminAnswer answer(Turn& turn, const InviteTherapist& request)
{
    const InvitationRow invitation{request.invitation, std::nullopt,   request.redeem_key,
                                   request.expires,    request.record, request.mac};
    if (const auto sound = check_new_invitation(turn, invitation); sound.has_error()) return AdminRefused{sound.errc()};
    turn.tables.invitations.add(invitation);
    turn.tables.notices.audit(turn.now, "invite-therapist", std::nullopt);
    return AdminDone{};
}

AdminAnswer answer(Turn& turn, const ListAccounts&)
{
    AccountLines lines;
    for (const auto& account : turn.tables.accounts.all()) {
        const auto devices = turn.tables.accounts.devices(account.row);
        const auto frozen = std::count_if(devices.begin(), devices.end(), [](const auto& d) { return d.frozen; });
        const auto conversations = turn.tables.conversations.of_member(account.row).size();
        lines.accounts.push_back({account.id, account.role, account.created, static_cast<std::uint32_t>(devices.size()),
                                  static_cast<std::uint32_t>(frozen), static_cast<std::uint32_t>(conversations),
                                  turn.tables.notices.in_force(account.row).has_value()});
    }
    return lines;
}

/// To the therapist and all her clients, and their promises follow.
void announce(Turn& turn, AccountRow therapist, const wire::PracticeNotice& said, const wire::Signed& notice)
{
    for (const auto& conversation : turn.tables.conversations.of_owner(therapist))
        turn.record(conversation.row, wire::decided::Noticed{said});
    turn.tell(therapist, wire::NoticeIssued{notice});
    for (const AccountRow peer : turn.tables.conversations.peers(therapist))
        turn.tell(peer, wire::NoticeIssued{notice});
    turn.timetables.forget(therapist);
    for (const auto& conversation : turn.tables.conversations.of_owner(therapist)) sweep(turn, conversation.row);
}

AdminAnswer answer(Turn& turn, const IssueNotice& request)
{
    if (request.text.size() > wire::max_notice_text_bytes) return AdminRefused{Errc::too_large};
    const auto account = turn.tables.accounts.find(request.therapist);
    if (!account) return AdminRefused{Errc::not_found};
    if (account->role != wire::Role::therapist) return AdminRefused{Errc::not_allowed};
    if (request.text.empty() && !turn.tables.notices.in_force(account->row)) return AdminRefused{Errc::nothing_changed};

    const auto number = turn.tables.notices.last_number(account->row) + 1;
    const wire::PracticeNotice said{number, request.therapist, turn.now, request.text};
    const auto notice = session::sign_record(crypto::labels::sign_practice_notice, turn.relay.key, said);
    turn.tables.notices.add(account->row, number, !request.text.empty(), notice);
    turn.tables.notices.audit(turn.now, request.text.empty() ? "notice-lift" : "notice", account->row);
    announce(turn, account->row, said, notice);
    return AdminDone{};
}

AdminAnswer answer(Turn& turn, const AskStatus&)
{
    const auto counts = turn.tables.accounts.counts();
    const auto conversations = turn.tables.conversations.all();
    RelayStatus status;
    status.practice = turn.relay.practice;
    status.incarnation = turn.relay.incarnation;
    status.tzdata = hours::tzdata_version();
    status.therapists = counts.therapists;
    status.clients = counts.clients;
    status.devices = counts.devices;
    status.conversations = conversations.size();
    for (const auto& conversation : conversations)
        if (turn.decide_for(conversation.row).open) ++status.open_conversations;
    status.held_messages = turn.tables.queue.count_held();
    status.queued_deliveries = turn.tables.queue.count_all();
    status.logged_in = turn.sessions.logged_in();
    status.clock_suspect = !turn.clock.trusted();
    status.outages = turn.tables.outages.since(turn.now - wire::outages_told, outages_in_status);
    return status;
}

AdminAnswer answer(Turn& turn, const ConfirmClock&)
{
    if (!turn.clock.confirm()) return AdminRefused{Errc::nothing_changed};
    turn.tables.notices.audit(turn.now, "clock-confirm", std::nullopt);
    return AdminDone{};
}

AdminAnswer answer(Turn& turn, const SuggestHolidays& request)
{
    if (const auto done = suggest_holidays(turn, request); done.has_error()) return AdminRefused{done.errc()};
    return AdminDone{};
}

}  // namespace

AdminAnswer answer_admin(Turn& turn, const AdminRequest& request)
{
    return std::visit([&](const auto& chosen) { return answer(turn, chosen); }, request);
}

}  // namespace holdfast::server
