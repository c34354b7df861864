// Turns chains of versions into epochs: when each version is in force. Used by schedule.cpp only.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "protocol/hours/schedule.hpp"

namespace holdfast::hours {

class ScheduleBuilder {
  public:
    ScheduleBuilder(std::span<const VersionInForce> base, std::span<const VersionInForce> conversation)
        : base_{base}, conversation_{conversation}
    {
    }
    [[nodiscard]] Schedule build();

  private:
    using Version = Schedule::Version;

    [[nodiscard]] std::optional<PlacedError> problem() const;
    void add_versions(std::span<const VersionInForce> chain, bool own);
    [[nodiscard]] Version version(std::span<const VersionInForce> chain, std::size_t index, bool own);
    [[nodiscard]] std::optional<std::size_t> calendar_of(const HoursContent& content);
    [[nodiscard]] std::vector<DayOff> days_off(const VersionInForce& version, const Version& made) const;
    [[nodiscard]] Seconds notice_at(Instant received, const Version& made) const;
    [[nodiscard]] Instant begin_of(std::chrono::sys_days date, const Version& made) const;
    [[nodiscard]] Instant base_holds_until() const;
    [[nodiscard]] std::vector<Instant> boundaries() const;
    [[nodiscard]] Schedule::Epoch epoch(Instant begin, Instant end) const;
    [[nodiscard]] std::vector<std::size_t> sources_at(Instant t) const;

    std::span<const VersionInForce> base_;
    std::span<const VersionInForce> conversation_;
    std::map<std::string, std::size_t> calendars_;  ///< by what they are made of
    Schedule schedule_;
};

}  // namespace holdfast::hours
