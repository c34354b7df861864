// Leave and cancelled dates as people are told of them: announced, counted down to, and the reading times on both
// sides. One rule: only the newest version of a chain names them, and whether one came with notice follows from the
// receipts. PROTOCOL.md, "Hours".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {

/// How long before an absence it is told beside the hours.
inline constexpr std::chrono::days absence_told{28};

/// A leave or a cancelled date.
struct DayOff {
    Date from{};
    Date to{};  ///< included
    std::string reason;
    bool cancellation = false;
    bool planned = true;  ///< false: it was announced later than the notice that held
    friend bool operator==(const DayOff&, const DayOff&) = default;
};

/// A day off that people are told of now.
struct Absence {
    DayOff off;
    bool begun = false;
    int days = 0;                       ///< from today to its first date; once it has begun to the date reading resumes
    std::optional<hours::Window> last;  ///< the last window before it that is still to begin
    std::optional<hours::Window> resumes;  ///< the first promised window after it
};

/// The first instant of a date where the clocks of `zone` are.
[[nodiscard]] Instant begin_of(const Date& date, const hours::TimeZone& zone);

/// The longest notice at `t` among those of the first `count` versions that are in force then; zero for none.
[[nodiscard]] Seconds longest_notice(const hours_chain::Chain& chain, std::size_t count, Instant t);

/// The first promised window after the date `last`, in the zone of the hours.
[[nodiscard]] std::optional<hours::Window> resumption(const hours::Schedule& schedule, const hours::TimeZone& zone,
                                                      const Date& last);

/// Of the days off of the newest versions the running one, or the next that begins within `absence_told`. `own` is null
/// where the conversation has no chain of its own; `schedule` is that of the same chains.
[[nodiscard]] std::optional<Absence> absence_at(const hours_chain::Chain& base, const hours_chain::Chain* own,
                                                const hours::Schedule& schedule, Instant t);

/// Those that had begun by `t`, by their first date: leave and cancelled dates as the version named them that was the
/// newest on their last day, or is the newest now. What was called off before is none.
[[nodiscard]] std::vector<DayOff> begun_days_off(const hours_chain::Chain& base, const hours_chain::Chain* own,
                                                 const hours::TimeZone& zone, Instant t);

/// The first of them that names the date of `t`.
[[nodiscard]] std::optional<DayOff> day_off_at(const hours_chain::Chain& base, const hours_chain::Chain* own,
                                               const hours::TimeZone& zone, Instant t);

}  // namespace holdfast::client
