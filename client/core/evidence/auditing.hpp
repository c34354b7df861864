// An audit of one conversation: the relay's log page by page, each entry verified, then everything this device knows
// beside it. Without a connection only what it kept. PROTOCOL.md, "Audit".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void start_audit(Step& step, Ticket ticket, const command::Audit& order);
/// The next page of the log.
void on_log(Step& step, pending::Log log, const wire::Log& page);
/// The log does not come: audits what this device kept, and answers with the reason.
void audit_without_log(Step& step, const pending::Log& log, Errc reason);

}  // namespace holdfast::client
