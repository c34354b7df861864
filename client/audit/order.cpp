#include "client/audit/order.hpp"

#include <algorithm>

namespace holdfast::audit {
namespace {

/// The latest the clock had shown when this was decided.
Instant shown_before(const Decision& decision)
{
    const auto* back = std::get_if<decided::ClockWentBack>(&decision.event);
    return back ? std::max(decision.at, back->from) : decision.at;
}

}  // namespace

std::vector<Span> spans_of(std::span<const Decision* const> decisions, Instant now)
{
    std::vector<Span> spans;
    spans.reserve(decisions.size());
    Instant latest = Instant::min();
    for (const auto* decision : decisions) {
        latest = std::max(latest, shown_before(*decision));
        spans.push_back({decision->at, latest});
    }
    Instant earliest = now;
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        earliest = std::min(earliest, span->first);
        span->first = earliest;
    }
    return spans;
}

}  // namespace holdfast::audit
