// Promised windows, between two people and the real relay: kept, broken, explained, repaired. What one side is told the
// other is told too.
#include "protocol/identity/signed_records.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace missed_windows_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* tuesdays_and_thursdays = "Tu,Th 09:00-12:00";
const std::string tuesday = "2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";
const std::string from_ten = "2026-03-03T10:00:00Z/2026-03-03T12:00:00Z";  ///< of hours published at ten
const std::string thursday = "2026-03-05T09:00:00Z/2026-03-05T12:00:00Z";

/// The person looks at everything that is there.
void look(Member& member)
{
    const auto history = member.client().history(member.conversation());
    if (!history.empty()) (void)member.order(command::MarkShown{member.conversation(), history.back()->number});
}

/// Everything this member was told of promised windows since the last call.
Lines told(Member& member)
{
    Lines lines;
    for (auto& line : member.lines())
        for (const auto* word : {"read in ", "read after all", "taken back", "missed", "entry: not read",
                                 "entry: outage", "entry: no reply", "repaired", "entry: repair"})
            if (line.starts_with(word)) lines.push_back(line);
    return lines;
}

struct Two {
    explicit Two(std::string_view now = monday_evening) : p{now} {}
    ClientWorld p;
    Member& okafor = p.therapist("Dr Okafor", tuesdays_and_thursdays);
    Member& alice = p.client("Alice", okafor);
    void forget()
    {
        (void)okafor.lines();
        (void)alice.lines();
    }
};

}  // namespace

TEST_CASE("what is not read in its window is told once to both, a minute after the grace and not before")
{
    Two two;
    two.alice >> "hi" >> "are you there?";
    two.forget();
    two.p.at("2026-03-03T12:15:59Z");
    CHECK(told(two.alice).empty());
    CHECK(told(two.okafor).empty());
    two.p.at("2026-03-03T12:16:00Z");
    CHECK(told(two.alice) == Lines{"entry: not read " + tuesday});
    CHECK(told(two.okafor) == Lines{"entry: not read " + tuesday});
    two.p.at("2026-03-04T20:00:00Z");
    two.alice.restart();
    two.alice.go_online();
    CHECK(told(two.alice).empty());
    CHECK(two.okafor.client().unrepaired(two.okafor.conversation()).size() == 1);
    two.p.at("2026-03-05T12:16:00Z");
    CHECK(told(two.alice) == Lines{"entry: not read " + thursday});
}

TEST_CASE("a repair settles the windows before it, and both note how long it took")
{
    Two two;
    two.alice >> "hi";
    two.p.at("2026-03-04T20:00:00Z");
    two.forget();
    CHECK(word(two.okafor.order(command::Repair{two.okafor.conversation(), "I did not read on Tuesday."})) == "ok");
    CHECK(two.okafor.client().unrepaired(two.okafor.conversation()).empty());
    CHECK(told(two.okafor) == Lines{"repaired after 162000 s"});  // to Thursday's opening: 45 hours
    CHECK(told(two.alice).empty());
    two.p.at("2026-03-05T09:00:00Z");
    CHECK(told(two.alice) == Lines{"entry: repair: I did not read on Tuesday.", "repaired after 162000 s"});
    CHECK(word(two.okafor.order(command::Repair{two.okafor.conversation(), "again"})) == "not_found");
    CHECK(word(two.alice.order(command::Repair{two.alice.conversation(), "mine"})) == "therapists_only");
}

TEST_CASE("a repair taken back repairs nothing")
{
    Two two;
    two.alice >> "hi";
    two.p.at("2026-03-04T20:00:00Z");
    (void)two.okafor.order(command::Repair{two.okafor.conversation(), "words"});
    const auto id = two.okafor.last<show::Saved>()->message;
    CHECK(word(two.okafor.order(command::TakeBack{id})) == "ok");
    REQUIRE(two.okafor.client().unrepaired(two.okafor.conversation()).size() == 1);
    const auto* entry = two.okafor.client().unrepaired(two.okafor.conversation()).front();
    CHECK_FALSE(std::get<Broken>(entry->body).repaired_after);
}

TEST_CASE("a repair that came before the client was connected again is found when the window is judged")
{
    Two two;
    two.alice >> "hi";
    two.alice.go_offline();
    two.p.at("2026-03-05T09:30:00Z");
    (void)two.okafor.order(command::Repair{two.okafor.conversation(), "words"});
    two.forget();
    two.alice.go_online();
    CHECK(told(two.alice) == Lines{"entry: repair: words", "entry: not read " + tuesday, "repaired after 163800 s"});
}

TEST_CASE("a message taken back breaks nothing")
{
    Two two;
    two.alice >> "hi";
    CHECK(word(two.alice.order(command::TakeBack{two.alice.last<show::Saved>()->message})) == "ok");
    two.forget();
    two.p.at("2026-03-05T13:00:00Z");
    CHECK(told(two.alice).empty());
    CHECK(told(two.okafor).empty());
}

TEST_CASE("a client without a connection is told nothing, knows what is not known, and is told on the next one")
{
    Two two;
    two.alice >> "hi";
    two.alice.go_offline();
    two.forget();
    CHECK_FALSE(two.alice.client().reading(two.alice.conversation(), two.p.now()).unknown);
    two.p.at("2026-03-03T20:00:00Z");
    two.alice.step(Tick{});
    CHECK(told(two.alice).empty());
    const auto unknown = two.alice.client().reading(two.alice.conversation(), two.p.now()).unknown;
    REQUIRE(unknown);
    CHECK(to_rfc3339(unknown->by) == "2026-03-03T12:00:00Z");
    two.alice.go_online();
    CHECK(told(two.alice) == Lines{"entry: not read " + tuesday});
    CHECK_FALSE(two.alice.client().reading(two.alice.conversation(), two.p.now()).unknown);
}

TEST_CASE("a practice notice suspends promises: nothing is broken while it is in force")
{
    Two two;
    two.alice >> "hi";
    const auto okafor = *two.okafor.client().status().account;
    (void)two.p.admin(server::IssueNotice{okafor, "Dr Okafor cannot read at present."});
    two.p.at("2026-03-03T20:00:00Z");
    (void)two.p.admin(server::IssueNotice{okafor, ""});
    two.forget();
    two.p.at("2026-03-04T20:00:00Z");
    CHECK(told(two.alice).empty());
    CHECK(told(two.okafor).empty());
    two.p.at("2026-03-05T12:16:00Z");
    CHECK(told(two.alice) == Lines{"entry: not read " + thursday});
}

TEST_CASE("a cancellation in the middle of a window moves it and breaks nothing")
{
    Two two;
    two.alice >> "hi";
    two.p.at("2026-03-03T10:00:00Z");
    CHECK(word(two.okafor.order(command::CancelDate{Date{std::chrono::year{2026} / 3 / 3}, "ill", {}})) == "ok");
    two.forget();
    two.p.at("2026-03-03T20:00:00Z");
    CHECK(told(two.alice).empty());
    CHECK(told(two.okafor).empty());
    two.p.at("2026-03-05T12:16:00Z");
    CHECK(told(two.alice) == Lines{"entry: not read " + thursday});
    CHECK(told(two.okafor) == Lines{"entry: not read " + thursday});
}

TEST_CASE("a relay that was down in the promised window is an outage to both, and no rupture")
{
    Two two;
    two.alice >> "hi";
    const auto from = parse_rfc3339("2026-03-03T09:10:00Z").value();
    const auto outage = session::sign_record(crypto::labels::sign_outage, two.p.key(), wire::Outage{from, from + 2h});
    for (auto* member : {&two.alice, &two.okafor}) {
        member->go_offline();
        member->meddle = [&outage](wire::RelayFrame& frame) {
            if (auto* in = std::get_if<wire::LoggedIn>(&frame)) in->outages = {outage, outage};
            return true;
        };
    }
    two.p.at("2026-03-03T11:10:00Z");
    two.alice.go_online();
    two.okafor.go_online();
    two.forget();
    two.p.at("2026-03-03T20:00:00Z");
    const Lines told_both{"entry: outage " + tuesday + " down 2026-03-03T09:10:00Z/2026-03-03T11:10:00Z"};
    CHECK(told(two.alice) == told_both);
    CHECK(told(two.okafor) == told_both);
    CHECK(two.okafor.client().unrepaired(two.okafor.conversation()).empty());
}

TEST_CASE("an outage that the relay did not sign explains nothing")
{
    Two two;
    two.alice >> "hi";
    two.alice.go_offline();
    two.alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* in = std::get_if<wire::LoggedIn>(&frame))
            in->outages = {wire::Signed{wire::encode(wire::Outage{two.p.now(), two.p.now() + 30h}), {}}};
        return true;
    };
    two.p.at("2026-03-03T20:00:00Z");
    two.alice.go_online();
    CHECK(told(two.alice) == Lines{"entry: not read " + tuesday});
}

TEST_CASE("a client cannot repair or report in the therapist's place")
{
    Two two{tuesday_nine};
    two.alice >> "hi";
    look(two.alice);
    two.okafor >> "hello";
    look(two.alice);
    for (const auto& frame : two.alice.sent())
        if (const auto* submit = std::get_if<wire::Submit>(&frame)) CHECK(submit->cls != wire::Class::report);
}

TEST_CASE("a client's clock that is ahead, by an hour or by days, makes no rupture, and none that stays")
{
    for (const auto ahead : {Seconds{45min}, Seconds{std::chrono::days{3}}, -Seconds{std::chrono::days{3}}}) {
        Two two{"2026-03-03T10:00:00Z"};
        two.okafor.go_offline();
        two.alice >> "I will wait.";
        two.alice.restart();
        two.alice.clock_error = ahead;
        two.p.at("2026-03-03T11:50:00Z");
        two.forget();
        two.alice.go_online();
        two.p.at("2026-03-03T13:30:00Z");
        CHECK(told(two.alice).empty());
        CHECK_FALSE(two.alice.client().reading(two.alice.conversation(), two.p.now() + ahead).unknown);
        two.alice.restart();
        two.alice.clock_error = 0s;
        two.alice.go_online();
        CHECK(told(two.alice) == Lines{"entry: not read " + from_ten});
    }
}

TEST_CASE("a verdict of a clock that jumped while connected is taken back when it shows")
{
    Two two{"2026-03-03T10:00:00Z"};
    two.okafor.go_offline();
    two.alice >> "I will wait.";
    two.forget();
    two.alice.clock_error = 3h;
    two.alice.step(Tick{});
    two.p.run();
    const bool said = told(two.alice) == Lines{"entry: not read " + from_ten};
    CHECK(said);
    two.alice.restart();
    two.alice.clock_error = 0s;
    two.alice.go_online();
    CHECK(told(two.alice) == Lines{"taken back " + from_ten});
    for (const auto* entry : two.alice.client().history(two.alice.conversation()))
        CHECK_FALSE(std::holds_alternative<Broken>(entry->body));
    two.p.at("2026-03-03T12:16:00Z");
    CHECK(told(two.alice) == Lines{"entry: not read " + from_ten});
}

TEST_CASE("a report that the relay kept back takes back what was said of its window")
{
    Two two;
    two.alice >> "hi";
    std::vector<wire::RelayFrame> kept;
    two.alice.meddle = [&](wire::RelayFrame& frame) {
        const auto* deliver = std::get_if<wire::Deliver>(&frame);
        if (!deliver || deliver->cls != wire::Class::report) return true;
        kept.push_back(frame);
        return false;
    };
    two.p.at("2026-03-03T10:00:00Z");
    look(two.okafor);
    two.p.at("2026-03-03T13:00:00Z");
    REQUIRE(kept.size() == 1);
    CHECK(told(two.alice) == Lines{"entry: not read " + tuesday});
    two.alice.meddle = {};
    Arrived arrived;
    arrived.frames.emplace_back(std::move(kept.front()));
    two.alice.step(std::move(arrived));
    two.p.run();
    CHECK(told(two.alice) == Lines{"read in " + tuesday + ": 1", "read after all " + tuesday});
}

TEST_CASE("a therapist who was not there in her window is told by her own device, whether or not anybody wrote")
{
    Two two{"2026-03-02T20:00:00Z"};
    two.okafor.go_offline();
    two.p.at("2026-03-04T20:00:00Z");
    two.forget();
    two.okafor.go_online();
    CHECK(told(two.okafor) == Lines{"missed " + tuesday});
    CHECK(two.okafor.client().missed().size() == 1);
    two.okafor.restart();
    two.okafor.go_online();
    CHECK(told(two.okafor).empty());
    CHECK(two.okafor.client().missed().size() == 1);  // until she was there in a later one
    two.p.at("2026-03-05T09:00:00Z");
    CHECK(two.okafor.client().missed().empty());
    CHECK(two.alice.client().missed().empty());
}

TEST_CASE("a therapist who was connected at any time in a window did not miss it")
{
    Two two{"2026-03-02T20:00:00Z"};
    two.p.at("2026-03-03T09:30:00Z");
    two.okafor.restart();  // killed, and not started again that day
    two.p.at("2026-03-03T20:00:00Z");
    two.forget();
    two.okafor.go_online();
    CHECK(told(two.okafor).empty());
    SECTION("nor when her clock is wrong")
    {
        two.okafor.go_offline();
        two.okafor.clock_error = std::chrono::days{3};
        two.okafor.go_online();
        CHECK(told(two.okafor).empty());
        CHECK(two.okafor.client().missed().empty());
    }
    SECTION("nor when the practice had a notice, or leave was taken")
    {
        (void)two.p.admin(server::IssueNotice{*two.okafor.client().status().account, "in hospital"});
        two.okafor.go_offline();
        two.p.at("2026-03-06T20:00:00Z");
        two.forget();
        two.okafor.go_online();
        CHECK(told(two.okafor).empty());
    }
}

}  // namespace missed_windows_test
