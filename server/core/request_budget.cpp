#include "server/core/request_budget.hpp"

#include <algorithm>

#include "server/core/load_limit.hpp"

namespace holdfast::server {

bool Budget::left(Instant now) noexcept
{
    const auto seconds = std::chrono::duration_cast<Seconds>(now - filled_).count();
    if (seconds != 0) filled_ = now;
    // Below zero where the clock was set back: nothing comes back for that.
    const auto back = static_cast<std::size_t>(std::max<std::int64_t>(seconds, 0)) * budget_per_second;
    spent_ -= std::min(spent_, back);
    return spent_ < load_limit(account_budget);
}

}  // namespace holdfast::server
