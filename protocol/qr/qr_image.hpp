// QR codes as pictures: the modules of one to be drawn, and what a picture file says.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::qr {

/// The modules of a code without its quiet zone, row by row.
struct Modules {
    std::size_t width = 0;  ///< 0: the text does not fit
    std::vector<bool> black;
    [[nodiscard]] bool is_black(std::size_t x, std::size_t y) const { return black.at(y * width + x); }
};
/// With enough redundancy for a page that was folded (level M).
[[nodiscard]] Modules modules(std::string_view text);

/// The bytes of the QR code in a PNG picture. Errors: bad_encoding (not a PNG, damaged, or larger than a photograph),
/// bad_code (no QR code is seen in it).
[[nodiscard]] Result<std::string> read_png(BytesView png);

/// The same of a file. Errors: also not_found (no such file).
[[nodiscard]] Result<std::string> read_png(const std::filesystem::path& path);

}  // namespace holdfast::qr
