// A QR code for a terminal: two rows of modules per line, black on white whatever the terminal's colours are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::qr {

/// Empty when the text does not fit into a QR code that a screen of 80 columns can show.
[[nodiscard]] std::vector<std::string> lines(std::string_view text);

}  // namespace holdfast::qr
