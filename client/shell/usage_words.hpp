// What to say of a command line that cannot be read: what is wrong, the nearest command, and where the help is.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::shell {

/// The word among `known` that `typed` may have been meant for; empty where none is near, or two are.
[[nodiscard]] std::string nearest_word(std::string_view typed, const std::vector<std::string>& known);

/// A sentence, safe, that ends with "See: holdfast … --help".
[[nodiscard]] std::string usage_words(const CLI::App& app, const CLI::ParseError& error);

}  // namespace holdfast::shell
