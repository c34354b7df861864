#include "client/core/hours/plan.hpp"

#include <algorithm>

namespace holdfast::client {
namespace {

bool is_by_rules(const WindowChange& change)
{
    return change.cause != hours::Layer::leave && change.cause != hours::Layer::cancellation;
}

template <class Is>
bool any_change(const HoursPlan& plan, const Is& is)
{
    return std::ranges::any_of(plan.concerned,
                               [&](const ConcernedPlan& one) { return std::ranges::any_of(one.changes, is); });
}

}  // namespace

bool HoursPlan::acts_at_once() const
{
    return any_change(*this, [](const WindowChange& change) { return !change.reduces() || !is_by_rules(change); });
}

bool HoursPlan::acts_after_notice() const
{
    return any_change(*this, [](const WindowChange& change) { return change.reduces() && is_by_rules(change); });
}

}  // namespace holdfast::client
