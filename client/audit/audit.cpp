#include "client/audit/audit.hpp"

#include <algorithm>
#include <set>

#include "client/audit/arrival_check.hpp"
#include "client/audit/decision_check.hpp"
#include "client/audit/log_check.hpp"
#include "client/audit/order.hpp"
#include "client/audit/outage_check.hpp"
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

void check_decisions(std::span<const Decision* const> decisions, std::span<const Span> spans, DecisionCheck& check,
                     Report& report)
{
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

/// A log that begins later than its conversation, and whose first word on notices lifts one.
bool begins_suspended(std::span<const Decision* const> log)
{
    for (const auto* decision : log)
        if (const auto* noticed = std::get_if<decided::Noticed>(&decision->event)) return noticed->notice.text.empty();
    return false;
}

void audit_log(const Case& given, Schedules& schedules, Report& report)
{
    check_log(given, report.findings);
    std::vector<const Decision*> log;
    for (const auto& entry : *given.log)
        if (entry.decision) log.push_back(&*entry.decision);
    const auto spans = spans_of(log, given.now);
    DecisionCheck decisions{given, schedules, report.findings, true};
    if (begins_suspended(log)) decisions.begin_suspended();
    check_decisions(log, spans, decisions, report);
    ReleaseCheck releases{given, believed_outages(given, log, spans, report.findings), schedules, report.findings};
    ArrivalCheck arrivals{given, report.findings};
    for (const auto* decision : log) {
        releases.follow(*decision);
        arrivals.follow(*decision);
    }
    releases.finish();
    arrivals.finish();
    WitnessCheck{given, releases, is_closed(given, schedules), report.findings}.run();
}

/// In the order they were made in, which need not be the order they came in: by their numbers, one incarnation of the
/// relay after the other.
std::vector<const Decision*> in_order(const std::vector<OwnReceipt>& receipts)
{
    std::vector<IncarnationId> incarnations;
    std::vector<std::pair<std::ptrdiff_t, const Decision*>> kept;
    for (const auto& [decision, hash, clock, live] : receipts) {
        if (decision.sequence == 0) continue;  // of control content or a report: outside the log
        auto known = std::ranges::find(incarnations, decision.incarnation);
        if (known == incarnations.end()) known = incarnations.insert(known, decision.incarnation);
        kept.emplace_back(known - incarnations.begin(), &decision);
    }
    std::ranges::stable_sort(kept, {}, [](const auto& one) { return std::pair{one.first, one.second->sequence}; });
    std::vector<const Decision*> out;
    for (const auto& one : kept) out.push_back(one.second);
    return out;
}

/// Without the log: what this device was told, each by itself.
void audit_kept(const Case& given, Schedules& schedules, Report& report)
{
    const auto kept = in_order(given.receipts);
    DecisionCheck decisions{given, schedules, report.findings, false};
    check_decisions(kept, spans_of(kept, given.now), decisions, report);
    (void)believed_outages(given, {}, {}, report.findings);
    for (const auto& delivered : given.deliveries) {
        if (delivered.cls != wire::Class::message) continue;
        if (schedules.decide(schedules.received_by(delivered.released), delivered.released).open) continue;
        Finding finding;
        finding.kind = Kind::released_while_closed;
        finding.sequence = delivered.sequence;
        finding.message = delivered.message.message;
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
