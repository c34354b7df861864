// What is shipped: each file can be read, says where it is from and that it is free, and scores as its publishers say.
#include "client/measures/shipped.hpp"

#include <set>

#include "protocol/base/text.hpp"
#include "protocol/measure/score.hpp"
#include "protocol/measure/shipped_hashes.hpp"
#include "tests/support/catch.hpp"

namespace shipped_test {

using namespace holdfast;
using namespace holdfast::measure;

namespace {

/// The total, with the words of its band as published.
struct Edge {
    std::string_view name;
    std::uint16_t total;
    std::string_view band;
};

// PHQ-9: Kroenke, Spitzer, Williams 2001, table 4 (0-4, 5-9, 10-14, 15-19, 20-27).
// PHQ-8: Kroenke and others 2009 (the same cut-points, to 24).
// GAD-7: Spitzer, Kroenke, Williams, Lowe 2006 (cut-points 5, 10 and 15).
// PHQ-2: Kroenke, Spitzer, Williams 2003 (cut-point 3). GAD-2: Kroenke and others 2007 (cut-point 3).
constexpr Edge edges[] = {
    {"PHQ-9", 0, "minimal"},
    {"PHQ-9", 4, "minimal"},
    {"PHQ-9", 5, "mild"},
    {"PHQ-9", 9, "mild"},
    {"PHQ-9", 10, "moderate"},
    {"PHQ-9", 14, "moderate"},
    {"PHQ-9", 15, "moderately severe"},
    {"PHQ-9", 19, "moderately severe"},
    {"PHQ-9", 20, "severe"},
    {"PHQ-9", 27, "severe"},
    {"PHQ-8", 0, "minimal"},
    {"PHQ-8", 4, "minimal"},
    {"PHQ-8", 5, "mild"},
    {"PHQ-8", 9, "mild"},
    {"PHQ-8", 10, "moderate"},
    {"PHQ-8", 14, "moderate"},
    {"PHQ-8", 15, "moderately severe"},
    {"PHQ-8", 19, "moderately severe"},
    {"PHQ-8", 20, "severe"},
    {"PHQ-8", 24, "severe"},
    {"GAD-7", 0, "minimal"},
    {"GAD-7", 4, "minimal"},
    {"GAD-7", 5, "mild"},
    {"GAD-7", 9, "mild"},
    {"GAD-7", 10, "moderate"},
    {"GAD-7", 14, "moderate"},
    {"GAD-7", 15, "severe"},
    {"GAD-7", 21, "severe"},
    {"PHQ-2", 0, "below their cut-off of 3"},
    {"PHQ-2", 2, "below their cut-off of 3"},
    {"PHQ-2", 3, "at or above their cut-off of 3"},
    {"PHQ-2", 6, "at or above their cut-off of 3"},
    {"GAD-2", 0, "below their cut-off of 3"},
    {"GAD-2", 2, "below their cut-off of 3"},
    {"GAD-2", 3, "at or above their cut-off of 3"},
    {"GAD-2", 6, "at or above their cut-off of 3"},
};

/// Answers that come to `total`: 3 as often as it goes, and the rest.
wire::MeasureChosen answers_of(const wire::Measure& measure, unsigned total)
{
    wire::MeasureChosen chosen;
    for (std::size_t i = 0; i < measure.items.size(); ++i) {
        const auto value = static_cast<std::uint8_t>(std::min(total, 3U));
        chosen.emplace_back(value);
        total -= value;
    }
    return chosen;
}

}  // namespace

TEST_CASE("the shipped questionnaires score as published at each edge of each band")
{
    std::set<std::string> bands_met;
    for (const auto& edge : edges) {
        const auto measure = find_shipped(edge.name);
        REQUIRE(measure);
        const auto result = score(*measure, answers_of(*measure, edge.total));
        CAPTURE(edge.name, edge.total);
        REQUIRE(result.total == edge.total);
        REQUIRE(result.band);
        CHECK(measure->bands[*result.band].words == edge.band);
        bands_met.insert(std::string{edge.name} + std::to_string(*result.band));
    }
    std::size_t bands = 0;
    for (const auto& measure : shipped()) bands += measure.bands.size();
    CHECK(bands_met.size() == bands);
}

TEST_CASE("each shipped questionnaire says where it is from and that it is free, and its words are the known ones")
{
    std::vector<std::string> names;
    for (const auto& measure : shipped()) {
        CAPTURE(measure.name, to_hex(hash_of(measure).view()));
        names.push_back(measure.name);
        CHECK(measure.source.size() > 40);
        CHECK(measure.licence.find("No permission required to reproduce") != std::string::npos);
        CHECK(check_name(measure).has_value());
        auto other = measure;
        other.items.front().words += "?";
        CHECK(check_name(other).errc() == Errc::wrong_key);
        CHECK(asks_about_self_harm(measure) == (measure.name == "PHQ-9"));
    }
    CHECK(names == std::vector<std::string>{"GAD-2", "GAD-7", "PHQ-2", "PHQ-8", "PHQ-9"});
    CHECK(find_shipped("phq9")->name == "PHQ-9");
    CHECK_FALSE(find_shipped("WHO-5"));
}

TEST_CASE("one or two items of the PHQ-9 may be left out, as its manual says, and none of the PHQ-8")
{
    const auto nine = *find_shipped("PHQ-9");
    auto chosen = answers_of(nine, 27);
    chosen[0].reset();
    chosen[4].reset();
    CHECK(score(nine, chosen).total == 27);
    CHECK_FALSE(score(nine, chosen).is_whole());
    chosen[5].reset();
    CHECK_FALSE(score(nine, chosen).total);
    const auto eight = *find_shipped("PHQ-8");
    auto short_one = answers_of(eight, 24);
    short_one[7].reset();
    CHECK_FALSE(score(eight, short_one).total);
}

}  // namespace shipped_test
