#include "protocol/identity/coping_plan.hpp"

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/protocol/identity/whole_record.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace coping_plan_test {

using namespace holdfast;
using namespace holdfast::session;
using namespace std::chrono;

namespace {

constexpr Date today = 2026y / November / 30;

struct Two {
    test::SeededRandom random{"coping plan"};
    test::Party okafor = test::Party::make(random);
    test::Party sam = test::Party::make(random);
    ConversationId conversation = random.id<ConversationId>();

    [[nodiscard]] wire::PlanText plan() const
    {
        return {conversation, okafor.account, 2, today, "We meet on Tuesday.", {{"What helps first", "a walk"}}};
    }
    [[nodiscard]] wire::PlanWord word() const
    {
        return {conversation, sam.account, plan_hash(sign_plan(okafor.identity, plan())), true, {"the river"}, today};
    }
};

template <class Change>
Errc plan_with(const Two& two, const Change& change)
{
    auto plan = two.plan();
    change(plan);
    const auto opened = open_plan(sign_plan(two.okafor.identity, plan), two.okafor.identity.pub, two.conversation);
    return opened.has_error() ? opened.errc() : Errc{};
}

}  // namespace

TEST_CASE("a plan counts under its owner's key and for its conversation, with steps that fit")
{
    const Two two;
    const auto record = sign_plan(two.okafor.identity, two.plan());
    CHECK(open_plan(record, two.okafor.identity.pub, two.conversation).value() == two.plan());
    CHECK(open_plan(record, two.sam.identity.pub, two.conversation).errc() == Errc::bad_signature);
    CHECK(open_plan(record, two.okafor.identity.pub, {}).errc() == Errc::wrong_address);
    CHECK(plan_with(two, [&](auto& plan) { plan.owner = two.sam.account; }) == Errc::wrong_key);
    CHECK(plan_with(two, [](auto& plan) { plan.version = 0; }) == Errc::out_of_range);
    CHECK(plan_with(two, [](auto& plan) { plan.steps.clear(); }) == Errc::empty_text);
    CHECK(plan_with(two, [](auto& plan) { plan.steps[0].heading.clear(); }) == Errc::empty_text);
    CHECK(plan_with(two, [](auto& plan) {
              plan.steps.resize(wire::max_plan_steps + 1, {"more", {}});
          }) == Errc::text_too_long);
    CHECK(plan_with(two, [](auto& plan) { plan.steps[0].heading.assign(wire::max_plan_heading_bytes + 1, 'x'); }) ==
          Errc::text_too_long);
    CHECK(plan_with(two, [](auto& plan) { plan.steps[0].words.assign(wire::max_plan_words_bytes + 1, 'x'); }) ==
          Errc::text_too_long);
    CHECK(plan_with(two, [](auto& plan) { plan.note.assign(wire::max_plan_note_bytes + 1, 'x'); }) ==
          Errc::text_too_long);
    CHECK(plan_with(two, [](auto& plan) { plan.note = std::string{"\0", 1}; }) == Errc::bad_encoding);
    CHECK(plan_with(two, [](auto& plan) { plan.steps[0].words = "\xFF"; }) == Errc::bad_encoding);
}

TEST_CASE("a word on a plan counts for its writer and its conversation, and under its own label")
{
    const Two two;
    const auto record = sign_plan_word(two.sam.identity, two.word());
    CHECK(open_plan_word(record, two.sam.identity.pub, two.conversation).value() == two.word());
    CHECK(open_plan_word(record, two.okafor.identity.pub, two.conversation).errc() == Errc::bad_signature);
    CHECK(open_plan_word(record, two.sam.identity.pub, {}).errc() == Errc::wrong_address);
    auto other = two.word();
    other.account = two.okafor.account;
    CHECK(open_plan_word(sign_plan_word(two.sam.identity, other), two.sam.identity.pub, two.conversation).errc() ==
          Errc::wrong_key);
    other = two.word();
    other.words.resize(wire::max_plan_steps + 1);
    CHECK(open_plan_word(sign_plan_word(two.sam.identity, other), two.sam.identity.pub, two.conversation).errc() ==
          Errc::text_too_long);
    const auto mislabelled = sign_record(crypto::labels::sign_plan, two.sam.identity, two.word());
    CHECK(open_plan_word(mislabelled, two.sam.identity.pub, two.conversation).errc() == Errc::bad_signature);
}

TEST_CASE("no prefix of a plan's records is one, and nothing may follow")
{
    const Two two;
    test::check_whole(two.plan());
    test::check_whole(two.word());
    test::check_whole(wire::CopingPlan{sign_plan(two.okafor.identity, two.plan())});
    test::check_whole(wire::CopingPlanAnswer{sign_plan_word(two.sam.identity, two.word())});
}

}  // namespace coping_plan_test
