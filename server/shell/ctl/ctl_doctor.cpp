#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "protocol/base/exit_code.hpp"
#include "server/doctor/judge.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/look.hpp"
#include "server/shell/metrics.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;
using doctor::Finding;
using doctor::Weight;

json::array as_json(const std::vector<Finding>& findings)
{
    json::array all;
    for (const auto& finding : findings)
        all.push_back(json::object{{"subject", finding.subject},
                                   {"weight", doctor::name_of(finding.weight)},
                                   {"words", finding.words},
                                   {"next", finding.next}});
    return all;
}

std::string as_text(const std::vector<Finding>& findings)
{
    std::string text;
    for (const auto& finding : findings)
        if (finding.weight != Weight::fine)
            text.append("* ")
                .append(finding.words)
                .append(finding.next.empty() ? "\n" : "\n  ")
                .append(finding.next)
                .append(finding.next.empty() ? "" : "\n");
    return text.empty() ? "All is well.\n" : text;
}

}  // namespace

std::optional<ServiceStatus> ask_relay(doctor::Facts& facts)
{
    facts.was_asked = true;
    if (!facts.in_use) return std::nullopt;
    const auto status = ask<ServiceStatus>(facts.config, AskStatus{});
    if (!status) {
        // One of another version may answer in a way that cannot be read: that says enough of its version.
        const bool silent = status.errc() == Errc::relay_not_running || status.errc() == Errc::timed_out;
        if (!silent) facts.running = doctor::Running{"another", {}, false, 0, 0};
        return std::nullopt;
    }
    facts.running = running_of(*status);
    if (const auto lines = ask<AccountLines>(facts.config, ListAccounts{}); lines)
        for (const auto& line : lines->accounts) facts.running->stopped_devices += line.frozen_devices;
    return *status;
}

int examine(const Console& console, const ConfigResult& config, const std::string& file)
{
    auto facts = look(config, file, {.whole_store = true, .port = true});
    if (!facts.config_problem) static_cast<void>(ask_relay(facts));
    const auto findings = doctor::judge(facts);
    const auto worst = findings.front().weight;
    const int told =
        console.done({{"well", worst == Weight::fine}, {"findings", as_json(findings)}}, as_text(findings));
    if (told != exit_ok) return told;
    return worst == Weight::fine ? exit_ok : worst == Weight::look ? exit_user : exit_unexpected;
}

}  // namespace holdfast::server
