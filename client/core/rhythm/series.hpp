// The answers to one item of the rhythm over time. Pure: for plots and tables made by others. A due time that was not
// answered, or without this item, has no point.
#pragma once

#include <span>
#include <vector>

#include "client/core/client.hpp"

namespace holdfast::client {

struct SeriesPoint {
    MessageId message;  ///< that brings it
    std::uint8_t value = 0;
    Instant due;
    Instant at;                 ///< when it was given
    std::uint32_t version = 0;  ///< of the rhythm that was in force
    wire::RhythmItem wording;   ///< in that version
    bool reworded = false;      ///< the words differ from those of the point before
    friend bool operator==(const SeriesPoint&, const SeriesPoint&) = default;
};

/// In the order they were due. `versions`: those of Client::rhythms(); `answers`: Client::counted_answers().
[[nodiscard]] std::vector<SeriesPoint> series_of(std::span<const RhythmView> versions,
                                                 std::span<const CountedAnswers> answers, std::uint32_t item);

/// The numbers, feelings and note in an entry: of a free check-in, or of one of the rhythm; null in any other. Lives as
/// long as the body.
[[nodiscard]] const wire::CheckIn* check_in_of(const EntryBody& body) noexcept;

/// An item there is or was, by the newest words it was agreed on with.
[[nodiscard]] std::vector<wire::RhythmItem> items_of(std::span<const RhythmView> versions);

}  // namespace holdfast::client
