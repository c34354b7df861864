#include "client/ui/hours/weeks.hpp"

#include <algorithm>

#include "client/ui/sanitize.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui {
namespace {

using namespace std::chrono;
using hours::HoursContent;
using hours::TimeZone;
using hours::Window;

/// Longer windows are shown day by day.
constexpr std::chrono::hours longest_in_one{26};
constexpr minutes one_hour{60};

Instant midnight(sys_days date, const TimeZone& zone)
{
    return zone.first(hours::LocalMinute{date.time_since_epoch()});
}

bool is_long(const Window& window) { return !window.end || *window.end - window.begin > longest_in_one; }

std::string with_reason(std::string words, const std::string& reason)
{
    return reason.empty() ? words : words + ": " + sanitize_line(reason);
}

/// "the clocks go forward 1 hour"; empty on other days.
std::string clock_change(sys_days date, const TimeZone& zone)
{
    const auto before = zone.wall_clock(midnight(date, zone)).offset;
    const auto change = duration_cast<minutes>(zone.wall_clock(midnight(date + days{1}, zone)).offset - before);
    if (change == minutes{0}) return {};
    const auto size = abs(change);
    const auto words = size % one_hour == minutes{0}
                           ? std::to_string(size / one_hour) + (size == one_hour ? " hour" : " hours")
                           : std::to_string(size.count()) + " minutes";
    return std::string{"clocks go "} + (change > minutes{0} ? "forward " : "back ") + words;
}

/// The rules' words about dates, beyond the windows they give.
class Marks {
  public:
    Marks(const TimeZone& zone, std::span<const HoursContent> contents, const Here& here)
        : zone_{zone}, contents_{contents}, here_{here}
    {
        for (const auto& content : contents) {
            if (content.rules.empty()) continue;
            with_rules_ = &content;
            auto rules = hours::parse_rules(content.rules);
            if (!rules) continue;
            auto made = hours::Calendar::make(*std::move(rules), zone, hours::holidays_of(content));
            if (made) calendar_ = *std::move(made);
        }
    }

    [[nodiscard]] std::vector<std::string> of(sys_days date) const
    {
        std::vector<std::string> marks;
        holidays(date, marks);
        days_off(date, marks);
        extras(date, marks);
        clocks(date, marks);
        return marks;
    }

  private:
    void holidays(sys_days date, std::vector<std::string>& marks) const
    {
        if (!with_rules_) return;
        const auto& list = with_rules_->holidays;
        if (std::find(list.begin(), list.end(), Date{date}) != list.end()) marks.emplace_back("public holiday");
        const bool beyond = with_rules_->horizon && date > sys_days{*with_rules_->horizon};
        if (beyond && calendar_ && calendar_->rules().need_holidays())
            marks.emplace_back("no list of holidays reaches this date");
    }
    void days_off(sys_days date, std::vector<std::string>& marks) const
    {
        for (const auto& content : contents_) {
            for (const auto& leave : content.leaves)
                if (sys_days{leave.from} <= date && date <= sys_days{leave.to})
                    marks.push_back(with_reason("leave", leave.reason));
            for (const auto& one : content.cancellations)
                if (sys_days{one.date} == date) marks.push_back(with_reason("cancelled", one.reason));
        }
    }
    void extras(sys_days date, std::vector<std::string>& marks) const
    {
        for (const auto& content : contents_)
            for (const auto& extra : content.extras)
                if (zone_.date_of(extra.begin) == Date{date})
                    marks.push_back("extra window " +
                                    hours::show_times({extra.begin, extra.end}, zone_, here_.wording));
    }
    void clocks(sys_days date, std::vector<std::string>& marks) const
    {
        const auto change = clock_change(date, zone_);
        if (!change.empty()) marks.push_back("the " + change);
        if (here_.zone && here_.zone->name() != zone_.name())
            if (const auto own = clock_change(date, *here_.zone); !own.empty() && own != change)
                marks.push_back("where you are the " + own);
        if (change.empty() || !calendar_) return;
        for (const auto& window : calendar_->local_windows(date)) {
            const hours::LocalMinute day{date.time_since_epoch()};
            if (zone_.first(day + minutes{window.begin}) >= zone_.last(day + minutes{window.end}))
                marks.emplace_back("no window (clocks change)");
        }
    }

    const TimeZone& zone_;
    std::span<const HoursContent> contents_;
    const Here& here_;
    const HoursContent* with_rules_ = nullptr;
    std::optional<hours::Calendar> calendar_;
};

/// Windows that touch [from, until), in order.
std::vector<Window> windows_between(const hours::Schedule& schedule, Instant from, Instant until)
{
    std::vector<Window> windows;
    auto window = schedule.window_at(from);
    if (!window) window = schedule.next_window(from);
    while (window && window->begin < until) {
        windows.push_back(*window);
        if (!window->end) break;
        window = schedule.next_window(window->begin);
    }
    return windows;
}

std::optional<Window> part_on(const Window& window, sys_days date, sys_days first, const TimeZone& zone)
{
    const auto begin = midnight(date, zone);
    const auto end = midnight(date + days{1}, zone);
    if (!is_long(window)) {
        const auto owner = std::max(sys_days{zone.date_of(window.begin)}, first);
        return owner == date ? std::optional{window} : std::nullopt;
    }
    if (window.begin >= end || (window.end && *window.end <= begin)) return std::nullopt;
    return Window{std::max(window.begin, begin), window.end ? std::min(*window.end, end) : end};
}

}  // namespace

Weeks weeks_of(const hours::Schedule& schedule, const TimeZone& zone, std::span<const HoursContent> contents, int count,
               const Here& here)
{
    const sys_days today{zone.date_of(here.now)};
    const auto monday = today - (weekday{today} - Monday);
    const auto after = monday + std::chrono::weeks{std::clamp(count, 1, most_weeks)};
    const auto windows = windows_between(schedule, midnight(today, zone), midnight(after, zone));
    const Marks marks{zone, contents, here};
    Weeks weeks{zone, {}};
    for (auto date = today; date < after; date += days{1}) {
        Day day{Date{date}, {}, marks.of(date)};
        for (const auto& window : windows)
            if (const auto part = part_on(window, date, today, zone)) day.windows.push_back(*part);
        weeks.days.push_back(std::move(day));
    }
    return weeks;
}

std::vector<Window> windows_of(const Weeks& weeks)
{
    std::vector<Window> all;
    for (const auto& day : weeks.days) {
        for (const auto& window : day.windows) {
            if (!all.empty() && all.back().end == window.begin)
                all.back().end = window.end;
            else
                all.push_back(window);
        }
    }
    return all;
}

}  // namespace holdfast::ui
