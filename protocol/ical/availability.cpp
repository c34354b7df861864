#include "protocol/ical/availability.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "protocol/ical/entries.hpp"
#include "protocol/ical/zones.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::Placed;
using hours::PlacedError;

/// Higher numbers come first: 1 is the highest priority, 0 is none and below 9.
constexpr int no_priority = 10;

struct Available {
    Item frame;
    std::vector<Item> times;
};

struct Contents {
    std::map<int, std::vector<Available>, std::greater<>> layers;
    std::vector<Item> busy;
};

void read_available(const Component& component, sys_days today, Contents& contents)
{
    Available available{read_item(component), {}};
    for (const auto& part : component.parts) {
        if (part.name != "AVAILABLE") continue;
        auto item = read_item(part);
        if (!is_over(item, today)) available.times.push_back(std::move(item));
    }
    const int priority = available.frame.priority;
    contents.layers[priority == 0 ? no_priority : priority].push_back(std::move(available));
}

/// Years of appointments are past; they are not kept.
Contents read_contents(const std::vector<Component>& calendars, sys_days today)
{
    Contents contents;
    for (const auto& calendar : calendars)
        for (const auto& part : calendar.parts) {
            if (part.name == "VAVAILABILITY") {
                read_available(part, today, contents);
            } else if (part.name == "VEVENT" || part.name == "VFREEBUSY") {
                auto item = read_item(part);
                if (!is_over(item, today)) contents.busy.push_back(std::move(item));
            }
        }
    return contents;
}

/// Layer by layer: what a higher one says about its dates replaces what lower ones said.
void open_layers(const Contents& contents, Draft& draft, Entries& entries, Notes& notes)
{
    for (const auto& [priority, layer] : contents.layers) {
        std::vector<DateSpan> bounds;
        for (const auto& available : layer) {
            if (!available.frame.problem.empty()) notes.add_problem(available.frame);
            bounds.push_back(entries.bounds_of(available.frame));
            if (available.frame.problem.empty() && !bounds.back().is_empty()) draft.clear(bounds.back());
        }
        for (std::size_t i = 0; i < layer.size(); ++i) {
            if (!layer[i].frame.problem.empty() || bounds[i].is_empty()) continue;
            entries.note_replacements(layer[i].times);
            for (const auto& item : layer[i].times) entries.available(item, bounds[i]);
        }
    }
}

/// Runs of days off that take a window away: one date is cancelled, several are leave.
void add_days_off(const std::set<sys_days>& dates, const Draft& draft, Availability& out)
{
    for (auto at = dates.begin(); at != dates.end();) {
        const auto first = *at;
        auto last = first;
        bool matters = false;
        for (; at != dates.end() && *at - last <= days{1}; ++at) {
            last = *at;
            matters = matters || !draft.windows_on(last).empty();
        }
        if (!matters) continue;
        if (first == last)
            out.cancellations.push_back({Date{first}, {}});
        else
            out.leaves.push_back({Date{first}, Date{last}, {}});
    }
}

Placed<void> start_from(Draft& draft, std::string_view in_force, const std::optional<hours::Holidays>& holidays)
{
    if (in_force.empty())
        return bad_calendar(0,
                            "There are appointments in this calendar, but no times you are available. Set your "
                            "weekly hours first (holdfast hours edit); then it can take busy times out of them.");
    auto rules = hours::parse_rules(in_force);
    if (!rules) return rules.error();
    draft.start_from(*std::move(rules), holidays);
    return {};
}

/// Where they are closed on holidays now, they stay so.
void keep_holidays(Draft& draft, std::string_view in_force)
{
    const auto known = hours::parse_rules(in_force);
    const auto closes = [](const hours::Rule& rule) {
        return rule.needs_holidays() && rule.state == hours::RuleState::off;
    };
    if (!known || std::none_of(known->list.begin(), known->list.end(), closes)) return;
    hours::Rule off;
    off.holidays = true;
    off.state = hours::RuleState::off;
    draft.keep(std::move(off));
}

std::string date_words(sys_days date) { return to_rfc3339(Instant{date}).substr(0, 10); }

/// Entries that did not fit into the rules, as notes about the whole calendar.
void note_what_is_left(const Draft::Finished& finished, std::vector<Note>& notes)
{
    if (finished.cut_after)
        notes.push_back({0,
                         {},
                         "There are more exceptions than hours can hold. Those after " +
                             date_words(*finished.cut_after) +
                             " were left out: import the calendar again "
                             "before then."});
    if (finished.left_busy > 0)
        notes.push_back({0,
                         {},
                         "There are more repeating entries than hours can hold: " + std::to_string(finished.left_busy) +
                             " were left out, and your hours stay open at their times. Import a calendar that has "
                             "only what matters for your hours."});
}

PlacedError no_hours(const Draft::Finished& finished, const std::vector<Note>& notes)
{
    if (finished.too_many)
        return {Errc::too_large, 0,
                "The times you are available in this calendar are more than hours can hold. Keep to what comes every "
                "week."};
    std::string words =
        "The times you are available in this calendar give no hours. Check their dates and what is noted about them.";
    if (!notes.empty() && notes.front().line > 0)
        words += " Line " + std::to_string(notes.front().line) + ": " + notes.front().sentence;
    return bad_calendar(0, std::move(words));
}

}  // namespace

Placed<Availability> read_availability(std::string_view file, const hours::TimeZone& home, Instant now,
                                       std::string_view in_force, const std::optional<hours::Holidays>& holidays)
{
    const auto calendars = read_components(file);
    if (!calendars) return calendars.error();
    const sys_days today{home.date_of(now)};
    const auto contents = read_contents(*calendars, today);
    const Zones zones{home, today, *calendars};

    Notes notes;
    Draft draft{today};
    Entries entries{draft, zones, notes};
    Availability out;
    out.has_available = !contents.layers.empty();
    if (out.has_available) {
        open_layers(contents, draft, entries, notes);
        keep_holidays(draft, in_force);
    } else if (const auto started = start_from(draft, in_force, holidays); !started) {
        return started.error();
    }

    entries.note_replacements(contents.busy);
    for (const auto& item : contents.busy) {
        if (entries.repeating() > max_repeating)
            return PlacedError{Errc::too_large, 0,
                               "More than 1,000 entries of this calendar repeat. Export one calendar alone."};
        entries.busy(item);
    }
    const auto finished = draft.finish();
    out.notes = notes.take();
    const auto& list = finished.rules.list;
    const auto opens = [](const hours::Rule& rule) { return rule.state == hours::RuleState::open; };
    if (out.has_available && std::none_of(list.begin(), list.end(), opens)) return no_hours(finished, out.notes);
    out.rules = to_text(finished.rules);
    add_days_off(entries.days_off(), draft, out);
    note_what_is_left(finished, out.notes);
    return out;
}

}  // namespace holdfast::ical
