// Answers about hours in people's own words, one a line, until the interview is done; what was agreed on is in the
// notation.
#include "client/ui/hours_answers.hpp"

#include "client/ui/hours_interview.hpp"
#include "protocol/hours/grammar.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

void check_words(std::string_view words)
{
    if (const auto days = ui::parse_days(words))
        require(!days->empty() && *days->begin() >= 1 && *days->rbegin() <= 7, "a day is on no week");
    if (const auto times = ui::parse_times(words)) {
        require(!times->empty() && *times == hours::united(*times), "times overlap");
        require(ui::parse_times(ui::times_words(*times)) == times, "times have two readings");
    }
    if (const auto dates = ui::parse_dates_off(words))
        require(dates->from.ok() && dates->to.ok() && dates->from <= dates->to, "dates are in no order");
    (void)ui::parse_yes_no(words);
}

void check_agreed(const ui::AgreedHours& agreed)
{
    const auto text = agreed.rules();
    const auto rules = hours::parse_rules(text);
    if (!rules) return require(rules.error().code == Errc::too_large, "hours that were agreed on cannot be read");
    require(hours::to_text(*rules) == text, "hours that were agreed on are not canonical");
}

}  // namespace

void hours_answers(BytesView input)
{
    auto text = as_text(input);
    ui::HoursInterview interview{std::nullopt, "Europe/London"};
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
