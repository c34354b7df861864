// Puts together the steps of Schedule::trace. Used by schedule.cpp only.
#pragma once

#include "protocol/hours/schedule.hpp"

namespace holdfast::hours {

class Tracer {
  public:
    /// The schedule must outlive the tracer.
    Tracer(const Schedule& schedule, Instant t);
    [[nodiscard]] Trace run();

  private:
    /// A calendar in force, by the newest version in force that has it.
    struct Source {
        std::size_t calendar;
        VersionName version;
    };

    void add_versions();
    void add_version(const Schedule::Version& version, bool base_counts);
    void add_dates();
    void add_one_offs();
    void add_rules();
    void add_clock_changes();
    void add_clock_changes(const Source& source, const Calendar& calendar);
    void add_outcome();

    [[nodiscard]] const Calendar& calendar(const Source& source) const { return schedule_.calendars_[source.calendar]; }
    [[nodiscard]] Standing standing(const Schedule::Version& version, bool base_counts) const;
    [[nodiscard]] const Schedule::Version* successor(const Schedule::Version& version) const;
    [[nodiscard]] std::chrono::sys_days owning_date(const Source& source) const;
    [[nodiscard]] Voice voice(const Source& source, const Speaking& speaking) const;
    [[nodiscard]] step::Promise promise() const;
    [[nodiscard]] std::optional<Date> end_of_holidays() const;

    const Schedule& schedule_;
    Instant t_;
    const Schedule::Epoch* epoch_;  ///< null before the first receipt
    Schedule::Ruling ruling_;
    std::optional<Window> promised_;
    std::optional<Instant> change_;
    std::vector<Source> sources_;
    Trace steps_;
};

}  // namespace holdfast::hours
