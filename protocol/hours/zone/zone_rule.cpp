#include "protocol/hours/zone/zone_rule.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr unsigned last_week_of_month = 5;
/// A change without a time is at 02:00, and summer time without an offset is an hour ahead.
constexpr Seconds usual_time = 2h;
constexpr Seconds usual_saving = 1h;
/// RFC 9636, section 3.3.1: a change may lie up to a week from its date.
constexpr unsigned most_hours_of_offset = 24;
constexpr unsigned most_hours_of_time = 167;
constexpr unsigned most_of_a_part = 59;

/// Reads from the front of a text; what is not there leaves it as it was.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_{text} {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool is_next(std::string_view any) const { return !at_end() && any.find(rest_[0]) != any.npos; }

    bool take(char c)
    {
        if (at_end() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::optional<unsigned> number()
    {
        constexpr std::size_t most_digits = 3;
        const auto digits = take_up_to(rest_.find_first_not_of("0123456789"));
        if (digits.empty() || digits.size() > most_digits) return {};
        unsigned value = 0;
        for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
        return value;
    }

    /// "GMT" or "<-02>"; empty where there is none.
    std::string_view abbreviation()
    {
        if (!take('<')) return known(take_up_to(rest_.find_first_of("<+-0123456789,")));
        const auto name = take_up_to(rest_.find('>'));
        return take('>') ? known(name) : std::string_view{};
    }

    /// "[+-]H[:MM[:SS]]".
    std::optional<Seconds> time(unsigned most_hours)
    {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hour = number();
        if (!hour || *hour > most_hours) return {};
        Seconds value = std::chrono::hours{*hour};
        for (Seconds unit = 1min; unit >= 1s && take(':'); unit /= 60) {
            const auto part = number();
            if (!part || *part > most_of_a_part) return {};
            value += *part * unit;
        }
        return negative ? -value : value;
    }

  private:
    static std::string_view known(std::string_view name) { return is_abbreviation(name) ? name : std::string_view{}; }
    std::string_view take_up_to(std::size_t end)
    {
        const auto taken = rest_.substr(0, end);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest_;
};

/// ",M3.5.0/1": the last Sunday of March at 01:00. The zone data knows no other form of a date.
bool read_date(Reader& in, YearlyChange& change)
{
    if (!in.take(',') || !in.take('M')) return false;
    const auto month_number = in.number();
    const auto week = in.take('.') ? in.number() : std::nullopt;
    const auto day = in.take('.') ? in.number() : std::nullopt;
    const auto time = in.take('/') ? in.time(most_hours_of_time) : usual_time;
    if (!month_number || !week || !day || !time) return false;
    change.month = month{*month_number};
    change.week = *week;
    change.weekday = weekday{*day};
    change.time = *time;
    return change.month.ok() && 1 <= change.week && change.week <= last_week_of_month && change.weekday.ok();
}

}  // namespace

sys_seconds YearlyChange::in(year year) const
{
    const sys_days date =
        week == last_week_of_month ? sys_days{year / month / weekday[last]} : sys_days{year / month / weekday[week]};
    return date + time - before;
}

std::optional<std::array<YearlyChange, 2>> parse_zone_rule(std::string_view text)
{
    Reader in{text};
    YearlyChange to_summer;
    YearlyChange to_winter;
    to_winter.abbreviation = in.abbreviation();
    const auto behind_utc = in.time(most_hours_of_offset);
    to_summer.abbreviation = in.abbreviation();
    if (!behind_utc || to_winter.abbreviation.empty() || to_summer.abbreviation.empty()) return {};
    const auto summer_behind_utc = in.is_next(",") ? *behind_utc - usual_saving : in.time(most_hours_of_offset);
    if (!summer_behind_utc) return {};
    to_summer.before = to_winter.after = -*behind_utc;
    to_summer.after = to_winter.before = -*summer_behind_utc;
    if (!read_date(in, to_summer) || !read_date(in, to_winter) || !in.at_end()) return {};
    return std::array{to_summer, to_winter};
}

bool is_steady_rule(std::string_view text)
{
    Reader in{text};
    return !in.abbreviation().empty() && in.time(most_hours_of_offset) && in.at_end();
}

bool is_abbreviation(std::string_view text)
{
    constexpr std::size_t least_characters = 3;
    const auto is_known = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
    };
    return text.size() >= least_characters && std::all_of(text.begin(), text.end(), is_known);
}

}  // namespace holdfast::hours
