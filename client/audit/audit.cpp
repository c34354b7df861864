#include "client/audit/audit.hpp"

#include <algorithm>
#include <set>

#include "client/audit/decision_check.hpp"
#include "client/audit/log_check.hpp"
#include "client/audit/order.hpp"
#include "client/audit/release_check.hpp"
#include "client/audit/witness_check.hpp"

namespace holdfast::audit {
namespace {

void count(Report& report, const Decision& decision)
{
    ++report.checked;
    if (!report.from || decision.at < *report.from) report.from = decision.at;
    if (!report.to || decision.at > *report.to) report.to = decision.at;
}

/// A version the owner's own payloads name, and the relay never showed.
void check_named(const Case& given, const Schedules& schedules, Findings& out)
{
    if (schedules.prefix_of(given.named)) return;
    Finding finding;
    finding.kind = Kind::withheld_version;
    const bool base = !schedules.prefix_of({given.named.base, std::nullopt});
    const auto& head = base ? given.named.base : given.named.own;
    finding.version = head ? head->version : 0;
    out.push_back(std::move(finding));
}

void check_decisions(std::span<const Decision* const> decisions, const Case& given, DecisionCheck check, Report& report)
{
    const auto spans = spans_of(decisions, given.now);
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        count(report, *decisions[i]);
        check.check(*decisions[i], spans[i]);
    }
}

/// Closed now, or about now: the relay's clock and this one are not the same to the second.
bool is_closed(const Case& given, Schedules& schedules)
{
    using namespace std::chrono_literals;
    const auto prefix = schedules.received_by(given.now);
    for (const auto t : {given.now - 1min, given.now, given.now + 1min})
        if (!schedules.decide(prefix, t).open) return true;
    return false;
}

void audit_log(const Case& given, Schedules& schedules, Report& report)
{
    check_log(given, report.findings);
    std::vector<const Decision*> log;
    for (const auto& entry : *given.log)
        if (entry.decision) log.push_back(&*entry.decision);
    check_decisions(log, given, DecisionCheck{given, schedules, report.findings, true}, report);
    ReleaseCheck releases{given, schedules, report.findings};
    for (const auto* decision : log) releases.follow(*decision);
    releases.finish();
    WitnessCheck{given, releases, is_closed(given, schedules), report.findings}.run();
}

/// Without the log: what this device was told, each by itself.
void audit_kept(const Case& given, Schedules& schedules, Report& report)
{
    std::vector<const Decision*> kept;
    for (const auto& receipt : given.receipts) kept.push_back(&receipt.decision);
    check_decisions(kept, given, DecisionCheck{given, schedules, report.findings, false}, report);
    for (const auto& delivered : given.deliveries) {
        if (schedules.decide(schedules.received_by(delivered.released), delivered.released).open) continue;
        Finding finding;
        finding.kind = Kind::released_while_closed;
        finding.sequence = delivered.sequence;
        finding.message = delivered.message;
        finding.at = delivered.released;
        finding.open = false;
        report.findings.push_back(std::move(finding));
    }
}

}  // namespace

Report audit(const Case& given, const ScheduleMaker& make)
{
    Report report;
    report.log_seen = given.log.has_value();
    Schedules schedules{given.base, given.own, make};
    if (given.log)
        audit_log(given, schedules, report);
    else
        audit_kept(given, schedules, report);
    check_named(given, schedules, report.findings);
    check_clocks(given, report.findings);
    std::ranges::stable_sort(report.findings, {}, &Finding::sequence);

    std::set<std::uint64_t> deviating;
    for (const auto& finding : report.findings)
        if (weight(finding.kind) != Weight::note && finding.sequence != 0) deviating.insert(finding.sequence);
    report.agreed = report.checked - std::min(report.checked, deviating.size());
    return report;
}

}  // namespace holdfast::audit
