#include "server/core/clock.hpp"

#include <algorithm>
#include <utility>

#include "server/core/relay.hpp"

namespace holdfast::server {

Instant last_shown(const ClockState& clock) noexcept
{
    return clock.highest <= clock.last + clock_error_believed ? clock.highest : clock.last;
}

void Clock::start(Instant now, bool set) noexcept
{
    if (trusted() && !believes_start(state_.last, now, set)) distrust(now);
}

bool Clock::goes_back_to(Instant now) const noexcept { return now < state_.last - clock_jump; }

Instant Clock::advance(Instant now, bool synchronised) noexcept
{
    if (goes_back_to(now)) {
        distrust(now);
        went_back_from_ = std::exchange(state_.last, now);
    }
    now = std::max(now, state_.last);
    state_.last = now;
    state_.highest = std::max(state_.highest, now);
    if (state_.settles_at && !synchronised) state_.settles_at = now + clock_settles;
    if (state_.settles_at && now >= *state_.settles_at) (void)confirm();
    return now;
}

void Clock::distrust(Instant now) noexcept
{
    state_.settles_at = now + clock_settles;
    changed_ = true;
}

bool Clock::confirm() noexcept
{
    if (trusted()) return false;
    state_.settles_at.reset();
    changed_ = true;
    return true;
}

bool Clock::pop_change() noexcept { return std::exchange(changed_, false); }

std::optional<Instant> Clock::pop_step_back() noexcept { return std::exchange(went_back_from_, std::nullopt); }

void Clock::save(RelayRow& row)
{
    const bool moved = state_.last < stored_.last || state_.last >= stored_.last + clock_saved_every;
    if (!moved && state_.settles_at == stored_.settles_at) return;
    row.set_clock(state_);
    stored_ = state_;
}

}  // namespace holdfast::server
