#include "client/explain/explain.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "client/explain/steps.hpp"

namespace holdfast::client {
namespace {

namespace json = boost::json;
using namespace hours;

/// Before any instant that can be asked about, so that the version asked about is in force.
constexpr Instant always = std::chrono::sys_days{std::chrono::year{1900} / 1 / 1};
/// A list given with a question covers every date.
constexpr Date last_date{std::chrono::year{last_rule_year}, std::chrono::month{12}, std::chrono::day{31}};

HoursContent content_of(const ExplainQuestion& question)
{
    HoursContent content;
    content.rules = question.rules;
    content.zone = question.zone;
    content.valid_from = always;
    if (question.holidays) {
        content.holidays = *question.holidays;
        content.horizon = last_date;
    }
    return content;
}

std::string answer(const Schedule& schedule, Instant at)
{
    const auto explanation = schedule.explain(at);
    const auto promise = schedule.promise(at);
    json::object out;
    out["open"] = explanation.open;
    out["rule"] = explanation.rule ? json::value(*explanation.rule) : json::value(nullptr);
    out["reason"] = explanation.reason.empty() ? json::value(nullptr) : json::value(explanation.reason);
    out["next_change"] = time_or_null(schedule.next_change(at));
    out["promised_from"] = time_or_null(promise ? std::optional{promise->begin} : std::nullopt);
    return json::serialize(out);
}

// ---- reading a line ----

PlacedError bad_line(std::string message, std::size_t column = 0)
{
    return {Errc::bad_encoding, column, std::move(message)};
}

std::size_t characters(std::string_view text)
{
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

/// How many keys the outermost object of well-formed JSON has been written with.
std::size_t keys_written(std::string_view text)
{
    std::size_t keys = 0;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c == ':' && depth == 1) ++keys;
    }
    return keys;
}

Placed<json::object> parse_line(std::string_view line)
{
    if (line.size() > max_explain_line)
        return PlacedError{Errc::too_large, 0, "This line is too long. Keep each question under 64 KiB."};
    json::stream_parser parser;
    json::error_code error;
    const auto used = parser.write_some(line.data(), line.size(), error);
    if (!error && used == line.size()) parser.finish(error);
    if (error || used != line.size())
        return bad_line("This is not a JSON object. Write one object on each line.",
                        characters(line.substr(0, used)) + 1);
    auto value = parser.release();
    if (!value.is_object()) return bad_line("This is not a JSON object. Write one object on each line.", 1);
    if (keys_written(line) != value.get_object().size()) return bad_line("A key is given twice. Give each key once.");
    return std::move(value.get_object());
}

Placed<std::string_view> text_of(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    const auto* text = value ? value->if_string() : nullptr;
    if (!text) return bad_line("Give \"" + std::string{key} + "\" as text.");
    return std::string_view{text->data(), text->size()};
}

std::optional<Date> date_of(const json::value& value)
{
    constexpr std::size_t date_length = 10;
    const auto* text = value.if_string();
    if (!text || text->size() != date_length) return std::nullopt;
    const auto midnight = parse_rfc3339(std::string{text->data(), text->size()} + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    return Date{std::chrono::floor<std::chrono::days>(*midnight)};
}

Placed<std::optional<std::vector<Date>>> holidays_in(const json::object& object)
{
    const auto* value = object.if_contains("holidays");
    if (!value || value->is_null()) return std::optional<std::vector<Date>>{};
    if (!value->is_array()) return bad_line("Give \"holidays\" as a list of dates, such as [\"2026-12-25\"].");
    std::vector<Date> dates;
    for (const auto& entry : value->get_array()) {
        const auto date = date_of(entry);
        if (!date)
            return PlacedError{Errc::bad_date, 0,
                               "A date in \"holidays\" does not exist. Write dates like 2026-12-25."};
        dates.push_back(*date);
    }
    return std::optional{std::move(dates)};
}

Placed<std::string> answer_line(std::string_view line)
{
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto object = parse_line(line);
    if (!object) return object.error();
    std::array<std::string_view, 3> texts;
    constexpr std::array<std::string_view, 3> keys{"rules", "zone", "at"};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto text = text_of(*object, keys[i]);
        if (!text) return text.error();
        texts[i] = *text;
    }
    const auto holidays = holidays_in(*object);
    if (!holidays) return holidays.error();
    return explain_json({texts[0], texts[1], texts[2], *holidays ? &**holidays : nullptr});
}

}  // namespace

Placed<Asked> ask(const ExplainQuestion& question)
{
    const auto at = parse_rfc3339(question.at);
    const std::array versions{VersionInForce{content_of(question), always}};
    auto schedule = Schedule::make(versions);
    if (schedule.problem()) return *schedule.problem();
    if (!at) return PlacedError{Errc::bad_date, 0, sentence(Errc::bad_date)};
    return Asked{std::move(schedule), *at};
}

Placed<std::string> explain_json(const ExplainQuestion& question)
{
    const auto asked = ask(question);
    if (!asked) return asked.error();
    return answer(asked->schedule, asked->at);
}

std::string explain_line(std::string_view line)
{
    const auto result = answer_line(line);
    return result ? *result : explain_error(result.error());
}

std::string explain_error(const PlacedError& error)
{
    json::object details;
    details["code"] = name(error.code);
    details["column"] = error.column == 0 ? json::value(nullptr) : json::value(error.column);
    details["message"] = error.message;
    return json::serialize(json::object{{"error", std::move(details)}});
}

}  // namespace holdfast::client
