#include "protocol/ical/item.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "protocol/ical/lines.hpp"
#include "protocol/ical/owned_component.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::LocalMinute;

constexpr int first_year = 1;
constexpr int last_year = 9999;
/// Longer than any event that means something; also keeps arithmetic far from its bounds.
constexpr minutes longest = days{3660};

OwnedComponent parse(const Line& line)
{
    icalerror_set_errors_are_fatal(0);
    const auto text = "BEGIN:VEVENT\r\n" + line.text + "\r\nEND:VEVENT\r\n";
    return OwnedComponent{icalparser_parse_string(text.c_str())};
}

std::string text_of(icalproperty* property)
{
    const char* value = icalproperty_get_value_as_string(property);
    return value ? value : "";
}

std::string parameter_of(icalproperty* property, const char* name)
{
    const std::unique_ptr<char, void (*)(void*)> value{icalproperty_get_parameter_as_string_r(property, name),
                                                       icalmemory_free_buffer};
    std::string text = value ? value.get() : "";
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return text;
}

std::optional<When> when_of(const icaltimetype& t, std::string zone)
{
    if (icaltime_is_null_time(t) || t.year < first_year || t.year > last_year || t.month < 1 || t.day < 1) return {};
    const Date date{year{t.year}, month{static_cast<unsigned>(t.month)}, day{static_cast<unsigned>(t.day)}};
    if (!date.ok() || t.hour < 0 || t.hour > 23 || t.minute < 0 || t.minute > 59) return {};
    const auto time = t.is_date ? minutes{0} : std::chrono::hours{t.hour} + minutes{t.minute};
    const bool utc = icaltime_is_utc(t) != 0;
    return When{local_days{date} + time, t.is_date != 0, utc, utc ? std::string{} : std::move(zone)};
}

std::optional<minutes> length_of(const icaldurationtype& duration)
{
    if (icaldurationtype_is_bad_duration(duration)) return {};
    const auto span = floor<minutes>(seconds{icaldurationtype_as_int(duration)});
    if (span < minutes{0} || span > longest) return {};
    return span;
}

/// Calendars of holidays by Google say first what sort of day it is, and after days that are no holidays where to hide
/// them: in every language in a paragraph of its own that names the program.
bool tells_of_observance(std::string_view description)
{
    const auto first = description.substr(0, description.find("\\n"));
    return first == "Observance" ||
           (first.size() < description.size() && description.find("Google") != description.npos);
}

/// "+0100", "-003015"; the library makes zero of everything else.
std::optional<seconds> offset_of(std::string_view text)
{
    const auto digits = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const bool whole = text.size() == 5 || text.size() == 7;
    if (!whole || (text[0] != '+' && text[0] != '-') || text.find_first_not_of("0123456789", 1) != text.npos) return {};
    const seconds offset =
        std::chrono::hours{digits(1)} + minutes{digits(3)} + seconds{text.size() == 7 ? digits(5) : 0};
    if (offset >= 24h) return {};
    return text[0] == '-' ? -offset : offset;
}

/// Text, where what cannot be read is as good as nothing.
bool is_words(const std::string& name)
{
    constexpr std::array<std::string_view, 7> words{
        "SUMMARY", "UID", "STATUS", "TRANSP", "PRIORITY", "X-LIC-LOCATION", "X-MICROSOFT-CDO-BUSYSTATUS"};
    return std::find(words.begin(), words.end(), name) != words.end();
}

/// Takes the properties of one line into an item. False: the value cannot be read.
class Reader {
  public:
    Reader(Item& item, const Line& line) : item_{item}, line_{line} {}

    [[nodiscard]] bool take(icalproperty* property)
    {
        const auto zone = parameter_of(property, "TZID");
        switch (icalproperty_isa(property)) {
            case ICAL_DTSTART_PROPERTY: return set(item_.start, when_of(icalproperty_get_dtstart(property), zone));
            case ICAL_DTEND_PROPERTY: return set(item_.end, when_of(icalproperty_get_dtend(property), zone));
            case ICAL_DURATION_PROPERTY: return set(item_.duration, length_of(icalproperty_get_duration(property)));
            case ICAL_EXDATE_PROPERTY: return add(item_.except, when_of(icalproperty_get_exdate(property), zone));
            case ICAL_RDATE_PROPERTY: return also(icalproperty_get_rdate(property), zone);
            case ICAL_RECURRENCEID_PROPERTY: return replaces(property, zone);
            case ICAL_FREEBUSY_PROPERTY: return busy(property);
            case ICAL_RRULE_PROPERTY: return repeats(property);
            default: return words(property);
        }
    }

  private:
    template <class Value>
    static bool set(std::optional<Value>& target, std::optional<Value> value)
    {
        target = std::move(value);
        return target.has_value();
    }
    static bool add(std::vector<When>& list, std::optional<When> value)
    {
        if (!value || list.size() >= max_listed_dates) return false;
        list.push_back(*std::move(value));
        return true;
    }
    bool also(const icaldatetimeperiodtype& value, const std::string& zone)
    {
        const bool is_time = !icaltime_is_null_time(value.time);
        return add(item_.also, when_of(is_time ? value.time : value.period.start, zone));
    }
    bool replaces(icalproperty* property, const std::string& zone)
    {
        item_.replaces_following = parameter_of(property, "RANGE") == "THISANDFUTURE";
        return set(item_.replaces, when_of(icalproperty_get_recurrenceid(property), zone));
    }
    bool repeats(icalproperty* property)
    {
        item_.repeats.push_back(text_of(property));
        return icalproperty_get_rrule(property).freq != ICAL_NO_RECURRENCE;
    }
    bool busy(icalproperty* property)
    {
        const auto kind = parameter_of(property, "FBTYPE");
        if (kind == "FREE" || kind == "BUSY-TENTATIVE") return true;
        const auto period = icalproperty_get_freebusy(property);
        const auto from = when_of(period.start, {});
        const auto to = when_of(period.end, {});
        const auto length = to && from ? std::optional{to->local - from->local} : length_of(period.duration);
        if (!from || !length || *length < minutes{0} || *length > longest || item_.busy.size() >= max_listed_dates)
            return false;
        item_.busy.emplace_back(*from, *length);
        return true;
    }
    bool words(icalproperty* property)
    {
        const auto value = text_of(property);
        if (line_.name == "SUMMARY") item_.summary = shortened(icalproperty_get_summary(property), max_summary_bytes);
        if (line_.name == "UID") item_.uid = value;
        if (line_.name == "TZID") item_.zone = icalproperty_get_tzid(property);
        if (line_.name == "X-LIC-LOCATION") item_.location = value;
        if (line_.name == "PRIORITY") item_.priority = icalproperty_get_priority(property);
        if (line_.name == "STATUS" || line_.name == "TRANSP" || line_.name == "X-MICROSOFT-CDO-BUSYSTATUS") {
            item_.free = item_.free || value == "TRANSPARENT" || value == "FREE";
            item_.cancelled = item_.cancelled || value == "CANCELLED";
            item_.tentative = item_.tentative || value == "TENTATIVE";
        }
        return true;
    }

    Item& item_;
    const Line& line_;
};

std::string_view trimmed_value(const Line& line)
{
    auto value = std::string_view{line.text}.substr(line.text.find(':') + 1);
    while (value.ends_with(' ')) value.remove_suffix(1);
    return value;
}

/// Long and seldom of interest: as it is written, without the library.
void take_description(Item& item, const Line& line, std::string_view value)
{
    item.observance =
        item.observance || (line.name == "DESCRIPTION" ? tells_of_observance(value) : upper(value) == "OBSERVANCE");
}

/// False: a value that matters cannot be read.
bool take(Item& item, const Line& line)
{
    const auto value = trimmed_value(line);
    if (line.name == "DESCRIPTION" || line.name == "CATEGORIES") return take_description(item, line, value), true;
    if (line.name == "TZOFFSETFROM") return (item.offset_from = offset_of(value)).has_value();
    if (line.name == "TZOFFSETTO") return (item.offset_to = offset_of(value)).has_value();
    if (line.cut && !is_words(line.name)) return false;
    const auto parsed = parse(line);
    auto* property = parsed ? icalcomponent_get_first_property(parsed.get(), ICAL_ANY_PROPERTY) : nullptr;
    if (!property) return is_words(line.name);
    for (; property; property = icalcomponent_get_next_property(parsed.get(), ICAL_ANY_PROPERTY)) {
        const bool bad = icalproperty_isa(property) == ICAL_XLICERROR_PROPERTY;
        if (bad && is_words(line.name)) continue;
        if (bad || !Reader{item, line}.take(property)) return false;
    }
    return true;
}

}  // namespace

minutes Item::length() const
{
    if (duration) return *duration;
    if (!start) return minutes{0};
    if (!end) return start->whole_day ? minutes{days{1}} : minutes{0};
    const auto length = end->local - start->local;
    return start->whole_day && length == minutes{0} ? minutes{days{1}} : length;
}

Item read_item(const Component& component)
{
    Item item;
    item.kind = component.name;
    item.number = component.number;
    const auto refuse = [&](std::size_t line, std::string words) {
        if (!item.problem.empty()) return;
        item.problem = std::move(words);
        item.problem_line = line;
    };
    for (const auto& line : component.lines)
        if (!take(item, line))
            refuse(line.number, line.name +
                                    " cannot be read here, so this entry was left out. Correct it in the "
                                    "calendar program.");
    if (!component.has_end)
        refuse(item.number, "This entry has no end, so it was left out. Export the calendar again.");
    if (item.length() > longest)
        refuse(item.number, "It lasts for years and was left out. Correct it in the calendar program.");
    return item;
}

}  // namespace holdfast::ical
