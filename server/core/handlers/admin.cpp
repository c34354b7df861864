#include "server/core/handlers/admin.hpp"

#include <algorithm>

#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/signed_records.hpp"
#include "server/core/gate.hpp"
#include "server/core/handlers/holidays.hpp"
#include "server/core/handlers/invitations.hpp"
#include "server/core/handlers/waiting.hpp"

namespace holdfast::server {
namespace {

/// How many outages an admin is shown: those of a bad night.
constexpr std::size_t outages_in_status = 5;

AdminAnswer answer(Step& step, const InviteTherapist& request)
{
    const InvitationRow invitation{request.invitation, std::nullopt,   request.redeem_key,
                                   request.expires,    request.record, request.mac};
    if (const auto sound = check_new_invitation(step, invitation); sound.has_error()) return AdminRefused{sound.errc()};
    step.tables.invitations.add(invitation);
    step.tables.notices.audit(step.now, "invite-therapist", std::nullopt);
    return AdminDone{};
}

AdminAnswer answer(Step& step, const ListAccounts&)
{
    AccountLines lines;
    for (const auto& account : step.tables.accounts.all()) {
        const auto devices = step.tables.accounts.devices(account.row);
        const auto frozen = std::count_if(devices.begin(), devices.end(), [](const auto& d) { return d.frozen; });
        const auto conversations = step.tables.conversations.of_member(account.row).size();
        lines.accounts.push_back({account.id, account.role, account.created, static_cast<std::uint32_t>(devices.size()),
                                  static_cast<std::uint32_t>(frozen), static_cast<std::uint32_t>(conversations),
                                  step.tables.notices.in_force(account.row).has_value()});
    }
    return lines;
}

/// To the therapist and all her clients, and their promises follow.
void announce(Step& step, AccountRow therapist, const wire::PracticeNotice& said, const wire::Signed& notice)
{
    for (const auto& conversation : step.tables.conversations.of_owner(therapist))
        step.record(conversation.row, wire::decided::Noticed{said});
    step.tell(therapist, wire::NoticeIssued{notice});
    for (const AccountRow peer : step.tables.conversations.peers(therapist))
        step.tell(peer, wire::NoticeIssued{notice});
    step.memory.schedules.forget(therapist);
    for (const auto& conversation : step.tables.conversations.of_owner(therapist)) look_at(step, conversation.row);
}

AdminAnswer answer(Step& step, const IssueNotice& request)
{
    if (request.text.size() > wire::max_notice_text_bytes) return AdminRefused{Errc::too_large};
    const auto account = step.tables.accounts.find(request.therapist);
    if (!account) return AdminRefused{Errc::not_found};
    if (account->role != wire::Role::therapist) return AdminRefused{Errc::not_allowed};
    if (request.text.empty() && !step.tables.notices.in_force(account->row)) return AdminRefused{Errc::nothing_changed};

    const auto number = step.tables.notices.last_number(account->row) + 1;
    const wire::PracticeNotice said{number, request.therapist, step.now, request.text};
    const auto notice = session::sign_record(crypto::labels::sign_practice_notice, step.relay.key, said);
    step.tables.notices.add(account->row, number, !request.text.empty(), notice);
    step.tables.notices.audit(step.now, request.text.empty() ? "notice-lift" : "notice", account->row);
    announce(step, account->row, said, notice);
    return AdminDone{};
}

AdminAnswer answer(Step& step, const AskStatus&)
{
    const auto counts = step.tables.accounts.counts();
    const auto conversations = step.tables.conversations.all();
    RelayStatus status;
    status.practice = step.relay.practice;
    status.incarnation = step.relay.incarnation;
    status.tzdata = hours::tzdata_version();
    status.therapists = counts.therapists;
    status.clients = counts.clients;
    status.devices = counts.devices;
    status.conversations = conversations.size();
    for (const auto& conversation : conversations)
        if (step.decide_for(conversation.row).open) ++status.open_conversations;
    const auto& waiting = step.tables.queue.totals();
    status.held_messages = waiting.held;
    status.queued_deliveries = waiting.waiting;
    status.logged_in = step.memory.connections.logged_in();
    status.clock_suspect = !step.memory.clock.trusted();
    status.outages = step.tables.outages.since(step.now - wire::outages_told, outages_in_status);
    return status;
}

AdminAnswer answer(Step& step, const ConfirmClock&)
{
    if (!step.memory.clock.confirm()) return AdminRefused{Errc::nothing_changed};
    step.tables.notices.audit(step.now, "clock-confirm", std::nullopt);
    return AdminDone{};
}

AdminAnswer answer(Step& step, const AskWaiting& request) { return waiting_for(step, request); }

AdminAnswer answer(Step& step, const SuggestHolidays& request)
{
    if (const auto done = suggest_holidays(step, request); done.has_error()) return AdminRefused{done.errc()};
    return AdminDone{};
}

}  // namespace

AdminAnswer answer_admin(Step& step, const AdminRequest& request)
{
    return std::visit([&](const auto& chosen) { return answer(step, chosen); }, request);
}

}  // namespace holdfast::server
