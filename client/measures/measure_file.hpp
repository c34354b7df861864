// The definition of a questionnaire as a plain file in TOML: what a practice writes, and what is shipped. What is wrong
// with one is said with its line. client/README.md, "Questionnaires of your own".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/wire/measure.hpp"

namespace holdfast::measure {

inline constexpr std::size_t max_file_bytes = std::size_t{64} << 10;

struct FileProblem {
    std::size_t line = 0;  ///< from 1; 0: of the whole file
    std::string words;     ///< sentences; they may repeat names that stand in the file
};

/// A definition that passes check(), or what is wrong.
[[nodiscard]] std::variant<wire::Measure, FileProblem> parse_file(std::string_view text);

}  // namespace holdfast::measure
