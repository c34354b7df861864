// Submit: the checks in their order, the gate's decision, the rows, the receipt. The answer "accepted" is
// its receipt, which leaves only after the step's commit. PROTOCOL.md, "Submit numbers", "Envelopes", "Receipts".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Errors: unexpected class (not_allowed), submit_conflict, not_found, stale_device_list, too_large, bad_padding (a
/// control of another than its one size), queue_full, rate_limited, no_room. Nothing is stored and no number is used up
/// by one.
[[nodiscard]] Result<Answer> submit(Step& step, const LoggedInDevice& who, const wire::Submit& request);

}  // namespace holdfast::server
