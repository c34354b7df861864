// Hours: published by their owner, given to those they concern. The relay signs when it received a version; what it
// enforces follows from the chain alone. PROTOCOL.md, "Hours".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

void publish_hours(Step& step, Connection& connection, const wire::PublishHours& request);
void fetch_hours(Step& step, Connection& connection, const wire::FetchHours& request);

}  // namespace holdfast::server
