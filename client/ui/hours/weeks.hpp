// The coming weeks of some hours: which windows each date has, and what is special about it. Pure: a schedule and the
// time go in; a grid for the eye or a list in words comes out, in the therapist's zone and the reader's beside it. The
// rule: whatever the grid draws is also said in words, so that nothing is lost to those who cannot see it.
#pragma once

#include <span>
#include <vector>

#include "client/ui/view.hpp"
#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::ui {

/// A year; more is no preview.
inline constexpr int most_weeks = 53;

struct Day {
    Date date{};
    std::vector<hours::Window> windows;  ///< that begin on it; of longer ones the part that lies in it
    std::vector<std::string> marks;      ///< safe words: "public holiday", "leave: …", "the clocks go forward 1 hour"
};

struct Weeks {
    hours::TimeZone zone;   ///< the therapist's, whose dates these are
    std::vector<Day> days;  ///< from today to the Sunday of the last week
};

/// `contents` are the newest versions, the therapist's and the conversation's, for holidays, leave, cancellations and
/// extra windows. 1 <= count <= most_weeks; the first is the week of here.now.
[[nodiscard]] Weeks weeks_of(const hours::Schedule& schedule, const hours::TimeZone& zone,
                             std::span<const hours::HoursContent> contents, int count, const Here& here);

/// Windows of all days in order, each once.
[[nodiscard]] std::vector<hours::Window> windows_of(const Weeks& weeks);

/// At most 80 columns.
[[nodiscard]] Lines grid_lines(const Weeks& weeks, const Here& here);

/// Week by week in words.
[[nodiscard]] Lines week_words(const Weeks& weeks, const Here& here);

}  // namespace holdfast::ui
