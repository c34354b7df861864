#include "client/ui/measure/measure_questions.hpp"

#include <algorithm>

#include "client/ui/measure/measure_view.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

std::string_view without_blanks(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

MeasureQuestions::MeasureQuestions(const wire::Measure& measure, wire::MeasureChosen begun)
    : measure_{measure}, chosen_{std::move(begun)}
{
    if (chosen_.size() > measure_.items.size()) chosen_.clear();
}

Lines MeasureQuestions::beginning() const
{
    Lines lines{measure_name(measure_), sanitize_line(measure_.instruction),
                "Answer with the number before your choice. - leaves a question out, back goes to the one before, and "
                "Ctrl-C stops; what you have answered is kept."};
    if (!chosen_.empty() && !done())
        lines.push_back("It goes on with question " + std::to_string(chosen_.size() + 1) + " of " +
                        std::to_string(measure_.items.size()) + ".");
    return lines;
}

Lines MeasureQuestions::item() const
{
    const auto at = chosen_.size();
    Lines lines{item_words(measure_, at)};
    for (const auto& choice : measure::choices_of(measure_, at)) lines.push_back("   " + choice_words(choice));
    return lines;
}

std::string MeasureQuestions::prompt() const
{
    return std::to_string(chosen_.size() + 1) + " of " + std::to_string(measure_.items.size()) + " (" + values() + ")";
}

bool MeasureQuestions::asks_about_self_harm() const { return measure_.items[chosen_.size()].self_harm; }

Lines MeasureQuestions::answer(std::string_view line)
{
    const auto given = without_blanks(line);
    if (given == "back") {
        if (chosen_.empty()) return {"This is the first question."};
        chosen_.pop_back();
        return {};
    }
    if (given == "-") {
        chosen_.emplace_back();
        return {};
    }
    const auto& choices = measure::choices_of(measure_, chosen_.size());
    const auto found = std::ranges::find_if(
        choices, [&](const wire::MeasureChoice& one) { return std::to_string(one.value) == given; });
    if (found == choices.end()) return {"Please answer " + values() + "; - leaves the question out."};
    chosen_.emplace_back(static_cast<std::uint8_t>(found - choices.begin()));
    return {};
}

bool MeasureQuestions::told_of_self_harm() const
{
    if (chosen_.empty()) return false;
    wire::MeasureChosen alone(measure_.items.size());
    alone[chosen_.size() - 1] = chosen_.back();
    return measure::tells_of_self_harm(measure_, alone);
}

/// "0, 1, 2 or 3"
std::string MeasureQuestions::values() const
{
    const auto& choices = measure::choices_of(measure_, chosen_.size());
    std::string words;
    for (std::size_t i = 0; i < choices.size(); ++i)
        words.append(i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ").append(std::to_string(choices[i].value));
    return words;
}

}  // namespace holdfast::ui
