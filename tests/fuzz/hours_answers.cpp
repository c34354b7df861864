// Answers about hours in people's own words, one per line, until the interview is done; what was agreed on is in the
// notation.
#include "client/ui/hours/hours_answers.hpp"

#include "client/ui/hours/hours_interview.hpp"
#include "client/ui/input/date_words.hpp"
#include "protocol/hours/notation/grammar.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

constexpr Date interview_day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{29}};

void check_words(std::string_view words)
{
    if (const auto days = ui::parse_days(words))
        require(!days->empty() && *days->begin() >= 1 && *days->rbegin() <= 7, "a day is on no week");
    if (const auto times = ui::parse_times(words)) {
        require(!times->empty() && *times == hours::united(*times), "times overlap");
        require(ui::parse_times(ui::times_words(*times)) == times, "times have two readings");
    }
    if (const auto times = ui::parse_times_of_day(words)) {
        std::string again;
        for (const auto minute : *times) again += ui::time_of_day(minute) + " ";
        require(ui::parse_times_of_day(again) == times, "times of day have two readings");
    }
    if (const auto dates = ui::parse_dates(words, interview_day))
        require(dates->from.ok() && dates->to.ok() && dates->from <= dates->to, "dates are in no order");
    (void)ui::parse_yes_no(words);
}

/// The first line may be hours as they were.
std::optional<wire::HoursVersion> hours_now(std::string_view& text)
{
    constexpr std::string_view mark = "now: ";
    if (!text.starts_with(mark)) return std::nullopt;
    const auto end = std::min(text.find('\n'), text.size());
    wire::HoursVersion version;
    version.zone = "Europe/London";
    version.rules = text.substr(mark.size(), end - mark.size());
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!hours::parse_rules(version.rules)) return std::nullopt;
    version.holidays = {interview_day};
    return version;
}

void check_agreed(const ui::AgreedHours& agreed)
{
    const auto text = agreed.rules();
    const auto rules = hours::parse_rules(text);
    require(rules.has_value(), "hours that were agreed on cannot be read");
    require(hours::to_text(*rules) == text, "hours that were agreed on are not canonical");
}

}  // namespace

void hours_answers(BytesView input)
{
    auto text = as_text(input);
    ui::HoursInterview interview{hours_now(text), "Europe/London", interview_day};
    while (!text.empty() && interview.state() == ui::HoursInterview::State::asking) {
        const auto words = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(words.size() + 1, text.size()));
        check_words(words);
        require(!interview.question().text.empty(), "a question asks nothing");
        (void)interview.answer(words);
    }
    if (interview.state() == ui::HoursInterview::State::done) check_agreed(interview.agreed());
}

}  // namespace holdfast::fuzz
