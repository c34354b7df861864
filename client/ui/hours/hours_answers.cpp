#include "client/ui/hours/hours_answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "client/ui/input/typed_text.hpp"

namespace holdfast::ui {
namespace {

constexpr int minutes_a_day = 24 * 60;
constexpr std::array<std::string_view, 7> day_names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};

std::string lower(std::string_view words)
{
    std::string out{words};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// Lower case, with a blank at both ends, every sort of "to" a hyphen and every sort of "and" a comma.
std::string spaced(std::string_view words)
{
    auto text = " " + lower(words) + " ";
    for (char& c : text)
        if (c == '\t' || c == '\r') c = ' ';
    for (const auto* to : {" to ", " until ", " till ", "–", "—", "−", ".."}) replace_all(text, to, "-");
    for (const auto* with : {" and ", " & ", "&", ";", " plus "}) replace_all(text, with, ",");
    return text;
}

/// The same without blanks.
std::string plain(std::string_view words)
{
    auto text = spaced(words);
    std::erase(text, ' ');
    return text;
}

/// The same with blanks that part as commas do: "Tue Thu".
std::string with_commas(std::string_view words)
{
    auto text = spaced(words);
    for (const auto* beside : {" -", "- "}) replace_all(text, beside, "-");
    std::ranges::replace(text, ' ', ',');
    return text;
}

std::vector<std::string_view> split(std::string_view text, char mark)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(mark);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// Two letters or more of a name: no two days begin with the same two.
unsigned day_of(std::string_view word)
{
    for (unsigned day = 1; day <= day_names.size(); ++day) {
        const auto name = lower(day_names[day - 1]);
        const bool plural = word == name + "s";
        if (word.size() >= 2 && (plural || name.starts_with(word))) return day;
    }
    return 0;
}

std::optional<int> number(std::string_view digits, int most)
{
    int value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || digits.size() > 2 || failed != std::errc{} || end != digits.data() + digits.size()) return {};
    if (value < 0 || value > most) return {};
    return value;
}

/// "9", "09:00", "9.30", "0930", "9am", "12 pm": minutes of the day, 24:00 included.
std::optional<int> time_of(std::string_view word)
{
    const bool am = word.ends_with("am");
    const bool pm = word.ends_with("pm");
    if (am || pm) word.remove_suffix(2);
    const auto mark = word.find_first_of(":.h");
    const bool run_together = mark == std::string_view::npos && (word.size() == 3 || word.size() == 4);
    const auto hours_end = run_together ? word.size() - 2 : mark;
    const auto hour = number(word.substr(0, hours_end), am || pm ? 12 : 24);
    const auto rest = run_together                     ? word.substr(hours_end)
                      : mark == std::string_view::npos ? std::string_view{}
                                                       : word.substr(mark + 1);
    const auto minute = rest.empty() ? std::optional{0} : number(rest, 59);
    if (!hour || !minute || (*hour == 24 && *minute != 0) || ((am || pm) && *hour == 0)) return {};
    const int full = am || pm ? *hour % 12 + (pm ? 12 : 0) : *hour;
    return full * 60 + *minute;
}

std::string clock(int minute)
{
    const auto two = [](int value) {
        return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
    };
    const int of_day = minute > minutes_a_day ? minute - minutes_a_day : minute;
    return two(of_day / 60) + ":" + two(of_day % 60);
}

}  // namespace

std::optional<std::set<unsigned>> parse_days(std::string_view words)
{
    const auto text = plain(words);
    if (text == "weekdays" || text == "workdays") return std::set<unsigned>{1, 2, 3, 4, 5};
    if (text == "everyday" || text == "daily" || text == "all") return std::set<unsigned>{1, 2, 3, 4, 5, 6, 7};
    if (text == "weekend" || text == "weekends") return std::set<unsigned>{6, 7};
    std::set<unsigned> days;
    const auto list = with_commas(words);
    for (const auto part : split(list, ',')) {
        if (part.empty()) continue;
        const auto ends = split(part, '-');
        const auto first = day_of(ends.front());
        const auto last = day_of(ends.back());
        if (ends.size() > 2 || first == 0 || last == 0) return {};
        for (auto day = first;; day = day % 7 + 1) {
            days.insert(day);
            if (day == last) break;
        }
    }
    return days.empty() ? std::nullopt : std::optional{days};
}

std::optional<hours::Times> parse_times(std::string_view words)
{
    const auto text = plain(words);
    hours::Times times;
    for (const auto part : split(text, ',')) {
        if (part.empty()) continue;
        const auto ends = split(part, '-');
        if (ends.size() != 2) return {};
        const auto begin = time_of(ends.front());
        auto end = time_of(ends.back());
        if (!begin || !end || *begin == *end || *begin == minutes_a_day) return {};
        if (*end < *begin) *end += minutes_a_day;
        times.push_back({*begin, *end});
    }
    const auto before = times.size();
    auto all = hours::united(std::move(times));
    if (all.empty() || all.size() != before) return {};  // overlapping: one of them is a slip
    return all;
}

std::optional<std::vector<std::uint16_t>> parse_times_of_day(std::string_view words)
{
    std::vector<std::uint16_t> times;
    const auto text = with_commas(words);
    for (const auto part : split(text, ',')) {
        if (part.empty()) continue;
        const auto minute = time_of(part);
        if (!minute || *minute >= minutes_a_day) return std::nullopt;
        times.push_back(static_cast<std::uint16_t>(*minute));
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times.empty() ? std::nullopt : std::optional{times};
}

std::string time_of_day(unsigned minute) { return clock(static_cast<int>(minute)); }

std::optional<bool> parse_yes_no(std::string_view words)
{
    const auto text = plain(words);
    if (text == "y" || text == "yes") return true;
    if (text == "n" || text == "no") return false;
    return {};
}

std::string day_name(unsigned day) { return std::string{day_names.at(day - 1)}; }

std::string times_words(const hours::Times& times, hours::Wording wording)
{
    if (times.empty()) return "closed";
    std::string words;
    for (const auto& range : times)
        words.append(words.empty() ? "" : " and ")
            .append(hours::show_range(clock(range.begin), clock(range.end), wording));
    return words;
}

}  // namespace holdfast::ui
