// A QR picture for the terminal: two rows of modules a line, black on white whatever the terminal's colours are.
#pragma once

#include <string_view>

#include "client/ui/view.hpp"

namespace holdfast::shell {

/// Empty when the text does not fit into a QR code.
[[nodiscard]] ui::Lines qr_lines(std::string_view text);

}  // namespace holdfast::shell
