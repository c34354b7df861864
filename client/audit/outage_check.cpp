#include "client/audit/outage_check.hpp"

#include <algorithm>

namespace holdfast::audit {
namespace {

/// When the relay decided something before entry `n`, inside the outage that this entry names.
std::optional<Instant> decided_in(const Outage& outage, std::span<const Decision* const> log,
                                  std::span<const Span> spans, std::size_t n)
{
    for (std::size_t i = n; i-- > 0;) {
        if (spans[i].last < outage.from) break;  // `last` never falls along the log
        if (outage.from <= spans[i].first && spans[i].last < outage.to) return log[i]->at;
    }
    return std::nullopt;
}

/// Whether the relay's clock, put back, showed `t` twice: then nobody can say which of the two was seen.
bool came_twice(std::span<const Decision* const> log, Instant t)
{
    return std::ranges::any_of(log, [&](const Decision* decision) {
        const auto* back = std::get_if<decided::ClockWentBack>(&decision->event);
        return back && decision->at <= t && t <= back->from;
    });
}

Finding ran(const Outage& outage, Instant seen)
{
    Finding finding;
    finding.kind = Kind::ran_in_outage;
    finding.at = seen;
    finding.down = outage.from;
    finding.due = outage.to;
    return finding;
}

}  // namespace

std::vector<Outage> believed_outages(const Case& given, std::span<const Decision* const> log,
                                     std::span<const Span> spans, Findings& out)
{
    std::vector<Outage> believed;
    for (const auto& outage : given.outages)
        if (outage.seen && !came_twice(log, *outage.seen))
            out.push_back(ran(outage, *outage.seen));
        else
            believed.push_back(outage);
    for (std::size_t n = 0; n < log.size(); ++n) {
        const auto* down = std::get_if<decided::WasDown>(&log[n]->event);
        if (!down) continue;
        const Outage outage{down->from, log[n]->at};
        const auto seen = decided_in(outage, log, spans, n);
        if (!seen) {
            believed.push_back(outage);
            continue;
        }
        auto finding = ran(outage, *seen);
        finding.sequence = log[n]->sequence;
        out.push_back(std::move(finding));
    }
    return believed;
}

}  // namespace holdfast::audit
