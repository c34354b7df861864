#include "protocol/base/text.hpp"

#include "tests/support/catch.hpp"

namespace text_test {

using namespace holdfast;

TEST_CASE("hexadecimal round-trips and refuses odd lengths and other characters")
{
    CHECK(to_hex(as_bytes("\x01\xab")) == "01ab");
    CHECK(as_text(from_hex("01AB").value()) == "\x01\xab");
    CHECK(from_hex("0").errc() == Errc::bad_encoding);
    CHECK(from_hex("0g").errc() == Errc::bad_encoding);
}

TEST_CASE("base32 matches the examples of RFC 4648 without padding")
{
    const std::pair<const char*, const char*> rows[] = {{"", ""},
                                                        {"f", "MY"},
                                                        {"fo", "MZXQ"},
                                                        {"foo", "MZXW6"},
                                                        {"foob", "MZXW6YQ"},
                                                        {"fooba", "MZXW6YTB"},
                                                        {"foobar", "MZXW6YTBOI"}};
    for (auto [plain, coded] : rows) {
        CHECK(to_base32(as_bytes(plain)) == coded);
        CHECK(as_text(from_base32(coded).value()) == plain);
    }
    CHECK(as_text(from_base32("mzxw6").value()) == "foo");
}

TEST_CASE("base32 refuses spare bits, impossible lengths and foreign characters")
{
    for (const char* text : {"MZ", "M", "MZX", "M1", "MY======", "MZXW6Y Q"}) CHECK(from_base32(text).has_error());
    CHECK(from_base32("MY").has_value());
}

TEST_CASE("base64url matches the examples of RFC 4648 without padding and refuses spare bits and foreign characters")
{
    const std::pair<const char*, const char*> rows[] = {{"", ""},           {"f", "Zg"},        {"fo", "Zm8"},
                                                        {"foo", "Zm9v"},    {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"},
                                                        {"\xff\xfe", "__4"}};
    for (auto [plain, coded] : rows) {
        CHECK(to_base64url(as_bytes(plain)) == coded);
        CHECK(as_text(from_base64url(coded).value()) == plain);
    }
    for (const char* text : {"Zh", "Z", "Zg==", "Z+", "Z/", "Zm9v Yg"}) CHECK(from_base64url(text).has_error());
}

TEST_CASE("UTF-8 is accepted exactly when well formed")
{
    for (const char* good : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"})
        CHECK(is_utf8(as_bytes(good)));
    for (const char* bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                            "\xF4\x90\x80\x80", "\xF5", "\xE2\x82", "\xC3", "a\xFF"})
        CHECK_FALSE(is_utf8(as_bytes(bad)));
}

}  // namespace text_test
