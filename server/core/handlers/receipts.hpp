// Gives the receipts of a conversation to its members, page by page. PROTOCOL.md, "Receipts".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Errors: not_found, for strangers and for what does not exist alike.
[[nodiscard]] Result<Answer> fetch_log(Step& step, const LoggedInDevice& who, const wire::FetchLog& request);

}  // namespace holdfast::server
