// Definitions of questionnaires: what holds together, and the first thing that is wrong with one that does not.
#include "protocol/measure/check.hpp"

#include "protocol/measure/shipped_hashes.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/protocol/measure/small_measure.hpp"
#include "tests/support/catch.hpp"

namespace check_test {

using namespace holdfast;
using namespace holdfast::measure;

namespace {

template <class Change>
std::string wrong(Change change)
{
    auto measure = test::small_measure();
    change(measure);
    const auto flaw = flaw_of(measure);
    CHECK(check(measure).has_error() == flaw.has_value());
    return flaw ? std::string{flaw->part} + " " + std::to_string(flaw->index) + ": " + flaw->words : "good";
}

}  // namespace

TEST_CASE("a definition that holds together is taken, with or without words and bands")
{
    CHECK(wrong([](auto&) {}) == "good");
    CHECK(wrong([](auto& m) { m.bands.clear(); }) == "good");
    CHECK(wrong([](auto& m) { m.items[0].words.clear(); }) == "good");
    CHECK(wrong([](auto& m) { m.choices[0].words.clear(); }) == "good");
    const auto range = totals_of(test::small_measure());
    CHECK(range.lowest == 0);
    CHECK(range.highest == 12);
}

TEST_CASE("bands that overlap, leave a total out, or end elsewhere than the totals are named")
{
    CHECK(wrong([](auto& m) { m.bands[1].from = 5; }) ==
          "bands 1: This band has to begin at 6, so that each total has one.");
    CHECK(wrong([](auto& m) { m.bands[1].from = 7; }) ==
          "bands 1: This band has to begin at 6, so that each total has one.");
    CHECK(wrong([](auto& m) { m.bands[0].from = 1; }) ==
          "bands 0: This band has to begin at 0, so that each total has one.");
    CHECK(wrong([](auto& m) { m.bands[1].to = 13; }) == "bands 1: The last band has to end at the highest total, 12.");
    CHECK(wrong([](auto& m) { m.bands[1].to = 3; }) == "bands 1: This band ends before it begins.");
    CHECK(wrong([](auto& m) { m.bands[0].words = " "; }) == "bands 0: It has no words.");
    CHECK(wrong([](auto& m) { m.bands.assign(13, {}); }) == "bands 0: There are at most 12 bands.");
}

TEST_CASE("absurd numbers of items, choices and values are named")
{
    CHECK(wrong([](auto& m) { m.items.clear(); }) == "items 0: A questionnaire has 1 to 60 items.");
    CHECK(wrong([](auto& m) { m.items.resize(61); }) == "items 0: A questionnaire has 1 to 60 items.");
    CHECK(wrong([](auto& m) { m.choices.resize(1); }) == "choices 0: A question has 2 to 11 choices.");
    CHECK(wrong([](auto& m) { m.choices.resize(12); }) == "choices 0: A question has 2 to 11 choices.");
    CHECK(wrong([](auto& m) { m.choices[3].value = 101; }) == "choices 3: A choice counts at most 100.");
    CHECK(wrong([](auto& m) { m.choices[3].value = 2; }) == "choices 3: Two choices count the same.");
    CHECK(wrong([](auto& m) { m.items[2].choices = {{1, "only"}}; }) == "items 2: A question has 2 to 11 choices.");
    CHECK(wrong([](auto& m) { m.choices.clear(); }) ==
          "items 0: This item has no choices, and the questionnaire has none for all.");
    CHECK(wrong([](auto& m) { m.needed = 0; }) == "needed 0: It has to be from 1 to the number of items, 4.");
    CHECK(wrong([](auto& m) { m.needed = 5; }) == "needed 0: It has to be from 1 to the number of items, 4.");
    CHECK(wrong([](auto& m) { m.factor = 11; }) == "factor 0: It has to be from 1 to 10.");
    CHECK(wrong([](auto& m) { m.version = 0; }) == "version 0: Versions are counted from 1.");
}

TEST_CASE("names and words that are no line of text are named, a line break and an escape sequence among them")
{
    CHECK(wrong([](auto& m) { m.name = "two words"; }).starts_with("name 0:"));
    CHECK(wrong([](auto& m) { m.name.clear(); }).starts_with("name 0:"));
    CHECK(wrong([](auto& m) { m.name = std::string(33, 'x'); }).starts_with("name 0:"));
    CHECK(wrong([](auto& m) { m.title.clear(); }) == "title 0: It has no words.");
    CHECK(wrong([](auto& m) { m.items[1].words = "one\ntwo"; }) == "items 1: It has to be one line of text.");
    CHECK(wrong([](auto& m) { m.items[1].words = "\x1b[2J"; }) == "items 1: It has to be one line of text.");
    CHECK(wrong([](auto& m) { m.choices[1].words = "\xff"; }) == "choices 1: It has to be one line of text.");
    CHECK(wrong([](auto& m) { m.source = std::string(601, 'x'); }) == "source 0: It is longer than 600 bytes.");
    CHECK(wrong([](auto& m) {
              m.bands.clear();
              m.items.assign(60, {std::string(600, 'x'), false, false, {}});
          }) == "items 0: The whole is longer than 30000 bytes.");
}

TEST_CASE("a questionnaire is named by its words, and none has another's name")
{
    auto other = test::small_measure();
    const auto hash = hash_of(other);
    CHECK(hash == hash_of(test::small_measure()));
    other.items[3].reverse = false;
    CHECK(hash != hash_of(other));
    CHECK(is_same_name("PHQ-9", "phq 9"));
    CHECK_FALSE(is_same_name("PHQ-9", "PHQ-8"));
    CHECK(check_name(other).has_value());
    other.name = "phq9";
    CHECK(check_name(other).errc() == Errc::wrong_key);
    other.version = 2;  // a later program may have one
    CHECK(check_name(other).has_value());
}

}  // namespace check_test
