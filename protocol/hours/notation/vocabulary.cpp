#include "protocol/hours/notation/vocabulary.hpp"

#include <algorithm>
#include <array>

namespace holdfast::hours {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                        "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> month_names{"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};

struct Advice {
    std::string_view word;
    std::string_view sentence;
};

constexpr std::string_view clock_times = "Sun times are not used here. Write clock times, such as 09:00-12:00.";
constexpr std::string_view use_24_hours = "Write times on the 24-hour clock, such as 17:00.";
constexpr std::string_view write_date = "Write the date itself, such as Dec 24.";
constexpr std::string_view write_off = "Write \"off\" for times that are closed.";

constexpr std::array advice{
    Advice{"sunrise", clock_times},
    Advice{"sunset", clock_times},
    Advice{"dawn", clock_times},
    Advice{"dusk", clock_times},
    Advice{"am", use_24_hours},
    Advice{"pm", use_24_hours},
    Advice{"h", "Write times with a colon, such as 09:30."},
    Advice{"easter", write_date},
    Advice{"today", write_date},
    Advice{"tomorrow", write_date},
    Advice{"day", "Moved days are not used here. Write the date itself, such as Dec 24."},
    Advice{"days", "Moved days are not used here. Write the date itself, such as Dec 24."},
    Advice{"SH", "School holidays are not known here. Write their dates, such as Jul 20-Aug 31 off."},
    Advice{"holiday", "Write PH for public holidays."},
    Advice{"holidays", "Write PH for public holidays."},
    Advice{"unknown", "Hours are open or off. Write one of the two."},
    Advice{"close", write_off},
    Advice{"never", write_off},
    Advice{"none", write_off},
    Advice{"always", "Write 24/7 for hours that never close."},
    Advice{"daily", "Write Mo-Su for every day."},
    Advice{"weekdays", "Write Mo-Fr."},
    Advice{"weekend", "Write Sa,Su."},
    Advice{"weekends", "Write Sa,Su."},
    Advice{"and", "Use a comma between days or times, such as Mo,We."},
    Advice{"to", "Use a hyphen for ranges, such as Mo-Fr or 09:00-12:00."},
    Advice{"until", "Use a hyphen for ranges, such as Mo-Fr or 09:00-12:00."},
    Advice{"from", "Leave this word out: Mo-Fr 09:00-12:00."},
    Advice{"weeks", "Write week, such as week 01-10."},
    Advice{"week", "Write the number of the week after it, such as week 01-10, and only once in a rule."},
};

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <std::size_t N>
unsigned position_of(const std::array<std::string_view, N>& words, std::string_view word) noexcept
{
    for (unsigned i = 0; i < N; ++i)
        if (same_word(words[i], word)) return i + 1;
    return 0;
}

/// Three letters or more of the beginning of a full name: "Mon", "Tues", "Sept".
template <std::size_t N>
unsigned abbreviated(const std::array<std::string_view, N>& names, std::string_view word) noexcept
{
    for (unsigned i = 0; i < N; ++i)
        if (word.size() >= 3 && word.size() <= names[i].size() && same_word(names[i].substr(0, word.size()), word))
            return i + 1;
    return 0;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

unsigned weekday_number(std::string_view word) noexcept { return position_of(notation_weekdays, word); }
unsigned month_number(std::string_view word) noexcept { return position_of(notation_months, word); }

unsigned month_meant(std::string_view word) noexcept
{
    const auto exact = month_number(word);
    return exact != 0 ? exact : abbreviated(month_names, word);
}

unsigned weekday_meant(std::string_view word) noexcept
{
    const auto exact = weekday_number(word);
    return exact != 0 ? exact : abbreviated(weekday_names, word);
}

std::string suggestion_for(std::string_view word)
{
    for (const auto& [known, sentence] : advice)
        if (same_word(known, word)) return std::string{sentence};
    if (const auto day = abbreviated(weekday_names, word))
        return "Write " + std::string{notation_weekdays[day - 1]} + " here.";
    if (const auto month = abbreviated(month_names, word))
        return "Write " + std::string{notation_months[month - 1]} + " here.";
    return "This word is not known. Days are Mo Tu We Th Fr Sa Su and PH, notation_months Jan to Dec, and closed times "
           "are off.";
}

}  // namespace holdfast::hours
