#include "client/ui/notes/note_prompts.hpp"

#include <algorithm>
#include <array>

#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

constexpr std::array<std::string_view, 4> prompts{"What happened", "How strong was it, 0 to 10", "What I did",
                                                  "What comes next"};

}  // namespace

NotePrompts::NotePrompts(std::vector<std::string> begun) : answers_{std::move(begun)}
{
    answers_.resize(prompts.size());
}

bool NotePrompts::done() const noexcept { return at_ >= prompts.size(); }

std::string NotePrompts::question() const
{
    const std::string prompt{prompts.at(at_)};
    const auto& before = answers_[at_];
    if (before.empty()) return prompt + " (Enter leaves it out)";
    return prompt + " (Enter keeps \"" + sanitize_line(before) + "\", - leaves it out)";
}

Lines NotePrompts::answer(std::string_view line)
{
    const auto given = trimmed(line);
    if (!given.empty() && given != "-")
        if (const auto unusable = unusable_words(given)) return {*unusable};
    if (!given.empty()) answers_[at_] = given == "-" ? std::string_view{} : given;
    ++at_;
    return {};
}

std::string NotePrompts::text() const
{
    std::string text;
    for (std::size_t i = 0; i < prompts.size(); ++i)
        if (!answers_[i].empty())
            text.append(text.empty() ? "" : "\n").append(prompts.at(i)).append(": ").append(answers_[i]);
    return text;
}

}  // namespace holdfast::ui
