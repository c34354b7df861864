// An account's names for people, for its next device. The relay keeps one sealed record for each account, and can tell
// nothing of it but its size.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Replaces what was kept. Errors: out_of_range (of no size that an account of this role has), rate_limited.
[[nodiscard]] Result<Answer> keep_names(Step& step, const LoggedInDevice& who, const wire::KeepNames& request);

/// One's own only.
[[nodiscard]] Result<Answer> fetch_names(Step& step, const LoggedInDevice& who, const wire::FetchNames& request);

}  // namespace holdfast::server
