// For whom something waits: all that the program which tells people outside is told.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

[[nodiscard]] AdminAnswer waiting_for(Step& step, const AskWaiting& request);

}  // namespace holdfast::server
