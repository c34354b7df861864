#include "server/shell/page.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::page_test {
namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("What is not known has no line on the page")
{
    const auto page = public_page({"", "relay.practice.org", "ab12", "1.0.0", "2026a", "", "2026-11-30"});
    CHECK(contains(page, "<title>Messages between sessions</title>"));
    CHECK_FALSE(contains(page, "source code"));
    CHECK(contains(page, "<td>2026a</td>"));
}

TEST_CASE("A fact is text on the page, whatever is in it")
{
    const auto page = public_page({"<b>\"&", "a", "b", "c", "d", "https://e/?\"><script>", "f"});
    CHECK(contains(page, "&lt;b&gt;&quot;&amp;"));
    CHECK_FALSE(contains(page, "<script"));
}

}  // namespace
}  // namespace holdfast::server::page_test
