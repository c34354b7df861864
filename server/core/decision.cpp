#include "server/core/decision.hpp"

#include <algorithm>

namespace holdfast::server {
namespace {

/// How long a "no window found" result is cached.
constexpr Seconds none_believed = std::chrono::hours{1};

/// Whether it is known what is open at `now`; an opening that was foreseen is taken as it comes.
bool knows_state(CachedSchedule& cached, Instant now)
{
    auto& span = cached.span;
    if (!cached.since || now < *cached.since) return false;
    if (!span.until || now < *span.until) return true;
    if (!span.next || !span.next->contains(now)) return false;
    cached.since = span.next->begin;
    span = {true, span.next->end, span.next_promise, std::nullopt, std::nullopt};
    return true;
}

/// Whether what was promised at `since` still says what is promised now: a window that leaves time to read, or the next
/// one. Only a shorter last_reading makes one that was too short be promised after all.
bool knows_promise(const CachedSchedule& cached, Instant now)
{
    const auto& [open, until, promise, next, next_promise] = cached.span;
    const auto last_reading = cached.schedule.last_reading(now);
    if (promise && promise->begin <= now) return !promise->end || *promise->end - now > last_reading;
    if (open && last_reading < cached.schedule.last_reading(*cached.since)) return false;
    return promise || now < *cached.since + none_believed;
}

void ask(CachedSchedule& cached, Instant now)
{
    cached.since = now;
    cached.span = cached.schedule.span_at(now);
}

}  // namespace

Decision decide(CachedSchedule& cached, Instant now, bool trusted)
{
    Decision decision;
    if (!trusted) return decision;
    if (!knows_state(cached, now) || !knows_promise(cached, now)) ask(cached, now);
    decision.open = cached.span.open;
    if (const auto& promise = cached.span.promise; promise && !cached.suspended)
        decision.promise = wire::Promise{std::max(promise->begin, now), promise->end};
    return decision;
}

}  // namespace holdfast::server
