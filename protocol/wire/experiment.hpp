// A small experiment: what somebody expects, what they are going to try and when, what happened, and what they learned.
// The first content of an experiment gives it its id; all others name it, and each stays beside those after it.
// PROTOCOL.md, "Experiments".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::wire {

/// A client's own, or what the owner proposes to them; and another version of it.
struct Experiment {
    static constexpr std::uint16_t tag = 10;
    MessageId of;            ///< the first content of the experiment this is a version of; zero: this is the first
    std::string prediction;  ///< what is expected
    std::string unit;        ///< what the number counts, such as "minutes"; empty: how sure one is, from 0 to 100
    std::optional<std::uint32_t> number;  ///< that is expected
    std::string plan;                     ///< what is going to be tried
    Date from;                            ///< where its client is; both included
    Date to;
    static constexpr auto fields()
    {
        return std::tuple{&Experiment::of,   &Experiment::prediction, &Experiment::unit, &Experiment::number,
                          &Experiment::plan, &Experiment::from,       &Experiment::to};
    }
    friend bool operator==(const Experiment&, const Experiment&) = default;
};

enum class ExperimentPart : std::uint8_t {
    result = 1,   ///< what happened, with the number that came true
    learned = 2,  ///< what follows from it
    dropped = 3,  ///< it is not going to be tried; also the client's no to a proposal
};
constexpr bool is_known(ExperimentPart part) noexcept
{
    return part >= ExperimentPart::result && part <= ExperimentPart::dropped;
}

/// The client's, about one experiment.
struct ExperimentStep {
    static constexpr std::uint16_t tag = 11;
    MessageId experiment;
    ExperimentPart part = ExperimentPart::result;
    std::string words;
    std::optional<std::uint32_t> number;  ///< of a result alone, on the scale of the prediction
    static constexpr auto fields()
    {
        return std::tuple{&ExperimentStep::experiment, &ExperimentStep::part, &ExperimentStep::words,
                          &ExperimentStep::number};
    }
    friend bool operator==(const ExperimentStep&, const ExperimentStep&) = default;
};

/// How far a number goes: 100 where it says how sure somebody is.
inline constexpr std::uint32_t most_sure = 100;
inline constexpr std::uint32_t most_of_a_unit = 1'000'000;
[[nodiscard]] inline std::uint32_t highest_number(const std::string& unit) noexcept
{
    return unit.empty() ? most_sure : most_of_a_unit;
}

}  // namespace holdfast::wire
