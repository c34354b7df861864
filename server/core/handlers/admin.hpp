// The practice's requests: invite therapists, count accounts, speak for a therapist who cannot. Never read,
// never open a window, never change hours.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

[[nodiscard]] AdminAnswer answer_admin(Step& step, const AdminRequest& request);

}  // namespace holdfast::server
