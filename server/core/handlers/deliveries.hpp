// From the queue to a connection and back as an ack. A page is in flight at a time; the next follows its acks, so a
// queue of any length costs one page of memory. PROTOCOL.md, "Deliveries and statements".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Sends what is released and fits beside what is in flight, oldest first. From then on it cannot be taken back.
void deliver(Step& step, Connection& connection);

/// Takes what was stored or refused for good off the queue; what follows for the writer waits (gate.hpp). Numbers that
/// are not this device's, or were never handed to it, mean nothing.
[[nodiscard]] Result<Answer> apply_acks(Step& step, Connection& connection, const wire::Ack& ack);

/// The writer's message leaves the relay while it is held, before anyone could receive it.
[[nodiscard]] Result<Answer> take_back(Step& step, const LoggedInDevice& who, const wire::TakeBack& request);

}  // namespace holdfast::server
