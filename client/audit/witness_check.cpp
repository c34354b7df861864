#include "client/audit/witness_check.hpp"

#include "client/audit/log_check.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::audit {
namespace {

Finding about(Kind kind, const Delivered& delivered)
{
    Finding finding;
    finding.kind = kind;
    finding.sequence = delivered.sequence;
    finding.message = delivered.message;
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
}

const Entry* WitnessCheck::entry(std::uint64_t sequence) const
{
    const auto found = entries_.find(sequence);
    return found == entries_.end() ? nullptr : found->second;
}

void WitnessCheck::check(const OwnReceipt& receipt)
{
    const auto& ours = receipt.decision;
    if (ours.sequence == 0) return;  // of a notice or a report: outside the log
    const auto* theirs = entry(ours.sequence);
    if (!theirs) return missing(audit::about(Kind::missing_from_log, ours), ours.incarnation);
    if (theirs->hash != receipt.hash)
        differs(audit::about(Kind::not_what_was_signed_to_me, ours), theirs->decision->incarnation, ours.incarnation);
}

void WitnessCheck::check(const Delivered& delivered)
{
    const auto* theirs = entry(delivered.sequence);
    if (!theirs) return missing(about(Kind::missing_from_log, delivered), delivered.incarnation);
    const auto* taken = std::get_if<decided::Taken>(&theirs->decision->event);
    const bool same = taken && taken->message == delivered.message && taken->account == delivered.from &&
                      taken->device == delivered.device && taken->received == delivered.received &&
                      releases_.passed(delivered.message, delivered.released);
    if (same) return;
    differs(about(Kind::not_what_was_signed_to_me, delivered), theirs->decision->incarnation, delivered.incarnation);
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
    // The relay that gave this was put back from a copy made before: once is enough to say so.
    if (!restored_.insert(known).second) return;
    finding.kind = Kind::restored;
    out_.push_back(std::move(finding));
}

void check_clocks(const Case& given, Findings& out)
{
    for (const auto& receipt : given.receipts) {
        if (!receipt.live || std::chrono::abs(receipt.decision.at - receipt.clock) <= wire::clock_tolerance) continue;
        auto finding = about(Kind::wrong_clock, receipt.decision);
        finding.due = receipt.clock;
        out.push_back(std::move(finding));
    }
    for (const auto& delivered : given.deliveries) {
        if (delivered.released <= delivered.clock + wire::clock_tolerance) continue;
        auto finding = about(Kind::wrong_clock, delivered);
        finding.at = delivered.released;
        finding.due = delivered.clock;
        out.push_back(std::move(finding));
    }
}

}  // namespace holdfast::audit
