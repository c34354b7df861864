#include "protocol/qr/qr_image.hpp"

#define ZX_USE_UTF8 1  // the type that later versions have, where this one asks for a choice
#include <ZXing/ReadBarcode.h>
#include <png.h>
#include <qrencode.h>

#include <algorithm>
#include <fstream>
#include <memory>

namespace holdfast::qr {
namespace {

/// A photograph of 50 megapixels, in one byte each.
constexpr std::size_t most_pixels = 50'000'000;
/// The same one as a file: in colour, hardly compressed.
constexpr std::size_t most_bytes = std::size_t{150} << 20;

struct Free {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
    void operator()(png_image* image) const noexcept { png_image_free(image); }
};

struct Grey {
    std::size_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
};

Result<Grey> grey_from_png(BytesView png)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, Free> freed{&image};
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) return Errc::bad_encoding;
    image.format = PNG_FORMAT_GRAY;
    if (image.width == 0 || image.height == 0 || most_pixels / image.width < image.height) return Errc::bad_encoding;
    Grey grey{image.width, image.height, std::vector<std::uint8_t>(std::size_t{image.width} * image.height)};
    const png_color white{255, 255, 255};  // behind what is transparent
    if (png_image_finish_read(&image, &white, grey.pixels.data(), 0, nullptr) == 0) return Errc::bad_encoding;
    return grey;
}

}  // namespace

Modules modules(std::string_view text)
{
    const std::string whole{text};
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeString8bit(whole.c_str(), 0, QR_ECLEVEL_M)};
    if (!code) return {};
    Modules modules{static_cast<std::size_t>(code->width), {}};
    const auto count = modules.width * modules.width;
    modules.black.reserve(count);
    for (std::size_t i = 0; i < count; ++i) modules.black.push_back((code->data[i] & 1U) != 0);
    return modules;
}

Result<std::string> read_png(BytesView png)
{
    const auto grey = grey_from_png(png);
    if (grey.has_error()) return grey.errc();
    const ZXing::ImageView view{grey->pixels.data(), static_cast<int>(grey->width), static_cast<int>(grey->height),
                                ZXing::ImageFormat::Lum};
    const auto found = ZXing::ReadBarcode(view);
    if (!found.isValid() || found.format() != ZXing::BarcodeFormat::QRCode) return Errc::bad_code;
    const auto& bytes = found.bytes();
    return std::string{bytes.begin(), bytes.end()};
}

Result<std::string> read_png(const std::filesystem::path& path)
{
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) return Errc::not_found;
    if (!std::filesystem::is_regular_file(path, failed)) return Errc::bad_encoding;  // a pipe would never end
    std::ifstream stream{path, std::ios::binary};
    if (!stream) return Errc::not_found;
    std::string bytes(std::min(std::filesystem::file_size(path, failed), most_bytes + 1), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes.size() > most_bytes ? Result<std::string>{Errc::bad_encoding} : read_png(as_bytes(bytes));
}

}  // namespace holdfast::qr
