// Bounds on the instants in a log that follow from its order. A relay whose clock was ahead, and was restored, wrote
// down later instants first: between the two, an instant alone does not say what came before what. PROTOCOL.md,
// "Audit".
#pragma once

#include <span>
#include <vector>

#include "client/audit/case.hpp"

namespace holdfast::audit {

/// When a decision was made, compared with anything else that carries an instant of the relay's clock: after all that
/// is before `first`, and before all that is after `last`. Both are the decision's own instant unless the clock went
/// back.
struct Span {
    Instant first;
    Instant last;

    [[nodiscard]] bool leaves_open(Instant t) const noexcept { return first != last && first <= t && t <= last; }
};

/// One for each decision, which stand in the order they were made in; `now` is later than all of them.
[[nodiscard]] std::vector<Span> spans_of(std::span<const Decision* const> decisions, Instant now);

}  // namespace holdfast::audit
