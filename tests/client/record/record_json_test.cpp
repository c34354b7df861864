#include "client/record/record_json.hpp"

#include "tests/client/record/some_record.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::record::record_json_test {

using namespace test;

TEST_CASE("a record comes back from its text as it was")
{
    auto record = some_record();
    record.from = Date{std::chrono::year{2026}, std::chrono::March, std::chrono::day{1}};
    record.chosen = true;
    record.messages[1].text = "<b>\"&\" \\ \u05e9\u05dc\u05d5\u05dd\n\x1b[31m";
    record.messages[1].released = record.messages[1].written;
    record.messages.push_back({});
    const auto text = write_json(record);
    CHECK(text.find('<') == std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(read_json(text).value() == record);
    CHECK(read_json(write_json({})).value() == Record{});
}

TEST_CASE("a record with any byte changed, left out or added is refused")
{
    const auto text = write_json(some_record());
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        INFO(at);
        CHECK(read_json(changed).has_error());
        CHECK(read_json(text.substr(0, at)).has_error());
    }
    CHECK(read_json(text + "\n").errc() == Errc::bad_record);
    CHECK(read_json("").errc() == Errc::bad_record);
    CHECK(read_json("[]").errc() == Errc::bad_record);
    CHECK(read_json(std::string(100'000, '[')).errc() == Errc::bad_record);
}

}  // namespace holdfast::record::record_json_test
