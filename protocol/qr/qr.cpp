#include "protocol/qr/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace holdfast::qr {
namespace {

/// Four modules of white around the code, as the standard asks (ISO/IEC 18004).
constexpr int quiet_zone = 4;
constexpr int widest_screen = 80;
constexpr std::string_view black_on_white = "\x1B[38;5;16;48;5;231m";
constexpr std::string_view usual_colours = "\x1B[0m";

struct Free {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

bool is_black(const QRcode& code, int x, int y)
{
    if (x < 0 || y < 0 || x >= code.width || y >= code.width) return false;
    return (code.data[y * code.width + x] & 1U) != 0;
}

std::string_view cell(bool upper, bool lower)
{
    if (upper && lower) return "█";
    if (upper) return "▀";
    return lower ? "▄" : " ";
}

}  // namespace

std::vector<std::string> lines(std::string_view text)
{
    const std::string whole{text};
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeString8bit(whole.c_str(), 0, QR_ECLEVEL_L)};
    if (!code || code->width + 2 * quiet_zone > widest_screen) return {};
    std::vector<std::string> drawn;
    for (int y = -quiet_zone; y < code->width + quiet_zone; y += 2) {
        std::string line{black_on_white};
        for (int x = -quiet_zone; x < code->width + quiet_zone; ++x)
            line += cell(is_black(*code, x, y), is_black(*code, x, y + 1));
        drawn.push_back(line.append(usual_colours));
    }
    return drawn;
}

}  // namespace holdfast::qr
