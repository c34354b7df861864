#include "protocol/qr/qr_image.hpp"

#include <png.h>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::qr_image_test {
namespace {

const std::string link = "holdfast://relay.example.org:8443/#" + std::string(120, 'A');

/// A picture of a code with a white border, as somebody saves it from a screen.
void write_picture(const std::filesystem::path& path, const std::string& text)
{
    constexpr std::size_t scale = 4, border = 16;
    const auto code = qr::modules(text);
    REQUIRE(code.width > 0);
    const auto side = code.width * scale + 2 * border;
    std::vector<std::uint8_t> pixels(side * side, 255);
    for (std::size_t y = 0; y < code.width * scale; ++y)
        for (std::size_t x = 0; x < code.width * scale; ++x)
            if (code.is_black(x / scale, y / scale)) pixels[(y + border) * side + x + border] = 0;
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    REQUIRE(png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), 0, nullptr) != 0);
}

}  // namespace

TEST_CASE("a picture of a link gives the link, and every other file is named for what it is")
{
    const test::TempDir folder;
    const auto picture = folder.path() / "code.png";
    write_picture(picture, link);
    CHECK(qr::read_png(picture).value() == link);
    CHECK(qr::read_png(folder.path() / "nowhere.png").errc() == Errc::not_found);
    CHECK(qr::read_png(folder.path()).errc() == Errc::bad_encoding);
    const auto bytes = test::read_file(picture);
    for (std::size_t size = 0; size < bytes.size(); size += bytes.size() / 20 + 1) {
        test::write_file(folder.path() / "cut.png", bytes.substr(0, size));
        CHECK(qr::read_png(folder.path() / "cut.png").has_error());
    }
    test::write_file(folder.path() / "text.png", "not a picture");
    CHECK(qr::read_png(folder.path() / "text.png").errc() == Errc::bad_encoding);
}

TEST_CASE("a picture without a code, and a text that fits into none")
{
    const test::TempDir folder;
    std::vector<std::uint8_t> grey(100 * 100, 128);
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = 100;
    image.format = PNG_FORMAT_GRAY;
    const auto picture = folder.path() / "grey.png";
    REQUIRE(png_image_write_to_file(&image, picture.c_str(), 0, grey.data(), 0, nullptr) != 0);
    CHECK(qr::read_png(picture).errc() == Errc::bad_code);
    CHECK(qr::modules(std::string(8000, 'x')).width == 0);
}

}  // namespace holdfast::qr_image_test
