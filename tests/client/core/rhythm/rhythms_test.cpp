// The rhythm of check-ins: proposed and agreed on by either side, answered, late, missed, changed and ended, and the
// same on both sides.
#include "client/core/rhythm/rhythms.hpp"

#include "client/core/rhythm/series.hpp"
#include "protocol/identity/rhythm.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/support/catch.hpp"

namespace rhythms_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono;

namespace {

constexpr Date today = 2026y / March / 2;
constexpr std::string_view tuesday = "2026-03-03T09:00:00Z";

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

/// Tuesdays and Fridays at 18:00 in Berlin, which is 17:00Z in winter.
wire::RhythmTerms evenings()
{
    wire::RhythmTerms terms;
    terms.zone = "Europe/Berlin";
    terms.days = 0b0010010;
    terms.times = {18 * 60};
    terms.minutes = 2;
    terms.items = {{0, "sleep", "How did you sleep?", "not at all", "well"}, {0, "mood", {}, {}, {}}};
    terms.asks_feelings = true;
    terms.feelings = {"calm", "tired"};
    terms.asks_note = true;
    return terms;
}

struct Practice {
    Practice() { alice = &p.client("Alice", okafor); }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    std::string propose(Member& by, const wire::RhythmTerms& terms = evenings())
    {
        return word(by.order(command::ProposeRhythm{by.conversation(), terms, today}));
    }
    std::string answer(Member& by, bool yes = true)
    {
        const auto all = by.client().rhythms(by.conversation());
        const auto hash = all.empty() ? Digest{} : all.back().hash;
        return word(by.order(command::AnswerRhythm{by.conversation(), hash, yes, today}));
    }
    std::string end(Member& by)
    {
        const auto all = by.client().rhythms(by.conversation());
        const auto known = by.client().rhythm(by.conversation());
        return word(by.order(command::EndRhythm{by.conversation(), known ? known->hash : all.back().hash, today}));
    }
    /// Both agree in the therapist's window.
    void agree(const wire::RhythmTerms& terms = evenings())
    {
        p.at(tuesday);
        REQUIRE(propose(okafor, terms) == "ok");
        p.run();
        REQUIRE(answer(*alice) == "ok");
        p.run();
        (void)okafor.read();
        (void)alice->read();
    }
    [[nodiscard]] std::optional<RhythmView> rhythm(Member& of) { return of.client().rhythm(of.conversation()); }
    [[nodiscard]] std::string stage(Member& of)
    {
        static const std::array names{"proposed", "set aside", "declined", "withdrawn",
                                      "in force", "replaced",  "ended"};
        std::string all;
        for (const auto& one : of.client().rhythms(of.conversation()))
            all += (all.empty() ? "" : ", ") + std::string{names.at(static_cast<std::size_t>(one.stage))};
        return all;
    }
    [[nodiscard]] std::optional<DueView> due() { return alice->client().due_check_in(alice->conversation(), p.now()); }
    /// Answers to the check-in that is due, or to the newest rhythm for `when`.
    [[nodiscard]] wire::RhythmCheckIn answers(std::uint8_t sleep, std::optional<Instant> when = {})
    {
        const auto asked = due() ? due()->version : *rhythm(*alice);
        const auto& items = asked.terms.items;
        return {asked.hash,
                when ? *when : due()->due,
                {items.at(0).id, items.at(1).id},
                {{{items.at(0).name, sleep, 10}, {items.at(1).name, 5, 10}}, {"tired"}, "long day"}};
    }
    std::string send(const wire::RhythmCheckIn& given)
    {
        return word(alice->order(command::SendRhythmCheckIn{alice->conversation(), given}));
    }
    [[nodiscard]] std::size_t told() { return alice->count<show::CheckInDue>(); }
    [[nodiscard]] AnsweredView last_answered(Member& of)
    {
        const auto all = of.client().history(of.conversation());
        for (auto entry = all.rbegin(); entry != all.rend(); ++entry)
            if (const auto* given = std::get_if<wire::RhythmCheckIn>(&(*entry)->body))
                return of.client().answered(**entry, *given);
        return {};
    }
    [[nodiscard]] std::size_t notes_of_misses(Member& of)
    {
        const auto all = of.client().history(of.conversation());
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [](const auto* entry) { return std::holds_alternative<NoCheckIn>(entry->body); }));
    }
    [[nodiscard]] Lines misses(Member& of)
    {
        Lines all;
        for (const auto* entry : of.client().history(of.conversation()))
            if (const auto* none = std::get_if<NoCheckIn>(&entry->body))
                for (const auto due : none->dues) all.push_back(to_rfc3339(due));
        return all;
    }
};

}  // namespace

TEST_CASE("a rhythm that either proposes is in force on both sides once the other has agreed")
{
    Practice t;
    t.p.at(tuesday);
    REQUIRE(t.propose(t.okafor) == "ok");
    t.p.run();
    CHECK(t.propose(t.okafor, t.okafor.client().rhythms(t.okafor.conversation()).back().terms) == "nothing_changed");
    CHECK(t.stage(*t.alice) == "proposed");
    CHECK(t.answer(t.okafor) == "not_allowed");
    REQUIRE(t.answer(*t.alice, false) == "ok");
    CHECK(t.answer(*t.alice, false) == "nothing_changed");
    CHECK(t.stage(t.okafor) == "declined");
    REQUIRE(t.propose(*t.alice) == "ok");
    t.p.run();
    REQUIRE(t.answer(t.okafor) == "ok");
    t.p.run();
    for (auto* side : {t.alice, &t.okafor}) {
        CHECK(t.stage(*side) == "declined, in force");
        CHECK(t.rhythm(*side)->version == 2);
        CHECK(t.rhythm(*side)->from == at(tuesday));
    }
    CHECK(t.rhythm(*t.alice)->hash == t.rhythm(t.okafor)->hash);
    CHECK(t.answer(t.okafor) == "nothing_changed");
    REQUIRE(t.end(t.okafor) == "ok");
    t.p.run();
    for (auto* side : {t.alice, &t.okafor}) CHECK(t.stage(*side) == "declined, ended");
    CHECK_FALSE(t.rhythm(*t.alice));
    CHECK(t.end(*t.alice) == "not_found");
}

TEST_CASE("what a proposal may not have is refused before anything is written")
{
    Practice t;
    auto terms = evenings();
    terms.zone = "Europe/Nowhere";
    CHECK(t.propose(*t.alice, terms) == "unknown_zone");
    terms = evenings();
    while (terms.items.size() < 9) terms.items.push_back({0, "item " + std::to_string(terms.items.size()), {}, {}, {}});
    CHECK(t.propose(*t.alice, terms) == "too_many_items");
    CHECK(t.propose(*t.alice, {}) == "bad_rhythm");
    CHECK(t.answer(*t.alice) == "not_found");
    REQUIRE(word(t.alice->order(command::SaveRhythm{t.alice->conversation(), evenings()})) == "ok");
    CHECK(t.alice->client().rhythm_draft(t.alice->conversation()) == evenings());
    REQUIRE(t.propose(*t.alice) == "ok");
    CHECK(t.alice->client().rhythm_draft(t.alice->conversation()) == wire::RhythmTerms{});
}

TEST_CASE("a proposal that nobody has seen is withdrawn or taken back, and a newer one sets an older aside")
{
    Practice t;
    REQUIRE(t.propose(*t.alice) == "ok");
    REQUIRE(t.end(*t.alice) == "ok");
    CHECK(t.stage(*t.alice) == "withdrawn");
    auto terms = evenings();
    terms.minutes = 5;
    REQUIRE(t.propose(*t.alice, terms) == "ok");
    const auto proposal = t.alice->last<show::Saved>()->message;
    REQUIRE(word(t.alice->order(command::EndRhythm{
                t.alice->conversation(), t.alice->client().rhythms(t.alice->conversation()).back().hash, today})) ==
            "ok");
    REQUIRE(word(t.alice->order(command::TakeBack{proposal})) == "ok");
    t.p.at(tuesday);
    CHECK(t.stage(t.okafor) == "withdrawn");
    CHECK(t.answer(t.okafor) == "not_found");
    REQUIRE(t.propose(*t.alice) == "ok");
    REQUIRE(t.propose(t.okafor, terms) == "ok");
    t.p.run();
    CHECK(t.stage(*t.alice) == t.stage(t.okafor));
    CHECK(t.stage(*t.alice) == "withdrawn, set aside, proposed");
}

TEST_CASE("what is due is told once at the client's wall clock, answered once, and counts on both sides")
{
    Practice t;
    t.agree();
    CHECK_FALSE(t.due());
    t.p.at("2026-03-03T16:59:59Z");
    CHECK(t.told() == 0);
    t.p.at("2026-03-03T17:00:00Z");
    CHECK(t.told() == 1);
    CHECK(t.alice->last<show::CheckInDue>()->due == at("2026-03-03T17:00:00Z"));
    t.p.at("2026-03-03T17:30:00Z");
    CHECK(t.told() == 1);
    auto given = t.answers(7);
    REQUIRE(word(t.alice->order(command::SaveRhythmCheckIn{t.alice->conversation(), given})) == "ok");
    t.alice->restart();
    t.alice->go_online();
    t.p.run();
    CHECK(t.alice->client().due_draft(t.alice->conversation()) == given);
    CHECK(t.due()->due == given.due);
    auto other = given;
    other.due += std::chrono::hours{1};
    CHECK(t.send(other) == "not_due");
    other = given;
    other.check_in.ratings[0].name = "something else";
    CHECK(t.send(other) == "not_due");
    REQUIRE(t.send(given) == "ok");
    CHECK(t.send(given) == "already_exists");
    CHECK_FALSE(t.alice->client().due_draft(t.alice->conversation()));
    CHECK(t.due()->answered);
    CHECK(word(t.okafor.order(command::SendRhythmCheckIn{t.okafor.conversation(), given})) == "not_allowed");
    t.p.at("2026-03-10T09:00:00Z");
    for (auto* side : {t.alice, &t.okafor}) {
        const auto seen = t.last_answered(*side);
        CHECK(seen.standing == CheckInStanding::counts);
        CHECK_FALSE(seen.late);
        CHECK_FALSE(seen.partial);
        const auto counted = side->client().counted_answers(side->conversation());
        const auto series = series_of(side->client().rhythms(side->conversation()), counted, given.items.at(0));
        REQUIRE(series.size() == 1);
        CHECK(series[0].value == 7);
    }
}

TEST_CASE("late and partial answers are marked, and answers taken back leave the check-in open")
{
    Practice t;
    t.agree();
    t.p.at("2026-03-04T08:00:00Z");
    CHECK(t.due()->late);
    auto given = t.answers(3);
    given.items.pop_back();
    given.check_in.ratings.pop_back();
    REQUIRE(t.send(given) == "ok");
    CHECK(t.last_answered(*t.alice).late);
    CHECK(t.last_answered(*t.alice).partial);
    REQUIRE(word(t.alice->order(command::TakeBack{t.alice->last<show::Saved>()->message})) == "ok");
    CHECK_FALSE(t.due()->answered);
    REQUIRE(t.send(t.answers(4)) == "ok");
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.last_answered(t.okafor).late);
    CHECK_FALSE(t.last_answered(t.okafor).partial);
}

TEST_CASE("a check-in is missed once the next is due, and said once on each side, to the therapist when she reads")
{
    Practice t;
    t.agree();
    t.p.at("2026-03-06T16:59:00Z");
    CHECK(t.misses(*t.alice).empty());
    t.p.at("2026-03-06T17:06:00Z");
    const Lines one{"2026-03-03T17:00:00Z"};
    CHECK(t.misses(*t.alice) == one);
    CHECK(t.misses(t.okafor).empty());  // answers might wait at the relay
    REQUIRE(t.send(t.answers(5)) == "ok");
    t.alice->restart();
    t.alice->go_online();
    t.p.at("2026-03-10T09:30:00Z");
    t.okafor.go_offline();
    t.okafor.go_online();
    t.p.run();
    CHECK(t.misses(*t.alice) == one);
    CHECK(t.misses(t.okafor) == one);
}

TEST_CASE("answers given in time that come late take the place of a miss, and a wrong clock makes none")
{
    Practice t;
    t.agree();
    t.p.at("2026-03-03T18:00:00Z");
    t.alice->go_offline();
    t.alice->clock_error = std::chrono::hours{100};
    t.alice->step(Tick{});
    CHECK(t.misses(*t.alice).empty());
    t.alice->clock_error = std::chrono::hours{0};
    REQUIRE(t.send(t.answers(5)) == "ok");
    t.p.at("2026-03-10T09:30:00Z");
    t.okafor.go_offline();
    t.okafor.go_online();
    t.p.run();
    CHECK(t.misses(t.okafor) == Lines{"2026-03-03T17:00:00Z"});
    t.alice->go_online();
    t.p.run();
    CHECK(t.misses(*t.alice) == Lines{});
    CHECK(t.misses(t.okafor).empty());
    CHECK(t.last_answered(t.okafor).standing == CheckInStanding::counts);
}

TEST_CASE("check-ins that were missed while a device was away are one note, which answers that come late make shorter")
{
    Practice t;
    t.agree();
    t.p.at("2026-03-06T18:00:00Z");
    t.alice->go_offline();
    REQUIRE(t.send(t.answers(5)) == "ok");
    t.p.at("2026-03-17T09:30:00Z");
    t.okafor.go_offline();
    t.okafor.go_online();
    t.p.run();
    const Lines three{"2026-03-03T17:00:00Z", "2026-03-06T17:00:00Z", "2026-03-10T17:00:00Z"};
    CHECK(t.misses(t.okafor) == three);
    CHECK(t.notes_of_misses(t.okafor) == 1);
    t.alice->go_online();
    t.p.run();
    CHECK(t.misses(t.okafor) == Lines{three[0], three[2]});
    CHECK(t.notes_of_misses(t.okafor) == 1);
    CHECK(t.misses(*t.alice) == t.misses(t.okafor));
}

TEST_CASE("another version asks from when it is agreed, items keep their ids, and an end leaves no miss")
{
    Practice t;
    t.agree();
    t.p.at("2026-03-03T17:10:00Z");
    REQUIRE(t.send(t.answers(2)) == "ok");
    t.p.at("2026-03-10T09:00:00Z");
    auto next = t.rhythm(t.okafor)->terms;
    const auto id = next.items.at(0).id;
    next.items.at(0).name = "nights";
    REQUIRE(t.propose(t.okafor, next) == "ok");
    t.p.run();
    REQUIRE(t.answer(*t.alice) == "ok");
    t.p.at("2026-03-10T17:10:00Z");
    REQUIRE(t.send(t.answers(8)) == "ok");
    CHECK(t.stage(*t.alice) == "replaced, in force");
    t.p.at("2026-03-14T10:00:00Z");
    REQUIRE(t.end(*t.alice) == "ok");
    t.p.at("2026-03-17T11:00:00Z");
    t.okafor.go_offline();
    t.okafor.go_online();
    t.p.run();
    for (auto* side : {t.alice, &t.okafor}) {
        CHECK(t.stage(*side) == "replaced, ended");
        CHECK(t.misses(*side) == Lines{"2026-03-06T17:00:00Z"});  // Friday the 13th was still open when it ended
        const auto counted = side->client().counted_answers(side->conversation());
        const auto series = series_of(side->client().rhythms(side->conversation()), counted, id);
        REQUIRE(series.size() == 2);
        CHECK(series[0].wording.name == "sleep");
        CHECK(series[1].wording.name == "nights");
        CHECK(series[1].reworded);
    }
}

TEST_CASE("answers that an older program kept as they came are read by one that knows rhythms")
{
    const wire::RhythmCheckIn answers{{}, at("2026-03-03T17:00:00Z"), {7}, {{{"sleep", 4, 10}}, {}, "so so"}};
    const auto read = read_newer_kind({wire::RhythmCheckIn::tag, wire::encode(answers)});
    REQUIRE(read);
    CHECK(std::get<wire::RhythmCheckIn>(*read) == answers);
    CHECK(check_in_of(*read)->note == "so so");
}

TEST_CASE("leave of the therapist does not stop a rhythm")
{
    Practice t;
    t.agree();
    REQUIRE(word(t.okafor.order(command::TakeLeave{2026y / March / 3, 2026y / March / 20, {}, {}, false})) == "ok");
    t.p.at("2026-03-06T17:00:00Z");
    CHECK(t.told() == 2);
    CHECK(t.send(t.answers(5)) == "ok");
}

TEST_CASE("a rhythm is in force again on a device that was restored, whoever proposed it and whoever lost theirs")
{
    const bool by_client = GENERATE(false, true);
    const bool client_lost = GENERATE(false, true);
    Practice t;
    t.p.at(tuesday);
    REQUIRE(t.propose(by_client ? *t.alice : t.okafor) == "ok");
    t.p.run();
    REQUIRE(t.answer(by_client ? t.okafor : *t.alice) == "ok");
    t.p.run();
    auto& lost = client_lost ? *t.alice : t.okafor;
    const auto kit = lost.print_kit();
    lost.lose_device();
    lost.restore(kit);
    t.p.run();
    CHECK(t.stage(lost) == "in force");
    REQUIRE(t.rhythm(lost));
    CHECK(t.rhythm(lost)->hash == t.rhythm(client_lost ? t.okafor : *t.alice)->hash);
    CHECK(t.rhythm(lost)->mine == (by_client == client_lost));
    t.p.at("2026-03-03T17:00:00Z");
    REQUIRE(t.due());
    REQUIRE(t.send(t.answers(7)) == "ok");
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.last_answered(t.okafor).standing == CheckInStanding::counts);
    CHECK(t.end(lost) == "ok");
    t.p.run();
    CHECK(t.stage(*t.alice) == "ended");
    CHECK(t.stage(t.okafor) == "ended");
}

TEST_CASE("an open proposal comes back to a restored device and a rhythm that was ended does not")
{
    Practice t;
    t.agree();
    REQUIRE(t.end(*t.alice) == "ok");
    t.p.run();
    auto other = evenings();
    other.minutes = 5;
    REQUIRE(t.propose(t.okafor, other) == "ok");
    t.p.after(minutes{5});
    const auto kit = t.alice->print_kit();
    t.alice->lose_device();
    t.alice->restore(kit);
    t.p.run();
    CHECK(t.stage(*t.alice) == "proposed");
}

TEST_CASE("attack 2: a rhythm or a word on one in another's name is refused by its name")
{
    Practice t;
    *t.alice >> "hello";
    t.p.at(tuesday);
    REQUIRE(t.propose(t.okafor) == "ok");
    t.p.run();
    ModifiedClient modified{t.p, *t.alice};
    const auto& alices = modified.identity();
    const auto okafor = *t.okafor.client().status().account;
    const auto self = session::account_id(alices.pub);
    const auto hash = t.okafor.client().rhythms(t.okafor.conversation()).back().hash;
    const auto stranger = crypto::SignKeyPair::generate(t.p.random());
    const wire::RhythmWord good{t.alice->conversation(), self, hash, wire::RhythmSays::agreed, today};
    const auto refuses = [&](auto change, const crypto::SignKeyPair& key) {
        auto changed = good;
        change(changed);
        return refused(t.okafor, modified, wire::RhythmAnswer{session::sign_rhythm_word(key, changed)});
    };
    CHECK(refuses([](auto&) {}, stranger) == "bad_signature");
    CHECK(refuses([&](auto& one) { one.account = okafor; }, alices) == "wrong_key");
    CHECK(refuses([](auto& one) { one.conversation = {}; }, alices) == "wrong_address");
    CHECK(refuses([](auto& one) { one.rhythm = {}; }, alices) == "taken");  // it may have been taken back
    CHECK(t.stage(t.okafor) == "proposed");
    wire::RhythmText text{t.alice->conversation(), self, 2, today,
                          t.okafor.client().rhythms(t.okafor.conversation()).back().terms};
    const auto sends = [&](const crypto::SignKeyPair& key) {
        return refused(t.okafor, modified, wire::Rhythm{session::sign_rhythm(key, text)});
    };
    CHECK(sends(stranger) == "bad_signature");
    text.terms.items.resize(9, {1, "more", {}, {}, {}});
    CHECK(sends(alices) == "too_many_items");
    text.terms.items.resize(1);
    text.author = okafor;
    CHECK(sends(alices) == "wrong_key");
    text.author = self;
    CHECK(sends(alices) == "taken");
    const auto own = session::rhythm_hash(session::sign_rhythm(alices, text));
    CHECK(refuses([&](auto& one) { one.rhythm = own; }, alices) == "not_allowed");
    CHECK(t.stage(t.okafor) == "set aside, proposed");
    CHECK(refuses([](auto&) {}, alices) == "taken");
    CHECK(t.stage(t.okafor) == "in force, proposed");
}

TEST_CASE("attack 2: answers to what was never agreed or asked, or for no time of it, are shown and do not count")
{
    Practice t;
    *t.alice >> "hello";
    t.agree();
    auto later = evenings();
    later.minutes = 9;
    REQUIRE(t.propose(t.okafor, later) == "ok");
    t.p.run();
    t.p.at("2026-03-10T09:10:00Z");
    ModifiedClient modified{t.p, *t.alice};
    const auto proposed = t.okafor.client().rhythms(t.okafor.conversation()).back();
    const auto good = t.answers(5, at("2026-03-06T17:00:00Z"));
    const auto standing = [&](auto change) {
        auto changed = good;
        change(changed);
        REQUIRE(refused(t.okafor, modified, changed) == "taken");
        return t.last_answered(t.okafor).standing;
    };
    CHECK(standing([](auto& one) { one.rhythm = {}; }) == CheckInStanding::not_known);
    CHECK(standing([&](auto& one) { one.rhythm = proposed.hash; }) == CheckInStanding::not_agreed);
    CHECK(standing([](auto& one) { one.due += minutes{1}; }) == CheckInStanding::not_due);
    CHECK(standing([](auto& one) { one.due = at("9999-12-31T17:00:00Z"); }) == CheckInStanding::not_due);
    CHECK(standing([](auto& one) { one.due = at("2026-03-10T17:00:00Z"); }) == CheckInStanding::not_due);  // to come
    CHECK(standing([](auto& one) { one.due = at("2026-02-27T17:00:00Z"); }) == CheckInStanding::not_due);  // before it
    CHECK(standing([](auto& one) { one.check_in.ratings[0].name = "worth"; }) == CheckInStanding::not_asked);
    CHECK(standing([](auto& one) { one.items[0] = 1; }) == CheckInStanding::not_asked);
    CHECK(standing([](auto&) {}) == CheckInStanding::counts);
    CHECK(standing([](auto&) {}) == CheckInStanding::repeated);
    CHECK(t.okafor.client().counted_answers(t.okafor.conversation()).size() == 1);
    auto broken = good;
    broken.check_in.ratings[0].value = 11;
    CHECK(refused(t.okafor, modified, broken) == "out_of_range");
    ModifiedClient therapist{t.p, t.okafor};
    CHECK(refused(*t.alice, therapist, good) == "not_allowed");
}

}  // namespace rhythms_test
