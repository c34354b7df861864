#include "client/ui/rhythm/due_questions.hpp"

#include <algorithm>

#include "client/ui/input/question_words.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::ui {
DueQuestions::DueQuestions(const client::DueView& due, const std::optional<wire::RhythmCheckIn>& begun)
    : terms_{due.version.terms}
{
    if (begun && begun->rhythm == due.version.hash && begun->due == due.due)
        answers_ = *begun;
    else if (begun && terms_.asks_note)
        answers_.check_in.note = begun->check_in.note;
    answers_.rhythm = due.version.hash;
    answers_.due = due.due;
    advance();
}

void DueQuestions::advance()
{
    if (at_feelings() && !terms_.asks_feelings) ++at_;
    if (at_ == terms_.items.size() + 1 && !terms_.asks_note) ++at_;
}

std::string DueQuestions::item_question() const
{
    const auto& item = terms_.items[at_];
    auto text = sanitize_line(item.name);
    if (!item.question.empty()) text += ": " + sanitize_line(item.question);
    text += " 0" + (item.low.empty() ? std::string{} : " (" + sanitize_line(item.low) + ")") + " to 10" +
            (item.high.empty() ? std::string{} : " (" + sanitize_line(item.high) + ")");
    const auto known = std::ranges::find(answers_.items, item.id);
    if (known == answers_.items.end()) return keeping(text, {});
    const auto index = static_cast<std::size_t>(known - answers_.items.begin());
    return keeping(text, std::to_string(answers_.check_in.ratings.at(index).value));
}

std::string DueQuestions::feelings_question() const
{
    std::string text = "Feelings, with commas between them";
    for (std::size_t i = 0; i < terms_.feelings.size(); ++i)
        text +=
            (i == 0 ? "; numbers or words: " : ", ") + std::to_string(i + 1) + " " + sanitize_line(terms_.feelings[i]);
    return keeping(text, joined(answers_.check_in.feelings, ", "));
}

std::string DueQuestions::question() const
{
    if (at_item()) return item_question();
    if (at_feelings()) return feelings_question();
    return keeping("Anything you want to add", answers_.check_in.note);
}

Lines DueQuestions::answer(std::string_view line)
{
    const auto given = trimmed(line);
    if (!given.empty() && given != "-")
        if (const auto unusable = unusable_words(given)) return {*unusable};
    auto said = at_item() ? take_number(given) : at_feelings() ? take_feelings(given) : take_note(given);
    if (!said.empty()) return said;
    ++at_;
    advance();
    return {};
}

void DueQuestions::add_unfinished(std::string_view line)
{
    const bool at_note = !at_item() && !at_feelings() && !done();
    if (at_note && !line.empty() && !unusable_words(line)) answers_.check_in.note = line;
}

void DueQuestions::leave_out(std::uint32_t id)
{
    const auto known = std::ranges::find(answers_.items, id);
    if (known == answers_.items.end()) return;
    answers_.check_in.ratings.erase(answers_.check_in.ratings.begin() + (known - answers_.items.begin()));
    answers_.items.erase(known);
}

Lines DueQuestions::take_number(std::string_view given)
{
    const auto& item = terms_.items[at_];
    if (given.empty()) return {};
    const auto value = whole_number(given);
    if (given != "-" && (!value || *value > wire::rhythm_highest))
        return {sanitize_line(item.name) + " goes from 0 to 10, in whole numbers."};
    leave_out(item.id);
    if (given == "-") return {};
    answers_.items.push_back(item.id);
    answers_.check_in.ratings.push_back({item.name, static_cast<std::uint8_t>(*value), wire::rhythm_highest});
    return {};
}

Lines DueQuestions::take_feelings(std::string_view given)
{
    if (given.empty()) return {};
    auto parts = given == "-" ? Lines{} : comma_parts(given);
    if (parts.size() > wire::max_rhythm_feelings)
        return {"There is room for " + std::to_string(wire::max_rhythm_feelings) + " feelings."};
    for (auto& part : parts) {
        const auto number = whole_number(part);
        if (number && *number >= 1 && *number <= terms_.feelings.size()) part = terms_.feelings[*number - 1];
        if (part.size() > wire::max_rhythm_feeling_bytes)
            return {"A feeling has room for " + std::to_string(wire::max_rhythm_feeling_bytes) +
                    " bytes. Longer words go into the note."};
    }
    answers_.check_in.feelings = std::move(parts);
    return {};
}

Lines DueQuestions::take_note(std::string_view given)
{
    put_answer(answers_.check_in.note, given);
    return {};
}

Result<wire::RhythmCheckIn> answers_by_name(const client::DueView& due, const wire::CheckIn& given)
{
    wire::RhythmCheckIn answers{due.version.hash, due.due, {}, given};
    for (const auto& rating : given.ratings) {
        const auto item = std::ranges::find(due.version.terms.items, rating.name, &wire::RhythmItem::name);
        if (item == due.version.terms.items.end() || std::ranges::count(answers.items, item->id) > 0)
            return Errc::not_due;
        answers.items.push_back(item->id);
    }
    return answers;
}

}  // namespace holdfast::ui
