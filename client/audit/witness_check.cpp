#include "client/audit/witness_check.hpp"

#include <algorithm>

#include "client/audit/log_check.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::audit {
namespace {

Finding about(Kind kind, const Delivered& delivered)
{
    Finding finding;
    finding.kind = kind;
    finding.sequence = delivered.sequence;
    finding.message = delivered.message.message;
    finding.at = delivered.received;
    return finding;
}

}  // namespace

WitnessCheck::WitnessCheck(const Case& given, const ReleaseCheck& releases, bool closed, Findings& out)
    : given_{given}, releases_{releases}, closed_{closed}, out_{out}
{
    for (const auto& entry : *given.log)
        if (entry.decision) entries_.emplace(entry.decision->sequence, &entry);
}

void WitnessCheck::run()
{
    for (const auto& receipt : given_.receipts) check(receipt);
    for (const auto& delivered : given_.deliveries) check(delivered);
    for (const auto& outage : given_.outages) check(outage);
    for (const auto& notice : given_.notices) check(notice);
}

const Entry* WitnessCheck::entry(std::uint64_t sequence) const
{
    const auto found = entries_.find(sequence);
    return found == entries_.end() ? nullptr : found->second;
}

void WitnessCheck::check(const OwnReceipt& receipt)
{
    const auto& ours = receipt.decision;
    if (ours.sequence == 0) return;  // of control content or a report: outside the log
    const auto* theirs = entry(ours.sequence);
    if (!theirs) return missing(audit::about(Kind::missing_from_log, ours), ours.incarnation);
    if (theirs->hash != receipt.hash)
        differs(audit::about(Kind::not_what_was_signed_to_me, ours), theirs->decision->incarnation, ours.incarnation);
}

void WitnessCheck::check(const Delivered& delivered)
{
    if (delivered.sequence == 0) return;  // a report: outside the log
    const auto* theirs = entry(delivered.sequence);
    if (!theirs) return missing(about(Kind::missing_from_log, delivered), delivered.incarnation);
    const auto* taken = std::get_if<decided::Accepted>(&theirs->decision->event);
    const bool same = taken && wire::MessageRef{taken->account, taken->device, taken->message} == delivered.message &&
                      taken->cls == delivered.cls && taken->received == delivered.received &&
                      releases_.passed(delivered.message, delivered.released);
    if (same) return;
    differs(about(Kind::not_what_was_signed_to_me, delivered), theirs->decision->incarnation, delivered.incarnation);
}

/// An outage is in the log of every conversation there was, at the instant at which it ended.
void WitnessCheck::check(const Outage& outage)
{
    if (!speaks_of(outage.to, outage.incarnation)) return;
    const bool logged = std::ranges::any_of(entries_, [&](const auto& entry) {
        const auto& decision = *entry.second->decision;
        const auto* down = std::get_if<decided::WasDown>(&decision.event);
        return down && down->from == outage.from && decision.at == outage.to;
    });
    if (!logged) unlogged(Kind::unlogged_outage, outage.to);
}

void WitnessCheck::check(const Suspended& notice)
{
    if (!given_.incarnation || !speaks_of(notice.from, *given_.incarnation)) return;
    const bool logged = std::ranges::any_of(entries_, [&](const auto& entry) {
        const auto& event = entry.second->decision->event;
        const auto* noticed = std::get_if<decided::Noticed>(&event);
        const auto* ended = std::get_if<decided::Ended>(&event);  // after it no promise stands, as after a notice
        return (noticed && noticed->notice.issued == notice.from) || (ended && ended->end.at == notice.from);
    });
    if (!logged) unlogged(Kind::unlogged_notice, notice.from);
}

bool WitnessCheck::speaks_of(Instant t, const IncarnationId& incarnation) const
{
    if (entries_.empty() || t < given_.begun + wire::clock_tolerance) return false;
    if (t < given_.now - log_kept + pruning_slack) return false;
    if (closed_ && entries_.rbegin()->second->decision->at < t) return false;
    // A relay restored from a backup may have lost what it said before.
    return std::ranges::all_of(entries_,
                               [&](const auto& entry) { return entry.second->decision->incarnation == incarnation; });
}

void WitnessCheck::unlogged(Kind kind, Instant at)
{
    Finding finding;
    finding.kind = kind;
    finding.at = at;
    out_.push_back(std::move(finding));
}

void WitnessCheck::missing(Finding finding, const IncarnationId& incarnation)
{
    if (*finding.at < given_.now - log_kept + pruning_slack) return;
    if (given_.incarnation && *given_.incarnation != incarnation)
        return differs(finding, *given_.incarnation, incarnation);
    if (closed_ && finding.sequence > given_.head) return;
    out_.push_back(std::move(finding));
}

void WitnessCheck::differs(Finding finding, const IncarnationId& theirs, const IncarnationId& known)
{
    if (theirs == known) return out_.push_back(std::move(finding));
    // The relay that gave this was restored from a backup made before: once is enough to say so.
    if (!restored_.insert(known).second) return;
    finding.kind = Kind::restored;
    out_.push_back(std::move(finding));
}

void check_clocks(const Case& given, Findings& out)
{
    for (const auto& receipt : given.receipts) {
        const auto ahead = receipt.decision.at - receipt.clock;
        const bool far = ahead > wire::clock_tolerance || (receipt.live && -ahead > wire::clock_tolerance);
        if (!far) continue;
        auto finding = about(Kind::wrong_clock, receipt.decision);
        finding.due = receipt.clock;
        out.push_back(std::move(finding));
    }
    for (const auto& delivered : given.deliveries) {
        if (delivered.written && delivered.received + wire::clock_tolerance < *delivered.written) {
            auto finding = about(Kind::early_report, delivered);
            finding.due = delivered.written;
            out.push_back(std::move(finding));
        }
        if (delivered.released <= delivered.clock + wire::clock_tolerance) continue;
        auto finding = about(Kind::wrong_clock, delivered);
        finding.at = delivered.released;
        finding.due = delivered.clock;
        out.push_back(std::move(finding));
    }
}

}  // namespace holdfast::audit
