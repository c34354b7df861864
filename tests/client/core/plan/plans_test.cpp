// The coping plan of a conversation: written in versions, answered under a signature and in the client's own words, and
// the same on both sides.
#include "client/core/plan/plans.hpp"

#include "protocol/identity/coping_plan.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/support/catch.hpp"

namespace plans_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono;

namespace {

constexpr Date today = 2026y / March / 2;
constexpr std::string_view tuesday = "2026-03-03T09:00:00Z";
using Words = std::vector<std::string>;

struct Practice {
    Practice() { alice = &p.client("Alice", okafor); }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    std::string set(std::string note, std::vector<wire::PlanStep> steps)
    {
        return word(okafor.order(command::SetCopingPlan{okafor.conversation(), std::move(note), std::move(steps)}));
    }
    /// The therapist writes in her window, so that the client has it at once.
    void send(std::string first_words)
    {
        REQUIRE(set("We meet soon.", {{"What helps first", std::move(first_words)}, {"Whom I call", "Anna"}}) == "ok");
        p.run();
        (void)alice->read();
    }
    [[nodiscard]] const Client& alices() { return alice->client(); }
    [[nodiscard]] std::optional<CopingPlanView> newest(Member& of)
    {
        return of.client().coping_plan(of.conversation());
    }
    [[nodiscard]] std::optional<CopingPlanView> agreed(Member& of)
    {
        return of.client().agreed_coping_plan(of.conversation());
    }
    [[nodiscard]] std::optional<CopingPlanView> while_closed()
    {
        return alices().outlook(alice->conversation(), p.now()).coping;
    }
    std::string answer(bool yes, Words words = {})
    {
        const auto known = newest(*alice);
        return word(alice->order(command::AnswerCopingPlan{alice->conversation(), known ? known->hash : Digest{}, yes,
                                                           std::move(words), today}));
    }
    [[nodiscard]] MessageId last_sent() { return alice->last<show::Saved>()->message; }
    void take_back(const MessageId& message) { REQUIRE(word(alice->order(command::TakeBack{message})) == "ok"); }
};

std::string first_words(const std::optional<CopingPlanView>& plan)
{
    return plan ? plan->steps.at(0).words : std::string{"none"};
}

}  // namespace

TEST_CASE("a plan goes to its client, helps at once while closed, and is agreed on by both once it is answered")
{
    Practice t;
    CHECK(t.answer(true) == "not_found");
    CHECK_FALSE(t.while_closed());
    t.p.at(tuesday);
    t.send("a walk");
    CHECK(first_words(t.newest(*t.alice)) == "a walk");
    CHECK(first_words(t.while_closed()) == "a walk");
    CHECK_FALSE(t.agreed(*t.alice));
    CHECK(t.answer(true) == "ok");
    CHECK(t.answer(true) == "nothing_changed");
    CHECK(t.agreed(*t.alice)->note == "We meet soon.");
    CHECK(t.agreed(t.okafor)->hash == t.agreed(*t.alice)->hash);
    CHECK(t.agreed(t.okafor)->word == t.agreed(*t.alice)->word);
    CHECK(t.okafor.read() == Lines{"agreed to the plan"});
    CHECK_FALSE(t.okafor.client().outlook(t.okafor.conversation(), t.p.now()).coping);
}

TEST_CASE("the client's own words take the place of those in the plan on both sides, and each version stays")
{
    Practice t;
    t.p.at(tuesday);
    t.send("a walk");
    CHECK(t.answer(true, {"the river"}) == "out_of_range");
    CHECK(t.answer(true, {"the river", "Anna"}) == "ok");
    for (auto* side : {t.alice, &t.okafor}) {
        CHECK(first_words(t.agreed(*side)) == "the river");
        CHECK(t.agreed(*side)->word->words == Words{"the river", "Anna"});
    }
    CHECK(t.answer(true, {"the sea", "Anna"}) == "ok");
    CHECK(first_words(t.agreed(t.okafor)) == "the sea");
    CHECK(t.answer(true, {"a walk", "Anna"}) == "ok");  // those of the plan are no words of their own
    CHECK(t.agreed(t.okafor)->word->words.empty());
    CHECK(t.okafor.read() ==
          Lines{"agreed to the plan: the river, Anna", "agreed to the plan: the sea, Anna", "agreed to the plan"});
}

TEST_CASE("a newer plan changes nothing before it is agreed on, and a yes that is taken back leaves none")
{
    Practice t;
    t.p.at(tuesday);
    t.send("first");
    REQUIRE(t.answer(true) == "ok");
    t.send("second");
    CHECK(first_words(t.newest(*t.alice)) == "second");
    CHECK(first_words(t.agreed(*t.alice)) == "first");
    CHECK(first_words(t.while_closed()) == "first");
    REQUIRE(t.answer(false) == "ok");
    CHECK(first_words(t.agreed(t.okafor)) == "first");
    REQUIRE(t.answer(true) == "ok");
    CHECK(first_words(t.agreed(t.okafor)) == "second");
    REQUIRE(t.answer(false) == "ok");
    for (auto* side : {t.alice, &t.okafor}) CHECK_FALSE(t.agreed(*side));
    CHECK_FALSE(t.while_closed());
}

TEST_CASE("a plan and a word that are taken back while they are held count for nobody")
{
    Practice t;
    t.p.at(tuesday);
    t.send("first");
    t.p.at("2026-03-03T13:00:00Z");
    REQUIRE(t.answer(true) == "ok");
    const auto yes = t.last_sent();
    REQUIRE(t.answer(false) == "ok");
    t.take_back(t.last_sent());
    CHECK(t.agreed(*t.alice));
    t.take_back(yes);
    CHECK_FALSE(t.newest(*t.alice)->word);
    REQUIRE(t.set({}, {{"second", "x"}}) == "ok");
    CHECK(t.newest(t.okafor)->version == 2);
    REQUIRE(word(t.okafor.order(command::TakeBack{t.okafor.last<show::Saved>()->message})) == "ok");
    CHECK(t.newest(t.okafor)->version == 1);
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.newest(*t.alice)->hash == t.newest(t.okafor)->hash);
    CHECK_FALSE(t.newest(t.okafor)->word);
}

TEST_CASE("who may write a plan and who may answer it, and a plan that was begun stays until it is sent")
{
    Practice t;
    const auto in = t.okafor.conversation();
    CHECK(word(t.alice->order(command::SetCopingPlan{t.alice->conversation(), {}, {{"mine", {}}}})) ==
          "therapists_only");
    CHECK(t.set("only a note", {}) == "empty_text");
    CHECK(t.set({}, {{"x", std::string(wire::max_plan_words_bytes + 1, 'x')}}) == "text_too_long");
    REQUIRE(word(t.okafor.order(command::SaveCopingPlan{in, "begun", {{"What helps", {}}}})) == "ok");
    CHECK(t.okafor.client().coping_plan_draft(in).note == "begun");
    CHECK(word(t.okafor.order(command::SaveCopingPlan{{}, "begun", {}})) == "not_found");
    t.p.at(tuesday);
    t.send("first");
    CHECK(t.okafor.client().coping_plan_draft(in).empty());
    CHECK(word(t.okafor.order(command::AnswerCopingPlan{in, t.newest(t.okafor)->hash, true, {}, today})) ==
          "not_allowed");
    const command::AnswerCopingPlan old{t.alice->conversation(), t.newest(*t.alice)->hash, true, {}, today};
    t.send("second");
    CHECK(word(t.alice->order(old)) == "not_found");
}

TEST_CASE("of many versions the oldest go, and the agreed one stays")
{
    Practice t;
    t.p.at(tuesday);
    t.send("agreed");
    REQUIRE(t.answer(true) == "ok");
    for (int i = 0; i < 30; ++i) t.send("later");
    CHECK(t.newest(*t.alice)->version == 31);
    for (auto* side : {t.alice, &t.okafor}) CHECK(first_words(t.agreed(*side)) == "agreed");
}

TEST_CASE("attack 2: a word of another's on a plan, or on one that was never sent, is refused by its name")
{
    Practice t;
    *t.alice >> "hello";
    t.p.at(tuesday);
    t.send("a walk");
    ModifiedClient modified{t.p, *t.alice};
    const auto& alices = modified.identity();
    const wire::PlanWord good{
        t.alice->conversation(), session::account_id(alices.pub), t.newest(t.okafor)->hash, true, {}, today};
    const auto with = [&](auto change, const crypto::SignKeyPair& key) {
        auto changed = good;
        change(changed);
        return wire::Body{wire::CopingPlanAnswer{session::sign_plan_word(key, changed)}};
    };
    const auto stranger = crypto::SignKeyPair::generate(t.p.random());
    const auto okafor = *t.okafor.client().status().account;
    const auto refuses = [&](auto change) { return refused(t.okafor, modified, with(change, alices)); };
    CHECK(refused(t.okafor, modified, with([](auto&) {}, stranger)) == "bad_signature");
    CHECK(refuses([&](auto& one) { one.account = okafor; }) == "wrong_key");
    CHECK(refuses([](auto& one) { one.conversation = {}; }) == "wrong_address");
    CHECK(refuses([](auto& one) { one.plan = {}; }) == "out_of_range");
    CHECK(refuses([](auto& one) { one.words = {"one word for two steps"}; }) == "out_of_range");
    const wire::PlanText plan{t.alice->conversation(), good.account, 3, today, {}, {{"mine", {}}}};
    CHECK(refused(t.okafor, modified, wire::CopingPlan{session::sign_plan(alices, plan)}) == "not_allowed");
    CHECK_FALSE(t.agreed(t.okafor));
    CHECK(refuses([](auto&) {}) == "taken");
    CHECK(t.agreed(t.okafor));
}

TEST_CASE("attack 2: a plan of somebody else's, or another one under the same version, is refused by its name")
{
    Practice t;
    *t.alice >> "hello";
    t.p.at(tuesday);
    t.send("a walk");
    ModifiedClient modified{t.p, t.okafor};
    const auto stranger = crypto::SignKeyPair::generate(t.p.random());
    const auto known = t.newest(*t.alice);
    wire::PlanText plan{t.alice->conversation(),
                        session::account_id(modified.identity().pub),
                        known->version,
                        known->made,
                        "another",
                        {{"x", {}}}};
    const auto send = [&](const crypto::SignKeyPair& key) {
        return refused(*t.alice, modified, wire::CopingPlan{session::sign_plan(key, plan)});
    };
    CHECK(send(stranger) == "bad_signature");
    CHECK(send(modified.identity()) == "out_of_range");
    plan.conversation = {};
    CHECK(send(modified.identity()) == "wrong_address");
    CHECK(first_words(t.newest(*t.alice)) == "a walk");
}

TEST_CASE("a restored client has the plan again with their own words, and its agreement, without being asked")
{
    Practice t;
    t.p.at(tuesday);
    t.send("a walk");
    REQUIRE(t.answer(true, {"around the lake", "Anna"}) == "ok");
    t.p.run();
    const auto kit = t.alice->print_kit();
    t.alice->lose_device();
    t.alice->restore(kit);
    t.p.run();
    REQUIRE(t.agreed(*t.alice));
    CHECK(first_words(t.agreed(*t.alice)) == "around the lake");
    CHECK(first_words(t.agreed(t.okafor)) == "around the lake");
    // What is said on the new device counts from then on.
    REQUIRE(t.answer(false) == "ok");
    t.p.run();
    CHECK_FALSE(t.agreed(*t.alice));
    CHECK_FALSE(t.agreed(t.okafor));
}

TEST_CASE("a plan that nobody has answered comes back to a restored client unanswered")
{
    Practice t;
    t.p.at(tuesday);
    t.send("a walk");
    const auto kit = t.alice->print_kit();
    t.alice->lose_device();
    t.alice->restore(kit);
    t.p.run();
    CHECK(first_words(t.newest(*t.alice)) == "a walk");
    CHECK_FALSE(t.newest(*t.alice)->word);
}

TEST_CASE("a restored therapist has the agreed plan again from the client's device, and writes the next one")
{
    Practice t;
    t.p.at(tuesday);
    t.send("first");
    REQUIRE(t.answer(true) == "ok");
    t.p.run();
    const auto kit = t.okafor.print_kit();
    t.okafor.lose_device();
    t.okafor.restore(kit);
    t.p.run();
    CHECK(first_words(t.agreed(t.okafor)) == "first");
    t.send("second");
    CHECK(first_words(t.newest(*t.alice)) == "second");
    REQUIRE(t.answer(true) == "ok");
    t.p.run();
    CHECK(first_words(t.agreed(t.okafor)) == "second");
}

TEST_CASE("attack 2: a word of one's own that comes from the other is refused by a device that is not new")
{
    Practice t;
    t.p.at(tuesday);
    t.send("a walk");
    REQUIRE(t.answer(true) == "ok");
    t.p.run();
    const auto yes = t.newest(*t.alice)->word.value();
    wire::Signed agreed;
    for (const auto* entry : t.alice->client().history(t.alice->conversation()))
        if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&entry->body)) agreed = answer->word;
    REQUIRE(t.answer(false) == "ok");
    t.p.run();
    auto modified = ModifiedClient{t.p, t.okafor};
    CHECK(refused(*t.alice, modified, wire::CopingPlanAnswer{agreed}) == "not_allowed");
    CHECK_FALSE(t.agreed(*t.alice));
}

}  // namespace plans_test
