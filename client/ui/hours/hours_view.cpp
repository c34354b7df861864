#include "client/ui/hours/hours_view.hpp"

#include "client/ui/hours/rules_words.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"

namespace holdfast::ui {
namespace {

std::optional<hours::TimeZone> zone_of(const wire::HoursVersion& version)
{
    const auto zone = hours::TimeZone::find(version.zone);
    return zone.has_value() ? std::optional{*zone} : std::nullopt;
}

Lines coming_lines(const wire::HoursVersion& version, const std::vector<hours::Window>& coming, const Here& here)
{
    if (coming.empty()) return {};
    Lines lines{"The windows that come:"};
    for (const auto& window : coming) lines.push_back("  " + window_words(window, zone_of(version), here));
    return lines;
}

std::string notice_line(const wire::HoursVersion& version, bool mine)
{
    const auto published = mine ? std::string{" after you publish them"} : std::string{" after they are announced"};
    return "Fewer hours take effect " +
           (version.notice_period == Seconds{0} ? "as soon as they are published"
                                                : duration_words(version.notice_period) + published) +
           "; more hours at once.";
}

}  // namespace

std::string rules_for_owner(const std::string& rules, const Here& here)
{
    if (rules.empty()) return "none";
    return rules_words(rules, here.wording).value_or(sanitize_line(rules));
}

Lines rules_lines(const wire::HoursVersion& version, const std::vector<hours::Window>& coming, bool mine,
                  const Here& here)
{
    Lines lines;
    if (const auto words = rules_words(version.rules, here.wording))
        lines.push_back("Hours: " + *words + ", in the time of " + zone_words(version.zone, here) + ".");
    else
        lines = coming_lines(version, coming, here);
    if (mine) lines.push_back("In the notation: " + sanitize_line(version.rules) + ", " + sanitize_line(version.zone));
    if (version.last_reading > Seconds{0})
        lines.push_back("What comes in the last " + duration_words(version.last_reading) +
                        " of a window is promised for the next one.");
    lines.push_back(notice_line(version, mine));
    if (version.replies)
        lines.emplace_back("A reply is promised by the end of the window after the one in which a message is read.");
    return lines;
}

Lines days_off_lines(const wire::HoursVersion& version, const Here& here)
{
    const auto zone = zone_of(version);
    const auto today = zone ? zone->date_of(here.now) : Date{std::chrono::floor<std::chrono::days>(here.now)};
    Lines lines;
    for (const auto& leave : version.leaves)
        if (leave.to >= today)
            lines.push_back("Leave: " + dates_words(leave.from, leave.to, zone, here) + because(leave.reason));
    for (const auto& one : version.cancellations)
        if (one.date >= today) lines.push_back("Cancelled: " + date_words(one.date, zone, here) + because(one.reason));
    return lines;
}

}  // namespace holdfast::ui
