#include "client/explain/explain.hpp"

#include "tests/support/catch.hpp"

namespace explain_test {

using namespace holdfast;
using client::explain_line;

namespace {

std::string question(std::string_view rules, std::string_view at, std::string_view more = "")
{
    return R"({"rules":")" + std::string{rules} + R"(","zone":"Europe/London","at":")" + std::string{at} + "\"" +
           std::string{more} + "}";
}

bool says(const std::string& answer, std::string_view part) { return answer.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a question about an open instant is answered in one object")
{
    CHECK(explain_line(question("Mo-Fr 9:00-12:00", "2026-10-13T10:00:00Z")) ==
          R"({"open":true,"rule":"Mo-Fr 09:00-12:00","reason":null,"next_change":"2026-10-13T11:00:00Z",)"
          R"("promised_from":"2026-10-13T10:00:00Z"})");
}

TEST_CASE("half an hour before closing the next window is promised")
{
    CHECK(says(explain_line(question("Mo-Fr 09:00-12:00", "2026-10-13T10:29:59Z")),
               R"("promised_from":"2026-10-13T10:29:59Z")"));
    CHECK(says(explain_line(question("Mo-Fr 09:00-12:00", "2026-10-13T10:30:00Z")),
               R"("promised_from":"2026-10-14T08:00:00Z")"));
}

TEST_CASE("fractions of a second are cut off in the answer")
{
    CHECK(says(explain_line(question("24/7", "2026-10-13T10:00:00.987+00:00")),
               R"("next_change":null,"promised_from":"2026-10-13T10:00:00Z")"));
}

TEST_CASE("a closing rule gives its reason")
{
    const auto answer = explain_line(
        question(R"(24/7; PH off \"bank holiday\")", "2026-12-25T10:00:00Z", R"(,"holidays":["2026-12-25"])"));
    CHECK(says(answer, R"("open":false,"rule":"PH off \"bank holiday\"","reason":"bank holiday")"));
    CHECK(says(answer, R"("next_change":"2026-12-26T00:00:00Z")"));
}

TEST_CASE("an empty list of holidays is a list")
{
    CHECK(says(explain_line(question("24/7; PH off", "2026-12-25T10:00:00Z", R"(,"holidays":[])")), R"("open":true)"));
    CHECK(
        explain_line(question("24/7; PH off", "2026-12-25T10:00:00Z")) ==
        R"({"error":{"code":"bad_rules","column":7,"message":"PH needs a list of public holidays. Give their dates, or leave PH out."}})");
}

TEST_CASE("a bad line is answered with a typed error and its place")
{
    struct Row {
        std::string line;
        std::string_view starts_with;
    };
    const Row rows[] = {
        {question("Mo 10:00-10:00", "2026-10-13T10:00:00Z"), R"({"error":{"code":"bad_rules","column":4,)"},
        {question("", "2026-10-13T10:00:00Z"), R"({"error":{"code":"bad_rules","column":1,)"},
        {question("24/7", "2026-02-29T10:00:00Z"), R"({"error":{"code":"bad_date","column":null,)"},
        {question("24/7", "2026-02-28", R"(,"holidays":["2026-02-29"])"),
         R"({"error":{"code":"bad_date","column":null,)"},
        {question("24/7", "2026-02-28", R"(,"holidays":"2026-02-28")"),
         R"({"error":{"code":"bad_encoding","column":null,)"},
        {question("24/7", "2026-02-28", R"(,"at":"x")"), R"({"error":{"code":"bad_encoding","column":null,)"},
        {R"({"rules":"24/7","zone":"Mars/Olympus","at":"2026-01-01T00:00:00Z"})",
         R"({"error":{"code":"unknown_zone","column":null,)"},
        {R"({"rules":"24/7","zone":"UTC"})", R"({"error":{"code":"bad_encoding","column":null,)"},
        {R"({"rules":24,"zone":"UTC","at":"2026-01-01T00:00:00Z"})",
         R"({"error":{"code":"bad_encoding","column":null,)"},
        {"", R"({"error":{"code":"bad_encoding","column":1,)"},
        {"\r", R"({"error":{"code":"bad_encoding","column":1,)"},
        {"[]", R"({"error":{"code":"bad_encoding","column":1,)"},
        {"{} {}", R"({"error":{"code":"bad_encoding","column":4,)"},
        {R"({"rules":"24/7)", R"({"error":{"code":"bad_encoding","column":15,)"},
        {"{\"rules\":\"\xff\"}", R"({"error":{"code":"bad_encoding",)"},
        {std::string(client::max_explain_line + 1, ' '), R"({"error":{"code":"too_large","column":null,)"},
        {std::string(1000, '['), R"({"error":{"code":"bad_encoding",)"},
    };
    for (const auto& row : rows) {
        INFO(row.line.substr(0, 100));
        const auto answer = explain_line(row.line);
        CHECK(answer.substr(0, row.starts_with.size()) == row.starts_with);
        CHECK(answer.ends_with("\"}}"));
        CHECK_FALSE(says(answer, "\n"));
    }
}

TEST_CASE("a carriage return at the end of a line is ignored, and so are other keys")
{
    CHECK(says(explain_line(question("24/7", "2026-10-13T10:00:00Z", R"(,"id":{"a":1})") + "\r"), R"("open":true)"));
}

TEST_CASE("a single question returns its error to the caller")
{
    const auto answer = client::explain_json({"Mo 10:00-12:00; Sa of", "Europe/London", "2026-10-13T10:00:00Z"});
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == Errc::bad_rules);
    CHECK(answer.error().column == 20);
}

}  // namespace explain_test
