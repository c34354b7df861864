// The relay's statements to this device beside deliveries. Only what is signed is believed; the rest is shown as the
// relay's word. PROTOCOL.md, "Frames".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void on_tell(Step& step, const wire::Tell& tell);
/// A practice notice under the relay's signature; the highest number about a therapist counts.
void apply_practice_notice(Step& step, const wire::Signed& notice);
/// The relay's signed words on when it was down.
void apply_outages(Step& step, const std::vector<wire::Signed>& outages);

/// The relay has stopped this device for good, and its person is told why.
void stop_device(Step& step, Errc reason);

}  // namespace holdfast::client
