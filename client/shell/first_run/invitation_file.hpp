// An invitation that is given as a picture: the path of a file, typed, pasted or dragged into the terminal.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace holdfast::shell {

/// The path that a line means, without the quotes, backslashes or "file://" a terminal puts around it; empty where the
/// line is a link or a code.
[[nodiscard]] std::optional<std::filesystem::path> typed_path(std::string_view line);

/// Why a picture was not read, as a sentence.
[[nodiscard]] std::string bad_picture_words(Errc code);

}  // namespace holdfast::shell
