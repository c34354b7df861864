// Charts as files: where their lines and dots are, how many pages they take, and that any script is set.
#include <regex>

#include "client/shell/page/page.hpp"
#include "protocol/base/text.hpp"
#include "tests/client/ui/progress/series_of.hpp"
#include "tests/support/catch.hpp"

namespace charts_test {

using namespace holdfast;
using namespace holdfast::shell;
using namespace holdfast::ui::test;

namespace {

std::string text_of(const Bytes& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::vector<ui::Chart> charts_of(std::size_t count, const std::string& name = "sleep")
{
    ui::Progress progress{{}, {{ui::Occasion::Sort::leave, day(1), day(2)}}};
    for (std::size_t i = 0; i < count; ++i) progress.series.push_back(series_of({0, 10, 5}));
    for (auto& series : progress.series) series.name = name;
    return ui::progress_charts(progress, march());
}

using Places = std::vector<std::pair<double, double>>;

/// The corners of the lines that are drawn, from the upper edge of the field: what is above it depends on the fonts.
std::vector<Places> lines_of(const std::string& svg)
{
    std::vector<Places> all;
    const std::regex path{"<path style=\"fill:none[^>]* d=\"([^\"]*)\""};
    const std::regex place{"([0-9.]+) ([0-9.]+)"};
    for (std::sregex_iterator at{svg.begin(), svg.end(), path}, end; at != end; ++at) {
        const auto drawn = (*at)[1].str();
        Places places;
        for (std::sregex_iterator one{drawn.begin(), drawn.end(), place}; one != end; ++one)
            places.emplace_back(std::stod((*one)[1]), std::stod((*one)[2]));
        all.push_back(std::move(places));
    }
    const auto top = all.empty() || all[0].empty() ? 0 : all[0][0].second;
    for (auto& places : all)
        for (auto& [x, y] : places) y -= top;
    return all;
}

}  // namespace

TEST_CASE("a chart as SVG has the axes and the line of the series where the numbers are")
{
    const auto svg = text_of(draw_charts(charts_of(1), PageFormat::svg).value());
    const auto lines = lines_of(svg);
    REQUIRE(lines.size() == 2);
    CHECK(lines.at(0) == Places{{91, 0}, {91, 110}, {538, 110}});
    CHECK(lines.at(1) == Places{{91, 110}, {314.5, 0}, {538, 55}});
}

TEST_CASE("charts take as many pages of a PDF as they need, and a name in any script is set")
{
    const auto pages = [](std::size_t charts, const std::string& name) {
        const auto pdf = text_of(draw_charts(charts_of(charts, name), PageFormat::pdf).value());
        std::smatch found;
        REQUIRE(std::regex_search(pdf, found, std::regex{"/Count ([0-9]+)"}));
        return std::stoi(found[1]);
    };
    CHECK(pages(1, "sleep") == 1);
    CHECK(pages(9, "sleep") == 3);
    CHECK(pages(2, "שינה") == 1);
    CHECK(pages(1, std::string(2000, 'x')) == 1);
}

TEST_CASE("a picture of many charts is as long as they are")
{
    const auto height = [](std::size_t charts) {
        const auto svg = text_of(draw_charts(charts_of(charts), PageFormat::svg).value());
        std::smatch found;
        REQUIRE(std::regex_search(svg, found, std::regex{"height=\"([0-9]+)"}));
        return std::stoi(found[1]);
    };
    const auto one = height(1);
    CHECK(height(2) - one == Approx(height(3) - height(2)).margin(1));
    CHECK(draw_charts(charts_of(1), PageFormat::png).has_value());
}

}  // namespace charts_test
