#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_source.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/hours/weeks.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace json = boost::json;

json::object weeks_object(const ui::Weeks& weeks)
{
    json::array windows, days;
    for (const auto& window : ui::windows_of(weeks))
        windows.emplace_back(
            json::object{{"from", ui::time_value(window.begin)}, {"until", ui::time_value(window.end)}});
    for (const auto& day : weeks.days) {
        if (day.marks.empty()) continue;
        json::array marks;
        for (const auto& mark : day.marks) marks.emplace_back(mark);
        days.emplace_back(json::object{{"date", ui::iso_date(day.date)}, {"marks", std::move(marks)}});
    }
    return ui::object_of("weeks", {},
                         {{"zone", weeks.zone.name()}, {"windows", std::move(windows)}, {"days", std::move(days)}});
}

}  // namespace

int run(const Context& context, const request::HoursPreview& request)
{
    const auto source = hours_source(context, request.choice);
    if (!source) return context.out.fail(source.error().code, source.error());
    const auto here = context.here();
    const auto weeks = ui::weeks_of(source->schedule, source->zone, source->contents, request.weeks, here);
    context.out.object(weeks_object(weeks));
    tell_weeks(context, weeks);
    return exit_ok;
}

}  // namespace holdfast::shell
