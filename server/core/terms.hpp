// What the practice says of its relay, by its configuration: told at every login, signed once in a process.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

[[nodiscard]] const wire::Signed& terms_to_tell(Step& step);

}  // namespace holdfast::server
