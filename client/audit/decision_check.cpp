#include "client/audit/decision_check.hpp"

#include <algorithm>

namespace holdfast::audit {
namespace {

bool close(const std::optional<Instant>& a, const std::optional<Instant>& b)
{
    if (!a || !b) return a == b;
    return std::chrono::abs(*a - *b) <= zone_data_reach;
}

/// Whether two promises differ by no more than zone data can make them.
bool close(const Promised& a, const Promised& b)
{
    if (!a || !b) return false;
    return close(std::optional{a->from}, std::optional{b->from}) && close(a->by, b->by);
}

}  // namespace

void DecisionCheck::check(const Decision& decision, const Span& span)
{
    const auto prefix = follow(decision, span);
    if (!prefix) return;
    std::visit([&](const auto& event) { check_event(decision, span, *prefix, event); }, decision.event);
}

/// The versions the relay went by; empty when this device does not have them.
std::optional<Prefix> DecisionCheck::follow(const Decision& decision, const Span& span)
{
    const auto used = schedules_.prefix_of(decision.heads);
    if (!used) {
        auto finding = about(Kind::withheld_version, decision);
        const auto& head = decision.heads.own && schedules_.prefix_of({decision.heads.base, std::nullopt})
                               ? decision.heads.own
                               : decision.heads.base;
        finding.version = head ? head->version : 0;
        out_.push_back(finding);
        return std::nullopt;
    }
    if (incarnation_ != decision.incarnation) {
        // A relay restored from a backup lacks versions until the owner's device gives them back.
        caught_up_ = complete_ && !incarnation_ && decision.sequence == 1;
        if (caught_up_) suspended_ = false;
        highest_ = {};
        incarnation_ = decision.incarnation;
    }
    const auto received = schedules_.received_by(span.first - instant_resolution);
    const Prefix at_least{std::max(highest_.first, caught_up_ ? received.first : 0),
                          std::max(highest_.second, caught_up_ ? received.second : 0)};
    if (used->first < at_least.first || used->second < at_least.second) rolled_back(decision, *used, at_least);
    caught_up_ = caught_up_ || (used->first >= received.first && used->second >= received.second);
    highest_ = {std::max(highest_.first, used->first), std::max(highest_.second, used->second)};
    return used;
}

void DecisionCheck::rolled_back(const Decision& decision, const Prefix& used, const Prefix& expected)
{
    auto finding = about(Kind::rolled_back_version, decision);
    const bool base = used.first < expected.first;
    finding.version = static_cast<std::uint32_t>(base ? used.first : used.second);
    finding.expected_version = static_cast<std::uint32_t>(base ? expected.first : expected.second);
    out_.push_back(finding);
}

Decided DecisionCheck::decide(const Prefix& prefix, Instant t)
{
    auto decided = schedules_.decide(prefix, t);
    const auto in_force = [t](const Suspended& notice) { return notice.from <= t && (!notice.to || t < *notice.to); };
    if (suspended_ ? *suspended_ : std::ranges::any_of(given_.notices, in_force)) decided.promise.reset();
    return decided;
}

bool DecisionCheck::notice_in_doubt(const Span& span) const
{
    if (suspended_) return false;
    return std::ranges::any_of(given_.notices, [&](const Suspended& notice) {
        return span.leaves_open(notice.from) || (notice.to && span.leaves_open(*notice.to));
    });
}

void DecisionCheck::check_event(const Decision& decision, const Span& span, const Prefix& prefix,
                                const decided::Accepted& taken)
{
    if (taken.cls == wire::Class::message) return compare(decision, span, prefix, taken.held, taken.promise);
}

void DecisionCheck::check_event(const Decision& decision, const Span&, const Prefix& prefix,
                                const decided::Released& released)
{
    if (!decision.clock_in_doubt && decide(prefix, decision.at).open) return;
    auto finding = about(Kind::released_while_closed, decision);
    if (!released.messages.empty()) finding.message = released.messages.front().message;
    finding.open = false;
    differs(Kind::released_while_closed, decision, prefix, std::move(finding));
}

void DecisionCheck::check_event(const Decision& decision, const Span& span, const Prefix& prefix,
                                const decided::HeldAgain& again)
{
    compare(decision, span, prefix, true, again.promise);
}

void DecisionCheck::check_event(const Decision& decision, const Span& span, const Prefix& prefix,
                                const decided::Moved& moved)
{
    if (decision.clock_in_doubt) return compare_in_doubt(decision, prefix, true, moved.promise);
    compare_promise(decision, span, prefix, moved.promise);
}

void DecisionCheck::check_event(const Decision& decision, const Span&, const Prefix&,
                                const decided::ClockWentBack& back)
{
    auto finding = about(Kind::clock_went_back, decision);
    finding.due = back.from;
    out_.push_back(std::move(finding));
}

/// Compares decisions and promises with the hours.
void DecisionCheck::compare(const Decision& decision, const Span& span, const Prefix& prefix, bool held,
                            const Promised& promise)
{
    if (decision.clock_in_doubt) return compare_in_doubt(decision, prefix, held, promise);
    const auto here = decide(prefix, decision.at);
    if (held != here.open) return compare_promise(decision, span, prefix, promise);
    auto finding = about(Kind::wrong_hold, decision);
    finding.open = here.open;
    finding.promises = std::pair{promise, here.promise};
    differs(Kind::wrong_hold, decision, prefix, std::move(finding));
}

void DecisionCheck::compare_promise(const Decision& decision, const Span& span, const Prefix& prefix,
                                    const Promised& promise)
{
    const auto here = decide(prefix, decision.at);
    if (promise == here.promise) return;
    if (notice_in_doubt(span) && (!promise || promise == schedules_.decide(prefix, decision.at).promise)) return;
    auto finding = about(Kind::wrong_promise, decision);
    finding.open = here.open;
    finding.promises = std::pair{promise, here.promise};
    // A log that begins later than the conversation does not say whether a notice held before its first word on one.
    if (!promise && complete_ && !suspended_ && given_.older) {
        finding.kind = Kind::nothing_promised;
        return out_.push_back(std::move(finding));
    }
    if (close(promise, here.promise) || near_a_change(prefix, decision.at))
        return differs(Kind::wrong_promise, decision, prefix, std::move(finding));
    out_.push_back(std::move(finding));
}

/// A relay that does not trust its clock, as it says itself, holds everything and promises nothing.
void DecisionCheck::compare_in_doubt(const Decision& decision, const Prefix& prefix, bool held, const Promised& promise)
{
    const auto here = decide(prefix, decision.at);
    auto finding = about(held ? Kind::wrong_promise : Kind::wrong_hold, decision);
    finding.open = held && here.open;
    finding.promises = std::pair{promise, held ? Promised{} : here.promise};
    if (held && !promise) {
        if (!here.open && !here.promise) return;
        finding.kind = Kind::nothing_promised;
        finding.promises->second = here.promise;
    }
    out_.push_back(std::move(finding));
}

/// A deviation, unless the relay's zone data is another version and the hours begin or end close by.
void DecisionCheck::differs(Kind kind, const Decision& decision, const Prefix& prefix, Finding finding)
{
    finding.kind = kind;
    const bool promise_only = kind == Kind::wrong_promise;
    if (decision.tzdata != given_.tzdata && (promise_only || near_a_change(prefix, decision.at))) {
        finding.kind = Kind::other_zone_data;
        finding.tzdata_relay = decision.tzdata;
        finding.tzdata_here = given_.tzdata;
    }
    out_.push_back(std::move(finding));
}

bool DecisionCheck::near_a_change(const Prefix& prefix, Instant t)
{
    const auto& schedule = schedules_.of(prefix);
    const auto change = schedule.next_change(t - zone_data_reach);
    return change && *change <= t + zone_data_reach + schedule.last_reading(t);
}

}  // namespace holdfast::audit
