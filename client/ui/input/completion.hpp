// The rest of a word that was begun: the names of commands, and names of people after /with. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui {

struct Completion {
    std::string line;                  ///< as far as all that fit agree
    std::vector<std::string> choices;  ///< those that fit, where there are several
};

/// `line` is the text up to the cursor. Unchanged where nothing fits, and where it is no command.
[[nodiscard]] Completion completed(std::string_view line, const std::vector<std::string>& commands,
                                   const std::vector<std::string>& people);

}  // namespace holdfast::ui
