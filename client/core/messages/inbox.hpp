// Deliveries to this device: decrypted, checked, stored, acked. Everything a delivery changes – session, history,
// prekeys, the receipt it asks for – is committed together and before the ack. A refused delivery is acked with its
// reason, so nothing blocks the queue for ever, and leaves no trace but a line in a bounded log.
// PROTOCOL.md, "Payload" and "The gate".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// A therapist's messages stay sealed and unacked while their own clock calls the hours closed.
void on_deliver(Step& step, wire::Deliver delivery);
/// Opens what was kept sealed, where the hours are open now.
void open_sealed(Step& step);

}  // namespace holdfast::client
