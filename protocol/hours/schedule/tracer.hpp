// Puts together the steps of Schedule::trace. Used by schedule.cpp only.
#pragma once

#include "protocol/hours/schedule/schedule.hpp"
#include "protocol/hours/schedule/schedule_data.hpp"

namespace holdfast::hours {

class Tracer {
  public:
    /// The schedule must outlive the tracer.
    Tracer(const Schedule& schedule, Instant t);
    [[nodiscard]] Trace run();

  private:
    /// A calendar in force, by the newest version in force that has it.
    struct Source {
        std::size_t source;
        VersionName version;
    };

    void add_versions();
    void add_version(std::size_t index);
    void add_dates();
    void add_one_offs();
    void add_rules();
    void add_clock_changes();
    void add_clock_changes(const Source& source, const Calendar& calendar);
    void add_outcome();

    [[nodiscard]] const Calendar& calendar(const Source& source) const
    {
        return schedule_.data_->sources[source.source].calendar();
    }
    [[nodiscard]] VersionStatus standing(std::size_t index) const;
    /// The version after it in its chain, if it was received by the instant.
    [[nodiscard]] const ScheduleData::Version* successor(std::size_t index) const;
    [[nodiscard]] std::chrono::sys_days owning_date(const Source& source) const;
    [[nodiscard]] bool is_off(std::chrono::sys_days date) const;
    [[nodiscard]] RuleEffect voice(const Source& source, const Speaking& speaking) const;
    [[nodiscard]] step::Promise promise() const;
    [[nodiscard]] std::optional<Date> end_of_holidays() const;

    const Schedule& schedule_;
    Instant t_;
    bool any_received_ = false;  ///< a version was received by the instant
    bool own_received_ = false;  ///< one of the conversation's
    bool base_counts_ = false;   ///< the base's hours count at the instant
    bool inherits_ = false;      ///< because a version of the conversation without rules does
    std::vector<DateRange> without_;
    Schedule::Ruling ruling_;
    std::optional<Window> promised_;
    std::optional<Instant> change_;
    std::vector<Source> sources_;
    Trace steps_;
};

}  // namespace holdfast::hours
