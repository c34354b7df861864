// Turns chains of versions into epochs: when each version is in force. Used by schedule.cpp only.
#pragma once

#include <span>
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
    /// One version's time in force. Without a calendar it stands for "whatever the base says".
    struct Span {
        Instant begin;
        Instant end;
        std::optional<std::size_t> calendar;
    };

    [[nodiscard]] std::optional<PlacedError> problem() const;
    std::vector<Span> spans_of(std::span<const VersionInForce> chain);
    std::optional<std::size_t> add_calendar(const HoursContent& content);
    [[nodiscard]] Span before_conversation() const;
    [[nodiscard]] std::vector<Instant> boundaries() const;
    [[nodiscard]] Schedule::Epoch epoch(Instant begin, Instant end) const;
    [[nodiscard]] std::vector<std::size_t> sources_at(Instant t) const;
    static void add_one_offs(Schedule::Epoch& epoch, const HoursContent& content);

    std::span<const VersionInForce> base_;
    std::span<const VersionInForce> conversation_;
    std::vector<Span> base_spans_;
    std::vector<Span> conversation_spans_;
    Schedule schedule_;
};

}  // namespace holdfast::hours
