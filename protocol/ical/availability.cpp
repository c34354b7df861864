#include "protocol/ical/availability.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "protocol/ical/entries.hpp"

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

Placed<void> read_available(const Component& component, Contents& contents)
{
    auto frame = read_item(component);
    if (!frame) return frame.error();
    Available available{*std::move(frame), {}};
    for (const auto& part : component.parts) {
        if (part.name != "AVAILABLE") continue;
        auto item = read_item(part);
        if (!item) return item.error();
        available.times.push_back(*std::move(item));
    }
    const int priority = available.frame.priority;
    contents.layers[priority == 0 ? no_priority : priority].push_back(std::move(available));
    return {};
}

Placed<Contents> read_contents(const std::vector<Component>& calendars)
{
    Contents contents;
    for (const auto& calendar : calendars)
        for (const auto& part : calendar.parts) {
            if (part.name == "VAVAILABILITY") {
                if (const auto read = read_available(part, contents); !read) return read.error();
            } else if (part.name == "VEVENT" || part.name == "VFREEBUSY") {
                auto item = read_item(part);
                if (!item) return item.error();
                contents.busy.push_back(*std::move(item));
            }
        }
    return contents;
}

/// Layer by layer: what a higher one says about its dates replaces what lower ones said.
void open_layers(const Contents& contents, Draft& draft, Entries& entries)
{
    for (const auto& [priority, layer] : contents.layers) {
        std::vector<DateSpan> bounds;
        for (const auto& available : layer) {
            bounds.push_back(entries.bounds_of(available.frame));
            draft.clear(bounds.back());
        }
        for (std::size_t i = 0; i < layer.size(); ++i) {
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

std::string date_words(sys_days date) { return to_rfc3339(Instant{date}).substr(0, 10); }

}  // namespace

Placed<Availability> read_availability(std::string_view file, const hours::TimeZone& home, Instant now,
                                       std::string_view in_force, const std::optional<hours::Holidays>& holidays)
{
    const auto calendars = read_components(file);
    if (!calendars) return calendars.error();
    const auto contents = read_contents(*calendars);
    if (!contents) return contents.error();

    Draft draft{sys_days{home.date_of(now)}};
    Entries entries{draft, home};
    Availability out;
    out.has_available = !contents->layers.empty();
    if (out.has_available)
        open_layers(*contents, draft, entries);
    else if (const auto started = start_from(draft, in_force, holidays); !started)
        return started.error();

    entries.note_replacements(contents->busy);
    for (const auto& item : contents->busy) {
        if (entries.repeating() > max_repeating)
            return PlacedError{Errc::too_large, 0,
                               "More than 1,000 entries of this calendar repeat. Export one calendar alone."};
        entries.busy(item);
    }
    const auto finished = draft.finish();
    if (finished.rules.list.empty())
        return bad_calendar(0,
                            "The times you are available in this calendar give no hours. Check their dates and "
                            "what is noted about them.");
    out.rules = to_text(finished.rules);
    add_days_off(entries.days_off(), draft, out);
    out.notes = entries.take_notes();
    if (finished.cut_after)
        out.notes.push_back({0,
                             {},
                             "There are more exceptions than hours can hold. Those after " +
                                 date_words(*finished.cut_after) +
                                 " were left out: import the calendar again "
                                 "before then."});
    return out;
}

}  // namespace holdfast::ical
