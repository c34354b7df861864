// Experiments: the same on both sides whatever comes in which order, each step beside those after it.
#include "client/core/experiment/experiments.hpp"

#include "tests/client/core/modified_client.hpp"
#include "tests/support/catch.hpp"

namespace experiments_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono;
using Part = wire::ExperimentPart;
using Words = std::vector<std::string>;

namespace {

wire::Experiment blush(const MessageId& of = {}, std::optional<std::uint32_t> number = 80)
{
    return {of, "I blush and leave", {}, number, "ask in a shop", 2026y / March / 3, 2026y / March / 6};
}

struct Practice {
    Practice()
    {
        alice = &p.client("Alice", okafor);
        p.at(tuesday_nine);
    }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    std::string set(Member& who, wire::Experiment experiment)
    {
        const auto done = word(who.order(command::SetExperiment{who.conversation(), std::move(experiment)}));
        p.run();
        return done;
    }
    std::string say(Member& who, const MessageId& of, Part part, std::string words,
                    std::optional<std::uint32_t> number = {})
    {
        const wire::ExperimentStep said{of, part, std::move(words), number};
        const auto done = word(who.order(command::SayExperiment{who.conversation(), said}));
        p.run();
        return done;
    }
    [[nodiscard]] std::vector<ExperimentView> all(Member& of) { return of.client().experiments(of.conversation()); }
    [[nodiscard]] ExperimentView only(Member& of)
    {
        REQUIRE(all(of).size() == 1);
        return all(of).front();
    }
    [[nodiscard]] MessageId made(Member& by, wire::Experiment experiment = blush())
    {
        REQUIRE(set(by, std::move(experiment)) == "ok");
        return all(by).back().id;
    }
};

Words words_of(const std::vector<ExperimentSaid>& said)
{
    Words words;
    for (const auto& one : said) words.push_back(one.step.words);
    return words;
}

}  // namespace

TEST_CASE("an experiment goes from what is expected to what was learned, and both know each step and its numbers")
{
    Practice t;
    const auto id = t.made(*t.alice);
    CHECK(t.only(t.okafor).stage == ExperimentStage::open);
    CHECK(due_of(t.only(t.okafor), 2026y / March / 2) == ExperimentDue::later);
    CHECK(due_of(t.only(t.okafor), 2026y / March / 6) == ExperimentDue::now);
    CHECK(due_of(t.only(t.okafor), 2026y / March / 7) == ExperimentDue::over);
    CHECK(t.say(*t.alice, id, Part::result, "nobody looked", 20) == "ok");
    CHECK(due_of(t.only(t.okafor), 2026y / March / 7) == ExperimentDue::later);
    CHECK(t.say(*t.alice, id, Part::learned, "it passes") == "ok");
    for (auto* side : {t.alice, &t.okafor}) {
        const auto known = t.only(*side);
        CHECK(known.id == id);
        CHECK(known.stage == ExperimentStage::learned);
        CHECK(known.what() == blush());
        CHECK(words_of(known.results) == Words{"nobody looked"});
        CHECK(words_of(known.learned) == Words{"it passes"});
        const auto numbers = experiment_numbers(t.all(*side));
        REQUIRE(numbers.size() == 1);
        CHECK(numbers[0].predicted == 80U);
        CHECK(numbers[0].actual == 20U);
    }
    CHECK(t.okafor.read() ==
          Lines{"experiment: I blush and leave", "experiment step 1: nobody looked", "experiment step 2: it passes"});
}

TEST_CASE("a step that is corrected leaves the earlier one beside it, and one that is taken back counts for nobody")
{
    Practice t;
    const auto id = t.made(*t.alice);
    auto later = blush(id, 60);
    later.to = 2026y / March / 10;
    CHECK(t.set(*t.alice, later) == "ok");
    CHECK(t.set(*t.alice, later) == "nothing_changed");
    CHECK(t.say(*t.alice, id, Part::result, "first") == "ok");
    CHECK(t.say(*t.alice, id, Part::result, "first") == "nothing_changed");
    CHECK(t.say(*t.alice, id, Part::result, "as it really was", 30) == "ok");
    auto other_scale = later;
    other_scale.unit = "minutes";
    CHECK(t.set(*t.alice, other_scale) == "not_allowed");
    for (auto* side : {t.alice, &t.okafor}) {
        CHECK(t.only(*side).versions.size() == 2);
        CHECK(t.only(*side).what() == later);
        CHECK(words_of(t.only(*side).results) == Words{"first", "as it really was"});
        CHECK(numbers_of(t.only(*side)).actual == 30U);
    }
    t.p.at("2026-03-03T13:00:00Z");  // from here on it is held
    REQUIRE(t.say(*t.alice, id, Part::dropped, {}) == "ok");
    CHECK(t.only(*t.alice).stage == ExperimentStage::dropped);
    REQUIRE(word(t.alice->order(command::TakeBack{t.alice->last<show::Saved>()->message})) == "ok");
    CHECK(t.only(*t.alice).stage == ExperimentStage::happened);
    const auto gone = t.made(*t.alice);
    REQUIRE(t.say(*t.alice, gone, Part::result, "of nothing", 1) == "ok");
    for (const auto& entry : t.alice->client().history(t.alice->conversation()))
        if (entry->message == gone) REQUIRE(word(t.alice->order(command::TakeBack{gone})) == "ok");
    CHECK(t.only(*t.alice).id == id);
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.only(t.okafor).stage == ExperimentStage::happened);
}

TEST_CASE("a therapist proposes, and the client takes it over in their own numbers, or drops it in one word")
{
    Practice t;
    const auto id = t.made(t.okafor, blush({}, std::nullopt));
    CHECK(t.only(*t.alice).stage == ExperimentStage::proposed);
    CHECK(experiment_numbers(t.all(*t.alice)).empty());
    CHECK(t.say(*t.alice, id, Part::result, "too early") == "not_allowed");
    CHECK(t.say(t.okafor, id, Part::dropped, {}) == "not_allowed");
    CHECK(t.set(t.okafor, blush(id, 50)) == "ok");
    CHECK(t.set(*t.alice, blush(id, 90)) == "ok");
    CHECK(t.set(t.okafor, blush(id, 10)) == "not_allowed");
    for (auto* side : {t.alice, &t.okafor}) {
        CHECK(t.only(*side).stage == ExperimentStage::open);
        CHECK(t.only(*side).what().number == 90U);
        CHECK(t.only(*side).versions.size() == 3);
    }
    const auto second = t.made(t.okafor);
    CHECK(t.say(*t.alice, second, Part::dropped, {}) == "ok");
    CHECK(t.say(*t.alice, second, Part::dropped, {}) == "nothing_changed");
    CHECK(t.all(t.okafor).back().stage == ExperimentStage::dropped);
    CHECK(t.set(t.okafor, blush(t.made(*t.alice))) == "not_allowed");
}

TEST_CASE("what an experiment may say, and what was begun stays until it is sent")
{
    Practice t;
    const auto in = t.alice->conversation();
    auto bad = blush();
    bad.number = 101;
    CHECK(t.set(*t.alice, bad) == "out_of_range");
    bad.unit = "minutes";
    CHECK(t.set(*t.alice, bad) == "ok");
    bad.prediction = "\n ";
    CHECK(t.set(*t.alice, bad) == "empty_text");
    bad.prediction = std::string(wire::max_experiment_words_bytes + 1, 'x');
    CHECK(t.set(*t.alice, bad) == "text_too_long");
    bad.prediction = "\xFF";
    CHECK(t.set(*t.alice, bad) == "bad_encoding");
    bad = blush();
    bad.to = 2026y / March / 2;
    CHECK(t.set(*t.alice, bad) == "bad_date");
    bad.to = 2026y / July / 3;
    CHECK(t.set(*t.alice, bad) == "bad_date");
    CHECK(t.set(*t.alice, blush(MessageId{{std::byte{1}}})) == "not_found");
    const auto id = t.all(*t.alice).front().id;
    CHECK(t.say(*t.alice, id, Part::learned, {}) == "empty_text");
    CHECK(t.say(*t.alice, id, Part::learned, "x", 1) == "out_of_range");

    ExperimentWords begun;
    begun.words = "begun";
    REQUIRE(word(t.alice->order(command::SaveExperiment{in, {}, {}, begun})) == "ok");
    REQUIRE(word(t.alice->order(command::SaveExperiment{in, id, Part::result, begun})) == "ok");
    CHECK(word(t.alice->order(command::SaveExperiment{{}, {}, {}, begun})) == "not_found");
    t.alice->restart();
    CHECK(t.alice->client().experiment_draft(in, {}, {}) == begun);
    REQUIRE(t.say(*t.alice, id, Part::result, "sent") == "ok");
    CHECK(t.alice->client().experiment_draft(in, id, Part::result) == ExperimentWords{});
    CHECK(t.alice->client().experiment_draft(in, {}, {}) == begun);
    REQUIRE(word(t.alice->order(command::NoteExperimentsTold{in, {id}, {}})) == "ok");
    t.alice->restart();
    CHECK(t.all(*t.alice).front().told == 1);
}

TEST_CASE("of many experiments the open ones stay, and no more are opened than can be looked after")
{
    Practice t;
    for (std::size_t i = 0; i < most_open_experiments; ++i) REQUIRE(t.set(*t.alice, blush()) == "ok");
    CHECK(t.set(*t.alice, blush()) == "too_large");
    CHECK(t.set(t.okafor, blush()) == "ok");
    REQUIRE(t.say(*t.alice, t.all(*t.alice).front().id, Part::dropped, "enough") == "ok");
    CHECK(t.set(*t.alice, blush()) == "ok");
}

TEST_CASE("attack 2: a step of the owner's, of another's experiment or out of its range is refused by its name")
{
    Practice t;
    auto& sam = t.p.client("Sam", t.okafor);
    *t.alice >> "hello";
    sam >> "hello";
    const auto sams = [&] {
        REQUIRE(word(sam.order(command::SetExperiment{sam.conversation(), blush()})) == "ok");
        t.p.run();
        return sam.client().experiments(sam.conversation()).front().id;
    }();
    const auto alices = t.made(*t.alice);
    const auto text = t.alice->client().history(t.alice->conversation()).front()->message;
    ModifiedClient modified{t.p, *t.alice};
    const auto step = [](const MessageId& of, std::optional<std::uint32_t> number = 1) {
        return wire::ExperimentStep{of, Part::result, "canary", number};
    };
    CHECK(refused(t.okafor, modified, step(sams)) == "wrong_address");
    CHECK(refused(t.okafor, modified, step(text)) == "out_of_range");
    CHECK(refused(t.okafor, modified, step({})) == "out_of_range");
    CHECK(refused(t.okafor, modified, step(alices, 101)) == "out_of_range");
    CHECK(refused(t.okafor, modified, step(alices, wire::most_of_a_unit + 1)) == "out_of_range");
    CHECK(refused(t.okafor, modified, wire::ExperimentStep{alices, Part::learned, "x", 1}) == "out_of_range");
    CHECK(refused(t.okafor, modified, blush(sams)) == "wrong_address");
    CHECK(refused(t.okafor, modified, blush({}, 101)) == "out_of_range");
    auto endless = blush();
    endless.to = 2030y / March / 3;
    CHECK(refused(t.okafor, modified, endless) == "bad_date");
    auto large = blush();
    large.plan = std::string(wire::max_experiment_words_bytes + 1, 'x');
    CHECK(refused(t.okafor, modified, large) == "text_too_long");
    // Of one that is not here: shown as it is, and counted by nobody.
    CHECK(refused(t.okafor, modified, step(MessageId{{std::byte{9}}})) == "taken");
    for (const auto& one : t.okafor.client().conversations())
        for (const auto& known : t.okafor.client().experiments(one.id)) CHECK(known.results.empty());
    for (int i = 0; i < 300; ++i) {
        MessageId unknown;
        unknown.value[0] = static_cast<std::byte>(i % 256);
        unknown.value[1] = static_cast<std::byte>(1 + i / 256);
        CHECK(refused(t.okafor, modified, step(unknown)) == "taken");
    }
    CHECK(t.okafor.client().experiment(t.alice->conversation(), alices));
}

TEST_CASE("attack 2: an owner's program says no step, and changes only what it proposed")
{
    Practice t;
    t.okafor >> "hello";
    const auto id = t.made(*t.alice);
    t.p.run();
    ModifiedClient modified{t.p, t.okafor};
    CHECK(refused(*t.alice, modified, wire::ExperimentStep{id, Part::dropped, {}, {}}) == "not_allowed");
    CHECK(refused(*t.alice, modified, blush(id)) == "not_allowed");
    CHECK(refused(*t.alice, modified, blush()) == "taken");
}

}  // namespace experiments_test
