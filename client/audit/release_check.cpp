#include "client/audit/release_check.hpp"

#include <algorithm>

namespace holdfast::audit {

void ReleaseCheck::follow(const Decision& decision)
{
    std::visit([&](const auto& event) { take(decision, event); }, decision.event);
}

void ReleaseCheck::take(const Decision& decision, const decided::Accepted& taken)
{
    if (taken.cls != wire::Class::message) return;
    const wire::MessageRef message{taken.account, taken.device, taken.message};
    taken_back_.erase(message);
    if (taken.held)
        waiting_.try_emplace(message, Waiting{decision.at, decision.sequence});
    else
        passed_[message].push_back(decision.at);
}

void ReleaseCheck::take(const Decision& decision, const decided::Released& released)
{
    for (const auto& message : released.messages) {
        passed_[message].push_back(decision.at);
        if (taken_back_.contains(message)) {
            auto finding = about(Kind::released_taken_back, decision);
            finding.message = message.message;
            out_.push_back(std::move(finding));
        }
        const auto waiting = waiting_.find(message);
        if (waiting == waiting_.end()) continue;
        compare(waiting->second, message, decision.at, decision.sequence);
        waiting_.erase(waiting);
    }
}

void ReleaseCheck::take(const Decision& decision, const decided::HeldAgain& again)
{
    for (const auto& message : again.messages) waiting_.try_emplace(message, Waiting{decision.at, decision.sequence});
}

void ReleaseCheck::take(const Decision&, const decided::TakenBack& back)
{
    const wire::MessageRef message{back.account, back.device, back.message};
    waiting_.erase(message);
    taken_back_.insert(message);
}

void ReleaseCheck::take(const Decision&, const decided::Dropped& dropped)
{
    for (const auto& message : dropped.messages) waiting_.erase(message);
}

void ReleaseCheck::finish()
{
    for (const auto& [message, waiting] : waiting_) compare(waiting, message, given_.now, waiting.sequence);
}

void ReleaseCheck::compare(const Waiting& waiting, const wire::MessageRef& message, Instant until,
                           std::uint64_t sequence)
{
    // Messages for a device that is no longer used went with it; a new one does not know.
    if (given_.older && waiting.since < given_.begun) return;
    const auto opening = due(waiting.since, until);
    if (!opening || *opening < given_.now - wire::outages_told) return;
    Finding finding;
    finding.kind = Kind::released_late;
    finding.sequence = sequence;
    finding.message = message.message;
    finding.at = until;
    finding.due = opening;
    finding.open = true;
    out_.push_back(std::move(finding));
}

std::optional<Instant> ReleaseCheck::due(Instant since, Instant until)
{
    for (auto opening = schedules_.opening(since); opening && *opening + release_grace < until;) {
        const auto over = outage_over(*opening);
        if (!over || *over <= *opening) return opening;
        opening = schedules_.opening(*over);
    }
    return std::nullopt;
}

std::optional<Instant> ReleaseCheck::outage_over(Instant t) const
{
    for (const auto& outage : outages_)
        if (outage.from <= t && t < outage.to) return outage.to;
    return std::nullopt;
}

bool ReleaseCheck::passed(const wire::MessageRef& message, Instant t) const
{
    const auto found = passed_.find(message);
    return found != passed_.end() && std::ranges::count(found->second, t) > 0;
}

}  // namespace holdfast::audit
