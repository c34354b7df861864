// The words of promised windows: golden lines, since each was chosen.
#include "client/ui/breach_view.hpp"

#include "client/ui/entry_view.hpp"
#include "client/ui/json/json.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::breach_view_test {
namespace {

hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }
Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

/// Tuesday afternoon in London; the promised window was 09:00 to 12:00.
struct Afternoon {
    Here here{zone("Europe/London"), at("2025-10-14T12:00:00Z")};
    client::ConversationView with;
    client::Outlook outlook;
    client::Broken broken;

    Afternoon()
    {
        with.name = "Dr Okafor";
        outlook.zone = zone("Europe/London");
        outlook.contacts = {{"Samaritans", "116 123"}};
        broken.window = {at("2025-10-14T08:00:00Z"), at("2025-10-14T11:00:00Z")};
        broken.next = wire::Promise{at("2025-10-16T08:00:00Z"), at("2025-10-16T11:00:00Z")};
    }
    [[nodiscard]] Lines lines() const { return broken_lines(broken, with, outlook, here); }
    void as_therapist()
    {
        with.mine = true;
        with.name = "Sam";
    }
    [[nodiscard]] client::Entry entry() const
    {
        client::Entry entry;
        entry.body = broken;
        return entry;
    }
};

}  // namespace

TEST_CASE("a client is told plainly what was not reported, what comes next, and whom to turn to")
{
    Afternoon a;
    CHECK(a.lines() ==
          Lines{"Dr Okafor was to read Tue 14 Oct, 09:00–12:00, and nothing shows that it happened. That is not how it "
                "should be, and it is not about what you wrote. Your message is kept; the next window is Thu 16 Oct, "
                "09:00–12:00.",
                "Holdfast is not monitored. If you need help now:", "  Samaritans: 116 123"});
    a.outlook.notice = "In hospital.";
    CHECK(a.lines().front().ends_with("Your message is kept. No reading time is set."));
    a.outlook.notice.reset();
    a.broken.next.reset();
    CHECK(a.lines().front().ends_with("Your message is kept. No reading time is set."));
    a.broken.read_since = true;
    CHECK(a.lines().front().ends_with("It was read in a later window."));
}

TEST_CASE("a reply that did not come is told the same way")
{
    Afternoon a;
    a.broken.breach = client::Breach::no_reply;
    CHECK(a.lines().front() ==
          "A reply was promised by the end of the window of Tue 14 Oct, 09:00–12:00, and none has come. That is not "
          "how it should "
          "be, and it is not about what you wrote.");
}

TEST_CASE("an outage is called one, to both, and the therapist is offered room for it")
{
    Afternoon a;
    a.broken.breach = client::Breach::outage;
    a.broken.down = client::Span{at("2025-10-14T08:10:00Z"), at("2025-10-14T10:55:00Z")};
    CHECK(a.lines().front() ==
          "The practice's server was down Tue 14 Oct, 09:10–11:55. Your messages are safe and will "
          "be read Thu 16 Oct, 09:00–12:00.");
    a.as_therapist();
    CHECK(a.lines() == Lines{"The practice's server was down Tue 14 Oct, 09:10–11:55. Sam was promised reading Tue 14 "
                             "Oct, 09:00–12:00.",
                             "To make room for it: holdfast hours extra 30m --with Sam"});
}

TEST_CASE("a therapist is told what was promised and what there is to do")
{
    Afternoon a;
    a.as_therapist();
    CHECK(a.lines() == Lines{"Sam was promised reading Tue 14 Oct, 09:00–12:00, and none was reported.",
                             "To speak about it: holdfast repair --with Sam, or /repair in the conversation."});
    a.broken.breach = client::Breach::no_reply;
    CHECK(a.lines().front() ==
          "Sam was promised a reply by the end of the window of Tue 14 Oct, 09:00–12:00, and none was sent.");
}

TEST_CASE("a repaired window says after how long, to both, and nothing is left to do")
{
    Afternoon a;
    a.broken.repaired_after = std::chrono::hours{19} + std::chrono::minutes{59};
    CHECK(a.lines().size() == 2);
    CHECK(a.lines().back() == "Dr Okafor has spoken about Tuesday's window, 19 hours after it.");
    a.as_therapist();
    CHECK(a.lines() ==
          Lines{"Sam was promised reading Tue 14 Oct, 09:00–12:00, and none was reported.", "Repaired after 19 h."});
    CHECK(repaired_words(std::chrono::minutes{40}) == "Repaired after 40 min.");
    CHECK(repaired_words(std::chrono::days{3}) == "Repaired after 3 days.");
}

TEST_CASE("reading is said once a window, by its weekday while that is enough")
{
    const Afternoon a;
    CHECK(read_words(a.with, a.broken.window, a.outlook.zone, a.here) ==
          "Dr Okafor has read what you wrote, in Tuesday's window.");
    auto later = a.here;
    later.now += std::chrono::days{6};
    CHECK(read_words(a.with, a.broken.window, a.outlook.zone, later) ==
          "Dr Okafor has read what you wrote, in the window of Tue 14 Oct, 09:00–12:00.");
    std::vector<client::ListedEntry> history(4);
    for (auto& entry : history) entry.mine = true;
    history[0].read = history[1].read = a.broken.window;
    history[2].mine = false;
    CHECK_FALSE(ends_read_window(history, 0));
    CHECK(ends_read_window(history, 1));
    CHECK_FALSE(ends_read_window(history, 2));
    CHECK_FALSE(ends_read_window(history, 3));
}

TEST_CASE("what is not known without a connection is said to be not known, and nothing to a therapist")
{
    Afternoon a;
    client::ReadingView reading;
    reading.unknown = a.broken.window;
    client::Snapshot status;
    status.last_online = at("2025-10-14T07:00:00Z");
    CHECK(reading_lines(a.with, reading, a.outlook, status, a.here) ==
          Lines{"Whether it was read Tue 14 Oct, 09:00–12:00 is not known yet: no connection; the last one began Tue "
                "14 Oct, 08:00."});
    status.connection = client::Connection::online;
    CHECK(reading_lines(a.with, reading, a.outlook, status, a.here).empty());
    reading.last = a.broken.window;
    CHECK(reading_lines(a.with, reading, a.outlook, status, a.here) ==
          Lines{"Dr Okafor has read what you wrote, in Tuesday's window."});
    a.as_therapist();
    CHECK(reading_lines(a.with, reading, a.outlook, status, a.here).empty());
}

TEST_CASE("the repair draft says what was promised and that it was not kept, without excuse")
{
    Afternoon a;
    const auto first = a.entry();
    CHECK(repair_draft({&first}, a.outlook.zone, a.here) ==
          "I said I would read what you wrote on Tuesday between 09:00 and 12:00, and I did not. I know that you were "
          "waiting. That was mine to keep, and it was not about what you wrote.");
    a.broken.window = {at("2025-10-16T08:00:00Z"), at("2025-10-16T11:00:00Z")};
    const auto second = a.entry();
    a.broken.breach = client::Breach::no_reply;
    const auto third = a.entry();
    a.here.now = at("2025-10-16T12:00:00Z");
    CHECK(repair_draft({&first, &second}, a.outlook.zone, a.here)
              .starts_with("I said I would read what you wrote on Tuesday between 09:00 and 12:00 and on Thursday "
                           "between 09:00 and 12:00, and I did not. "));
    CHECK(repair_draft({&third}, a.outlook.zone, a.here)
              .starts_with("I said I would answer by the end of my window on Thursday between 09:00 and 12:00, and I "
                           "did not. "));
    a.here.now = at("2025-10-30T12:00:00Z");
    CHECK(repair_draft({&first}, a.outlook.zone, a.here)
              .starts_with("I said I would read what you wrote on Tue 14 Oct, 09:00 to 12:00, and I did not. "));
}

TEST_CASE("a verdict that was not so is taken back in words")
{
    Afternoon a;
    client::show::VerdictTakenBack item{{}, a.broken.window, client::Breach::not_read, true};
    CHECK(taken_back_lines(item, a.with, a.outlook, a.here) ==
          Lines{"Dr Okafor did read in the window of Tue 14 Oct, 09:00–12:00: the report of it came late."});
    item.read = false;
    CHECK(taken_back_lines(item, a.with, a.outlook, a.here) ==
          Lines{"It was said too early that the window of Tue 14 Oct, 09:00–12:00 was missed. That is taken back."});
    a.as_therapist();
    item.read = true;
    CHECK(taken_back_lines(item, a.with, a.outlook, a.here) ==
          Lines{"You did read in the window of Tue 14 Oct, 09:00–12:00: the report of it came late."});
}

TEST_CASE("a therapist is told of the windows in which her device was not there, without any count")
{
    const Afternoon a;
    CHECK(missed_lines({}, a.outlook.zone, a.here).empty());
    CHECK(missed_lines({a.broken.window}, a.outlook.zone, a.here) ==
          Lines{"You had a window on Tue 14 Oct, 09:00–12:00, and did not open Holdfast in it.",
                "If somebody wrote, they have been told. To make room: holdfast hours extra 30m --all"});
}

TEST_CASE("programs get the windows as instants")
{
    Afternoon a;
    auto entry = a.entry();
    CHECK(
        json_line(entry_object(entry, "Dr Okafor"))
            .find(R"("broken":{"why":"not_read","window":{"from":"2025-10-14T08:00:00Z","by":"2025-10-14T11:00:00Z"},)"
                  R"("down":null,"next":{"from":"2025-10-16T08:00:00Z","by":"2025-10-16T11:00:00Z"},)"
                  R"("read_since":false,"repaired_after_seconds":null})") != std::string::npos);
    entry.body = wire::Repair{a.broken.window.from, a.broken.window.by, "words"};
    entry.mine = true;
    entry.read = a.broken.window;
    const auto line = json_line(entry_object(entry, ""));
    CHECK(line.find(R"("kind":"repair","text":"words")") != std::string::npos);
    CHECK(line.find(R"("delivered":true,"read_in":{"from":"2025-10-14T08:00:00Z")") != std::string::npos);
}

}  // namespace holdfast::ui::breach_view_test
