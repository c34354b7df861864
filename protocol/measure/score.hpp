// The score of a questionnaire: a sum, worked out on each device from the definition and the answers. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "protocol/base/result.hpp"
#include "protocol/measure/check.hpp"
#include "protocol/wire/measure.hpp"

namespace holdfast::measure {

struct Score {
    /// Empty where fewer items are answered than the definition needs.
    std::optional<std::uint16_t> total;
    TotalRange range;
    std::size_t answered = 0;         ///< items
    std::size_t items = 0;            ///< all of them
    std::optional<std::size_t> band;  ///< its place in the definition

    [[nodiscard]] bool is_whole() const noexcept { return answered == items; }
    friend bool operator==(const Score& a, const Score& b) noexcept
    {
        return a.total == b.total && a.answered == b.answered && a.items == b.items && a.band == b.band;
    }
};

/// Whether these can be answers to it: one place for each item, at least one of them filled, each with a choice that is
/// there. Errors: out_of_range.
[[nodiscard]] Status check_chosen(const wire::Measure& measure, const wire::MeasureChosen& chosen);

/// Precondition: both checks hold.
[[nodiscard]] Score score(const wire::Measure& measure, const wire::MeasureChosen& chosen);

/// Whether an item about harming oneself has an answer other than the lowest. The same precondition.
[[nodiscard]] bool tells_of_self_harm(const wire::Measure& measure, const wire::MeasureChosen& chosen);

}  // namespace holdfast::measure
