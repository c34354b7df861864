// Gives the receipts of a conversation to its members, page by page. PROTOCOL.md, "Receipts".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Refusal: not_found, for strangers and for what does not exist alike.
void fetch_log(Step& step, Connection& connection, const wire::FetchLog& request);

}  // namespace holdfast::server
