// What comes from a connection: which handler a frame is for, when it may come and what it costs, and the one place
// from which a request is answered or refused. PROTOCOL.md, "Frames" and "Limits".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Counts, serves, answers and charges one request. A frame out of turn, and a request too many, end the connection.
void take(Step& step, Connection& connection, const wire::ClientFrame& frame);

/// Refuses what could not be read; it counts as a request.
void take(Step& step, Connection& connection, const BadInput& bad);

}  // namespace holdfast::server
