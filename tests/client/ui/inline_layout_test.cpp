#include "client/ui/inline_layout.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::inline_layout_test {
namespace {

using Kind = Item::Kind;

Item message(const std::string& name, const std::string& when, const std::string& day, const std::string& words)
{
    return {Kind::entry, {name + ", Sun 29 Nov, " + when, "  " + words}, {}, Heading{name, when, day}};
}

}  // namespace

TEST_CASE("a day has one heading and messages have room between them")
{
    InlineLayout layout;
    CHECK(layout.bytes(message("Dr Okafor", "09:10", "Sunday 29 November", "good morning"), 80) ==
          "── Sunday 29 November ──\r\n\r\n\x1B[1mDr Okafor\x1B[22m, 09:10\r\n  good morning\r\n");
    CHECK(layout.bytes(message("You to Dr Okafor", "09:12", "Sunday 29 November", "hello"), 80) ==
          "\r\n\x1B[1mYou to Dr Okafor\x1B[22m, 09:12\r\n  hello\r\n");
    CHECK(layout.bytes(message("You to Dr Okafor", "08:00", "Monday 30 November", "again"), 80) ==
          "\r\n── Monday 30 November ──\r\n\r\n\x1B[1mYou to Dr Okafor\x1B[22m, 08:00\r\n  again\r\n");
}

TEST_CASE("a receipt stands below its message behind a mark")
{
    InlineLayout layout;
    static_cast<void>(layout.bytes(message("You", "09:10", "Sunday 29 November", "hello"), 80));
    CHECK(layout.bytes({Kind::receipt, {"Held. Dr Okafor reads Tue 1 Dec, 09:00–12:00."}}, 30) ==
          "  · Held. Dr Okafor reads Tue\r\n    1 Dec, 09:00–12:00.\r\n");
    CHECK(layout.bytes({Kind::receipt, {"Held."}}, 30) == "  · Held.\r\n");
}

TEST_CASE("notices stand together and answers and contacts have room")
{
    InlineLayout layout;
    CHECK(layout.bytes({Kind::notice, {"With Dr Okafor."}}, 80) == "With Dr Okafor.\r\n");
    CHECK(layout.bytes({Kind::notice, {"Connected."}}, 80) == "Connected.\r\n");
    CHECK(layout.bytes({Kind::contacts, {"Holdfast is not monitored. If you need help now:", "  Samaritans: 116 123"}},
                       80) == "\r\nHoldfast is not monitored. If you need help now:\r\n  Samaritans: 116 123\r\n");
    CHECK(layout.bytes({Kind::answer, {"Nobody."}}, 80) == "\r\nNobody.\r\n");
}

TEST_CASE("a name that does not fit into a row is not half in bold")
{
    InlineLayout layout;
    const auto bytes = layout.bytes(message("A very long name of somebody", "09:10", "Sunday", "x"), 12);
    CHECK(bytes.find('\x1B') == std::string::npos);
}

TEST_CASE("nothing makes no rows and no room")
{
    InlineLayout layout;
    CHECK(layout.bytes({Kind::notice, {}}, 80).empty());
    CHECK(layout.bytes({Kind::answer, {"first"}}, 80) == "first\r\n");
}

}  // namespace holdfast::ui::inline_layout_test
