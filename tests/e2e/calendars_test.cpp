// Hours that come from a calendar, from answers and from a list of holidays; nothing is published without consent.
#include <fstream>

#include "protocol/base/instant.hpp"
#include "tests/e2e/practice.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e {
namespace {

using namespace std::chrono;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// A Wednesday far enough ahead for any notice.
sys_days a_wednesday()
{
    const auto day = floor<days>(system_now()) + days{40};
    return day + (Wednesday - weekday{day});
}

std::string iso(sys_days day) { return to_rfc3339(Instant{day}).substr(0, 10); }

std::string written(const Couple& c, const char* name, const std::string& text)
{
    const auto path = (c.practice.folder() / name).string();
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

/// One whole day, busy.
std::string busy_on(sys_days day)
{
    auto date = iso(day);
    std::erase(date, '-');
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@test\r\n"
           "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:" +
           date + "\r\nSUMMARY:the heron\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

boost::json::object own_hours(const Couple& c) { return c.okafor.object({"hours", "show"}); }

}  // namespace

TEST_CASE("an imported calendar is shown first, without consent nothing is published")
{
    Couple c{"Mo-Fr 09:00-12:00"};
    const auto day = a_wednesday();
    const auto file = written(c, "busy.ics", busy_on(day));
    const auto before = own_hours(c);
    CHECK(c.okafor.error({"hours", "import", file}) == "not_confirmed/1");
    CHECK(own_hours(c) == before);

    const auto words = c.okafor.ok({"hours", "import", file, "--yes"});
    CHECK(contains(words, "No window on " + iso(day)));
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00");
    REQUIRE(own_hours(c).at("cancellations").as_array().size() == 1);
    const auto off = own_hours(c).at("cancellations").as_array()[0].as_object();
    CHECK(text_of(off, "date") == iso(day));
    CHECK(text_of(off, "reason").empty());
    CHECK(c.okafor.error({"hours", "import", file, "--yes"}) == "nothing_changed/1");
    CHECK(c.sam.error({"hours", "import", file, "--yes"}) == "therapists_only/1");
    CHECK(c.okafor.error({"hours", "import", file + ".none"}) == "not_found/1");
}

TEST_CASE("answers become hours, leaving changes nothing")
{
    Couple c{"Mo-Fr 09:00-12:00"};
    const auto before = own_hours(c);
    const auto left = c.okafor.run({"hours", "edit", "--yes"}, "\nMon and Wed\nstop\n");
    CHECK(left.status == 1);
    CHECK(contains(left.err, "Nothing was changed."));
    CHECK(own_hours(c) == before);

    const auto words = c.okafor.ok({"hours", "edit", "--yes"}, "\nMon and Wed\n10-12\n10-12\n\n7\n\nyes\n");
    CHECK(contains(words, "Tuesday: closed"));
    CHECK(text_of(own_hours(c), "rules") == "Mo,We 10:00-12:00");
}

TEST_CASE("holidays on working days are asked about, and closed on")
{
    Couple c{"Mo-Fr 09:00-12:00"};
    const auto day = a_wednesday();
    const auto file = written(c, "holidays.txt", iso(day) + " Spring Day\n" + iso(day + days{1}) + " Second Day\n");
    CHECK(c.okafor.error({"hours", "holidays", file}) == "not_confirmed/1");
    const auto words = c.okafor.run({"hours", "holidays", file}, "yes\nno\nyes\n");
    CHECK(contains(words.out, "(Spring Day) is a holiday: open? [no]"));
    CHECK(words.status == 1);  // nobody to ask whether to publish
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00");

    const auto closed = c.okafor.ok({"hours", "holidays", file, "--yes"});
    CHECK(contains(closed, "(Second Day): closed."));
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00; PH off");
}

TEST_CASE("the practice suggests holidays, and a therapist confirms them, a client is not asked")
{
    Couple c{"Mo-Fr 09:00-12:00"};
    CHECK(c.okafor.error({"hours", "holidays", "--yes"}) == "not_found/1");
    const auto day = a_wednesday();
    const auto file = written(c, "holidays.txt", iso(day) + " Spring Day\n");
    REQUIRE(c.practice.ctl({"holidays", file}).status == 0);

    CHECK(c.okafor.error({"hours", "holidays"}) == "not_confirmed/1");
    const auto words = c.okafor.ok({"hours", "holidays", "--yes"});
    CHECK(contains(words, "The practice suggests these, of "));
    CHECK(contains(words, "(Spring Day): closed."));
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00; PH off");
    CHECK(c.sam.error({"hours", "holidays", "--yes"}) == "therapists_only/1");
}

}  // namespace holdfast::e2e
