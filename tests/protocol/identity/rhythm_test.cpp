#include "protocol/identity/rhythm.hpp"

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/protocol/identity/whole_record.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace rhythm_test {

using namespace holdfast;
using namespace holdfast::session;
using namespace std::chrono;

namespace {

constexpr Date today = 2026y / November / 30;

wire::RhythmTerms some_terms()
{
    wire::RhythmTerms terms;
    terms.zone = "Europe/Berlin";
    terms.days = 0b0010010;
    terms.times = {18 * 60};
    terms.items = {{7, "sleep", "How did you sleep?", "not at all", "well"}, {8, "mood", {}, {}, {}}};
    terms.asks_feelings = true;
    terms.feelings = {"calm", "tired"};
    return terms;
}

struct Two {
    test::SeededRandom random{"rhythm"};
    test::Party okafor = test::Party::make(random);
    test::Party sam = test::Party::make(random);
    ConversationId conversation = random.id<ConversationId>();

    [[nodiscard]] wire::RhythmText text() const { return {conversation, okafor.account, 2, today, some_terms()}; }
    [[nodiscard]] wire::RhythmWord word() const
    {
        return {conversation, sam.account, rhythm_hash(sign_rhythm(okafor.identity, text())), wire::RhythmSays::agreed,
                today};
    }
    template <class Change>
    [[nodiscard]] Errc opened_with(const Change& change) const
    {
        auto changed = text();
        change(changed);
        const auto opened = open_rhythm(sign_rhythm(okafor.identity, changed), okafor.identity.pub, conversation);
        return opened.has_error() ? opened.errc() : Errc{};
    }
};

template <class Change>
Errc terms_with(const Change& change)
{
    auto terms = some_terms();
    change(terms);
    const auto fits = check_rhythm(terms);
    return fits.has_error() ? fits.errc() : Errc{};
}

template <class Change>
Errc answers_with(const Change& change)
{
    wire::RhythmCheckIn answers{{}, {}, {7, 8}, {{{"sleep", 4, 10}, {"mood", 6, 10}}, {"calm"}, "so so"}};
    change(answers);
    const auto fits = check_rhythm_answers(answers);
    return fits.has_error() ? fits.errc() : Errc{};
}

}  // namespace

TEST_CASE("a rhythm counts under its author's key and for its conversation")
{
    const Two two;
    const auto record = sign_rhythm(two.okafor.identity, two.text());
    CHECK(open_rhythm(record, two.okafor.identity.pub, two.conversation).value() == two.text());
    CHECK(open_rhythm(record, two.sam.identity.pub, two.conversation).errc() == Errc::bad_signature);
    CHECK(open_rhythm(record, two.okafor.identity.pub, {}).errc() == Errc::wrong_address);
    CHECK(two.opened_with([&](auto& text) { text.author = two.sam.account; }) == Errc::wrong_key);
    CHECK(two.opened_with([](auto& text) { text.version = 0; }) == Errc::out_of_range);
    CHECK(two.opened_with([](auto& text) { text.terms.days = 0; }) == Errc::bad_rhythm);
}

TEST_CASE("a rhythm has days and rising times, eight items at most, each with an id and a name of its own")
{
    CHECK(terms_with([](auto&) {}) == Errc{});
    CHECK(terms_with([](auto& terms) { terms.days = 128; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.times.clear(); }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.times = {1440}; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.times = {60, 60}; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.times = {120, 60}; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.times = {1, 2, 3, 4, 5}; }) == Errc::text_too_long);
    CHECK(terms_with([](auto& terms) { terms.zone.clear(); }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.items[0].id = 0; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.items[1].id = 7; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.items[1].name = "sleep"; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.items[1].name.clear(); }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) { terms.items[0].question = "\xFF"; }) == Errc::bad_encoding);
    CHECK(terms_with([](auto& terms) { terms.items[0].low = std::string{"\0", 1}; }) == Errc::bad_encoding);
    CHECK(terms_with([](auto& terms) { terms.items[0].high.assign(wire::max_rhythm_end_bytes + 1, 'x'); }) ==
          Errc::text_too_long);
    CHECK(terms_with([](auto& terms) { terms.feelings = {""}; }) == Errc::bad_rhythm);
    CHECK(terms_with([](auto& terms) {
              for (std::uint32_t id = 10; id < 17; ++id) terms.items.push_back({id, std::to_string(id), {}, {}, {}});
          }) == Errc::too_many_items);
    const auto asks = [](bool feelings, bool note) {
        return terms_with([&](auto& terms) {
            terms.items.clear();
            terms.asks_feelings = feelings;
            terms.asks_note = note;
        });
    };
    CHECK(asks(false, false) == Errc::bad_rhythm);
    CHECK(asks(true, false) == Errc{});
    CHECK(asks(false, true) == Errc{});
}

TEST_CASE("answers name one item for each number, on its scale, and say something")
{
    CHECK(answers_with([](auto&) {}) == Errc{});
    CHECK(answers_with([](auto& one) { one.items = {7}; }) == Errc::out_of_range);
    CHECK(answers_with([](auto& one) { one.items = {7, 7}; }) == Errc::out_of_range);
    CHECK(answers_with([](auto& one) { one.items = {0, 7}; }) == Errc::out_of_range);
    CHECK(answers_with([](auto& one) { one.check_in.ratings[0].value = 11; }) == Errc::out_of_range);
    CHECK(answers_with([](auto& one) { one.check_in.ratings[0].of = 100; }) == Errc::out_of_range);
    CHECK(answers_with([](auto& one) { one.check_in.note = "\xFF"; }) == Errc::bad_encoding);
    CHECK(answers_with([](auto& one) { one.check_in.note.assign(wire::max_text_bytes, 'x'); }) == Errc::text_too_long);
    CHECK(answers_with([](auto& one) {
              one.items.clear();
              one.check_in = {};
          }) == Errc::empty_text);
    CHECK(answers_with([](auto& one) {
              one.items.resize(9);
              one.check_in.ratings.resize(9);
          }) == Errc::too_many_items);
}

TEST_CASE("a word on a rhythm counts for its writer and its conversation, and under its own label")
{
    const Two two;
    const auto record = sign_rhythm_word(two.sam.identity, two.word());
    CHECK(open_rhythm_word(record, two.sam.identity.pub, two.conversation).value() == two.word());
    CHECK(open_rhythm_word(record, two.okafor.identity.pub, two.conversation).errc() == Errc::bad_signature);
    CHECK(open_rhythm_word(record, two.sam.identity.pub, {}).errc() == Errc::wrong_address);
    auto other = two.word();
    other.account = two.okafor.account;
    CHECK(open_rhythm_word(sign_rhythm_word(two.sam.identity, other), two.sam.identity.pub, two.conversation).errc() ==
          Errc::wrong_key);
    const auto mislabelled = sign_record(crypto::labels::sign_rhythm, two.sam.identity, two.word());
    CHECK(open_rhythm_word(mislabelled, two.sam.identity.pub, two.conversation).errc() == Errc::bad_signature);
}

TEST_CASE("no prefix of a rhythm's records is one, and nothing may follow")
{
    const Two two;
    test::check_whole(two.text());
    test::check_whole(two.word());
    test::check_whole(wire::RhythmCheckIn{two.word().rhythm, Instant{}, {7}, {{{"sleep", 4, 10}}, {}, "so so"}});
}

}  // namespace rhythm_test
