// The pulse: asked about once, answered for oneself, shared one answer at a time.
#include "client/core/pulse/pulses.hpp"

#include "tests/client/core/modified_client.hpp"
#include "tests/support/catch.hpp"

namespace pulses_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using About = wire::PulseAbout;

namespace {

struct Practice {
    Practice() { alice = &p.client("Alice", okafor); }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    [[nodiscard]] PulseView view(Member& of) { return of.client().pulse(of.conversation(), p.now()); }
    void session() { REQUIRE(word(alice->order(command::NoteSession{alice->conversation()})) == "ok"); }
    std::string answer(std::uint8_t value, bool share)
    {
        const auto occasion = view(*alice).occasion.value_or(PulseOccasion{});
        const auto done =
            word(alice->order(command::AnswerPulse{alice->conversation(), occasion.about, occasion.at, value, share}));
        p.run();
        return done;
    }
    /// A session a minute, in her window.
    void shared(std::initializer_list<std::uint8_t> values)
    {
        for (const auto value : values) {
            p.after(Seconds{60});
            session();
            REQUIRE(answer(value, true) == "ok");
        }
    }
    std::string order(Order given) { return word(alice->order(std::move(given))); }
};

std::vector<PulseNumber> values(std::initializer_list<std::uint8_t> given)
{
    std::vector<PulseNumber> all;
    for (const auto value : given) all.push_back({Instant{std::chrono::seconds{all.size()}}, value});
    return all;
}

}  // namespace

TEST_CASE("a fall is three below the median of up to five before it, and that median is seven or more")
{
    CHECK(is_fall(values({7, 4})));
    CHECK_FALSE(is_fall(values({7, 5})));
    CHECK_FALSE(is_fall(values({6, 0})));
    CHECK_FALSE(is_fall(values({4})));
    CHECK_FALSE(is_fall({}));
    CHECK(is_fall(values({8, 7, 4})));  // half a point more than three
    CHECK(is_fall(values({7, 6, 8, 9, 5, 4})));
    CHECK_FALSE(is_fall(values({6, 7, 3})));  // the middle is six and a half
    CHECK(is_fall(values({0, 0, 8, 8, 8, 8, 8, 5})));
    CHECK_FALSE(is_fall(values({9, 9, 9, 2, 2, 2, 9, 2})));
    CHECK(twice_median_before(values({1, 2, 9})) == 3U);
}

TEST_CASE("the question comes after a window in which the therapist's words were read, once, and answers stay here")
{
    Practice t;
    CHECK_FALSE(t.view(*t.alice).occasion);
    t.p.at(tuesday_nine);
    t.okafor >> "hello";
    CHECK_FALSE(t.view(*t.alice).occasion);
    t.p.at("2026-03-03T12:00:00Z");
    CHECK_FALSE(t.view(*t.alice).occasion);  // not read
    const auto last = t.alice->client().history(t.alice->conversation()).back()->number;
    REQUIRE(t.order(command::MarkShown{t.alice->conversation(), last}) == "ok");
    const auto occasion = t.view(*t.alice).occasion;
    REQUIRE(occasion == PulseOccasion{About::window, *parse_rfc3339("2026-03-03T12:00:00Z")});
    CHECK(t.view(*t.alice).asks);
    REQUIRE(t.order(command::NotePulseAsked{t.alice->conversation(), occasion->at}) == "ok");
    CHECK_FALSE(t.view(*t.alice).asks);
    CHECK(t.answer(11, false) == "out_of_range");
    CHECK(t.answer(7, false) == "ok");
    CHECK_FALSE(t.view(*t.alice).occasion);
    t.alice->restart();
    t.alice->go_online();
    t.p.run();
    CHECK(pulse_numbers(t.view(*t.alice)) == std::vector<PulseNumber>{{occasion->at, 7}});
    CHECK(t.view(t.okafor).answers.empty());
    CHECK(t.alice->client().list(t.alice->conversation()).size() == 1);
    CHECK(t.order(command::AnswerPulse{t.alice->conversation(), About::window, occasion->at, 3, true}) ==
          "already_exists");
    t.p.at("2026-03-10T12:00:00Z");
    CHECK_FALSE(t.view(*t.alice).occasion);
}

TEST_CASE("an answer is shared one by one, also later, and taken back it is on the device alone")
{
    Practice t;
    t.p.at(tuesday_nine);
    t.session();
    CHECK(t.view(*t.alice).occasion->about == About::session);
    REQUIRE(t.answer(8, false) == "ok");
    const auto first = t.view(*t.alice).answers.at(0).answer.at;
    t.p.after(Seconds{60});
    t.session();
    REQUIRE(t.answer(5, false) == "ok");
    REQUIRE(t.order(command::SharePulse{t.alice->conversation(), first}) == "ok");
    t.p.run();
    CHECK(t.order(command::SharePulse{t.alice->conversation(), first}) == "already_exists");
    CHECK(t.order(command::SharePulse{t.alice->conversation(), Instant{}}) == "not_found");
    CHECK(pulse_numbers(t.view(t.okafor)) == std::vector<PulseNumber>{{first, 8}});
    CHECK(t.okafor.read() == Lines{"pulse 8"});
    t.p.at("2026-03-03T12:05:00Z");  // over, and not judged yet
    t.session();
    REQUIRE(t.answer(2, true) == "ok");
    CHECK(t.view(*t.alice).answers.back().shared);
    REQUIRE(t.order(command::TakeBack{t.alice->last<show::Saved>()->message}) == "ok");
    CHECK_FALSE(t.view(*t.alice).answers.back().shared);
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.view(t.okafor).answers.size() == 1);
}

TEST_CASE("after a fall the therapist's device suggests to speak until they write, and no promise is settled by it")
{
    Practice t;
    t.p.at(tuesday_nine);
    t.shared({8, 9, 8});
    CHECK_FALSE(t.view(t.okafor).suggests_repair);
    CHECK(word(t.okafor.order(command::Repair{t.okafor.conversation(), "sorry"})) == "not_found");
    t.shared({4});
    CHECK(t.view(t.okafor).suggests_repair);
    CHECK_FALSE(t.view(*t.alice).suggests_repair);
    REQUIRE(word(t.okafor.order(command::Repair{t.okafor.conversation(), "what did I miss?"})) == "ok");
    t.p.run();
    CHECK_FALSE(t.view(t.okafor).suggests_repair);
    CHECK(std::holds_alternative<wire::Text>(t.alice->client().history(t.alice->conversation()).back()->body));
}

TEST_CASE("nothing is asked where it is off or within a rupture that was not repaired")
{
    Practice t;
    t.p.at("2026-03-03T08:00:00Z");
    *t.alice >> "hello";
    t.okafor.go_offline();
    t.p.at("2026-03-03T13:00:00Z");
    t.session();
    REQUIRE(t.alice->client().unrepaired(t.alice->conversation()).size() == 1);
    CHECK_FALSE(t.view(*t.alice).occasion);
    t.okafor.go_online();
    t.p.at("2026-03-10T09:00:00Z");
    REQUIRE(word(t.okafor.order(command::Repair{t.okafor.conversation(), "I was ill"})) == "ok");
    t.p.run();
    t.session();
    CHECK(t.view(*t.alice).asks);
    REQUIRE(t.order(command::SetPulse{t.alice->conversation(), false}) == "ok");
    CHECK(t.order(command::SetPulse{t.alice->conversation(), false}) == "nothing_changed");
    CHECK_FALSE(t.view(*t.alice).asks);
    CHECK(t.view(*t.alice).occasion);
    CHECK(word(t.okafor.order(command::SetPulse{t.okafor.conversation(), false})) == "not_allowed");
}

TEST_CASE("attack 2: a therapist answers no pulse, and numbers out of range are refused")
{
    Practice t;
    t.p.at(tuesday_nine);
    t.okafor >> "hello";
    *t.alice >> "hello";
    const auto now = t.p.now();
    const auto refused = [&](Member& reader, ModifiedClient& modified, wire::PulseAnswer answer) {
        reader.forget_shown();
        reader.step(Arrived{{wire::RelayFrame{modified.message(answer)}}});
        const auto shown = reader.last<show::Refused>();
        return shown ? word(Status{shown->reason}) : std::string{"taken"};
    };
    ModifiedClient therapist{t.p, t.okafor};
    CHECK(refused(*t.alice, therapist, {About::window, now, now, 1}) == "not_allowed");
    ModifiedClient client{t.p, *t.alice};
    CHECK(refused(t.okafor, client, {About::window, now, now, 11}) == "out_of_range");
    CHECK(refused(t.okafor, client, {About::window, now, Instant{}, 1}) == "out_of_range");
    for (int i = 0; i < 250; ++i)
        CHECK(refused(t.okafor, client, {About::session, now - Seconds{i}, now, 10}) == "taken");
    CHECK(t.view(t.okafor).answers.size() == most_pulses);
}

}  // namespace pulses_test
