// Makes the plan of a change (plan.hpp) from the chains as this device knows them. Nothing here changes anything.
#pragma once

#include "client/core/event.hpp"
#include "client/core/hours/plan.hpp"
#include "client/core/state.hpp"

namespace holdfast::client {

/// True when `version` follows the newest known version of its chain.
[[nodiscard]] bool is_next(const State& state, const wire::HoursVersion& version);

/// `order` as in draft_hours(); its errors. `now` as the relay's clock has it.
[[nodiscard]] hours::Placed<HoursPlan> plan_hours(const State& state, const Order& order, Instant now);

}  // namespace holdfast::client
