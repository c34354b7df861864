#include "client/ui/progress/plot.hpp"

#include "client/ui/unicode.hpp"
#include "tests/client/ui/progress/series_of.hpp"
#include "tests/support/catch.hpp"

namespace plot_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace holdfast::ui::test;
using Sort = Occasion::Sort;

namespace {

constexpr PlotSize small{30, 3};

}  // namespace

TEST_CASE("a series in braille goes from its lowest value below to its highest above")
{
    CHECK(plot(series_of({0, 10, 5}), {}, Dots::braille, small, march()) ==
          ui::Lines{"10 ┤⠀⠀⠀⠀⠀⠀⠀⠀⠀⣀⡠⠔⠊⠉⠑⠒⠒⠤⠤⢄⣀⣀⠀⠀⠀⠀", "   │⠀⠀⠀⠀⢀⡠⠤⠒⠉⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠉⠉⠑⠒",
                    " 0 ┤⣀⠤⠒⠉⠁⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀", "    Tue 3 Mar        Thu 5 Mar"});
}

TEST_CASE("in blocks each point has a bar, and the lowest value has one too")
{
    CHECK(plot(series_of({0, 10, 5}), {}, Dots::blocks, small, march()) ==
          ui::Lines{"10 ┤             █            ", "   │             █           ▅",
                    " 0 ┤▁            █           █", "    Tue 3 Mar        Thu 5 Mar"});
}

TEST_CASE("what happened stands below as letters at its time, days above spans")
{
    const std::vector<Occasion> beside{
        {Sort::leave, day(1), day(2)}, {Sort::session, day(0), day(0)}, {Sort::repair, day(2), day(2)}};
    const auto lines = plot(series_of({0, 10, 5}), beside, Dots::blocks, small, march());
    CHECK(lines.at(3) == "    S            LLLLLLLLLLLLR");
    CHECK(plot_key(beside) == "S: session, L: leave, R: repair");
    CHECK(plot_key({}).empty());
}

TEST_CASE("no plot is wider than it may be, whatever the values, the scale and the width")
{
    std::vector<Series> all{series_of({7}), series_of({0, 10, 3, 200, -5}), series_of(std::vector<int>(500, 4))};
    all.push_back({"PHQ-9", 0, 27, {{day(0), 27}, {day(0), 0}}, {}});
    all.push_back({"", -100, 1000, {{day(0), 5}, {day(400), 900}}, {}});
    for (const auto& series : all)
        for (const auto width : {20UL, 40UL, 72UL})
            for (const auto dots : {Dots::braille, Dots::blocks})
                for (const auto& line : plot(series, {{Sort::leave, day(-3), day(900)}}, dots, {width, 6}, march()))
                    // The days alone may need more where there is hardly any room.
                    CHECK(columns(line) <= std::max(width, 40UL));
}

}  // namespace plot_test
