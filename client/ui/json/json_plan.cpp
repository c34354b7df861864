
#include <boost/json/array.hpp>
#include <utility>

#include "client/ui/json/json.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;
using client::ConcernedPlan;
using client::HoursPlan;
using client::WindowChange;
using hours::Layer;

json::object change_object(const WindowChange& change)
{
    json::object object{{"before", window_value(change.before)}, {"after", window_value(change.after)}};
    object["cause"] = change.cause == Layer::none ? json::value("rules") : json::value(hours::name(change.cause));
    object["reason"] = change.reason;
    return object;
}

json::object concerned_object(const ConcernedPlan& concerned, const NameOf& name_of)
{
    json::array with, changes;
    for (const auto& id : concerned.conversations) with.emplace_back(name_of(id));
    for (const auto& change : concerned.changes) changes.emplace_back(change_object(change));
    return {{"with", std::move(with)},
            {"changes", std::move(changes)},
            {"promise_before", promise_value(concerned.promise_before)},
            {"promise_after", promise_value(concerned.promise_after)},
            {"resumes", window_value(concerned.resumes)}};
}

}  // namespace

json::object plan_object(const HoursPlan& plan, const NameOf& name_of)
{
    json::object object{{"version", plan.version.version}, {"first", plan.first_ever}};
    object["at_once"] = plan.acts_at_once();
    object["reductions_from"] = plan.acts_after_notice() ? time_value(plan.reductions_from) : nullptr;
    object["unplanned"] = std::ranges::any_of(plan.days_off, [](const auto& off) { return !off.planned; });
    json::array days_off, concerned;
    for (const auto& off : plan.days_off) days_off.emplace_back(day_off_object(off));
    for (const auto& one : plan.concerned) concerned.emplace_back(concerned_object(one, name_of));
    object["days_off"] = std::move(days_off);
    object["concerned"] = std::move(concerned);
    return object_of("plan", plan.version.conversation, {{"plan", std::move(object)}});
}

}  // namespace holdfast::ui
