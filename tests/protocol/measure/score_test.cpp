// Scores: reverse items, items of other choices, what is left out, and how much has to be there.
#include "protocol/measure/score.hpp"

#include "tests/protocol/measure/small_measure.hpp"
#include "tests/support/catch.hpp"

namespace score_test {

using namespace holdfast;
using namespace holdfast::measure;

namespace {

constexpr std::optional<std::uint8_t> none;

/// "7 of 12, band 1, 4 of 4 answered"; "-" where there is none.
std::string scored(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    REQUIRE(check(measure).has_value());
    REQUIRE(check_chosen(measure, chosen).has_value());
    const auto result = score(measure, chosen);
    const auto or_dash = [](const auto& value) { return value ? std::to_string(*value) : std::string{"-"}; };
    return or_dash(result.total) + " of " + std::to_string(result.range.highest) + ", band " + or_dash(result.band) +
           ", " + std::to_string(result.answered) + " of " + std::to_string(result.items) + " answered";
}

}  // namespace

TEST_CASE("a total is the sum of the chosen values, and a reversed item counts from the other end")
{
    const auto measure = test::small_measure();
    CHECK(scored(measure, {0, 0, 0, 3}) == "0 of 12, band 0, 4 of 4 answered");
    CHECK(scored(measure, {0, 0, 0, 0}) == "3 of 12, band 0, 4 of 4 answered");
    CHECK(scored(measure, {1, 2, 2, 3}) == "5 of 12, band 0, 4 of 4 answered");
    CHECK(scored(measure, {1, 2, 3, 3}) == "6 of 12, band 1, 4 of 4 answered");
    CHECK(scored(measure, {3, 3, 3, 0}) == "12 of 12, band 1, 4 of 4 answered");
}

TEST_CASE("an item may have choices of its own, and a reversed one that begins at 1 goes from there")
{
    auto measure = test::small_measure();
    measure.bands.clear();
    measure.items[3].choices = {{1, "no"}, {4, "somewhat"}, {5, "yes"}};
    CHECK(totals_of(measure).lowest == 1);
    CHECK(totals_of(measure).highest == 14);
    CHECK(scored(measure, {0, 0, 0, 2}) == "1 of 14, band -, 4 of 4 answered");
    CHECK(scored(measure, {0, 0, 0, 1}) == "2 of 14, band -, 4 of 4 answered");
    CHECK(scored(measure, {0, 0, 0, 0}) == "5 of 14, band -, 4 of 4 answered");
}

TEST_CASE("items left out count as the mean of the others, rounded, or not at all")
{
    auto measure = test::small_measure();
    CHECK(scored(measure, {3, 1, 1, none}) == "7 of 12, band 1, 3 of 4 answered");  // 6.67
    CHECK(scored(measure, {2, 1, 1, none}) == "5 of 12, band 0, 3 of 4 answered");  // 5.33
    CHECK(scored(measure, {none, 1, 1, 0}) == "7 of 12, band 1, 3 of 4 answered");  // the reversed one is 3
    measure.missing = wire::MissingItems::zero;
    CHECK(scored(measure, {3, 1, 1, none}) == "5 of 12, band 0, 3 of 4 answered");
    measure.missing = wire::MissingItems::mean;
    measure.needed = 2;
    CHECK(scored(measure, {none, none, 1, 1}) == "6 of 12, band 1, 2 of 4 answered");  // 1 and 2: a half is none here
    measure.items.pop_back();
    measure.bands.clear();
    CHECK(scored(measure, {1, 2, none}) == "5 of 9, band -, 2 of 3 answered");  // 4.5
}

TEST_CASE("where too few items are answered there is no total")
{
    auto measure = test::small_measure();
    CHECK(scored(measure, {3, 3, none, none}) == "- of 12, band -, 2 of 4 answered");
    measure.needed = 4;
    CHECK(scored(measure, {3, 3, 3, none}) == "- of 12, band -, 3 of 4 answered");
}

TEST_CASE("a factor turns the sum into the total that is published")
{
    auto measure = test::small_measure();
    measure.factor = 4;
    measure.bands = {{0, 27, "low"}, {28, 48, "high"}};
    CHECK(scored(measure, {3, 1, 1, 3}) == "20 of 48, band 0, 4 of 4 answered");
    CHECK(scored(measure, {3, 3, 1, 3}) == "28 of 48, band 1, 4 of 4 answered");
}

TEST_CASE("answers to other questions, choices that are not there, and no answer at all are refused")
{
    const auto measure = test::small_measure();
    CHECK(check_chosen(measure, {0, 0, 0}).errc() == Errc::out_of_range);
    CHECK(check_chosen(measure, {0, 0, 0, 0, 0}).errc() == Errc::out_of_range);
    CHECK(check_chosen(measure, {0, 0, 0, 4}).errc() == Errc::out_of_range);
    CHECK(check_chosen(measure, {none, none, none, none}).errc() == Errc::out_of_range);
}

TEST_CASE("an answer about harming oneself is any but the lowest, from whichever end it counts")
{
    auto measure = test::small_measure();
    CHECK_FALSE(tells_of_self_harm(measure, {3, 3, 3, 3}));
    measure.items[0].self_harm = true;
    CHECK(tells_of_self_harm(measure, {1, 0, 0, 0}));
    CHECK_FALSE(tells_of_self_harm(measure, {0, 3, 3, 3}));
    CHECK_FALSE(tells_of_self_harm(measure, {none, 3, 3, 3}));
    measure.items[0].reverse = true;
    CHECK(tells_of_self_harm(measure, {0, 0, 0, 0}));
    CHECK_FALSE(tells_of_self_harm(measure, {3, 0, 0, 0}));
}

}  // namespace score_test
