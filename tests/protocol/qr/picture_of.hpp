// A QR code as a PNG picture, as somebody saves it from a screen.
#pragma once

#include <png.h>

#include <vector>

#include "protocol/qr/qr_image.hpp"

namespace holdfast::test {

/// Grey pixels, row by row, as a PNG.
inline Bytes png_of(const std::vector<std::uint8_t>& pixels, std::size_t width)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(pixels.size() / width);
    image.format = PNG_FORMAT_GRAY;
    Bytes png(PNG_IMAGE_PNG_SIZE_MAX(image));
    png_alloc_size_t size = png.size();
    require(png_image_write_to_memory(&image, png.data(), &size, 0, pixels.data(), 0, nullptr) != 0, "no picture");
    png.resize(size);
    return png;
}

/// With a white border of four modules, each `scale` pixels wide.
inline Bytes png_of(const qr::Modules& code, std::size_t scale)
{
    const auto border = 4 * scale;
    const auto side = code.width * scale + 2 * border;
    std::vector<std::uint8_t> pixels(side * side, 255);
    for (std::size_t y = 0; y < code.width * scale; ++y)
        for (std::size_t x = 0; x < code.width * scale; ++x)
            if (code.is_black(x / scale, y / scale)) pixels[(y + border) * side + x + border] = 0;
    return png_of(pixels, side);
}

}  // namespace holdfast::test
