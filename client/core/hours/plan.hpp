// The effect of publishing the next version of the hours, before it is signed: for a therapist to look at. One rule:
// the version shown is the version that is signed (command::PublishHours), and what is said of it follows from the
// schedules as they are and as they would be. PROTOCOL.md, "Hours".
#pragma once

#include <optional>
#include <vector>

#include "client/core/hours/change.hpp"
#include "client/core/hours/days_off.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::client {

/// After this long a plan is made and shown again: what it says of now would no longer hold.
inline constexpr Seconds hours_plan_lifetime = std::chrono::minutes{10};
/// How far ahead windows are compared at least.
inline constexpr Seconds plan_reach = std::chrono::days{28};

/// The windows of those for whom the change does the same.
struct ConcernedPlan {
    std::vector<ConversationId> conversations;  ///< empty: nobody yet; it holds for whoever comes
    std::vector<WindowChange> changes;
    std::optional<wire::Promise> promise_before;  ///< for a message the relay would receive now
    std::optional<wire::Promise> promise_after;
    std::vector<hours::Window> coming;     ///< the first windows as they will be
    std::optional<hours::Window> resumes;  ///< the first window after the last of the plan's new days off
};

struct HoursPlan {
    wire::HoursVersion version;  ///< to be signed as it is
    wire::HoursVersion before;   ///< of the same chain, or what a chain's first version begins with
    bool first_ever = false;     ///< there were no hours at all
    Instant made;                ///< the relay's time
    /// When fewer hours take effect: the notice of the version that holds now, counted from `made`.
    Instant reductions_from;
    Seconds notice_period{};
    std::optional<hours::TimeZone> zone;  ///< for showing times
    std::vector<DayOff> days_off;         ///< new in this version
    std::vector<ConcernedPlan> concerned;

    /// Some window comes, grows or goes at once.
    [[nodiscard]] bool acts_at_once() const;
    /// Some window goes or shrinks when the notice has passed.
    [[nodiscard]] bool acts_after_notice() const;
};

}  // namespace holdfast::client
