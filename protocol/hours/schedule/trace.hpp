// Why an instant is open or closed and what is promised then, step by step, as data. Schedule::trace makes it from the
// same calendars that the gate asks, so what it says is what decides; rendering is the client's. PROTOCOL.md, "Hours".
//
//   versions in force → the date it is there → what speaks about it → clock changes → what decides → until when →
//   promise
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/hours/calendar/calendar.hpp"

namespace holdfast::hours {

/// The sources of a decision, in order of precedence: extra > cancellation, leave > holiday > dated > weekly.
enum class Layer { none, extra, cancellation, leave, holiday, dated, weekly };
[[nodiscard]] std::string_view name(Layer layer) noexcept;

/// The layer of a rule; `none` for null.
[[nodiscard]] Layer layer_of(const Rule* rule, bool on_holiday) noexcept;

struct Explanation {
    bool open = false;
    Layer layer = Layer::none;
    std::optional<std::string> rule;  ///< canonical text of the deciding rule; empty for extra, leave, cancellation
    std::string reason;               ///< what the therapist wrote; empty when nothing
};

/// Which version of the hours: 1 is the first of its chain.
struct VersionName {
    bool own = false;  ///< of the conversation's own chain
    std::size_t number = 1;
    friend bool operator==(const VersionName&, const VersionName&) = default;
};

/// Why a version counts at an instant, or does not yet.
enum class VersionStatus {
    newest,      ///< nothing newer was received
    notice,      ///< a newer one was, and this one's notice has not run
    until_next,  ///< its notice has run, and the next one is not valid yet
    beside,      ///< of the base chain, while the conversation's first hours are under the base's notice
    waits,       ///< received, and not valid yet: does not count
};
[[nodiscard]] std::string_view name(VersionStatus standing) noexcept;

/// The effect of a rule that matches a date on the instant.
enum class RuleEffect {
    decides,
    overruled,  ///< speaks about the instant, but something stronger or a later rule decides
    silent,     ///< speaks about other times of this date
    replaced,   ///< a later rule has taken its place on this date
};
[[nodiscard]] std::string_view name(RuleEffect voice) noexcept;

/// How a change of the clocks touches a window of the rules.
enum class ClockEffect { none, no_window, late_begin, late_end, longer, shorter };
[[nodiscard]] std::string_view name(ClockEffect effect) noexcept;

enum class PromiseReason {
    this_window,    ///< open, with more than last_reading left
    too_late,       ///< open, with last_reading or less left: the next window
    extra_only,     ///< only an extra window is open, which promises nothing: the next window
    next_window,    ///< closed: the next window
    holidays_end,   ///< none: the list of holidays ends first
    nothing_opens,  ///< none within ten years
    no_hours,       ///< none: there are no usable hours
};
[[nodiscard]] std::string_view name(PromiseReason reason) noexcept;

/// A leave or a cancellation as it was published.
struct DayOff {
    DateRange dates;
    Layer layer = Layer::leave;
    std::string reason;
    Instant announced;    ///< the receipt of the version that named it first
    bool planned = true;  ///< announced no later than the notice in force then before its first date
};

namespace step {

/// No version was received by the instant, or the hours cannot be used.
struct NoHours {
    std::optional<PlacedError> problem;
};

struct Version {
    VersionName version;
    VersionStatus standing = VersionStatus::newest;
    Instant received;
    Instant from;                  ///< the later of its receipt and the date it is valid from
    std::optional<Instant> until;  ///< empty: until it is changed
    Seconds notice_period{};
    bool inherits = false;  ///< of a conversation, without rules of its own: the base's hold
};

/// The date the instant belongs to where a version's rules are at home.
struct OwningDate {
    VersionName version;
    TimeZone zone;
    Date date;
    bool by_tail = false;  ///< a window that began on this date, the one before by the clock, contains the instant
};

/// A signed holiday, or a date past the end of the list.
struct Holiday {
    VersionName version;
    Date date;
    bool beyond = false;
};

struct Extra {
    Window window;
};

/// A leave or a cancellation that names the date.
struct Off {
    DayOff day_off;
    bool decides = false;
};

struct RuleSpeaks {
    VersionName version;
    std::string rule;  ///< canonical
    Layer layer = Layer::weekly;
    bool opens = false;
    Date date;
    RuleEffect voice = RuleEffect::silent;
    std::string reason;
};

/// A window that a change of the clocks moves, stretches, shortens or leaves out.
struct ClocksChange {
    VersionName version;
    TimeZone zone;
    Date date;
    TimeRange written;  ///< as the rules say
    ClockEffect effect = ClockEffect::none;
    Interval actual;  ///< empty for no_window
};

struct Decision {
    Explanation what;
};

/// When open turns to closed or back; empty: not within ten years.
struct Change {
    std::optional<Instant> at;
};

struct Promise {
    PromiseReason why = PromiseReason::no_hours;
    std::optional<Window> window;
    Seconds last_reading{};
    std::optional<Instant> closes;  ///< for too_late: when the window that is open ends
    std::optional<Date> horizon;    ///< for holidays_end: the last date of the list
};

}  // namespace step

using Step = std::variant<step::NoHours, step::Version, step::OwningDate, step::Holiday, step::Extra, step::Off,
                          step::RuleSpeaks, step::ClocksChange, step::Decision, step::Change, step::Promise>;

/// In the order of the variant. Ends with a decision, a change and a promise, whatever the hours are.
using Trace = std::vector<Step>;

}  // namespace holdfast::hours
