// Reading reports: the owner's device tells, once per window, which messages were read in it. One rule: nobody learns
// more than the window. So a report waits at the relay for the window's end, each replaces the one before, and what it
// says counts for the window in which the relay received it. PROTOCOL.md, "Reading, rupture and repair".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// At the end of a step: what the person was shown is reported, the first of a window at once, each further one a
/// minute later than the one before it, and a last one before the window closes.
void send_due_reports(Step& step);
/// The relay has a report: what it lists is read, in the window of `received`.
void on_report_accepted(Step& step, const OutItem& item, Instant received);
/// Precondition: it is the owner's.
void apply_report(Step& step, const wire::Deliver& delivery, const wire::Content& content,
                  const wire::Reading& reading);

}  // namespace holdfast::client
