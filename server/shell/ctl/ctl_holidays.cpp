#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "protocol/hours/display.hpp"
#include "protocol/ical/component.hpp"
#include "protocol/ical/holidays.hpp"
#include "protocol/wire/limits.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

static_assert(ical::max_holiday_name_bytes == wire::max_holiday_name_bytes, "a name that was read can be suggested");

namespace json = boost::json;

Date today() { return Date{std::chrono::floor<std::chrono::days>(system_now())}; }

/// At most one byte more than a calendar may have, so that what is too long is refused and not cut.
std::optional<std::string> read_list(const std::string& path)
{
    std::ifstream file;
    if (path != "-") file.open(path, std::ios::binary);
    std::istream& in = path == "-" ? std::cin : file;
    if (!in) return std::nullopt;
    std::string text(ical::max_calendar_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return std::nullopt;
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

/// Letters and spaces of a name, without what could command a terminal.
std::string shown(const std::string& name)
{
    std::string safe;
    for (const char c : name) safe += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    return safe;
}

std::string as_text(const ical::HolidayList& list)
{
    std::string text = "Suggested to the therapists:\n";
    for (const auto& day : list.holidays)
        text += "  " + hours::show_date(day.date, today()) + (day.name.empty() ? "" : "  " + shown(day.name)) + '\n';
    return text + "Known until " + hours::show_date(list.horizon, today()) +
           ". It changes no hours: each therapist confirms it with: holdfast hours holidays\n";
}

/// Days that people only remember, and how to suggest them all the same.
std::string left_out_text(const std::vector<ical::Holiday>& observances)
{
    if (observances.empty()) return {};
    std::string text = "Left out, since people remember these days but work on them:\n";
    for (const auto& day : observances)
        text += "  " + hours::show_date(day.date, today()) + "  " + shown(day.name) + '\n';
    return text + "To suggest these too, give the same command with --observances.\n";
}

/// The lines that could not be read.
std::string notes_text(const ical::HolidayList& list)
{
    std::string text;
    for (const auto& note : list.notes)
        text +=
            (note.line > 0 ? "Line " + std::to_string(note.line) + ": " : std::string{}) + shown(note.sentence) + '\n';
    return text;
}

/// Days that are only remembered are not suggested: people work on them.
std::vector<ical::Holiday> take_observances(ical::HolidayList& list)
{
    std::vector<ical::Holiday> observances;
    std::erase_if(list.holidays, [&](const ical::Holiday& day) {
        if (day.observance) observances.push_back(day);
        return day.observance;
    });
    return observances;
}

json::object as_json(const ical::HolidayList& list, const std::vector<ical::Holiday>& observances)
{
    const auto iso = [](const Date& date) {
        return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, std::string_view{"2026-03-05"}.size());
    };
    const auto array_of = [&](const std::vector<ical::Holiday>& holidays) {
        json::array days;
        for (const auto& day : holidays) days.emplace_back(json::object{{"date", iso(day.date)}, {"name", day.name}});
        return days;
    };
    json::array notes;
    for (const auto& note : list.notes)
        notes.emplace_back(json::object{{"line", note.line}, {"note", shown(note.sentence)}});
    return {{"holidays", array_of(list.holidays)},
            {"horizon", iso(list.horizon)},
            {"left_out", array_of(observances)},
            {"notes", std::move(notes)}};
}

int withdraw(const Console& console, const Config& config)
{
    const auto done = ask<AdminDone>(config, SuggestHolidays{});
    if (done.has_error() && done.errc() == Errc::nothing_changed)
        return console.fail(Errc::nothing_changed, {}, "No holidays were suggested. Nothing was changed.");
    if (!done) return console.fail(done.errc());
    return console.done({{"holidays", json::array{}}},
                        "No holidays are suggested any more. Hours that therapists confirmed stay as they are.\n");
}

}  // namespace

int suggest_holidays(const Console& console, const Config& config, const HolidayOptions& options)
{
    if (options.withdraw) return withdraw(console, config);
    if (options.file.empty())
        return console.fail(Errc::bad_command, {},
                            "Name a file with holidays, or --withdraw. See: holdfastctl holidays --help");
    const auto text = read_list(options.file);
    if (!text) return console.fail(Errc::not_found, options.file, "There is no file to read there. Check its name.");
    const auto end = parse_rfc3339(options.until + "T00:00:00Z");
    if (!options.until.empty() && !end)
        return console.fail(Errc::bad_date, options.until, "Write the date as 2027-12-31.");
    const auto until = end ? std::optional{Date{std::chrono::floor<std::chrono::days>(*end)}} : std::nullopt;
    auto list = ical::read_holidays(*text, today(), until);
    if (!list) return console.fail(list.error().code, options.file, list.error().message);
    const auto observances = options.observances ? std::vector<ical::Holiday>{} : take_observances(*list);
    if (list->holidays.empty())
        return console.fail(Errc::bad_calendar, options.file,
                            "There is no coming public holiday in this list, only days people remember. To suggest "
                            "those: --observances");
    if (list->holidays.size() > wire::max_suggested_holidays)
        return console.fail(
            Errc::too_large, options.file,
            "One list may have " + std::to_string(wire::max_suggested_holidays) + " dates. Give fewer years.");
    SuggestHolidays request{{}, list->horizon};
    for (const auto& holiday : list->holidays) request.days.push_back({holiday.date, holiday.name});
    if (const auto done = ask<AdminDone>(config, request); !done) return console.fail(done.errc());
    return console.done(as_json(*list, observances), as_text(*list) + left_out_text(observances) + notes_text(*list));
}

}  // namespace holdfast::server
