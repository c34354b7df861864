#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

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
            {"clock", relay.clock_suspect ? "in_doubt" : "steady"},
            {"clock_set", status.clock_set},
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

std::string clock_words(const ServiceStatus& status)
{
    if (status.relay.clock_suspect)
        return "in doubt: it jumped, or was not set when the relay started. Nothing is released until it\n"
               "             has run in step with its time source for five minutes, or you have checked it and\n"
               "             run: holdfastctl clock confirm\n";
    return status.clock_set ? "steady\n" : "steady, but not set over the network\n";
}

std::string as_text(const ServiceStatus& status, Instant now)
{
    const auto& relay = status.relay;
    std::string text = "The relay has been running since " + show_time(status.started, now) + ".\n";
    text += "Practice:    " + to_hex(relay.practice.view()) + '\n';
    text += "Clock:       " + clock_words(status);
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

}  // namespace

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

int reload(const Console& console, const Config& config)
{
    const auto read = ask<CertificateRead>(config, ReloadCertificate{});
    if (!read) return console.fail(read.errc());
    if (!read->problem.empty())
        return console.fail(Errc::certificate_unusable, {},
                            "The new certificate cannot be used; the relay goes on with the old one. " + read->problem);
    return console.done({{"reloaded", true}}, "The certificate was read again; connections stay.\n");
}

}  // namespace holdfast::server
