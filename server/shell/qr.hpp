// An invitation as a QR code for a terminal. The one file that knows libqrencode.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::server {

/// Lines of half blocks, two modules a character high, dark on light by colours of their own so that a dark terminal
/// shows it the right way round. Empty when `text` is too long for a code that a screen can show.
[[nodiscard]] std::string qr_code(std::string_view text);

}  // namespace holdfast::server
