// Questionnaires between two people: offered whole, answered once, scored by the same words on both sides, and nobody
// asked about harming themselves before a plan is agreed.
#include "client/core/measures/measures.hpp"

#include "client/measures/shipped.hpp"
#include "protocol/measure/score.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/protocol/measure/small_measure.hpp"
#include "tests/support/catch.hpp"

namespace measures_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using holdfast::test::small_measure;

namespace {

constexpr std::optional<std::uint8_t> none;

struct Practice {
    Practice() { p.at(tuesday_nine); }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    std::string offer(const wire::Measure& measure = small_measure())
    {
        const auto status = okafor.order(command::OfferMeasure{okafor.conversation(), measure});
        p.run();
        return word(status);
    }
    std::string save(wire::MeasureChosen chosen)
    {
        return word(alice.order(command::SaveMeasure{alice.conversation(), last(alice).offer, std::move(chosen)}));
    }
    std::string answer(wire::MeasureChosen chosen)
    {
        return word(alice.order(command::AnswerMeasure{alice.conversation(), last(alice).offer, std::move(chosen)}));
    }
    static MeasureView last(Member& member)
    {
        const auto all = member.client().measures(member.conversation());
        REQUIRE_FALSE(all.empty());
        return all.back();
    }
    static std::string total(Member& member)
    {
        const auto view = last(member);
        if (!view.message) return "open";
        const auto result = measure::score(*view.measure, view.chosen);
        return result.total ? std::to_string(*result.total) : "not scored";
    }
};

/// What a member's device makes of a message of the other's program that does not keep to the rules.
std::string taken(Member& reader, ModifiedClient& modified, wire::Body body)
{
    reader.forget_shown();
    reader.step(Arrived{{wire::RelayFrame{modified.message(std::move(body))}}});
    const auto shown = reader.last<show::Refused>();
    return shown ? word(Status{shown->reason}) : "taken";
}

wire::Measure changed(void (*change)(wire::Measure&))
{
    auto measure = small_measure();
    change(measure);
    return measure;
}

}  // namespace

TEST_CASE("a questionnaire is offered whole, answered, and scored by both from the same words")
{
    Practice t;
    REQUIRE(t.offer() == "ok");
    CHECK(t.alice.read() == Lines{"measure: Small-4"});
    CHECK(*Practice::last(t.alice).measure == small_measure());
    CHECK(t.total(t.alice) == "open");
    REQUIRE(t.answer({1, 2, 3, 3}) == "ok");
    CHECK(t.okafor.read() == Lines{"answers: 1233"});
    CHECK(t.total(t.alice) == "6");
    CHECK(t.total(t.okafor) == "6");
    CHECK(Practice::last(t.okafor).answered == Practice::last(t.alice).answered);
    CHECK(t.answer({1, 2, 3, 3}) == "already_exists");
    REQUIRE(t.offer() == "ok");
    CHECK(t.total(t.alice) == "open");
    CHECK(t.alice.client().measures(t.alice.conversation()).size() == 2);
}

TEST_CASE("answers look to the relay like a sentence")
{
    Practice t;
    REQUIRE(t.offer(*measure::find_shipped("PHQ-8")) == "ok");
    t.alice >> "I slept better.";
    const auto newest = [&] {
        for (auto frame = t.alice.sent().rbegin(); frame != t.alice.sent().rend(); ++frame)
            if (const auto* submit = std::get_if<wire::Submit>(&*frame); submit && submit->cls == wire::Class::message)
                return submit->envelopes.front().body;
        return Bytes{};
    };
    const auto sentence = newest();
    REQUIRE(t.answer({3, 3, 3, 3, 3, 3, 3, none}) == "ok");
    CHECK(newest() != sentence);
    CHECK(newest().size() == sentence.size());
}

TEST_CASE("answers so far outlive the process, and are as late as their last one when they are sent")
{
    Practice t;
    REQUIRE(t.offer() == "ok");
    REQUIRE(t.save({1, none}) == "ok");
    t.alice.restart();
    CHECK(Practice::last(t.alice).begun == wire::MeasureChosen{1, none});
    t.alice.go_online();
    REQUIRE(t.save({1, none, 2, 0}) == "ok");
    const auto given = t.p.now();
    t.p.at("2026-03-05T20:00:00Z");
    REQUIRE(t.answer({1, none, 2, 0}) == "ok");
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.okafor.read() == Lines{"answers: 1-20"});
    CHECK(Practice::last(t.okafor).answered == given);
    CHECK(t.total(t.okafor) == "8");
}

TEST_CASE("incomplete answers are sent, and not scored where too few are given")
{
    Practice t;
    REQUIRE(t.offer() == "ok");
    CHECK(t.answer({none, none, none, none}) == "empty_text");
    CHECK(t.answer({1, 1, 1}) == "out_of_range");
    CHECK(t.save({4}) == "out_of_range");
    CHECK(t.save({0, 0, 0, 0, 0}) == "out_of_range");
    REQUIRE(t.answer({3, 3, none, none}) == "ok");
    CHECK(t.okafor.read() == Lines{"answers: 33--"});
    CHECK(t.total(t.okafor) == "not scored");
    CHECK(t.total(t.alice) == "not scored");
}

TEST_CASE("answers that are taken back are open again with what was chosen, and an offer that is taken back is gone")
{
    Practice t;
    REQUIRE(t.offer() == "ok");
    t.p.at("2026-03-03T13:00:00Z");
    REQUIRE(t.answer({1, 2, 3, 3}) == "ok");
    REQUIRE(word(t.alice.order(command::TakeBack{*Practice::last(t.alice).message})) == "ok");
    CHECK(t.total(t.alice) == "open");
    CHECK(Practice::last(t.alice).begun == wire::MeasureChosen{1, 2, 3, 3});
    REQUIRE(t.offer() == "ok");  // held: her hours are closed
    REQUIRE(word(t.okafor.order(command::TakeBack{Practice::last(t.okafor).offer})) == "ok");
    CHECK(t.okafor.client().measures(t.okafor.conversation()).size() == 1);
    REQUIRE(t.answer({0, 2, 3, 3}) == "ok");
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.okafor.read() == Lines{"answers: 0233"});
    CHECK(t.total(t.okafor) == "5");
}

TEST_CASE("only a therapist offers, only a client answers, and nothing asks about self-harm without a plan")
{
    Practice t;
    CHECK(word(t.alice.order(command::OfferMeasure{t.alice.conversation(), small_measure()})) == "therapists_only");
    CHECK(t.offer(changed([](auto& m) { m.bands[1].from = 5; })) == "out_of_range");
    CHECK(t.offer(changed([](auto& m) { m.name = "GAD-7"; })) == "wrong_key");
    CHECK(t.offer(*measure::find_shipped("PHQ-9")) == "not_allowed");
    CHECK(t.offer(*measure::find_shipped("PHQ-8")) == "ok");
    CHECK(t.alice.read() == Lines{"measure: PHQ-8"});
    const auto hers = Practice::last(t.okafor).offer;
    CHECK(word(t.okafor.order(command::AnswerMeasure{t.okafor.conversation(), hers, {0}})) == "not_allowed");
    CHECK(word(t.alice.order(command::SaveMeasure{t.alice.conversation(), {}, {0}})) == "not_found");
}

TEST_CASE("attack: offers of a modified program are refused by their names")
{
    Practice t;
    t.okafor >> "good morning";
    REQUIRE(t.offer() == "ok");
    ModifiedClient modified{t.p, t.okafor};
    const auto take = [&](wire::Measure measure) {
        return taken(t.alice, modified, wire::MeasureOffer{std::move(measure)});
    };
    CHECK(take(changed([](auto& m) { m.items.assign(5000, {}); })) == "out_of_range");
    CHECK(take(changed([](auto& m) { m.bands[1].from = 4; })) == "out_of_range");
    CHECK(take(changed([](auto& m) { m.needed = 200; })) == "out_of_range");
    CHECK(take(changed([](auto& m) { m.choices.resize(1); })) == "out_of_range");
    CHECK(take(changed([](auto& m) { m.items[0].words = "\x1b]0;x\a"; })) == "out_of_range");
    CHECK(take(changed([](auto& m) { m.items[0].words = "other words"; })) == "wrong_key");
    CHECK(take(changed([](auto& m) { m.name = "PHQ 9"; })) == "out_of_range");
    CHECK(take(changed([](auto& m) { m.name = "phq9"; })) == "wrong_key");
    CHECK(take(*measure::find_shipped("PHQ-9")) == "not_allowed");
    CHECK(taken(t.alice, modified, wire::MeasureAnswers{Practice::last(t.alice).offer, {}, {0, 0, 0, 0}, t.p.now()}) ==
          "not_allowed");
    CHECK(t.alice.client().measures(t.alice.conversation()).size() == 1);
    CHECK(take(changed([](auto& m) { m.version = 2; })) == "taken");
}

TEST_CASE("attack: answers of a modified program to nothing, to other words, or with choices that are not there")
{
    Practice t;
    t.alice >> "hello";
    REQUIRE(t.offer() == "ok");
    ModifiedClient modified{t.p, t.alice};
    const auto known = Practice::last(t.okafor);
    const auto take = [&](const MessageId& offer, const Digest& hash, wire::MeasureChosen chosen) {
        return taken(t.okafor, modified,
                     wire::MeasureAnswers{offer, hash, std::move(chosen), t.p.now() + std::chrono::days{400}});
    };
    CHECK(take(t.p.random().id<MessageId>(), known.hash, {0, 0, 0, 0}) == "out_of_range");
    CHECK(take(known.offer, {}, {0, 0, 0, 0}) == "out_of_range");
    CHECK(take(known.offer, known.hash, {0, 0, 0, 4}) == "out_of_range");
    CHECK(take(known.offer, known.hash, {0, 0, 0}) == "out_of_range");
    CHECK(take(known.offer, known.hash, {none, none, none, none}) == "out_of_range");
    CHECK(taken(t.okafor, modified, wire::MeasureOffer{small_measure()}) == "not_allowed");
    CHECK(t.total(t.okafor) == "open");
    CHECK(take(known.offer, known.hash, {0, 0, 0, 0}) == "taken");
    CHECK(Practice::last(t.okafor).answered == t.p.now());  // not in 400 days
    CHECK(take(known.offer, known.hash, {3, 3, 3, 0}) == "already_exists");
    CHECK(t.total(t.okafor) == "3");
}

TEST_CASE("a restored therapist keeps answers to what she offered before, though her device cannot score them")
{
    Practice t;
    REQUIRE(t.offer() == "ok");
    const auto kit = t.okafor.print_kit();
    t.p.at("2026-03-03T13:00:00Z");
    REQUIRE(t.answer({1, 2, 3, 3}) == "ok");
    t.okafor.lose_device();
    t.okafor.restore(kit);
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.okafor.read() == Lines{"answers: 1233"});
    CHECK(t.okafor.client().measures(t.okafor.conversation()).empty());
}

}  // namespace measures_test
