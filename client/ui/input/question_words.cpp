#include "client/ui/input/question_words.hpp"

#include "client/ui/sanitize.hpp"

namespace holdfast::ui {

std::string keeping(std::string question, const std::string& before, std::string_view otherwise)
{
    if (before.empty()) return question + " (" + std::string{otherwise} + ")";
    return question + " (Enter keeps \"" + sanitize_line(before) + "\", - leaves it out)";
}

Lines too_long_for(std::string_view given, std::size_t most)
{
    if (given.size() <= most) return {};
    return {"This has " + std::to_string(given.size()) + " bytes; there is room for " + std::to_string(most) + "."};
}

void put_answer(std::string& place, std::string_view given)
{
    if (!given.empty()) place = given == "-" ? std::string_view{} : given;
}

}  // namespace holdfast::ui
