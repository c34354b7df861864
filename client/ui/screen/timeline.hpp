// The part of a long history that is on the screen. Pure. A source makes the rows of one entry at a time; the timeline
// knows one place in it and walks from there, so that no step costs more than the rows it passes, however much there
// is.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "client/ui/screen/row.hpp"

namespace holdfast::ui::screen {

/// Entries have numbers that rise; 0 is what stands before the first.
class TimelineSource {
  public:
    TimelineSource() = default;
    TimelineSource(const TimelineSource&) = delete;
    TimelineSource& operator=(const TimelineSource&) = delete;
    virtual ~TimelineSource() = default;

    /// The number before and after one, whether such an entry is there or not; empty at the end of the history (0 is
    /// before the first).
    [[nodiscard]] virtual std::optional<std::uint64_t> before(std::uint64_t number) const = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> after(std::uint64_t number) const = 0;
    [[nodiscard]] virtual std::uint64_t last() const = 0;
    /// Any number of rows, also none. Precondition: the number is there, or 0.
    [[nodiscard]] virtual Rows rows(std::uint64_t number, std::size_t width) const = 0;
};

/// A row of an entry.
struct Place {
    std::uint64_t number = 0;
    std::size_t row = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
};

class Timeline {
  public:
    struct Shown {
        Rows rows;
        std::vector<Place> places;  ///< of each row
        bool more_above = false;
        bool more_below = false;
    };
    /// The rows at the place; at most `height`. A place that is no longer there gives way to the one after it.
    [[nodiscard]] Shown shown(const TimelineSource& source, Size size);

    /// Whether it follows the newest entry.
    [[nodiscard]] bool at_end() const noexcept { return !top_; }
    void to_end() noexcept { top_.reset(); }
    /// This row stands at the top, as far as there is enough below it.
    void to(const Place& place) noexcept { top_ = place; }
    void to_begin() noexcept { top_ = Place{}; }
    /// So many rows towards the end, or, less than 0, towards the beginning. Precondition: shown() was asked for this
    /// size.
    void scroll(const TimelineSource& source, Size size, int rows);

  private:
    [[nodiscard]] static Place end_top(const TimelineSource& source, Size size);
    void settle(const TimelineSource& source, Size size);

    std::optional<Place> top_;  ///< empty: the end stands at the bottom
};

}  // namespace holdfast::ui::screen
