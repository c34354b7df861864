#include "client/ui/experiment/experiment_questions.hpp"

#include <charconv>

#include "client/ui/experiment/experiment_view.hpp"
#include "client/ui/input/date_words.hpp"
#include "client/ui/input/question_words.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::ui {
namespace {

constexpr const char* quantity_wanted =
    "Write a whole number from 0 to 100, or a number with what it counts, such as 10 minutes.";

/// What Enter keeps, or that it leaves the answer out where it may be.
std::string with_kept(std::string question, const std::string& before, bool needed)
{
    if (!needed) return keeping(std::move(question), before);
    return before.empty() ? question : question + " (Enter keeps \"" + before + "\")";
}

std::string dates_before(const client::ExperimentWords& words)
{
    if (!words.from || !words.to) return {};
    const auto first = hours::show_date(*words.from, Date{});
    return *words.from == *words.to ? first : first + " to " + hours::show_date(*words.to, Date{});
}

}  // namespace

std::optional<TypedQuantity> parse_quantity(std::string_view text)
{
    const auto given = trimmed(text);
    TypedQuantity quantity;
    const auto [end, failed] = std::from_chars(given.data(), given.data() + given.size(), quantity.number);
    if (failed != std::errc{}) return std::nullopt;
    const auto rest = given.substr(static_cast<std::size_t>(end - given.data()));
    const auto unit = trimmed(rest);
    if (!unit.empty() && unit != "%") quantity.unit = unit;
    const bool is_one_word = !rest.empty() && rest.front() != ' ' && unit != "%";
    const bool fits = quantity.number <= wire::highest_number(quantity.unit) &&
                      quantity.unit.size() <= wire::max_experiment_unit_bytes && !is_one_word;
    return fits ? std::optional{quantity} : std::nullopt;
}

std::optional<std::uint32_t> parse_on_scale(std::string_view text, const std::string& unit)
{
    const auto given = trimmed(text);
    std::uint32_t number = 0;
    const auto [end, failed] = std::from_chars(given.data(), given.data() + given.size(), number);
    if (failed != std::errc{} || number > wire::highest_number(unit)) return std::nullopt;
    const auto rest = trimmed(given.substr(static_cast<std::size_t>(end - given.data())));
    const bool fits = rest.empty() || rest == unit || (unit.empty() && rest == "%");
    return fits ? std::optional{number} : std::nullopt;
}

wire::Experiment experiment_from(const client::ExperimentWords& words, const MessageId& of)
{
    const Date none{};
    return {of, words.words, words.unit, words.number, words.plan, words.from.value_or(none), words.to.value_or(none)};
}

client::ExperimentWords words_from(const wire::Experiment& experiment)
{
    return {experiment.prediction, experiment.unit, experiment.number, experiment.plan, experiment.from, experiment.to};
}

ExperimentQuestions::ExperimentQuestions(client::ExperimentWords begun, const Date& today)
    : words_{std::move(begun)}, asked_{Ask::expected, Ask::sure, Ask::plan, Ask::dates}, today_{today}
{
}

ExperimentQuestions::ExperimentQuestions(client::ExperimentWords begun, wire::ExperimentPart part, std::string unit)
    : words_{std::move(begun)}, unit_{std::move(unit)}, today_{}
{
    if (part == wire::ExperimentPart::result)
        asked_ = {Ask::happened, Ask::came_true};
    else
        asked_ = {Ask::learned};
}

std::string ExperimentQuestions::question() const
{
    const auto before = sanitize_line(words_.words);
    switch (asked_[at_]) {
        case Ask::expected: return with_kept("What do you expect to happen", before, true);
        case Ask::sure:
            return with_kept("How sure are you, 0 to 100; or a number with what it counts, such as 10 minutes",
                             words_.number ? quantity_words(*words_.number, words_.unit) : std::string{}, false);
        case Ask::plan: return with_kept("What will you try", sanitize_line(words_.plan), true);
        case Ask::dates:
            return with_kept("When: a date, or the first and the last, such as 3 Mar to 6 Mar", dates_before(words_),
                             true);
        case Ask::happened: return with_kept("What happened", before, false);
        case Ask::came_true:
            return with_kept(unit_.empty() ? std::string{"How much of what you expected came true, 0 to 100"}
                                           : "How many " + sanitize_line(unit_),
                             words_.number ? quantity_words(*words_.number, unit_) : std::string{}, false);
        case Ask::learned: return with_kept("What did you learn", before, true);
    }
    return {};
}

Lines ExperimentQuestions::answer(std::string_view line)
{
    const auto given = trimmed(line);
    if (!given.empty())
        if (const auto unusable = unusable_words(given)) return {*unusable};
    Lines why;
    switch (asked_[at_]) {
        case Ask::expected:
        case Ask::happened:
        case Ask::learned: why = take_words(words_.words, given); break;
        case Ask::plan: why = take_words(words_.plan, given); break;
        case Ask::sure: why = take_number(given); break;
        case Ask::came_true: why = take_result(given); break;
        case Ask::dates: why = take_dates(given); break;
    }
    if (why.empty()) ++at_;
    return why;
}

void ExperimentQuestions::add_unfinished(std::string_view line)
{
    if (done() || trimmed(line).empty() || unusable_words(line) || line.size() > wire::max_experiment_words_bytes)
        return;
    const auto ask = asked_[at_];
    if (ask == Ask::plan) words_.plan = line;
    if (ask == Ask::expected || ask == Ask::happened || ask == Ask::learned) words_.words = line;
}

/// What happened may be said in a number alone.
Lines ExperimentQuestions::take_words(std::string& place, std::string_view given)
{
    const bool may_be_empty = asked_[at_] == Ask::happened;
    if (auto too_long = too_long_for(given, wire::max_experiment_words_bytes); !too_long.empty()) return too_long;
    if (given == "-" && may_be_empty) return place.clear(), Lines{};
    if (!given.empty()) return place = given, Lines{};
    if (place.empty() && !may_be_empty) return {"Please answer in a few words; Ctrl-C leaves it, and keeps the rest."};
    return {};
}

Lines ExperimentQuestions::take_number(std::string_view given)
{
    if (given.empty()) return {};
    if (given == "-") return words_.number.reset(), words_.unit.clear(), Lines{};
    const auto quantity = parse_quantity(given);
    if (!quantity) return {quantity_wanted};
    words_.number = quantity->number;
    words_.unit = quantity->unit;
    return {};
}

Lines ExperimentQuestions::take_result(std::string_view given)
{
    if (given == "-") words_.number.reset();
    const auto number = given.empty() || given == "-" ? words_.number : parse_on_scale(given, unit_);
    if (!number && !given.empty() && given != "-")
        return {unit_.empty() ? "Write a whole number from 0 to 100."
                              : "Write a whole number of " + sanitize_line(unit_) + "."};
    if (!number && words_.words.empty()) return {"Please say what happened, in words or by a number."};
    words_.number = number;
    return {};
}

Lines ExperimentQuestions::take_dates(std::string_view given)
{
    if (given.empty() && words_.from && words_.to) return {};
    const auto dates = parse_dates(given, today_);
    if (!dates) return {dates_wanted};
    const std::chrono::sys_days from{dates->from};
    const std::chrono::sys_days to{dates->to};
    if (to - from >= wire::max_experiment_days)
        return {"An experiment is small: its days span " + std::to_string(wire::max_experiment_days.count()) +
                " at most."};
    words_.from = dates->from;
    words_.to = dates->to;
    return {};
}

}  // namespace holdfast::ui
