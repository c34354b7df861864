#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <iterator>

#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

// Enough of an id to tell a practice's accounts apart on one line; commands take any unambiguous beginning.
constexpr std::size_t short_id_characters = 12;

std::string_view role_name(wire::Role role) { return role == wire::Role::therapist ? "therapist" : "client"; }

std::string count_of(std::uint64_t count, const std::string& one, const std::string& many)
{
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

json::object as_json(const AccountLine& line)
{
    return {{"account", to_hex(line.account.view())}, {"role", role_name(line.role)},
            {"since", to_rfc3339(line.created)},      {"devices", line.devices},
            {"frozen_devices", line.frozen_devices},  {"conversations", line.conversations},
            {"notice", line.notice_in_force}};
}

std::string as_text(const AccountLine& line, Instant now)
{
    auto text = to_hex(line.account.view()).substr(0, short_id_characters) + "  ";
    text += line.role == wire::Role::therapist ? "therapist" : "client   ";
    text += "  since " + show_time(line.created, now) + ", " + count_of(line.devices, "device", "devices");
    text += ", " + count_of(line.conversations, "conversation", "conversations");
    if (line.frozen_devices > 0) text += ", " + count_of(line.frozen_devices, "device", "devices") + " stopped";
    if (line.notice_in_force) text += ", practice notice in force";
    return text + '\n';
}

json::array as_json(const std::vector<wire::Outage>& outages)
{
    json::array all;
    for (const auto& outage : outages)
        all.push_back(json::object{{"from", to_rfc3339(outage.from)}, {"to", to_rfc3339(outage.to)}});
    return all;
}

std::string as_text(const std::vector<wire::Outage>& outages, Instant now)
{
    if (outages.empty()) return "none in the last 40 days\n";
    std::string text;
    for (const auto& outage : outages)
        text.append(text.empty() ? "" : "             ")
            .append("did not run from " + show_time(outage.from, now) + " to " + show_time(outage.to, now) + '\n');
    return text;
}

json::value as_json(const std::optional<OutsideReport>& outside)
{
    if (!outside) return nullptr;
    return json::object{{"asked", to_rfc3339(outside->at)}, {"people", outside->people}, {"stopped", outside->stopped}};
}

json::object as_json(const ServiceStatus& status)
{
    const auto& relay = status.relay;
    return {{"practice", to_hex(relay.practice.view())},
            {"started", to_rfc3339(status.started)},
            {"clock", relay.clock_suspect ? "jumped" : "steady"},
            {"therapists", relay.therapists},
            {"clients", relay.clients},
            {"devices", relay.devices},
            {"conversations", relay.conversations},
            {"open_conversations", relay.open_conversations},
            {"held_messages", relay.held_messages},
            {"queued_deliveries", relay.queued_deliveries},
            {"connections", status.connections},
            {"before_login", status.before_login},
            {"logged_in", relay.logged_in},
            {"turned_away", status.turned_away},
            {"commits", status.commits},
            {"events", status.events},
            {"version", status.version},
            {"outside", as_json(status.outside)},
            {"outages", as_json(relay.outages)},
            {"tzdata", relay.tzdata}};
}

std::string as_text(const ServiceStatus& status, Instant now)
{
    const auto& relay = status.relay;
    std::string text = "The relay has been running since " + show_time(status.started, now) + ".\n";
    text += "Practice:    " + to_hex(relay.practice.view()) + '\n';
    text +=
        std::string{"Clock:       "} +
        (relay.clock_suspect ? "it jumped; nothing is released until it has run in step with its time source for five\n"
                               "             minutes, or you have checked it and run: holdfastctl clock confirm\n"
                             : "steady\n");
    text += "Accounts:    " + count_of(relay.therapists, "therapist", "therapists") + ", " +
            count_of(relay.clients, "client", "clients") + ", " + count_of(relay.devices, "device", "devices") + '\n';
    text += "Hours:       " + std::to_string(relay.open_conversations) + " of " +
            count_of(relay.conversations, "conversation", "conversations") + " open now (zone data " + relay.tzdata +
            ")\n";
    text += "Waiting:     " + count_of(relay.held_messages, "message", "messages") + " held, " +
            count_of(relay.queued_deliveries, "delivery", "deliveries") + " to be fetched\n";
    text += "Connections: " + std::to_string(status.connections) + " open, " + std::to_string(relay.logged_in) +
            " logged in, " + std::to_string(status.turned_away) + " turned away since the start\n";
    if (const auto& outside = status.outside)
        text += "Outside:     " + count_of(outside->people, "person is", "people are") + " told when something waits" +
                (outside->stopped > 0 ? "; notices to " + std::to_string(outside->stopped) + " have stopped\n" : "\n");
    text += "Outages:     " + as_text(relay.outages, now);
    return text;
}

// The therapist a notice is about: by id, or by being the only one.
Result<AccountId> find_therapist(const Config& config, const std::string& prefix)
{
    const auto lines = ask<AccountLines>(config, ListAccounts{});
    if (!lines) return lines.errc();
    std::optional<AccountId> found;
    for (const auto& line : lines->accounts) {
        if (line.role != wire::Role::therapist || !to_hex(line.account.view()).starts_with(prefix)) continue;
        if (found) return Errc::ambiguous_name;
        found = line.account;
    }
    if (!found) return Errc::not_found;
    return *found;
}

std::string all_input()
{
    std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

/// On a terminal what all clients of somebody are about to see is shown whole first; anything but a yes leaves it.
bool is_agreed(const Console& console, const std::string& text)
{
    if (console.json() || ::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) return true;
    std::cout << text << "\n\nAll clients of this therapist see this at once. Send it? yes or no: " << std::flush;
    std::cin.clear();  // the text may have come from there, up to its end
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "yes" || answer == "y";
}

}  // namespace

int list_accounts(const Console& console, const Config& config)
{
    const auto lines = ask<AccountLines>(config, ListAccounts{});
    if (!lines) return console.fail(lines.errc());
    json::array all;
    std::string text;
    for (const auto& line : lines->accounts) {
        all.push_back(as_json(line));
        text += as_text(line, system_now());
    }
    if (text.empty()) text = "There are no accounts yet. Invite a therapist with: holdfastctl invite-therapist\n";
    return console.done({{"accounts", std::move(all)}}, text);
}

int issue_notice(const Console& console, const Config& config, const NoticeOptions& options)
{
    const auto text = options.lift ? std::string{} : options.text == "-" ? all_input() : options.text;
    if (!options.lift && text.empty()) return console.fail(Errc::empty_text);
    if (text.size() > wire::max_notice_text_bytes)
        return console.fail(
            Errc::text_too_long, {},
            "This notice is too long: it may have " + std::to_string(wire::max_notice_text_bytes) + " bytes.");
    if (!is_utf8(as_bytes(text))) return console.fail(Errc::bad_encoding);
    const auto therapist = find_therapist(config, options.account);
    if (therapist.has_error() && therapist.errc() == Errc::ambiguous_name)
        return console.fail(Errc::ambiguous_name, {},
                            "More than one therapist fits. Say which with --account ID; see: holdfastctl accounts");
    if (therapist.has_error() && therapist.errc() == Errc::not_found)
        return console.fail(Errc::not_found, {}, "There is no such therapist. See: holdfastctl accounts");
    if (!therapist) return console.fail(therapist.errc());
    if (!options.lift && !is_agreed(console, text))
        return console.fail(Errc::not_confirmed, {}, "Nothing was sent, and nothing was changed.");
    if (const auto done = ask<AdminDone>(config, IssueNotice{*therapist, text}); !done)
        return console.fail(done.errc());
    return console.done({{"account", to_hex(therapist->view())}, {"notice", !options.lift}},
                        options.lift
                            ? "The notice is lifted. Promises follow the therapist's hours again.\n"
                            : "The notice is signed and goes to all clients of this therapist. It opens nothing; "
                              "promises of reading times are suspended until it is lifted.\n");
}

int show_status(const Console& console, const Config& config)
{
    const auto status = ask<ServiceStatus>(config, AskStatus{});
    if (!status) return console.fail(status.errc());
    return console.done(as_json(*status), as_text(*status, system_now()));
}

int confirm_clock(const Console& console, const Config& config)
{
    const auto now = system_now();
    const auto done = ask<AdminDone>(config, ConfirmClock{});
    if (done.has_error() && done.errc() == Errc::nothing_changed)
        return console.fail(Errc::nothing_changed, {}, "The relay trusts its clock already. Nothing was changed.");
    if (!done) return console.fail(done.errc());
    return console.done(
        {{"clock", "steady"}, {"now", to_rfc3339(now)}},
        "The clock says " + show_time(now, now) + " and counts as right from now on. What is due is released.\n");
}

}  // namespace holdfast::server
