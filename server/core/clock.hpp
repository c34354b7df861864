// The relay's distrust of its own clock. Time that goes back, or jumps, stops releases and promises until the clock has
// run steadily for `clock_settles`; then it is believed again. Its last time is in the store, so that a start with a
// wrong clock is noticed too: one that shows an earlier time, and one that nobody has set since the machine started.
#pragma once

#include "protocol/base/instant.hpp"
#include "server/core/store/relay_row.hpp"

namespace holdfast::server {

/// How much of the clock's progress a crash may forget: well under what counts as going back.
inline constexpr Seconds clock_saved_every{10};

/// An instant so much later than the last one was shown by a clock that no device's clock agreed with.
inline constexpr Seconds clock_error_believed = std::chrono::days{7};

/// The latest instant at which a device can have seen the relay at work, by what it remembers of its clock.
[[nodiscard]] Instant last_shown(const ClockState& clock) noexcept;

/// How far the clock of a machine that was off may have strayed without notice: by less than what it was off.
inline constexpr Seconds unset_clock_believed = std::chrono::minutes{10};

/// Whether the time at a start is believed that has not gone back. `last`: the last instant in the store. `set`:
/// whether the system says that something has set the clock since the machine started; without that it shows whatever
/// its battery kept.
[[nodiscard]] constexpr bool believes_start(Instant last, Instant now, bool set) noexcept
{
    return set || now <= last + unset_clock_believed;
}

class Clock {
  public:
    explicit Clock(const ClockState& stored) noexcept : state_{stored}, stored_{stored} {}

    /// Once, before the first advance(): a time that is not believed is distrusted like one after a jump.
    void start(Instant now, bool set) noexcept;
    /// The instant to act at: `now`, but never before the one before where the difference is a small correction.
    /// Notices when it went back further. Only time in which it was `synchronised` counts towards trust.
    [[nodiscard]] Instant advance(Instant now, bool synchronised) noexcept;
    /// Somebody saw wall time jump.
    void distrust(Instant now) noexcept;
    /// The practice says it is right. False when it was trusted anyway.
    [[nodiscard]] bool confirm() noexcept;

    [[nodiscard]] bool trusted() const noexcept { return !state_.settles_at.has_value(); }
    [[nodiscard]] std::optional<Instant> settles_at() const noexcept { return state_.settles_at; }
    /// True once after trust was lost or came back: every decision is to be made anew.
    [[nodiscard]] bool pop_change() noexcept;
    /// Whether `now` is further back than a small correction.
    [[nodiscard]] bool goes_back_to(Instant now) const noexcept;
    /// Once after it went back further than a small correction: what it had shown before.
    [[nodiscard]] std::optional<Instant> pop_step_back() noexcept;

    /// Writes what must outlive a restart, if enough has changed.
    void save(RelayRow& row);

  private:
    ClockState state_;
    ClockState stored_;
    bool changed_ = false;
    std::optional<Instant> went_back_from_;
};

}  // namespace holdfast::server
