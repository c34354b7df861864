// Hours that come from a calendar, from answers and from a list of holidays; nothing is published without consent.
#include <array>
#include <fstream>

#include "protocol/base/instant.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::calendars_test {
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
    CHECK(contains(words, "No window on Wednesday "));
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
    const auto words = c.okafor.run({"hours", "holidays", file}, "\nyes\nno\nyes\n");
    CHECK(contains(words.out, "Until which date does this list name every holiday?"));
    CHECK(contains(words.out, "(Spring Day) is a holiday: open? [no]"));
    CHECK(words.status == 1);  // nobody to ask whether to publish
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00");

    const auto closed = c.okafor.ok({"hours", "holidays", file, "--yes"});
    CHECK(contains(closed, "(Second Day): closed."));
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00; PH off");
}

TEST_CASE("a calendar is written whole to a file of its owner's alone, and never through a link")
{
    const test::TempDir folder;
    const auto target = (folder / "hours.ics").string();
    const auto write = [&](const std::string& path) {
        return test::run({test::program("holdfast"), "hours", "export", "Mo-Fr 09:00-12:00", "--zone", "Europe/London",
                          "--out", path});
    };
    REQUIRE(write(target).status == 0);
    CHECK(contains(test::read_file(target), "BEGIN:VCALENDAR"));
    CHECK((std::filesystem::status(target).permissions() & std::filesystem::perms::mask) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    test::write_file(folder / "letter", "precious");
    std::filesystem::create_symlink(folder / "letter", folder / "link.ics");
    const auto linked = write((folder / "link.ics").string());
    CHECK(linked.status == 1);
    CHECK(contains(linked.err, "What stands there is a link, or no file, so nothing was written."));
    CHECK(test::read_file(folder / "letter") == "precious");
    CHECK(write(folder.path().string()).status == 1);
    CHECK(contains(write((folder / "none" / "hours.ics").string()).err, "cannot be written there"));
    CHECK(write(target).status == 0);  // in the place of the one before
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
    CHECK(contains(words, "The practice suggested these days on "));
    CHECK(contains(words, "(Spring Day): closed."));
    CHECK(text_of(own_hours(c), "rules") == "Mo-Fr 09:00-12:00; PH off");
    CHECK(c.sam.error({"hours", "holidays", "--yes"}) == "therapists_only/1");
}

TEST_CASE("dates and zones are taken as people write them")
{
    Couple c{"Mo-Fr 09:00-12:00"};
    const auto day = a_wednesday();
    const auto words_of = [](sys_days date) {
        static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
        const Date d{date};
        return std::vector<std::string>{std::to_string(unsigned{d.day()}), months.at(unsigned{d.month()} - 1)};
    };
    auto cancel = words_of(day);
    cancel.insert(cancel.begin(), {"hours", "cancel"});
    cancel.emplace_back("--yes");
    CHECK(contains(c.okafor.ok(cancel), "Cancelled: "));
    CHECK(text_of(own_hours(c).at("cancellations").as_array()[0].as_object(), "date") == iso(day));

    auto leave = words_of(day + days{7});
    leave.insert(leave.begin(), {"hours", "leave"});
    leave.emplace_back("to");
    for (const auto& word : words_of(day + days{9})) leave.push_back(word);
    leave.emplace_back("--yes");
    CHECK(contains(c.okafor.ok(leave), "Away: "));
    CHECK(text_of(own_hours(c).at("leaves").as_array()[0].as_object(), "to") == iso(day + days{9}));

    CHECK(c.okafor.error({"hours", "cancel", "1/8"}) == "bad_date/1");
    const auto several = c.okafor.run({"hours", "cancel", "1-14 Aug"});
    CHECK(contains(several.err, "holdfast hours leave"));
    // A Saturday without windows: nobody is told of anything.
    const auto nothing = c.okafor.ok({"hours", "cancel", iso(day + days{3}), "--yes"});
    CHECK(contains(nothing, "There is no window on these dates"));
    CHECK_FALSE(contains(nothing, "unplanned"));
    CHECK_FALSE(contains(nothing, "Reading resumes"));

    const auto notice = c.okafor.run({"hours", "set", "--notice", "3"});
    CHECK(contains(notice.err, "Write the notice in days, such as 7d"));
    const auto contact = c.okafor.run({"hours", "set", "--crisis", "Samaritans 116123"});
    CHECK(contains(contact.err, "Write a name, a colon and a number"));
    CHECK(c.okafor.ok({"hours", "set", "Mo 18:00-19:00", "--with", "Sam", "--yes"}).find("zone") == std::string::npos);
    (void)c.okafor.ok({"hours", "set", "Mo-Fr 09:00-13:00", "--zone", "london", "--yes"});
    CHECK(text_of(own_hours(c), "zone") == "Europe/London");
}

TEST_CASE("a system without a home folder or without zone data says so")
{
    const auto homeless =
        test::run({"/usr/bin/env", "-u", "HOME", "-u", "XDG_DATA_HOME", test::program("holdfast"), "status"});
    CHECK(homeless.status == 1);
    CHECK(contains(homeless.err, "HOME is not set"));

    const auto without_zones = [](const std::string& command) {
        return test::run({"unshare", "-m", "sh", "-c", "mount -t tmpfs none /usr/share/zoneinfo && exec " + command});
    };
    if (without_zones("true").status != 0) {
        WARN("skipped: needs root, to hide the zone data");
        return;
    }
    const auto explained =
        without_zones(test::program("holdfast") + " hours explain 'Mo 09:00-12:00' --zone Europe/London");
    CHECK(explained.status == 1);
    CHECK(contains(explained.err, "This system has no time zone data"));
    const ProcessWorld practice;
    const auto relay =
        without_zones(test::program("holdfastd") + " --config " + (practice.folder() / "holdfastd.toml").string());
    CHECK(relay.status == 1);
    CHECK(contains(relay.err + relay.out, "This system has no time zone data"));
}

}  // namespace holdfast::e2e::calendars_test
