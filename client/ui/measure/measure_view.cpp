#include "client/ui/measure/measure_view.hpp"

#include <algorithm>

#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

std::string counted(std::size_t count, std::string_view one)
{
    return std::to_string(count) + " " + std::string{one} + (count == 1 ? "" : "s");
}

std::string joined_choices(const std::vector<wire::MeasureChoice>& choices)
{
    std::string words;
    for (const auto& choice : choices) words.append(words.empty() ? "" : "; ").append(choice_words(choice));
    return words;
}

std::string scoring_words(const wire::Measure& measure)
{
    const auto range = measure::totals_of(measure);
    std::string words = "Scored on both devices: the sum of the numbers";
    if (measure.factor > 1) words += ", times " + std::to_string(measure.factor);
    words += ", " + std::to_string(range.lowest) + " to " + std::to_string(range.highest) + ".";
    if (measure.needed == measure.items.size()) return words + " Every question has to be answered for it.";
    words += " At least " + std::to_string(measure.needed) + " questions have to be answered for it; the others count ";
    return words + (measure.missing == wire::MissingItems::mean ? "as the mean of these." : "nothing.");
}

std::string range_words(const wire::MeasureBand& band)
{
    if (band.from == band.to) return std::to_string(band.from);
    return std::to_string(band.from) + " to " + std::to_string(band.to);
}

/// "6 of 8 questions are answered", and what that means for the total.
std::string missing_words(const wire::Measure& measure, const measure::Score& score)
{
    auto words = std::to_string(score.answered) + " of " + std::to_string(score.items) + " questions are answered";
    if (!score.total) return words + "; it takes " + std::to_string(measure.needed) + " for a total, so there is none.";
    if (measure.missing == wire::MissingItems::mean) return words + "; the others count as the mean of these.";
    return words + "; the others count nothing.";
}

std::string total_words(const measure::Score& score)
{
    return std::to_string(*score.total) + " of " + std::to_string(score.range.highest);
}

const wire::MeasureChoice* choice_of(const wire::Measure& measure, const wire::MeasureChosen& chosen, std::size_t item)
{
    return chosen[item] ? &measure::choices_of(measure, item)[*chosen[item]] : nullptr;
}

bool is_of_self_harm(const wire::Measure& measure, const wire::MeasureChosen& chosen, std::size_t item)
{
    wire::MeasureChosen alone(chosen.size());
    alone[item] = chosen[item];
    return measure::tells_of_self_harm(measure, alone);
}

}  // namespace

std::string measure_name(const wire::Measure& measure)
{
    return sanitize_line(measure.name) + " (" + sanitize_line(measure.title) + ")";
}

std::string choice_words(const wire::MeasureChoice& choice)
{
    auto words = std::to_string(choice.value);
    return choice.words.empty() ? words : words + ": " + sanitize_line(choice.words);
}

std::string item_words(const wire::Measure& measure, std::size_t item)
{
    const auto& words = measure.items[item].words;
    const auto number = std::to_string(item + 1);
    return words.empty() ? "Question " + number + " of your form" : number + ". " + sanitize_line(words);
}

Lines measure_lines(const wire::Measure& measure)
{
    Lines lines{measure_name(measure) + ":", sanitize_line(measure.instruction)};
    for (std::size_t i = 0; i < measure.items.size(); ++i) {
        lines.push_back(item_words(measure, i));
        if (!measure.items[i].choices.empty()) lines.push_back("   " + joined_choices(measure.items[i].choices));
    }
    if (!measure.choices.empty()) lines.push_back("To choose from: " + joined_choices(measure.choices) + ".");
    lines.push_back(scoring_words(measure));
    for (const auto& band : measure.bands)
        lines.push_back("   " + range_words(band) + ": the publishers call it " + sanitize_line(band.words));
    lines.push_back("From: " + sanitize_line(measure.source));
    lines.push_back("Terms: " + sanitize_line(measure.licence));
    return lines;
}

Lines chosen_lines(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    Lines lines;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto* choice = choice_of(measure, chosen, i);
        lines.push_back(item_words(measure, i));
        lines.push_back("   " + (choice ? choice_words(*choice) : std::string{"left out"}));
    }
    return lines;
}

Lines result_lines(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    const auto score = measure::score(measure, chosen);
    Lines lines;
    if (!score.is_whole()) lines.push_back(missing_words(measure, score));
    if (!score.total) return lines;
    auto words = total_words(score);
    if (score.band) words += ": in the range the publishers call " + sanitize_line(measure.bands[*score.band].words);
    lines.push_back(words + ".");
    return lines;
}

std::string result_words(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    const auto score = measure::score(measure, chosen);
    const auto answered = std::to_string(score.answered) + " of " + std::to_string(score.items) + " answered";
    if (!score.total) return "not scored: " + answered;
    auto words = total_words(score);
    if (score.band) words += ", in the range the publishers call " + sanitize_line(measure.bands[*score.band].words);
    return score.is_whole() ? words : words + " (" + answered + ")";
}

Lines offer_lines(const wire::MeasureOffer& offer)
{
    return {"Questionnaire: " + measure_name(offer.measure) + ", " + counted(offer.measure.items.size(), "question") +
            "."};
}

Lines answers_lines(const wire::MeasureAnswers& answers, const wire::Measure* known)
{
    const bool fits = known && measure::check_chosen(*known, answers.chosen).has_value();
    if (!fits)
        return {
            "Answers to a questionnaire that was offered on another device. This one does not have its "
            "questions, so it cannot show them."};
    Lines lines{"Answers to " + measure_name(*known)};
    for (auto& line : result_lines(*known, answers.chosen)) lines.push_back(std::move(line));
    for (auto& line : chosen_lines(*known, answers.chosen)) lines.push_back(std::move(line));
    return lines;
}

std::string measure_state(const client::MeasureView& view, const client::ConversationView& with, const Here& here)
{
    auto words = sanitize_line(view.measure->name) + ", offered " + instant_words(view.offered, {}, here);
    if (view.answered)
        return words + ", answered " + instant_words(*view.answered, {}, here) + ": " +
               result_words(*view.measure, view.chosen);
    if (with.mine) return words + ": no answer yet";
    if (view.begun.empty()) return words + ": open";
    return words + ": begun, " + std::to_string(view.begun.size()) + " of " +
           std::to_string(view.measure->items.size()) + " questions";
}

Lines measure_list(const std::vector<client::MeasureView>& views, const client::ConversationView& with,
                   const Here& here)
{
    Lines lines;
    for (const auto& view : views) lines.push_back(measure_state(view, with, here));
    return lines;
}

Lines before_self_harm(const client::ConversationView& with, const client::Outlook& outlook, const Here& here)
{
    const auto name = who(with);
    const auto promise = is_suspended(with, outlook) ? std::nullopt : outlook.promise;
    return {"Nobody sees your answer to the next question before " + name + " reads it. " +
            promise_sentence(promise, outlook.zone, name, here)};
}

Lines read_first_lines(const wire::Measure& measure, const wire::MeasureChosen& chosen, std::string_view who)
{
    Lines lines{"To be read first: " + sanitize_name(who) + "'s answers to " + sanitize_line(measure.name) + "."};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!is_of_self_harm(measure, chosen, i)) continue;
        lines.push_back(item_words(measure, i));
        lines.push_back("   " + choice_words(*choice_of(measure, chosen, i)));
    }
    return lines;
}

}  // namespace holdfast::ui
