#include "client/ui/progress/series_words.hpp"

#include "tests/client/ui/progress/series_of.hpp"
#include "tests/support/catch.hpp"

namespace series_words_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace holdfast::ui::test;

TEST_CASE("one point is said by itself")
{
    CHECK(series_words(series_of({4}), march()) == ui::Lines{"1 point: 4 of 10, Tue 3 Mar."});
}

TEST_CASE("few points are compared with the first and nothing is said of a level")
{
    CHECK(series_words(series_of({4, 6, 3}), march()) ==
          ui::Lines{"3 points from Tue 3 Mar to Thu 5 Mar. The last is 3 of 10, 1 lower than the first."});
    CHECK(series_words(series_of({4, 6, 4}), march()).front().ends_with("4 of 10, the same as the first."));
}

TEST_CASE("points of one day name it once")
{
    auto series = series_of({4, 6});
    series.points[1].at = series.points[0].at + std::chrono::hours{2};
    CHECK(series_words(series, march()) ==
          ui::Lines{"2 points, all on Tue 3 Mar. The last is 6 of 10, 2 higher than the first."});
}

TEST_CASE("a level that changed more than it scatters is said with the day since when")
{
    const auto series = series_of({3, 4, 3, 4, 7, 8, 7, 8});
    const auto shift = shift_of(series);
    REQUIRE(shift);
    CHECK(shift->at == 4);
    CHECK(series_words(series, march()) ==
          ui::Lines{"8 points from Tue 3 Mar to Tue 10 Mar. The last is 8 of 10, 5 higher than the first.",
                    "Before Sat 7 Mar it was about 3.5, since then about 7.5; half of the points lie from 4 to 7."});
}

TEST_CASE("what scatters wider than it changed has no level that is called new")
{
    const auto series = series_of({1, 9, 2, 8, 1, 9, 3, 9});
    CHECK_FALSE(shift_of(series));
    CHECK(series_words(series, march()).at(1) == "On average it is 5.3; half of the points lie from 2 to 9.");
    CHECK_FALSE(shift_of(series_of({5, 5, 5, 5, 5, 5})));
    CHECK(series_words(series_of({5, 5, 5, 5, 5, 5}), march()).at(1) ==
          "On average it is 5; at least half of the points are 5.");
}

TEST_CASE("the sentences name no value better or worse, whatever the numbers")
{
    for (const auto& values : {std::vector{0, 10}, std::vector{10, 0}, std::vector{0, 0, 0, 10, 10, 10}})
        for (const auto& line : series_words(series_of(values), march()))
            for (const auto* word : {"better", "worse", "good", "bad", "!"})
                CHECK(line.find(word) == std::string::npos);
}

TEST_CASE("what happened in the time of a series is one sentence")
{
    const auto series = series_of({1, 2, 3, 4});
    using Sort = Occasion::Sort;
    const std::vector<Occasion> all{{Sort::session, day(-1), day(-1)}, {Sort::session, day(0), day(0)},
                                    {Sort::leave, day(1), day(2)},     {Sort::session, day(2), day(2)},
                                    {Sort::repair, day(3), day(3)},    {Sort::leave, day(4), day(5)}};
    const auto beside = occasions_beside(series, all);
    CHECK(beside.size() == 4);
    CHECK(occasion_words(beside, march()) ==
          "In that time: sessions (Tue 3 Mar, Thu 5 Mar); leave (Wed 4 Mar to Thu 5 Mar); a missed window that was "
          "repaired (Fri 6 Mar).");
    CHECK_FALSE(occasion_words({}, march()));
    const std::vector<Occasion> many(7, {Sort::session, day(0), day(0)});
    CHECK(occasion_words(many, march()) == "In that time: 7 sessions.");
}

TEST_CASE("a table has a line for each point with its time")
{
    CHECK(series_table(series_of({4, 6}), march()) ==
          ui::Lines{"Tue 3 Mar, 09:00: 4 of 10", "Wed 4 Mar, 09:00: 6 of 10"});
}

}  // namespace series_words_test
