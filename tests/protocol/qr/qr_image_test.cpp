#include "protocol/qr/qr_image.hpp"

#include "tests/protocol/qr/picture_of.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::qr_image_test {
namespace {

const std::string link = "holdfast://relay.example.org:8443/#" + std::string(120, 'A');

}  // namespace

TEST_CASE("a picture of a link gives the link, and every other file is named for what it is")
{
    const test::TempDir folder;
    const auto picture = folder.path() / "code.png";
    test::write_file(picture, as_text(test::png_of(qr::modules(link), 4)));
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
    const auto grey = test::png_of(std::vector<std::uint8_t>(100 * 100, 128), 100);
    CHECK(qr::read_png(grey).errc() == Errc::bad_code);
    CHECK(qr::modules(std::string(8000, 'x')).width == 0);
}

}  // namespace holdfast::qr_image_test
