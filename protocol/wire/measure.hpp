// Scored questionnaires: what one asks and how it is scored, the offer of one, and the answers. A score never travels:
// both sides work it out from the same definition (protocol/measure). PROTOCOL.md, "Measures".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::wire {

struct MeasureChoice {
    std::uint8_t value = 0;
    std::string words;  ///< may be empty: the person has the form on paper
    static constexpr auto fields() { return std::tuple{&MeasureChoice::value, &MeasureChoice::words}; }
    friend bool operator==(const MeasureChoice&, const MeasureChoice&) = default;
};

struct MeasureItem {
    std::string words;                   ///< may be empty, as above
    bool reverse = false;                ///< counts from the other end of its choices
    bool self_harm = false;              ///< asks about thoughts of being dead or of hurting oneself
    std::vector<MeasureChoice> choices;  ///< its own; empty: those of the measure
    static constexpr auto fields()
    {
        return std::tuple{&MeasureItem::words, &MeasureItem::reverse, &MeasureItem::self_harm, &MeasureItem::choices};
    }
    friend bool operator==(const MeasureItem&, const MeasureItem&) = default;
};

/// The totals from `from` to `to`, both included, and what the publishers call them.
struct MeasureBand {
    std::uint16_t from = 0;
    std::uint16_t to = 0;
    std::string words;
    static constexpr auto fields() { return std::tuple{&MeasureBand::from, &MeasureBand::to, &MeasureBand::words}; }
    friend bool operator==(const MeasureBand&, const MeasureBand&) = default;
};

/// How an item without an answer counts, once enough others are answered.
enum class MissingItems : std::uint8_t {
    mean = 1,  ///< as the mean of those that are answered; the total is rounded, a half upwards
    zero = 2,  ///< not at all
};
constexpr bool is_known(MissingItems missing) noexcept
{
    return missing == MissingItems::mean || missing == MissingItems::zero;
}

struct Measure {
    std::string name;  ///< a word, such as PHQ-8
    std::uint16_t version = 0;
    std::string title;
    std::string source;
    std::string licence;
    std::string instruction;
    std::vector<MeasureChoice> choices;
    std::vector<MeasureItem> items;
    std::uint8_t needed = 0;  ///< items that have to be answered for a total
    MissingItems missing = MissingItems::mean;
    std::uint8_t factor = 1;         ///< the sum times this is the total
    std::vector<MeasureBand> bands;  ///< rising; none, or one for each total there can be
    static constexpr auto fields()
    {
        return std::tuple{&Measure::name,    &Measure::version,     &Measure::title,   &Measure::source,
                          &Measure::licence, &Measure::instruction, &Measure::choices, &Measure::items,
                          &Measure::needed,  &Measure::missing,     &Measure::factor,  &Measure::bands};
    }
    friend bool operator==(const Measure&, const Measure&) = default;
};

/// For each item the place of the choice that was made, from 0; none where it was left out.
using MeasureChosen = std::vector<std::optional<std::uint8_t>>;

// The contents that carry them.

/// The owner asks the others to fill one in, whole: who answers needs no file of it.
struct MeasureOffer {
    static constexpr std::uint16_t tag = 7;
    Measure measure;
    static constexpr auto fields() { return std::tuple{&MeasureOffer::measure}; }
    friend bool operator==(const MeasureOffer&, const MeasureOffer&) = default;
};

struct MeasureAnswers {
    static constexpr std::uint16_t tag = 8;
    MessageId offer;
    Digest measure;  ///< the hash of the words that were answered
    MeasureChosen chosen;
    Instant answered;  ///< when the last of them was given, however late they are sent
    static constexpr auto fields()
    {
        return std::tuple{&MeasureAnswers::offer, &MeasureAnswers::measure, &MeasureAnswers::chosen,
                          &MeasureAnswers::answered};
    }
    friend bool operator==(const MeasureAnswers&, const MeasureAnswers&) = default;
};

}  // namespace holdfast::wire
