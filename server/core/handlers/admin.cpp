#include "server/core/handlers/admin.hpp"

#include "protocol/hours/zone/zone.hpp"
#include "server/core/handlers/holidays.hpp"
#include "server/core/handlers/invitations.hpp"
#include "server/core/handlers/moves.hpp"
#include "server/core/handlers/notices.hpp"
#include "server/core/handlers/people.hpp"
#include "server/core/handlers/waiting.hpp"

namespace holdfast::server {
namespace {

/// How many outages an admin is shown: those of a bad night.
constexpr std::size_t outages_in_status = 5;

AdminAnswer answer(Step& step, const InviteTherapist& request)
{
    const InvitationRow invitation{
        request.invitation, std::nullopt, request.redeem_key, request.expires, request.record, request.mac, step.now};
    if (const auto sound = check_new_invitation(step, invitation); sound.has_error()) return AdminRefused{sound.errc()};
    const auto number = step.tables.invitations.add(invitation);
    step.tables.deeds.add(step.now, "invite-therapist", std::nullopt, std::to_string(number));
    return InvitationNumber{number};
}

AdminAnswer answer_with(Status done)
{
    if (done.has_error()) return AdminRefused{done.errc()};
    return AdminDone{};
}

AdminAnswer answer(Step& step, const ListAccounts&) { return list_accounts(step); }
AdminAnswer answer(Step& step, const ListDevices& asked) { return list_devices(step, asked.account); }
AdminAnswer answer(Step& step, const ListInvitations&) { return list_invitations(step); }
AdminAnswer answer(Step& step, const ListNotices&) { return list_notices(step); }

AdminAnswer answer(Step& step, const SuspendAccount& asked)
{
    return answer_with(suspend_account(step, asked.account));
}
AdminAnswer answer(Step& step, const ResumeAccount& asked) { return answer_with(resume_account(step, asked.account)); }
AdminAnswer answer(Step& step, const RemoveAccount& asked) { return answer_with(remove_account(step, asked.account)); }
AdminAnswer answer(Step& step, const RevokeDevice& asked)
{
    return answer_with(revoke_device(step, {asked.account, asked.device}));
}
AdminAnswer answer(Step& step, const RevokeInvitation& asked)
{
    return answer_with(revoke_invitation(step, asked.number));
}

AdminAnswer answer(Step& step, const ReadDeeds& asked)
{
    return Deeds{step.tables.deeds.read(asked.from, deeds_page), step.tables.deeds.head()};
}

AdminAnswer answer(Step& step, const IssueNotice& request)
{
    if (request.text.size() > wire::max_notice_text_bytes) return AdminRefused{Errc::too_large};
    const auto account = step.tables.accounts.find_open(request.therapist);
    if (!account) return AdminRefused{Errc::not_found};
    if (account->role != wire::Role::therapist) return AdminRefused{Errc::not_allowed};
    const bool lift = request.text.empty();
    if (lift && !step.tables.notices.in_force(account->row)) return AdminRefused{Errc::nothing_changed};
    // Her promises stay suspended as long as she cannot log in.
    if (lift && account->suspended) return AdminRefused{Errc::account_suspended};
    issue_notice(step, *account, request.text);
    step.tables.deeds.add(step.now, lift ? "notice-lift" : "notice", account->id);
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
    step.tables.deeds.add(step.now, "clock-confirm");
    return AdminDone{};
}

AdminAnswer answer(Step& step, const AskWaiting& request) { return waiting_for(step, request); }

AdminAnswer answer(Step& step, const AnnounceMove& request) { return answer_with(announce_move(step, request)); }
AdminAnswer answer(Step& step, const AskMove&) { return show_move(step); }

AdminAnswer answer(Step& step, const SuggestHolidays& request) { return answer_with(suggest_holidays(step, request)); }

}  // namespace

AdminAnswer answer_admin(Step& step, const AdminRequest& request)
{
    return std::visit([&](const auto& chosen) { return answer(step, chosen); }, request);
}

}  // namespace holdfast::server
