// From an open connection to a logged-in one and back: greeting, login, and what is due at login.
//
//   offline ─Connected→ greeting ─Greeting verified→ logging in ─LoggedIn→ online
//                          └────────→ enrolling (enrolment.hpp) ──┘
//
// PROTOCOL.md, "Frames".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void on_connected(Step& step, Connected event);
void on_disconnected(Step& step, Errc reason);
/// Which side has to be updated, by the versions the relay speaks: relay_outdated, program_outdated, or
/// unknown_version where they do not tell.
[[nodiscard]] Errc older_side(const wire::Versions& relay) noexcept;
void on_greeting(Step& step, const wire::Greeting& greeting);
void login(Step& step);
void on_logged_in(Step& step, const wire::LoggedIn& answer);
/// Publishes what the relay lacks of this device's prekeys.
void refill_prekeys(Step& step, std::uint32_t left);
/// At the end of a step: says CaughtUp when everything was answered and a last question brought nothing new.
void settle(Step& step);

/// The relay does not log this device in. Where it does not know it, a relay that was restored from a backup may get
/// to know it again by the account's list, which is shown before the next login.
void on_login_refused(Step& step, Errc reason);
/// It did not take that list.
void on_list_refused(Step& step, Errc reason);

}  // namespace holdfast::client
