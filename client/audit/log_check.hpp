// The log as a log: every entry under the relay's signature, numbers without a gap, each entry naming the one before
// it, from the beginning (or the relay's retention) to its newest number. PROTOCOL.md, "Receipts".
#pragma once

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::audit {

/// How long a relay keeps its log; what is older may be gone.
inline constexpr Seconds log_kept = wire::receipts_kept;
/// Around that time an entry may be there or not.
inline constexpr Seconds pruning_slack = std::chrono::days{2};

/// Precondition: the log was seen.
void check_log(const Case& given, Findings& out);

}  // namespace holdfast::audit
