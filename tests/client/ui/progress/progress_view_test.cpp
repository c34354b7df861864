#include "client/ui/progress/progress_view.hpp"

#include "tests/client/ui/progress/series_of.hpp"
#include "tests/support/catch.hpp"

namespace progress_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace holdfast::ui::test;

namespace {

Progress two_series()
{
    auto hope = series_of({2, 4});
    hope.name = "hope\x1b[2J";
    return {{hope, series_of({3, 4, 5, 6, 7, 8, 9, 8, 7, 6})}, {{Occasion::Sort::session, day(1), day(1)}}};
}

}  // namespace

TEST_CASE(
    "each series has its name, a plot, what the letters mean and sentences, and nothing of it commands the terminal")
{
    const auto lines = progress_lines(two_series(), Dots::blocks, 40, march());
    CHECK(lines.front() == "hope␛[2J, from 0 to 10");
    CHECK(lines.at(7) == "    " + std::string(35, ' ') + "S");
    CHECK(lines.at(9) == "S: session");
    CHECK(lines.at(10) == "2 points from Tue 3 Mar to Wed 4 Mar. The last is 4 of 10, 2 higher than the first.");
    CHECK(lines.at(11) == "In that time: a session (Wed 4 Mar).");
    CHECK(lines.at(12).empty());
    CHECK(lines.at(13) == "sleep, from 0 to 10");
}

TEST_CASE("spoken there are sentences and a table in place of the plot")
{
    const auto lines = progress_lines(two_series(), Dots::braille, 72, march(hours::Wording::spoken));
    CHECK(lines.at(1) ==
          "2 points from Tuesday 3 March to Wednesday 4 March. The last is 4 of 10, 2 higher than the first.");
    CHECK(lines.at(3) == "Tuesday 3 March, 09:00: 2 of 10");
    CHECK(lines.at(10) == "2 earlier ones: holdfast progress sleep");
    auto one = two_series();
    one.series.erase(one.series.begin());
    CHECK(progress_lines(one, Dots::braille, 72, march(hours::Wording::spoken)).size() == 4 + 10);
}

TEST_CASE("a table for spreadsheets quotes names and holds no formula")
{
    Progress progress{{series_of({3})}, {}};
    progress.series[0].name = "=HYPERLINK(\"x\")";
    CHECK(progress_csv(progress) ==
          "series,time,value,lowest,highest\r\n\"'=HYPERLINK(\"\"x\"\")\",2026-03-03T09:00:00Z,3,0,10\r\n");
}

TEST_CASE("a chart has the places of its points and of what happened, and times with their year")
{
    const auto charts = progress_charts(two_series(), march());
    REQUIRE(charts.size() == 2);
    CHECK(charts[0].points == std::vector<Chart::Place>{{0, 0.2}, {1, 0.4}});
    CHECK(charts[0].beside == std::vector<Chart::Span>{{"S", 1, 1}});
    CHECK(charts[0].first == "Tuesday 3 March 2026");
    CHECK(charts[0].words.back() == "S: session.");
}

}  // namespace progress_view_test
