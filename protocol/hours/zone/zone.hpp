// Time zones by IANA name, from the zone data of the system. Local time exists only in protocol/hours; elsewhere time
// is an Instant. A zone is stored and sent by name, never as an offset (PROTOCOL.md, "Hours").
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::hours {

using LocalMinute = std::chrono::local_time<std::chrono::minutes>;

/// The local time that is `minute` minutes after the midnight that begins `day`.
[[nodiscard]] constexpr LocalMinute local_minute(std::chrono::sys_days day, int minute) noexcept
{
    return LocalMinute{day.time_since_epoch()} + std::chrono::minutes{minute};
}

/// The day that contains a local time.
[[nodiscard]] constexpr std::chrono::sys_days day_of(LocalMinute local) noexcept
{
    return std::chrono::sys_days{std::chrono::floor<std::chrono::days>(local).time_since_epoch()};
}

/// The local time at an instant.
struct WallClock {
    std::chrono::local_seconds time;
    Seconds offset{};               ///< local minus UTC
    std::string_view abbreviation;  ///< "GMT", "+0330"; lives as long as the program
};

/// A zone of the system's data. Cheap to copy; safe to use from several threads.
class TimeZone {
  public:
    /// Errc::unknown_zone for a name the zone data does not list, offsets such as "+02:00" included; no_zone_data where
    /// the system has none.
    [[nodiscard]] static Result<TimeZone> find(std::string_view name);

    [[nodiscard]] std::string_view name() const noexcept;
    [[nodiscard]] WallClock wall_clock(Instant t) const noexcept;
    [[nodiscard]] Date date_of(Instant t) const noexcept;

    /// The first time the wall clock shows `local`; inside a gap the first valid instant after it.
    [[nodiscard]] Instant first(LocalMinute local) const noexcept;
    /// The last time the wall clock shows `local`; inside a gap the first valid instant after it.
    [[nodiscard]] Instant last(LocalMinute local) const noexcept;
    /// Local minus UTC for all local times from `from` to `to`, where the clocks do not change then nor about then;
    /// empty where they might. Then first() and last() are that far from the local time: cheaper for many times of a
    /// day.
    [[nodiscard]] std::optional<Seconds> steady_offset(LocalMinute from, LocalMinute to) const noexcept;

  private:
    struct Data;
    struct Registry;
    explicit TimeZone(const Data& data) noexcept : data_{&data} {}
    const Data* data_;  ///< owned by the registry of the process, never freed
};

/// The names the zone data lists, links among them. Empty when the system has no zone data (the package tzdata).
[[nodiscard]] const std::set<std::string, std::less<>>& zone_names();

/// The version of the system's zone data, e.g. "2025b"; "unknown" when the system does not say.
[[nodiscard]] const std::string& tzdata_version();

/// True when the system has another version by now than the one this process read. Data that was read stays as it is:
/// to use the new data, the process starts again.
[[nodiscard]] bool tzdata_changed();

}  // namespace holdfast::hours
