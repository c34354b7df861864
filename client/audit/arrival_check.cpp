#include "client/audit/arrival_check.hpp"

#include "client/audit/log_check.hpp"
#include "client/audit/release_check.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::audit {

void ArrivalCheck::follow(const Decision& decision)
{
    std::visit([&](const auto& event) { take(decision, event); }, decision.event);
}

void ArrivalCheck::take(const Decision& decision, const decided::Accepted& taken)
{
    if (taken.cls != wire::Class::message || taken.account == given_.self) return;
    Course course{decision.at, decision.sequence, std::nullopt};
    if (!taken.held) course.passed = decision.at;
    courses_.insert_or_assign({taken.account, taken.device, taken.message}, course);
}

void ArrivalCheck::take(const Decision& decision, const decided::Released& released)
{
    for (const auto& message : released.messages)
        if (const auto course = courses_.find(message); course != courses_.end()) course->second.passed = decision.at;
}

void ArrivalCheck::take(const Decision&, const decided::HeldAgain& again)
{
    for (const auto& message : again.messages)
        if (const auto course = courses_.find(message); course != courses_.end()) course->second.passed.reset();
}

void ArrivalCheck::take(const Decision&, const decided::TakenBack& back)
{
    courses_.erase({back.account, back.device, back.message});
}

void ArrivalCheck::take(const Decision&, const decided::Dropped& dropped)
{
    for (const auto& message : dropped.messages) courses_.erase(message);
}

bool ArrivalCheck::is_overdue(const wire::MessageRef& message, const Course& course) const
{
    if (!course.passed || !given_.caught_up || *course.passed + release_grace > *given_.caught_up) return false;
    // Messages written before their writer knew this device were not for it.
    if (course.taken < given_.begun + wire::clock_tolerance) return false;
    if (course.taken < given_.now - log_kept + pruning_slack) return false;
    return !given_.came.contains(message);
}

void ArrivalCheck::finish()
{
    for (const auto& [message, course] : courses_) {
        if (!is_overdue(message, course)) continue;
        Finding finding;
        finding.kind = Kind::never_came;
        finding.sequence = course.sequence;
        finding.message = message.message;
        finding.at = course.passed;
        out_.push_back(std::move(finding));
    }
}

}  // namespace holdfast::audit
