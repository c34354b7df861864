#include "client/ui/ending_view.hpp"

#include "client/ui/json/json.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::ending_view_test {
namespace {

hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }
Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

struct Evening {
    Here here{zone("Europe/London"), at("2026-11-30T20:00:00Z")};
    client::ConversationView with;
    client::Outlook outlook;

    Evening()
    {
        with.name = "Dr Okafor";
        outlook.usable = true;
        outlook.zone = zone("Europe/London");
        outlook.contacts = {{"Samaritans", "116 123"}};
    }
    void end(client::EndedBy by)
    {
        with.ended = at("2026-11-30T18:05:00Z");
        with.ended_by = by;
    }
    [[nodiscard]] client::LastWindow last(bool mine) const
    {
        return {{}, mine, {at("2026-12-15T09:00:00Z"), at("2026-12-15T12:00:00Z")}};
    }
};

}  // namespace

TEST_CASE("every end says who ended it, when, and that what was said stays, and the composer shows where to turn")
{
    Evening e;
    e.end(client::EndedBy::me);
    CHECK(ended_words(e.with, e.here) ==
          "You ended this conversation, Mon 30 Nov, 18:05. Nothing can be sent here any more; what was said stays here "
          "to be "
          "read.");
    CHECK(composer_lines(e.with, e.outlook, client::Connection::online, e.here) == Lines{ended_words(e.with, e.here)});
    CHECK(crisis_lines(e.with, e.outlook, e.here).size() == 2);
    e.end(client::EndedBy::other);
    CHECK(ended_words(e.with, e.here).starts_with("Dr Okafor has ended this conversation, "));
    e.end(client::EndedBy::both);
    CHECK(ended_words(e.with, e.here).starts_with("This conversation has ended, as you both agreed, "));
    e.with.end_waits = true;
    e.with.blocked = true;
    const auto words = ended_words(e.with, e.here);
    CHECK(words.find("Nothing more of Dr Okafor is shown here.") != std::string::npos);
    CHECK(words.find("is told as soon as there is a connection.") != std::string::npos);
}

TEST_CASE("an end that is agreed on is said with its window until then, and one that is off is said to be off")
{
    Evening e;
    CHECK(end_plan_lines(e.with, e.outlook, e.here).empty());
    e.outlook.end.agreed = e.last(true);
    const auto agreed = end_plan_lines(e.with, e.outlook, e.here);
    REQUIRE(agreed.size() == 1);
    CHECK(agreed[0] ==
          "The last window is Tue 15 Dec, 09:00–12:00. The conversation ends with it, as you both agreed.");
    const auto composer = composer_lines(e.with, e.outlook, client::Connection::online, e.here);
    CHECK(std::ranges::count(composer, agreed[0]) == 1);
    e.here.wording = hours::Wording::spoken;
    CHECK(end_plan_lines(e.with, e.outlook, e.here)[0].find("Tuesday 15 December") != std::string::npos);
    e.outlook.end.off = true;
    CHECK(end_plan_lines(e.with, e.outlook, e.here)[0].find("The conversation goes on.") != std::string::npos);
    e.outlook.end = {};
    e.outlook.end.proposed = e.last(false);
    CHECK(end_plan_lines(e.with, e.outlook, e.here)[0].find("/end yes or /end no") != std::string::npos);
    e.outlook.end.proposed = e.last(true);
    CHECK(end_plan_lines(e.with, e.outlook, e.here)[0].find("has not answered") != std::string::npos);
}

TEST_CASE("before it is done one is told what becomes of what was not read, and of the block that it is not told")
{
    const Evening e;
    CHECK(ends_with_words(1, false) == "Your message that was not read stays to be read in the next window.");
    CHECK(ends_with_words(2, true) == "Your messages that were not read are taken back.");
    CHECK(before_blocking_lines(e.with)[0].find("and nothing else") != std::string::npos);
}

TEST_CASE("the deletion is said with its day and until when the log is kept, and JSON has all of it")
{
    Evening e;
    CHECK_FALSE(deletion_words(e.with, e.here));
    e.end(client::EndedBy::other);
    e.with.deleted = at("2026-11-30T18:06:00Z");
    e.with.log_until = at("2027-02-28T18:06:00Z");
    CHECK(deletion_words(e.with, e.here)
              ->starts_with("The practice's server deleted what it kept of this conversation, "));
    CHECK(hours_lines(e.with, e.outlook, e.here).size() == 2);
    const auto object = ending_object(e.with, e.outlook);
    CHECK(object.at("ended_by") == "other");
    CHECK(object.at("deleted_at") == "2026-11-30T18:06:00Z");
    CHECK(object.at("last_window").is_null());
}

}  // namespace holdfast::ui::ending_view_test
