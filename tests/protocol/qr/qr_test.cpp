#include "protocol/qr/qr.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::qr_test {

TEST_CASE("a link becomes a picture with a white border, and what is too long does not")
{
    const auto lines = qr::lines("holdfast://relay.example.org:8443/#" + std::string(120, 'A'));
    CHECK(lines.size() > 15);
    const std::string_view begin = "\x1B[38;5;16;48;5;231m";
    const std::string_view end = "\x1B[0m";
    for (const auto& line : lines) {
        CHECK(line.starts_with(std::string{begin} + "    "));
        CHECK(line.ends_with(std::string{"    "} + std::string{end}));
    }
    const auto columns = lines.front().size() - begin.size() - end.size();
    CHECK(lines.front() == std::string{begin} + std::string(columns, ' ') + std::string{end});
    CHECK(qr::lines(std::string(8000, 'x')).empty());
}

TEST_CASE("a picture that is wider than a screen is not drawn")
{
    CHECK_FALSE(qr::lines(std::string(300, 'x')).empty());
    CHECK(qr::lines(std::string(600, 'x')).empty());
}

}  // namespace holdfast::qr_test
