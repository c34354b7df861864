// The clock of a time zone an entry is written in: the system's data, or what the calendar itself says about the zone
// (VTIMEZONE, RFC 5545 section 3.6.5) where its name is a program's own.
#pragma once

#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include "protocol/hours/zone/zone.hpp"
#include "protocol/ical/item.hpp"

namespace holdfast::ical {

/// Offsets as a calendar lists them, worked out for some years around a date; outside of them the first and the last
/// go on.
class FileZone {
  public:
    /// Of the STANDARD and DAYLIGHT parts of a VTIMEZONE. Empty where they say too little: no beginning, no offset, or
    /// changes that do not come by the year.
    [[nodiscard]] static std::optional<FileZone> make(const std::vector<Item>& parts, std::chrono::sys_days around);

    [[nodiscard]] std::chrono::seconds offset_at(Instant t) const noexcept;
    /// The first time the clock shows `local`; inside a gap the first instant after it.
    [[nodiscard]] Instant first(hours::LocalMinute local) const noexcept;

  private:
    struct Change {
        Instant at;
        std::chrono::seconds before{};
        std::chrono::seconds after{};
    };
    std::vector<Change> changes_;  ///< sorted; at least one
};

class ZoneClock {
  public:
    ZoneClock(hours::TimeZone zone) : zone_{zone} {}      // NOLINT(google-explicit-constructor): one is the other
    ZoneClock(FileZone zone) : zone_{std::move(zone)} {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] Instant first(hours::LocalMinute local) const;
    [[nodiscard]] hours::LocalMinute shown(Instant t) const;
    /// True when both clocks show the same on every day from `first` on.
    [[nodiscard]] bool agrees_with(const ZoneClock& other, std::chrono::sys_days first) const;

  private:
    std::variant<hours::TimeZone, FileZone> zone_;
};

}  // namespace holdfast::ical
