// Hours: published by their owner, given to those they concern. The relay signs when it received a version; what it
// enforces follows from the chain alone. PROTOCOL.md, "Hours".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Everyone online whom the version concerns is pushed it too.
[[nodiscard]] Result<Answer> publish_hours(Step& step, const LoggedInDevice& who, const wire::PublishHours& request);
[[nodiscard]] Result<Answer> fetch_hours(Step& step, const LoggedInDevice& who, const wire::FetchHours& request);

}  // namespace holdfast::server
