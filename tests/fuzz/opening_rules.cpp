// Hours in the opening_hours notation: one reading, one spelling, and answers about any instant that agree with each
// other. How long they take is bounded by libFuzzer's -timeout.
#include "protocol/hours/notation/grammar.hpp"

#include "protocol/hours/calendar/calendar.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

using std::chrono::milliseconds;

hours::TimeZone zone_of(std::size_t choice)
{
    static constexpr const char* zones[] = {"Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "Antarctica/Troll"};
    return hours::TimeZone::find(zones[choice % std::size(zones)]).value();
}

hours::Calendar calendar_of(const hours::Rules& rules, const hours::TimeZone& zone)
{
    const hours::Holidays holidays{{Date{std::chrono::sys_days{std::chrono::days{20'600}}}},
                                   Date{std::chrono::sys_days{std::chrono::days{21'000}}}};
    return hours::Calendar::make(rules, zone, holidays).value();
}

/// The local time at an instant, and the instants of a local time, are found by different ways through a zone's data.
void check_clock(const hours::TimeZone& zone, Instant t)
{
    const auto minute = std::chrono::floor<std::chrono::minutes>(t);
    const auto local = std::chrono::floor<std::chrono::minutes>(zone.wall_clock(minute).time);
    require(zone.first(local) == minute || zone.last(local) == minute, "a wall clock shows this at other times only");
}

void check_at(const hours::Calendar& calendar, Instant t)
{
    const bool open = calendar.is_open(t);
    require(calendar.deciding(t).open == open, "what decides says otherwise");
    const auto window = calendar.window_at(t);
    require(window.has_value() == open && (!window || window->contains(t)), "an open instant has no window");
    const auto change = calendar.next_change(t);
    if (!change) return;
    require(*change > t && calendar.is_open(*change) != open && calendar.is_open(*change - milliseconds{1}) == open,
            "a change changes nothing");
    if (open) require(window->end == change, "a window ends where nothing changes");
    const auto next = calendar.next_window(t);
    require(!next || next->begin > t, "the next window is not ahead");
    if (!open) require(next && next->begin == *change, "the hours open without a window");
}

}  // namespace

void opening_rules(BytesView input)
{
    Choices choices{input};
    const auto zone = zone_of(choices.byte());
    const auto minutes = choices.number(3);
    const auto rules = hours::parse_rules(as_text(choices.rest()));
    if (!rules) return require(!rules.error().message.empty(), "rules are refused without a reason");

    const auto text = hours::to_text(*rules);
    const auto again = hours::parse_rules(text);
    if (!again) return require(again.error().code == Errc::too_large, "canonical rules cannot be read");
    require(*again == *rules && hours::to_text(*again) == text, "rules have two spellings");

    const auto calendar = calendar_of(*rules, zone);
    Instant t{std::chrono::minutes{minutes} + std::chrono::days{19'000}};
    for (int i = 0; i < 4; ++i) {
        check_at(calendar, t);
        check_clock(zone, t);
        t = calendar.next_change(t).value_or(t + std::chrono::days{97});
    }
}

}  // namespace holdfast::fuzz
