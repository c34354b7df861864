#include "protocol/measure/score.hpp"

#include <algorithm>

namespace holdfast::measure {
namespace {

struct Values {
    unsigned least = 0;
    unsigned most = 0;
};

Values values_of(const wire::Measure& measure, std::size_t item)
{
    const auto [least, most] = std::ranges::minmax(choices_of(measure, item), {}, &wire::MeasureChoice::value);
    return {least.value, most.value};
}

unsigned value_of(const wire::Measure& measure, std::size_t item, std::uint8_t choice)
{
    const unsigned value = choices_of(measure, item)[choice].value;
    const auto range = values_of(measure, item);
    return measure.items[item].reverse ? range.least + range.most - value : value;
}

/// The sum of `answered` items as that of all of them; a half is rounded upwards.
unsigned filled_in(unsigned sum, std::size_t answered, std::size_t items)
{
    const auto count = static_cast<unsigned>(answered);
    return (2 * sum * static_cast<unsigned>(items) + count) / (2 * count);
}

std::optional<std::size_t> band_of(const wire::Measure& measure, std::uint16_t total)
{
    const auto found = std::ranges::find_if(
        measure.bands, [&](const wire::MeasureBand& band) { return band.from <= total && total <= band.to; });
    if (found == measure.bands.end()) return std::nullopt;
    return static_cast<std::size_t>(found - measure.bands.begin());
}

}  // namespace

Status check_chosen(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    if (chosen.size() != measure.items.size()) return Errc::out_of_range;
    bool any = false;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i]) continue;
        if (*chosen[i] >= choices_of(measure, i).size()) return Errc::out_of_range;
        any = true;
    }
    return any ? ok() : Status{Errc::out_of_range};
}

Score score(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    Score result;
    result.range = totals_of(measure);
    result.items = measure.items.size();
    unsigned sum = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i]) continue;
        sum += value_of(measure, i, *chosen[i]);
        ++result.answered;
    }
    if (result.answered < measure.needed) return result;
    if (!result.is_whole() && measure.missing == wire::MissingItems::mean)
        sum = filled_in(sum, result.answered, result.items);
    result.total = static_cast<std::uint16_t>(sum * measure.factor);
    result.band = band_of(measure, *result.total);
    return result;
}

bool tells_of_self_harm(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i] || !measure.items[i].self_harm) continue;
        if (value_of(measure, i, *chosen[i]) > values_of(measure, i).least) return true;
    }
    return false;
}

}  // namespace holdfast::measure
