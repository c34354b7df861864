// Whether a text says anything.
#pragma once

#include <string_view>

namespace holdfast::client {

/// Nothing but spaces, line breaks and characters without a shape.
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

}  // namespace holdfast::client
