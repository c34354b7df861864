// Two therapists with a client each, who are strangers to one another, on a Monday evening; their hours are on
// Tuesdays.
#pragma once

#include <string>

#include "tests/server/core/relay_world.hpp"

namespace holdfast::server::test {

inline constexpr auto monday_evening = "2026-03-02T20:00:00Z";
inline const std::string tuesdays = "Tu 09:00-12:00";
/// What is said of a message that waits for the third of March.
inline const std::string third = "promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";

struct TwoPairs {
    RelayWorld w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};
    Person& weiss{w.therapist("weiss", tuesdays)};
    Person& bob{w.client("bob", weiss)};

    TwoPairs() { (void)w.lines(); }
};

}  // namespace holdfast::server::test
