#include "client/ui/contacts.hpp"

#include <algorithm>

#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

constexpr std::size_t in_one_breath = 4;
constexpr std::size_t group = 3;

/// By the zone's name: only countries that are known for sure. 112 holds in the European Union and its neighbours of
/// the European Economic Area and Switzerland.
struct Number {
    std::string_view zone;  ///< with a slash at its end: all zones below it
    std::string_view number;
};
constexpr Number numbers[] = {
    {"Europe/London", "999"},
    {"Europe/Belfast", "999"},
    {"Europe/Jersey", "999"},
    {"Europe/Guernsey", "999"},
    {"Europe/Isle_of_Man", "999"},
    {"Europe/Dublin", "112"},
    {"Europe/Amsterdam", "112"},
    {"Europe/Athens", "112"},
    {"Europe/Berlin", "112"},
    {"Europe/Bratislava", "112"},
    {"Europe/Brussels", "112"},
    {"Europe/Bucharest", "112"},
    {"Europe/Budapest", "112"},
    {"Europe/Busingen", "112"},
    {"Europe/Copenhagen", "112"},
    {"Europe/Helsinki", "112"},
    {"Europe/Lisbon", "112"},
    {"Europe/Ljubljana", "112"},
    {"Europe/Luxembourg", "112"},
    {"Europe/Madrid", "112"},
    {"Europe/Malta", "112"},
    {"Europe/Mariehamn", "112"},
    {"Europe/Nicosia", "112"},
    {"Europe/Oslo", "112"},
    {"Europe/Paris", "112"},
    {"Europe/Prague", "112"},
    {"Europe/Riga", "112"},
    {"Europe/Rome", "112"},
    {"Europe/Sofia", "112"},
    {"Europe/Stockholm", "112"},
    {"Europe/Tallinn", "112"},
    {"Europe/Vaduz", "112"},
    {"Europe/Vienna", "112"},
    {"Europe/Vilnius", "112"},
    {"Europe/Warsaw", "112"},
    {"Europe/Zagreb", "112"},
    {"Europe/Zurich", "112"},
    {"Asia/Nicosia", "112"},
    {"Atlantic/Azores", "112"},
    {"Atlantic/Canary", "112"},
    {"Atlantic/Madeira", "112"},
    {"Atlantic/Reykjavik", "112"},
    {"America/New_York", "911"},
    {"America/Detroit", "911"},
    {"America/Chicago", "911"},
    {"America/Denver", "911"},
    {"America/Boise", "911"},
    {"America/Phoenix", "911"},
    {"America/Los_Angeles", "911"},
    {"America/Anchorage", "911"},
    {"America/Indiana/", "911"},
    {"America/Kentucky/", "911"},
    {"America/North_Dakota/", "911"},
    {"Pacific/Honolulu", "911"},
    {"America/Toronto", "911"},
    {"America/Montreal", "911"},
    {"America/Vancouver", "911"},
    {"America/Edmonton", "911"},
    {"America/Winnipeg", "911"},
    {"America/Regina", "911"},
    {"America/Halifax", "911"},
    {"America/Moncton", "911"},
    {"America/St_Johns", "911"},
    {"US/", "911"},
    {"Canada/", "911"},
    {"Australia/", "000"},
    {"Pacific/Auckland", "111"},
    {"NZ", "111"},
    {"GB", "999"},
};

bool is_figure(char c) noexcept { return c >= '0' && c <= '9'; }

/// Digits and the signs that people write between them.
bool is_number_of_phone(std::string_view word)
{
    return std::ranges::all_of(word,
                               [](char c) { return is_figure(c) || c == '+' || c == '-' || c == '(' || c == ')'; });
}

std::string grouped_run(std::string_view digits)
{
    std::string text;
    for (; digits.size() > in_one_breath; digits.remove_prefix(group)) text.append(digits.substr(0, group)).append(" ");
    return text.append(digits);
}

std::string grouped_word(std::string_view word)
{
    if (!is_number_of_phone(word)) return std::string{word};
    std::string text;
    while (!word.empty()) {
        const auto run =
            std::min(word.size(), static_cast<std::size_t>(std::ranges::find_if_not(word, is_figure) - word.begin()));
        text += grouped_run(word.substr(0, run));
        if (run < word.size()) text += word[run];
        word.remove_prefix(std::min(run + 1, word.size()));
    }
    return text;
}

}  // namespace

std::string grouped_numbers(std::string_view text)
{
    std::string all;
    for (;;) {
        const auto end = text.find(' ');
        all += grouped_word(text.substr(0, end));
        if (end == std::string_view::npos) return all;
        all += ' ';
        text.remove_prefix(end + 1);
    }
}

std::string contact_words(const wire::CrisisContact& contact, hours::Wording wording)
{
    const auto reach = sanitize_line(contact.reach);
    return sanitize_line(contact.name) + ": " + (wording == hours::Wording::spoken ? grouped_numbers(reach) : reach);
}

std::string_view emergency_number(std::string_view zone) noexcept
{
    for (const auto& [name, number] : numbers)
        if (zone == name || (name.ends_with('/') && zone.starts_with(name))) return number;
    return {};
}

std::string emergency_words(const Here& here)
{
    const auto number = here.zone ? emergency_number(here.zone->name()) : std::string_view{};
    auto words = std::string{phrase::not_monitored_alone};
    return number.empty() ? words + "." : words + ": " + std::string{number} + ".";
}

}  // namespace holdfast::ui
