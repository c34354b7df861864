// Days off, moved reading times and the moment before closing, in the words people read.
#include "client/ui/hours/away_view.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::away_view_test {
namespace {

hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }
Instant at(std::string_view text) { return parse_rfc3339(text).value(); }
Date date(unsigned month, unsigned day)
{
    return Date{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}};
}

/// A reader in Bangkok, a therapist in London who is away from 3 to 14 August.
struct Summer {
    Here here{zone("Asia/Bangkok"), at("2026-07-25T10:00:00Z")};
    client::ConversationView with;
    client::Outlook outlook;

    Summer()
    {
        with.name = "Dr Okafor";
        outlook.usable = true;
        outlook.zone = zone("Europe/London");
        client::Absence absence;
        absence.off = {date(8, 3), date(8, 14), "Summer", false, true};
        absence.days = 9;
        absence.last = hours::Window{at("2026-07-28T08:00:00Z"), at("2026-07-28T11:00:00Z")};
        absence.resumes = hours::Window{at("2026-08-18T08:00:00Z"), at("2026-08-18T11:00:00Z")};
        outlook.away = absence;
    }
    void begun()
    {
        here.now = at("2026-08-06T10:00:00Z");
        outlook.away->begun = true;
        outlook.away->days = 12;
        outlook.away->last.reset();
    }
};

}  // namespace

TEST_CASE("a coming leave is announced with the windows on both sides of it")
{
    Summer s;
    CHECK(away_lines(s.with, s.outlook, s.here) ==
          Lines{"Dr Okafor will be away from Mon 3 Aug to Fri 14 Aug (Summer), in 9 days. The last window before it: "
                "Tue 28 Jul, 09:00–12:00 (15:00–18:00 where you are).",
                "Reading resumes Tue 18 Aug, 09:00–12:00 (15:00–18:00 where you are)."});
    s.outlook.away->days = 1;
    s.outlook.away->last.reset();
    CHECK(away_lines(s.with, s.outlook, s.here).front() ==
          "Dr Okafor will be away from Mon 3 Aug to Fri 14 Aug (Summer), tomorrow.");
}

TEST_CASE("a leave that runs is counted down to its end")
{
    Summer s;
    s.begun();
    CHECK(away_lines(s.with, s.outlook, s.here) ==
          Lines{"Dr Okafor is away until Fri 14 Aug (Summer).",
                "Reading resumes Tue 18 Aug, 09:00–12:00 (15:00–18:00 where you are), in 12 days."});
    s.with.mine = true;
    CHECK(away_lines(s.with, s.outlook, s.here).front() == "You are away until Fri 14 Aug (Summer).");
    s.outlook.away->resumes.reset();
    CHECK(away_lines(s.with, s.outlook, s.here).back() == "When reading resumes is not set.");
}

TEST_CASE("what was not planned says so, and a reason cannot command the terminal")
{
    Summer s;
    s.outlook.away->off = {date(7, 28), date(7, 28), "\x1B[2Jill", true, false};
    s.outlook.away->days = 3;
    s.outlook.away->last.reset();
    const auto line = away_lines(s.with, s.outlook, s.here).front();
    CHECK(line.starts_with("Dr Okafor will not be reading on Tue 28 Jul ("));
    CHECK(line.ends_with("ill), in 3 days. This was not planned."));
    CHECK(line.find('\x1B') == std::string::npos);
    s.outlook.away->off.reason = "ill";
    s.with.mine = true;
    CHECK(away_lines(s.with, s.outlook, s.here).front() ==
          "You have cancelled Tue 28 Jul (ill), in 3 days. Your clients see that it was not planned.");
    s.with.mine = false;
    s.outlook.away->begun = true;
    CHECK(away_lines(s.with, s.outlook, s.here).front() ==
          "Dr Okafor is not reading today, Tue 28 Jul (ill). This was not planned.");
}

TEST_CASE("nothing is said of days off where hours are in doubt, or the practice speaks for the therapist")
{
    Summer s;
    s.outlook.problem = Errc::fork;
    CHECK(away_lines(s.with, s.outlook, s.here).empty());
    s.outlook.problem.reset();
    s.outlook.notice = "In hospital";
    CHECK(away_lines(s.with, s.outlook, s.here).empty());
    s.outlook.notice.reset();
    s.outlook.away.reset();
    CHECK(away_lines(s.with, s.outlook, s.here).empty());
}

TEST_CASE("a moved reading time comes with its reason, once for all messages, and with the time before")
{
    Summer s;
    client::show::PromiseMoved moved;
    moved.messages.resize(2);
    moved.was = wire::Promise{at("2026-07-28T08:00:00Z"), at("2026-07-28T11:00:00Z")};
    moved.promise = wire::Promise{at("2026-08-18T08:00:00Z"), at("2026-08-18T11:00:00Z")};
    moved.because = client::DayOff{date(7, 28), date(7, 28), "ill", true, false};
    CHECK(moved_lines(moved, s.outlook, "Dr Okafor", {}, s.here) ==
          Lines{"Dr Okafor will not be reading on Tue 28 Jul (ill). This was not planned.",
                "The reading time of 2 messages of yours has moved. Dr Okafor reads Tue 18 Aug, 09:00–12:00 "
                "(15:00–18:00 where you are). Before: Tue 28 Jul, 09:00–12:00 (15:00–18:00 where you are)."});
    moved.because.reset();
    moved.messages.resize(1);
    moved.unread = true;
    CHECK(moved_lines(moved, s.outlook, "Dr Okafor", {}, s.here) ==
          Lines{"Dr Okafor's hours have closed, and your message is not read yet. It is kept; the next window is "
                "Tue 18 Aug, 09:00–12:00 (15:00–18:00 where you are)."});
}

TEST_CASE("a therapist is asked in the last ten minutes of a window whether to stay, nobody else is")
{
    Summer s;
    s.with.mine = true;
    s.here.zone = zone("Europe/London");
    s.outlook.open = hours::Window{at("2026-07-28T08:00:00Z"), at("2026-07-28T11:00:00Z")};
    s.here.now = at("2026-07-28T10:49:59Z");
    CHECK_FALSE(closing_words(s.with, s.outlook, s.here));
    s.here.now = at("2026-07-28T10:50:00Z");
    CHECK(closing_words(s.with, s.outlook, s.here) ==
          "Your hours close Tue 28 Jul, 12:00. To keep them open 15 minutes longer: /keep");
    s.here.now = at("2026-07-28T11:00:00Z");
    CHECK_FALSE(closing_words(s.with, s.outlook, s.here));
    s.here.now = at("2026-07-28T10:50:00Z");
    s.with.mine = false;
    CHECK_FALSE(closing_words(s.with, s.outlook, s.here));
    s.with.mine = true;
    s.outlook.open->end.reset();
    CHECK_FALSE(closing_words(s.with, s.outlook, s.here));
}

TEST_CASE("extra windows are counted for the therapist, and silence stands for none")
{
    CHECK_FALSE(extras_words({}));
    CHECK(extras_words({1, 0}) == "You have given 1 extra window this month, 0 last month.");
    CHECK(extras_words({0, 3}) == "You have given 0 extra windows this month, 3 last month.");
}

}  // namespace holdfast::ui::away_view_test
