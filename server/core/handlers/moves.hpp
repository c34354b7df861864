// Where the relay is going to be reached: the admin says so before the practice moves it, and every login is told.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Signs and keeps the announcement, which takes the place of the one before. Errors: bad_address; nothing_changed (it
/// is announced already, or there is none to take back).
[[nodiscard]] Status announce_move(Step& step, const AnnounceMove& request);

/// What is announced; without an address: nothing.
[[nodiscard]] MoveLine show_move(Step& step);

}  // namespace holdfast::server
