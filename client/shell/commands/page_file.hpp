// A file that a command is to make: whether it can be made there, before anything else is done.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// The exit code where something is there already, which is said with `left` ("Nobody was invited."; may be empty).
[[nodiscard]] std::optional<int> already_there(const Context& context, const std::string& file, std::string_view left);

/// The exit code where a page cannot be made in this place, which is said with `left` ("Nobody was invited."). Empty
/// where it can, and without a file.
[[nodiscard]] std::optional<int> page_hindered(const Context& context, const std::string& file, std::string_view left);

}  // namespace holdfast::shell
