#include "server/shell/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace holdfast::server {
namespace {

// Four light modules around the code; the standard asks for them (ISO/IEC 18004).
constexpr int quiet_zone = 4;
// 80 columns less the quiet zone.
constexpr int width_max = 80 - 2 * quiet_zone;

struct Free {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

bool dark(const QRcode& code, int row, int column)
{
    if (row < 0 || column < 0 || row >= code.width || column >= code.width) return false;
    return (code.data[row * code.width + column] & 1) != 0;
}

std::string_view half_blocks(bool upper, bool lower)
{
    if (upper && lower) return "█";
    if (upper) return "▀";
    return lower ? "▄" : " ";
}

}  // namespace

std::string qr_code(std::string_view text)
{
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeString8bit(std::string{text}.c_str(), 0, QR_ECLEVEL_L)};
    if (!code || code->width > width_max) return {};
    std::string out;
    for (int row = -quiet_zone; row < code->width + quiet_zone; row += 2) {
        out += "\x1b[30;107m";
        for (int column = -quiet_zone; column < code->width + quiet_zone; ++column)
            out += half_blocks(dark(*code, row, column), dark(*code, row + 1, column));
        out += "\x1b[0m\n";
    }
    return out;
}

}  // namespace holdfast::server
