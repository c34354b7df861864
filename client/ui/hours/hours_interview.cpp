#include "client/ui/hours/hours_interview.hpp"

#include <algorithm>
#include <charconv>

#include "client/ui/contacts.hpp"
#include "client/ui/hours/rules_words.hpp"
#include "client/ui/input/date_words.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"
#include "protocol/hours/zone/zone_search.hpp"

namespace holdfast::ui {
namespace {

using namespace std::chrono;
using hours::Rule;

constexpr int longest_notice = 92;  // hours::max_notice in days
static_assert(days{longest_notice} == hours::max_notice);
constexpr std::size_t most_contacts = 10;

std::string list_days(const std::set<unsigned>& days)
{
    std::string words;
    for (const auto day : days) words.append(words.empty() ? "" : ", ").append(day_name(day));
    return words;
}

/// Rules about dates in words; in the notation where there are none for them.
std::string other_words(const std::vector<Rule>& rules, hours::Wording wording)
{
    std::string all;
    for (const auto& rule : rules) {
        const auto text = to_text(rule);
        all.append(all.empty() ? "" : "; ").append(rule_words(rule, wording).value_or(sanitize_line(text)));
    }
    return all;
}

std::optional<int> days_count(std::string_view words)
{
    words = trimmed(words.substr(0, words.find_first_not_of("0123456789")));
    int value = 0;
    const auto [end, failed] = std::from_chars(words.data(), words.data() + words.size(), value);
    if (words.empty() || failed != std::errc{} || value > longest_notice) return {};
    return value;
}

}  // namespace

std::string AgreedHours::rules() const
{
    std::vector<Rule> list;
    for (const auto& [day, times] : week) {
        Rule rule;
        rule.weekdays = {{day, day, {}}};
        rule.times = times;
        list.push_back(std::move(rule));
    }
    list = hours::tidy(std::move(list));
    list.insert(list.end(), other.begin(), other.end());
    if (off_on_holidays) {
        Rule off;
        off.holidays = true;
        off.state = hours::RuleState::off;
        list.push_back(std::move(off));
    }
    return to_text(hours::Rules{std::move(list)});
}

HoursInterview::HoursInterview(const std::optional<wire::HoursVersion>& now, std::string zone, const Date& today,
                               hours::Wording wording)
    : today_{today}, wording_{wording}
{
    at_.hours.zone = std::move(zone);
    at_.hours.notice_period = hours::default_notice;
    if (!now) return;
    if (!now->zone.empty()) at_.hours.zone = now->zone;
    at_.hours.notice_period = now->notice_period;
    at_.hours.contacts = now->contacts;
    has_holidays_ = !now->holidays.empty();
    const auto rules = hours::parse_rules(now->rules);
    if (!rules) return;
    auto sorted = sorted_rules(*rules);
    off_on_holidays_now_ = sorted.off_on_holidays;
    other_now_ = std::move(sorted.other);
    week_now_ = std::move(sorted.week);
}

std::set<unsigned> HoursInterview::usual_days() const
{
    std::set<unsigned> days;
    for (const auto& [day, times] : week_now_) days.insert(day);
    return days;
}

/// As it was; else as on the day asked about before.
hours::Times HoursInterview::usual_times(unsigned day) const
{
    if (const auto known = week_now_.find(day); known != week_now_.end()) return known->second;
    const auto& week = at_.hours.week;
    const auto after = week.lower_bound(day);
    return after == week.begin() ? hours::Times{} : std::prev(after)->second;
}

Question HoursInterview::question() const
{
    const auto yes_no = [](bool yes) { return std::string{yes ? "yes" : "no"}; };
    switch (at_.ask) {
        case Ask::zone: return {"In which time zone do you work? For example Europe/London.", at_.hours.zone};
        case Ask::days:
            return {"On which days do you read messages? For example: Mon, Wed and Fri; or Mon to Fri.",
                    list_days(usual_days())};
        case Ask::times: {
            const auto usual = usual_times(at_.day);
            return {"When on " + day_name(at_.day) + "? For example 9:00 to 12:00; or 9 to 12 and 14 to 16.",
                    usual.empty() ? std::string{} : times_words(usual, wording_)};
        }
        case Ask::holidays: return {"Are you closed on public holidays?", yes_no(off_on_holidays_now_)};
        case Ask::other: return {"Your hours also say: " + other_words(other_now_, wording_) + ". Keep that?", "yes"};
        case Ask::days_off:
            return {"Are there dates without a window? For example 24 Dec, or 1 Aug to 14 Aug; one at a time.",
                    "no more"};
        case Ask::notice:
            return {"How many days before you give fewer hours are your clients told? 0 to 92.",
                    std::to_string(floor<days>(at_.hours.notice_period).count())};
        case Ask::keep_contacts: {
            std::string known;
            for (const auto& contact : at_.hours.contacts)
                known.append(known.empty() ? "" : "; ").append(contact_words(contact, wording_));
            return {"While you are closed your clients see: " + known + ". Keep that?", "yes"};
        }
        case Ask::contacts:
            return {"Whom can they turn to while you are closed? NAME: NUMBER, one at a time.", "no more"};
        case Ask::agree: break;
    }
    return {"Is that right?", "yes"};
}

Lines HoursInterview::answer(std::string_view words)
{
    words = trimmed(words);
    if (words == "stop" || words == "quit") {
        state_ = State::left;
        return {};
    }
    if (words == "back") {
        if (before_.empty()) return {"This is the first question."};
        at_ = std::move(before_.back());
        before_.pop_back();
        return {};
    }
    const auto asked = question();
    if (words.empty() && asked.suggestion.empty())
        return {"Please answer, or write stop to leave; nothing has changed."};
    auto place = at_;
    auto problem = take(words.empty() ? std::string_view{asked.suggestion} : words);
    if (problem.empty() && !at_.hours.week.empty() && !hours::parse_rules(at_.hours.rules()))
        problem = {"That is more than hours can hold. Give fewer windows, or drop what your hours say besides."};
    if (!problem.empty()) {
        at_ = std::move(place);
        return problem;
    }
    before_.push_back(std::move(place));
    return state_ == State::asking && at_.ask == Ask::agree ? summary() : Lines{};
}

Lines HoursInterview::take(std::string_view words)
{
    switch (at_.ask) {
        case Ask::zone: return take_zone(words);
        case Ask::days: return take_days(words);
        case Ask::times: return take_times(words);
        case Ask::days_off: return take_day_off(words);
        case Ask::notice: return take_notice(words);
        case Ask::contacts: return take_contact(words);
        case Ask::holidays:
        case Ask::other:
        case Ask::keep_contacts:
        case Ask::agree: break;
    }
    return take_yes_no(words);
}

Lines HoursInterview::take_zone(std::string_view words)
{
    const auto zone = hours::zone_called(words);
    if (!zone) return {sentence(hours::zone_names().empty() ? Errc::no_zone_data : Errc::unknown_zone)};
    at_.hours.zone = zone->name();
    at_.ask = Ask::days;
    return {};
}

Lines HoursInterview::take_days(std::string_view words)
{
    const auto days = parse_days(words);
    if (!days) return {"Those days were not understood. Write their names, such as Mon, Wed and Fri."};
    at_.days = *days;
    at_.hours.week.clear();
    at_.day = *days->begin();
    at_.ask = Ask::times;
    return {};
}

Lines HoursInterview::take_times(std::string_view words)
{
    auto times = parse_times(words);
    if (!times)
        return {
            "Those times were not understood. Write a beginning and an end, such as 9:00 to 12:00; two windows of a "
            "day may not overlap."};
    at_.hours.week[at_.day] = *std::move(times);
    const auto next = at_.days.upper_bound(at_.day);
    if (next != at_.days.end())
        at_.day = *next;
    else
        ask_after_week();
    return {};
}

void HoursInterview::ask_after_week()
{
    if (has_holidays_)
        at_.ask = Ask::holidays;
    else
        ask_after_holidays();
}

void HoursInterview::ask_after_holidays() { at_.ask = other_now_.empty() ? Ask::days_off : Ask::other; }

Lines HoursInterview::take_day_off(std::string_view words)
{
    if (words == "no more" || words == "no" || words == "none") {
        at_.ask = Ask::notice;
        return {};
    }
    const auto dates = parse_dates(words, today_);
    if (!dates) return {std::string{"Those dates were not understood. "} + dates_wanted};
    if (dates->from == dates->to)
        at_.hours.cancellations.push_back({dates->from, {}});
    else
        at_.hours.leaves.push_back({dates->from, dates->to, {}});
    return {};
}

Lines HoursInterview::take_notice(std::string_view words)
{
    const auto count = days_count(words);
    if (!count) return {"Write a number of days, from 0 to 92."};
    at_.hours.notice_period = days{*count};
    at_.ask = at_.hours.contacts.empty() ? Ask::contacts : Ask::keep_contacts;
    return {};
}

Lines HoursInterview::take_contact(std::string_view words)
{
    if (words == "no more" || words == "no" || words == "none") {
        at_.ask = Ask::agree;
        return {};
    }
    const auto colon = words.find(':');
    const auto name = trimmed(words.substr(0, colon));
    const auto reach = colon == std::string_view::npos ? std::string_view{} : trimmed(words.substr(colon + 1));
    if (name.empty() || reach.empty()) return {"Write a name, a colon and a number, such as Samaritans: 116 123."};
    if (at_.hours.contacts.size() >= most_contacts) return {"That is enough: ten can be shown."};
    at_.hours.contacts.push_back({std::string{name}, std::string{reach}});
    return {};
}

Lines HoursInterview::take_yes_no(std::string_view words)
{
    const auto yes = parse_yes_no(words);
    if (!yes) return {"Please answer yes or no."};
    if (at_.ask == Ask::holidays) {
        at_.hours.off_on_holidays = *yes;
        ask_after_holidays();
    } else if (at_.ask == Ask::other) {
        at_.hours.other = *yes ? other_now_ : std::vector<Rule>{};
        at_.ask = Ask::days_off;
    } else if (at_.ask == Ask::keep_contacts) {
        if (!*yes) at_.hours.contacts.clear();
        at_.ask = *yes ? Ask::agree : Ask::contacts;
    } else if (*yes) {
        state_ = State::done;
    } else {
        at_.ask = Ask::zone;
        at_.hours.leaves.clear();
        at_.hours.cancellations.clear();
    }
    return {};
}

Lines HoursInterview::summary() const
{
    const auto& hours = at_.hours;
    Lines lines{"Your hours, in the time of " + sanitize_line(hours.zone) + ":"};
    for (unsigned day = 1; day <= hours::days_per_week; ++day) {
        const auto times = hours.week.find(day);
        lines.push_back("  " + day_name(day) + ": " +
                        times_words(times == hours.week.end() ? hours::Times{} : times->second, wording_));
    }
    if (hours.off_on_holidays) lines.emplace_back("  Public holidays: closed");
    if (!hours.other.empty()) lines.push_back("  Kept: " + other_words(hours.other, wording_));
    for (const auto& leave : hours.leaves)
        lines.push_back("  No windows from " + hours::show_date(leave.from, today_, wording_) + " to " +
                        hours::show_date(leave.to, today_, wording_));
    for (const auto& one : hours.cancellations)
        lines.push_back("  No window on " + hours::show_date(one.date, today_, wording_));
    lines.push_back("Fewer hours take effect " +
                    (hours.notice_period == Seconds{0}
                         ? std::string{"at once."}
                         : duration_words(hours.notice_period) + " after you publish them."));
    for (const auto& contact : hours.contacts)
        lines.push_back("Shown while closed: " + contact_words(contact, wording_));
    if (hours.contacts.empty())
        lines.emplace_back("Shown while closed: no number but the emergency one. back adds one of your practice.");
    return lines;
}

}  // namespace holdfast::ui
