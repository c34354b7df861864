// Recomputes every decision of the relay in a conversation and compares it with what the relay signed. The rule it
// rests on: nothing here counts because the relay says it; the hours are the owner's, the receipts are the relay's own
// words, and what this device was told at the time it kept itself. Pure. PROTOCOL.md, "Audit".
#pragma once

#include "client/audit/case.hpp"
#include "client/audit/report.hpp"
#include "client/audit/schedules.hpp"

namespace holdfast::audit {

/// `make` is hours::Schedule::make but in tests of other zone data.
[[nodiscard]] Report audit(const Case& given, const ScheduleMaker& make = hours::Schedule::make);

}  // namespace holdfast::audit
