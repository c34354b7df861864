// Files of questionnaires: one that is taken passes the check, travels as it is, and scores whatever is answered within
// the totals it names; another is refused with a reason.
#include "client/measures/measure_file.hpp"

#include "protocol/measure/score.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

/// Answers that differ from item to item; `left_out` of them have none.
wire::MeasureChosen some_answers(const wire::Measure& measure, std::size_t seed, std::size_t left_out)
{
    wire::MeasureChosen chosen;
    for (std::size_t i = 0; i < measure.items.size(); ++i) {
        const auto choice = (i * 7 + seed) % measure::choices_of(measure, i).size();
        chosen.emplace_back(static_cast<std::uint8_t>(choice));
        if (i < left_out) chosen.back().reset();
    }
    return chosen;
}

void check_score(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    if (measure::check_chosen(measure, chosen).has_error()) return;
    const auto result = measure::score(measure, chosen);
    (void)measure::tells_of_self_harm(measure, chosen);
    require(result.total.has_value() == (result.answered >= measure.needed), "too few answers have a total");
    if (!result.total) return;
    require(*result.total <= result.range.highest, "a total is above the highest there is");
    const bool counted = result.is_whole() || measure.missing == wire::MissingItems::mean;
    if (counted) require(*result.total >= result.range.lowest, "a total is below the lowest there is");
    if (counted) require(measure.bands.empty() != result.band.has_value(), "a total has no band");
}

}  // namespace

void measure_file(BytesView input)
{
    const auto parsed = measure::parse_file(as_text(input));
    if (const auto* problem = std::get_if<measure::FileProblem>(&parsed))
        return require(!problem->words.empty(), "a file is refused without a reason");
    const auto& measure = std::get<wire::Measure>(parsed);
    require(measure::check(measure).has_value(), "a file is taken that does not hold together");
    const auto encoded = wire::encode(measure);
    require(wire::decode<wire::Measure>(encoded).value() == measure, "a definition travels as another");
    for (std::size_t seed = 0; seed < 4; ++seed)
        for (std::size_t left_out = 0; left_out <= std::min<std::size_t>(measure.items.size(), 4); ++left_out)
            check_score(measure, some_answers(measure, seed, left_out));
}

}  // namespace holdfast::fuzz
