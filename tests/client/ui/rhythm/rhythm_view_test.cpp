#include "client/ui/rhythm/rhythm_view.hpp"

#include "client/ui/entry_view.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace rhythm_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace std::chrono;
using client::test::ClientWorld;

namespace {

constexpr Date today = 2026y / March / 2;

wire::RhythmTerms terms()
{
    return {"Europe/Berlin",
            0b0010010,
            {18 * 60},
            2,
            {{7, "sleep", "How did you sleep?", "not at all", "well"}, {8, "mood\x1B[2J", {}, {}, {}}},
            true,
            {"calm", "tired"},
            true};
}

Here in_berlin(Instant now) { return {holdfast::hours::TimeZone::find("Europe/Berlin").value(), now}; }

}  // namespace

TEST_CASE("a rhythm is shown whole: its times, each number with its words, feelings and a note")
{
    CHECK(rhythm_lines(terms()) == Lines{"Tuesday and Friday at 18:00 (Europe/Berlin), about 2 minutes",
                                         "  1. sleep, 0 to 10: How did you sleep? (0: not at all) (10: well)",
                                         "  2. mood␛[2J, 0 to 10", "  Feelings: calm and tired, or words of one's own",
                                         "  A note, if there is more to say"});
    wire::RhythmTerms daily{"UTC", 127, {0, 60, 120}, 1, {}, true, {}, false};
    CHECK(rhythm_lines(daily) ==
          Lines{"Every day at 00:00, 01:00 and 02:00 (UTC), about 1 minute", "  Feelings: in words of one's own"});
}

TEST_CASE("both sides read where a rhythm stands, what is due, and answers in their place")
{
    ClientWorld p{"2026-03-03T09:00:00Z"};
    auto& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00");
    auto& alice = p.client("Alice", okafor);
    const auto id = alice.conversation();
    const auto shown = [&](client::test::Member& of) {
        return rhythms_lines(of.client(), id, "/rhythm agree", "/check-in", in_berlin(p.now()));
    };
    const auto newest = [&](client::test::Member& of) {
        const auto all = of.client().history(id);
        return entry_lines(*all.back(), of.client(), in_berlin(p.now()));
    };
    CHECK(shown(alice).empty());
    REQUIRE(okafor.order(client::command::ProposeRhythm{id, terms(), today}).has_value());
    p.run();
    CHECK(shown(okafor).back() == "You proposed this. Alice has not answered yet.");
    CHECK(shown(alice).back() == "Dr Okafor proposes this. To answer: /rhythm agree");
    CHECK(newest(alice).back() == "  Dr Okafor proposes this. To answer: /rhythm agree or /rhythm decline");
    const auto hash = alice.client().rhythms(id).back().hash;
    REQUIRE(alice.order(client::command::AnswerRhythm{id, hash, true, today}).has_value());
    p.run();
    CHECK(newest(okafor).back() == "  Agreed to the proposed check-ins, on 2 March 2026.");
    CHECK(shown(alice).back() == "The next check-in: Tue 3 Mar, 18:00.");
    p.at("2026-03-03T20:30:00Z");
    CHECK(check_in_due_words(*alice.last<client::show::CheckInDue>(), {}, in_berlin(p.now())) ==
          "Your check-in for Tue 3 Mar, 18:00 can be answered now: /check-in");
    const auto due = *alice.client().due_check_in(id, p.now());
    const wire::RhythmCheckIn answers{due.version.hash, due.due, {7}, {{{"sleep", 3, 10}}, {"tired"}, {}}};
    REQUIRE(alice.order(client::command::SendRhythmCheckIn{id, answers}).has_value());
    CHECK(newest(alice) == Lines{"You to Dr Okafor, Tue 3 Mar, 21:30",
                                 "  Check-in for Tue 3 Mar, 18:00, late, answered in part", "  sleep: 3 of 10",
                                 "  feelings: tired"});
    p.at("2026-03-10T17:10:00Z");
    CHECK(newest(alice) == Lines{"No check-in for Fri 6 Mar, 18:00."});
    CHECK(body_text(client::EntryBody{answers}) ==
          "Check-in for 2026-03-03T17:00:00Z\nsleep: 3 of 10\nfeelings: tired");
    CHECK(kind_name(client::EntryBody{client::NoCheckIn{}}) == "no_check_in");
    const auto here = in_berlin(p.now());
    client::NoCheckIn none{{due.due, due.due + std::chrono::days{3}}, "Europe/Berlin"};
    CHECK(no_check_in_words(none, here) == "No check-ins for Tue 3 Mar, 18:00, and Fri 6 Mar, 18:00.");
    none.dues.push_back(due.due + std::chrono::days{7});
    CHECK(no_check_in_words(none, here) == "No check-ins from Tue 3 Mar, 18:00, to Tue 10 Mar, 18:00: 3 times.");
}

TEST_CASE("answers beside the rhythm say why they stand there")
{
    client::AnsweredView place;
    const wire::RhythmCheckIn answers;
    for (const auto standing :
         {client::CheckInStanding::not_known, client::CheckInStanding::not_agreed, client::CheckInStanding::not_due,
          client::CheckInStanding::not_asked, client::CheckInStanding::repeated}) {
        place.standing = standing;
        CHECK(answered_words(place, answers, {}).starts_with("Check-in, "));
    }
}

}  // namespace rhythm_view_test
