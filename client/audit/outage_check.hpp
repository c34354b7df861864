// The times in which the relay says it was down, against what it did then. The rule: an outage ends at the instant of
// the entry that names it, and whatever was decided inside it, by the order of the log, shows that it was none.
// PROTOCOL.md, "Audit".
#pragma once

#include <span>
#include <vector>

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"
#include "client/audit/order.hpp"

namespace holdfast::audit {

/// Outages of the log, and those told to this device, in which nothing shows the relay at work; findings of the others.
/// `spans` belong to the decisions, which are empty where the log was not seen.
[[nodiscard]] std::vector<Outage> believed_outages(const Case& given, std::span<const Decision* const> log,
                                                   std::span<const Span> spans, Findings& out);

}  // namespace holdfast::audit
