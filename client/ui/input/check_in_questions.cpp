#include "client/ui/input/check_in_questions.hpp"

#include <algorithm>
#include <array>

#include "client/ui/input/question_words.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

constexpr std::array<std::string_view, 3> ratings{"mood", "sleep", "anxiety"};
constexpr std::size_t feelings = ratings.size();
constexpr std::size_t note = feelings + 1;
constexpr std::uint8_t highest = 10;

const wire::Rating* rating_of(const wire::CheckIn& check_in, std::string_view name)
{
    const auto found = std::ranges::find(check_in.ratings, name, &wire::Rating::name);
    return found == check_in.ratings.end() ? nullptr : &*found;
}

}  // namespace

bool CheckInQuestions::done() const noexcept { return at_ > note; }

std::string CheckInQuestions::question() const
{
    if (at_ == feelings) return keeping("Feelings, with commas between them", joined(check_in_.feelings, ", "));
    if (at_ == note) return keeping("Anything you want to add", check_in_.note);
    const auto* before = rating_of(check_in_, ratings.at(at_));
    return keeping(std::string{ratings.at(at_)} + ", 0 to 10", before ? std::to_string(before->value) : "");
}

Lines CheckInQuestions::answer(std::string_view line)
{
    const auto given = trimmed(line);
    const bool leaves_out = given == "-";
    if (!given.empty() && !leaves_out) {
        if (const auto unusable = unusable_words(given)) return {*unusable};
        if (at_ < feelings) return take_rating(given);
    }
    if (leaves_out && at_ < feelings)
        std::erase_if(check_in_.ratings, [&](const wire::Rating& one) { return one.name == ratings.at(at_); });
    if (!given.empty() && at_ == feelings) check_in_.feelings = leaves_out ? Lines{} : comma_parts(given);
    if (at_ == note) put_answer(check_in_.note, given);
    ++at_;
    return {};
}

void CheckInQuestions::add_unfinished(std::string_view line)
{
    if (at_ == note && !line.empty() && !unusable_words(line)) check_in_.note = line;
}

Lines CheckInQuestions::take_rating(std::string_view answer)
{
    const auto name = std::string{ratings.at(at_)};
    const auto value = whole_number(answer);
    if (!value || *value > highest) return {name + " goes from 0 to 10, in whole numbers."};
    std::erase_if(check_in_.ratings, [&](const wire::Rating& one) { return one.name == name; });
    check_in_.ratings.push_back({name, static_cast<std::uint8_t>(*value), highest});
    ++at_;
    return {};
}

}  // namespace holdfast::ui
