// Whether a therapist was there in her own windows: her device knows without any count, and says so. A window is missed
// when this device was not connected at any time in it. PROTOCOL.md, "Reading, rupture and repair".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// At login: remembers since when this device was away.
void note_login(Step& step);
/// Notes the windows missed meanwhile. Once per login, when everything from the relay has arrived.
void find_missed(Step& step);
/// At the end of a step: notes that this device is there in a window, and when the next one begins.
void note_presence(Step& step);

}  // namespace holdfast::client
