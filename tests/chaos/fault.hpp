// One thing that goes wrong with a process, planned before it starts: when, and what. Everything comes from the seed of
// an episode; when exactly it meets the process is up to the machine, which is the point.
#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <string>

#include "tests/support/process.hpp"

namespace holdfast::chaos {

using Random = std::mt19937;
using std::chrono::milliseconds;

/// 0 … bound − 1.
[[nodiscard]] int below(Random& random, int bound);

/// A moment inside a command, which takes a few hundred milliseconds from its start to the relay's answer.
[[nodiscard]] milliseconds moment(Random& random);

struct Fault {
    enum class Kind { none, kill, freeze, point, clock };
    Kind kind = Kind::none;
    milliseconds after{0};          ///< kill, freeze: from the start of the round
    std::string point;              ///< "client-before-commit:2"
    std::chrono::seconds shift{0};  ///< clock: how far ahead, from its start or from `after`

    /// The variables the process is started with.
    [[nodiscard]] test::Environment environment() const;
    [[nodiscard]] std::string words() const;
    /// Does it, at its moment.
    void strike(test::Process& process) const;
};

/// An hour or most of a day, either way.
[[nodiscard]] std::chrono::seconds shift(Random& random);

[[nodiscard]] Fault client_fault(Random& random);
[[nodiscard]] Fault relay_fault(Random& random);

}  // namespace holdfast::chaos
