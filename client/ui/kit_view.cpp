#include "client/ui/kit_view.hpp"

#include <algorithm>
#include <utility>

#include "client/ui/sanitize.hpp"

namespace holdfast::ui {

Lines kit_lines(const client::show::Kit& kit)
{
    constexpr std::size_t a_line = 4;
    Lines lines{"Holdfast recovery kit", ""};
    std::string line;
    for (std::size_t i = 0; i < kit.words.size(); ++i) {
        auto word = std::to_string(i + 1) + " " + sanitize_line(kit.words[i]);
        constexpr std::size_t column = 18;
        word.resize(std::max(word.size() + 1, column), ' ');
        line += word;
        if (i % a_line != a_line - 1 && i + 1 != kit.words.size()) continue;
        while (!line.empty() && line.back() == ' ') line.pop_back();
        lines.push_back("  " + std::exchange(line, {}));
    }
    lines.insert(lines.end(), {"", "Print this page and keep it where only you can find it. Whoever has it can be you.",
                               "One way: holdfast recovery kit > kit.txt, print kit.txt, then delete it.",
                               "With it you come back, on a new device or on this one: holdfast restore"});
    return lines;
}

std::string numbers_words(const std::vector<std::size_t>& groups)
{
    std::string words;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i > 0) words += i + 1 == groups.size() ? " and " : ", ";
        words += std::to_string(groups[i]);
    }
    return words;
}

}  // namespace holdfast::ui
