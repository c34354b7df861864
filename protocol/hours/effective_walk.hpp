// Walks the effective windows of a schedule from one instant on: the union of what the versions in force give. Each
// date is planned once for each of them, however many questions are asked. Used by schedule.cpp and tracer.cpp only.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocol/hours/schedule.hpp"
#include "protocol/hours/walk.hpp"

namespace holdfast::hours {

/// The windows of one calendar, each found once. Cheapest when the instants asked about do not go back.
class KnownWindows {
  public:
    /// Both must outlive this.
    KnownWindows(const Calendar& calendar, std::span<const DateRange> without) : calendar_{calendar}, without_{without}
    {
    }
    /// The first window that ends after `t`, looked for as far as search_horizon from `t`.
    [[nodiscard]] std::optional<Window> ending_after(Instant t);
    /// The window that contains `t`; its begin may be later than the true one, but not than `t`.
    [[nodiscard]] std::optional<Window> containing(Instant t);

  private:
    void start(Instant from);
    [[nodiscard]] std::optional<Window> find(Instant t);

    const Calendar& calendar_;
    std::span<const DateRange> without_;
    Instant from_;
    std::optional<WindowWalk> walk_;  ///< of the windows that end after `from_`
    std::vector<Window> found_;       ///< by it so far
};

class EffectiveWalk {
  public:
    /// The schedule must outlive the walk.
    explicit EffectiveWalk(const Schedule& schedule) : schedule_{schedule} {}

    /// Until when it is open from `t` on without a break, through several versions if need be; empty when `t` is
    /// closed, Instant::max() for no end.
    [[nodiscard]] std::optional<Instant> open_until(Instant t, bool with_extras);
    /// The first opening after `t`. Precondition: closed at `t`.
    [[nodiscard]] std::optional<Instant> next_begin(Instant t, bool with_extras);
    /// The same with its end.
    [[nodiscard]] std::optional<Window> next(Instant t, bool with_extras);

  private:
    [[nodiscard]] std::optional<Instant> piece_until(Instant t, bool with_extras);
    [[nodiscard]] std::optional<Instant> next_begin_in(std::size_t epoch, Instant t, bool with_extras);
    [[nodiscard]] std::vector<KnownWindows>& windows_in(std::size_t epoch);

    const Schedule& schedule_;
    std::optional<std::size_t> epoch_;  ///< whose windows are known
    std::vector<KnownWindows> known_;
};

}  // namespace holdfast::hours
