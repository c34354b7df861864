#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>

#include "protocol/base/text.hpp"
#include "server/shell/ctl/ctl_accounts.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

constexpr std::string_view nothing_changed = "Nothing was changed.";

template <class Value, class Words>
json::value or_null(const std::optional<Value>& value, Words words)
{
    return value ? json::value(words(*value)) : json::value(nullptr);
}

json::value id_or_null(const std::optional<AccountId>& id)
{
    return or_null(id, [](const AccountId& one) { return to_hex(one.view()); });
}

json::object as_json(const AccountLine& line)
{
    return {{"account", to_hex(line.account.view())},
            {"role", role_name(line.role)},
            {"since", to_rfc3339(line.created)},
            {"devices", line.devices},
            {"frozen_devices", line.frozen_devices},
            {"conversations", line.conversations},
            {"notice", line.notice_in_force},
            {"invitation", or_null(line.invited_as, [](std::uint64_t number) { return number; })},
            {"invited_by", id_or_null(line.invited_by)},
            {"last_month", or_null(line.last_month, month_words)},
            {"suspended", or_null(line.suspended, to_rfc3339)}};
}

std::string as_text(const AccountLine& line, Instant now)
{
    auto text = short_id(line.account) + "  ";
    text += line.role == wire::Role::therapist ? "therapist" : "client   ";
    text += "  since " + show_time(line.created, now);
    if (line.invited_as) text += ", invited as " + std::to_string(*line.invited_as);
    if (line.invited_by) text += " by " + short_id(*line.invited_by);
    text += ", " + count_of(line.devices, "device", "devices");
    text += ", " + count_of(line.conversations, "conversation", "conversations");
    if (line.last_month) text += ", last connected in " + month_words(*line.last_month);
    if (line.frozen_devices > 0) text += ", " + count_of(line.frozen_devices, "device", "devices") + " stopped";
    if (line.notice_in_force) text += ", practice notice in force";
    if (line.suspended) text += ", suspended since " + show_time(*line.suspended, now);
    return text + '\n';
}

std::string_view state_of(const InvitationLine& line, Instant now)
{
    if (line.used_by) return "used";
    if (line.expires <= now) return "expired";
    return line.waits ? "waits" : "open";
}

json::object as_json(const InvitationLine& line, Instant now)
{
    return {{"number", line.number},
            {"state", state_of(line, now)},
            {"invited_by", id_or_null(line.inviter)},
            {"made", to_rfc3339(line.made)},
            {"expires", to_rfc3339(line.expires)},
            {"account", id_or_null(line.used_by)}};
}

std::string as_text(const InvitationLine& line, Instant now)
{
    auto text = "Invitation " + std::to_string(line.number) + "  " +
                (line.inviter ? "for a client, by " + short_id(*line.inviter) : std::string{"for a therapist"}) + ", ";
    if (line.used_by) return text + "used by " + short_id(*line.used_by) + '\n';
    if (line.expires <= now) return text + "expired " + show_time(line.expires, now) + '\n';
    text += "open until " + show_time(line.expires, now);
    if (line.waits) text += "; it does not count while its therapist is suspended";
    return text + '\n';
}

std::string_view stopped_words(Stopped why)
{
    if (why == Stopped::as_copy) return "stopped: it showed an older copy of its data";
    return why == Stopped::by_practice ? "stopped by the practice" : "in use";
}

std::string_view stopped_name(Stopped why)
{
    if (why == Stopped::as_copy) return "copy";
    return why == Stopped::by_practice ? "revoked" : "no";
}

std::string whose(const AccountLine& line)
{
    return "the " + std::string{role_name(line.role)} + ' ' + short_id(line.account);
}

/// What the others of this account will notice, for the question.
std::string others_words(const AccountLine& line)
{
    const auto people = line.role == wire::Role::therapist ? count_of(line.conversations, "client", "clients")
                                                           : std::string{"The therapist"};
    return people + (line.role == wire::Role::therapist && line.conversations != 1 ? " are told." : " is told.");
}

std::string removal_question(const AccountLine& line)
{
    return "Remove " + whose(line) + ", invited as " +
           (line.invited_as ? std::to_string(*line.invited_as) : std::string{"(not known)"}) +
           ", for good?\nIts devices can no longer connect. What waits for them is deleted, and so are its keys, its "
           "device list, hours and invitations. " +
           others_words(line) + " What they have on their own devices stays with them.\n";
}

std::string suspension_question(const AccountLine& line)
{
    return "Suspend " + whose(line) + "? Its devices can no longer connect until: holdfastctl resume " +
           short_id(line.account) +
           (line.role == wire::Role::therapist ? "\n" + count_of(line.conversations, "client", "clients") +
                                                     (line.conversations == 1 ? " is" : " are") +
                                                     " told that this therapist cannot read for now; reading times are "
                                                     "suspended, and open invitations "
                                                     "do not count meanwhile.\n"
                                               : "\nNobody is told. What is written to this account waits.\n");
}

int fail_change(const Console& console, Errc code, std::string_view as_it_is)
{
    if (code == Errc::nothing_changed) return console.fail(code, {}, as_it_is);
    return console.fail(code);
}

}  // namespace

int list_accounts(const Console& console, const Config& config)
{
    const auto lines = accounts_of(config);
    if (!lines) return console.fail(lines.errc());
    json::array all;
    std::string text;
    for (const auto& line : *lines) {
        all.push_back(as_json(line));
        text += as_text(line, system_now());
    }
    if (text.empty()) text = "There are no accounts yet. Invite a therapist with: holdfastctl invite-therapist\n";
    return console.done({{"accounts", std::move(all)}}, text);
}

int suspend_account(const Console& console, const Config& config, const AccountOptions& options)
{
    const auto account = find_account(config, options.account);
    if (!account) return fail_to_find(console, account.errc(), options.account);
    if (!is_agreed(console, suspension_question(*account), options.yes, true))
        return console.fail(Errc::not_confirmed, {}, nothing_changed);
    const auto done = ask<AdminDone>(config, SuspendAccount{account->account});
    if (!done) return fail_change(console, done.errc(), "This account is suspended already. Nothing was changed.");
    return console.done(
        {{"account", to_hex(account->account.view())}, {"suspended", true}},
        "Suspended. Its devices are refused until: holdfastctl resume " + short_id(account->account) + '\n');
}

int resume_account(const Console& console, const Config& config, const AccountOptions& options)
{
    const auto account = find_account(config, options.account);
    if (!account) return fail_to_find(console, account.errc(), options.account);
    const auto done = ask<AdminDone>(config, ResumeAccount{account->account});
    if (!done) return fail_change(console, done.errc(), "This account is not suspended. Nothing was changed.");
    const auto lines = ask<NoticeLines>(config, ListNotices{});
    bool notice = false;
    if (lines)
        for (const auto& one : lines->therapists) notice |= one.therapist == account->account && !one.text.empty();
    return console.done({{"account", to_hex(account->account.view())}, {"suspended", false}, {"notice", notice}},
                        std::string{"Resumed. Its devices can connect again.\n"} +
                            (notice ? "Your own notice about this therapist is still in force. To lift it: holdfastctl "
                                      "notice --lift --account " +
                                          short_id(account->account) + '\n'
                                    : std::string{}));
}

int remove_account(const Console& console, const Config& config, const AccountOptions& options)
{
    const auto account = find_account(config, options.account);
    if (!account) return fail_to_find(console, account.errc(), options.account);
    if (!is_agreed(console, removal_question(*account), options.yes, false))
        return console.fail(Errc::not_confirmed, {},
                            "Nothing was removed. To remove an account from a script, say --yes.");
    const auto done = ask<AdminDone>(config, RemoveAccount{account->account});
    if (!done) return console.fail(done.errc());
    return console.done({{"account", to_hex(account->account.view())}, {"removed", true}},
                        "Removed. " + others_words(*account) + '\n');
}

int list_devices(const Console& console, const Config& config, const AccountOptions& options)
{
    const auto account = find_account(config, options.account);
    if (!account) return fail_to_find(console, account.errc(), options.account);
    const auto lines = ask<DeviceLines>(config, ListDevices{account->account});
    if (!lines) return console.fail(lines.errc());
    json::array all;
    std::string text;
    for (const auto& line : lines->devices) {
        const auto id = to_hex(line.device.view());
        all.push_back(json::object{{"device", id}, {"stopped", stopped_name(line.stopped)}});
        text += id + "  " + std::string{stopped_words(line.stopped)} + '\n';
    }
    return console.done({{"account", to_hex(account->account.view())}, {"devices", std::move(all)}}, text);
}

int revoke_device(const Console& console, const Config& config, const DeviceOptions& options)
{
    const auto account = find_account(config, options.account.account);
    if (!account) return fail_to_find(console, account.errc(), options.account.account);
    const auto lines = ask<DeviceLines>(config, ListDevices{account->account});
    if (!lines) return console.fail(lines.errc());
    std::optional<DeviceId> found;
    for (const auto& line : lines->devices) {
        if (options.device.empty() || !to_hex(line.device.view()).starts_with(options.device)) continue;
        if (found) return console.fail(Errc::ambiguous_name, options.device, "More than one device begins so.");
        found = line.device;
    }
    if (!found)
        return console.fail(
            Errc::not_found, options.device,
            "This account has no such device. See: holdfastctl devices list " + short_id(account->account));
    const auto question = "Stop this device of " + whose(*account) +
                          " for good? Its owner comes back with the recovery kit, on a new device.\n";
    if (!is_agreed(console, question, options.account.yes, false))
        return console.fail(Errc::not_confirmed, {}, "Nothing was changed. From a script, say --yes.");
    const auto done = ask<AdminDone>(config, RevokeDevice{account->account, *found});
    if (!done) return fail_change(console, done.errc(), "This device is stopped already. Nothing was changed.");
    return console.done({{"account", to_hex(account->account.view())}, {"device", to_hex(found->view())}},
                        "Stopped. Whoever has it can still read what was on it; if it was lost while open, suspend the "
                        "account as well.\n");
}

int list_invitations(const Console& console, const Config& config)
{
    const auto lines = ask<InvitationLines>(config, ListInvitations{});
    if (!lines) return console.fail(lines.errc());
    const auto now = system_now();
    json::array all;
    std::string text;
    for (const auto& line : lines->invitations) {
        all.push_back(as_json(line, now));
        text += as_text(line, now);
    }
    if (text.empty()) text = "There are no invitations. Invite a therapist with: holdfastctl invite-therapist\n";
    return console.done({{"invitations", std::move(all)}}, text);
}

int revoke_invitation(const Console& console, const Config& config, std::uint64_t number)
{
    const auto name = "Invitation " + std::to_string(number);
    const auto done = ask<AdminDone>(config, RevokeInvitation{number});
    if (!done && done.errc() == Errc::not_found)
        return console.fail(done.errc(), name, "There is none. See: holdfastctl invitations");
    if (!done && done.errc() == Errc::invitation_unusable)
        return console.fail(done.errc(), name, "It was used. To end that access: holdfastctl suspend or remove");
    if (!done) return console.fail(done.errc());
    return console.done({{"number", number}, {"state", "revoked"}}, name + " is revoked: nobody can use it.\n");
}

}  // namespace holdfast::server
