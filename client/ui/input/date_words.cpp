#include "client/ui/input/date_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "client/ui/input/typed_text.hpp"

namespace holdfast::ui {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::string_view to_mark = "to";
/// 29 February comes at least every eight years.
constexpr int longest_search = 8;

/// A date as somebody said it.
struct Said {
    std::optional<sys_days> whole;
    std::optional<year> in_year;
    std::optional<month> in_month;
    std::optional<day> on_day;
    std::optional<unsigned> weekday;  ///< 1 Monday to 7 Sunday

    [[nodiscard]] bool is_partial() const { return in_year || in_month || on_day; }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_iso_date(std::string_view text)
{
    constexpr std::string_view form = "0000-00-00";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) return false;
    return true;
}

/// Lower case, every sort of "to" the one word, hyphens between dates among them.
std::vector<std::string> words_of(std::string_view text)
{
    std::string plain{text};
    for (char& c : plain)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    for (const auto* to : {"..", "–", "—", "−"}) replace_all(plain, to, " to ");
    for (std::size_t at = 0; at < plain.size(); ++at) {
        constexpr std::size_t iso_length = 10;
        if (is_iso_date(std::string_view{plain}.substr(at, iso_length)))
            at += iso_length - 1;
        else if (plain[at] == '-')
            plain.replace(at, 1, " to ");
    }
    std::vector<std::string> words;
    std::string word;
    for (const char c : plain + ' ') {
        if (c != ' ' && c != '\t' && c != ',' && c != '\r' && c != '\n') {
            word += c;
            continue;
        }
        if (word == "until" || word == "till" || word == "through") word = to_mark;
        if (!word.empty() && word != "from" && word != "the" && word != "of" && word != "on") words.push_back(word);
        word.clear();
    }
    return words;
}

/// "dec", "december", "dec.": three letters or more.
template <std::size_t N>
unsigned named(const std::array<std::string_view, N>& names, std::string_view word)
{
    if (word.ends_with('.')) word.remove_suffix(1);
    for (unsigned i = 0; i < N; ++i)
        if (word.size() >= 3 && names[i].starts_with(word)) return i + 1;
    return 0;
}

unsigned weekday_named(std::string_view word)
{
    for (unsigned i = 0; i < weekdays.size(); ++i)
        if (word.size() == 2 && weekdays[i].starts_with(word)) return i + 1;
    return named(weekdays, word);
}

/// "24", "24th".
std::optional<int> number(std::string_view word)
{
    const auto digits = static_cast<std::size_t>(std::find_if_not(word.begin(), word.end(), is_digit) - word.begin());
    const auto rest = word.substr(digits);
    const bool ordinal = rest == "st" || rest == "nd" || rest == "rd" || rest == "th";
    if (digits == 0 || digits > 4 || !(rest.empty() || (ordinal && digits <= 2))) return {};
    int value = 0;
    std::from_chars(word.data(), word.data() + digits, value);
    return digits <= 2 || digits == 4 ? std::optional{value} : std::nullopt;
}

/// False: a word that says nothing of a date, or says it twice.
bool take(Said& said, std::string_view word, sys_days today)
{
    const auto set = [](auto& target, auto value) { return !std::exchange(target, value); };
    if (is_iso_date(word)) {
        const auto midnight = parse_rfc3339(std::string{word} + "T00:00:00Z");
        return midnight && set(said.whole, floor<days>(*midnight));
    }
    if (word == "today") return set(said.whole, today);
    if (word == "tomorrow") return set(said.whole, today + days{1});
    if (const auto found = named(months, word)) return set(said.in_month, month{found});
    if (const auto found = weekday_named(word)) return set(said.weekday, found);
    const auto value = number(word);
    if (!value) return false;
    if (word.size() == 4 && is_digit(word[2])) return set(said.in_year, year{*value});
    return set(said.on_day, day{static_cast<unsigned>(*value)});
}

/// The first such date from `from` on; of the year that is named, whatever has passed.
std::optional<sys_days> date_of(const Said& said, sys_days from)
{
    std::optional<sys_days> found = said.whole;
    if (said.whole && said.is_partial()) return std::nullopt;
    if (!said.whole && (!said.in_month || !said.on_day)) return std::nullopt;
    const auto first = said.in_year.value_or(Date{from}.year());
    for (auto in = first; !found && in <= first + years{said.in_year ? 0 : longest_search}; ++in) {
        const Date date{in, *said.in_month, *said.on_day};
        if (date.ok() && (said.in_year || sys_days{date} >= from)) found = sys_days{date};
    }
    if (found && said.weekday && std::chrono::weekday{*found}.iso_encoding() != *said.weekday) return std::nullopt;
    return found;
}

/// "1-14 Aug", "Aug 1-14", "24 Dec to 2 Jan 2027": each end says what the other leaves out.
void share(Said& from, Said& to)
{
    if (from.whole || to.whole) return;
    if (!from.in_month) from.in_month = to.in_month;
    if (!to.in_month) to.in_month = from.in_month;
    if (from.in_year || !to.in_year || !from.in_month || !to.in_month || !from.on_day || !to.on_day) return;
    const bool over_new_year = std::pair{*to.in_month, *to.on_day} < std::pair{*from.in_month, *from.on_day};
    from.in_year = *to.in_year - years{over_new_year ? 1 : 0};
}

}  // namespace

std::optional<Dates> parse_dates(std::string_view words, const Date& today)
{
    const auto all = words_of(words);
    const auto mark = std::find(all.begin(), all.end(), to_mark);
    Said from, to;
    for (auto word = all.begin(); word != mark; ++word)
        if (!take(from, *word, today)) return {};
    const bool several = mark != all.end();
    for (auto word = several ? mark + 1 : all.end(); word != all.end(); ++word)
        if (!take(to, *word, today)) return {};
    if (several) share(from, to);
    const auto first = date_of(from, today);
    if (!first) return {};
    const auto last = several ? date_of(to, *first) : first;
    if (!last || *last < *first) return {};
    return Dates{Date{*first}, Date{*last}};
}

std::optional<Date> parse_date(std::string_view words, const Date& today)
{
    const auto dates = parse_dates(words, today);
    return dates && dates->from == dates->to ? std::optional{dates->from} : std::nullopt;
}

}  // namespace holdfast::ui
