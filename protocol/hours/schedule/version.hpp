// The content of one version of the hours as a plain value. The wire layer's signed record converts to it; nothing here
// is signed or hashed. PROTOCOL.md, "Hours".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/hours/calendar/calendar.hpp"

namespace holdfast::hours {

inline constexpr Seconds default_notice = std::chrono::days{7};
inline constexpr Seconds default_last_reading = std::chrono::minutes{30};
/// A therapist may bind themselves to a quarter's notice; more would make a mistyped version last too long.
inline constexpr Seconds max_notice = std::chrono::days{92};
/// How long after its receipt a version may become valid: no longer than the longest notice.
inline constexpr Seconds max_valid_after = max_notice;
/// Longer than any window that is read in one sitting.
inline constexpr Seconds max_last_reading = std::chrono::hours{12};
inline constexpr std::chrono::minutes shortest_extra{5};
inline constexpr std::chrono::minutes longest_extra{120};
/// Keeps a version small and every answer fast: several years of leave, a decade of holidays.
inline constexpr std::size_t max_leaves = 200;
inline constexpr std::size_t max_cancellations = 400;
inline constexpr std::size_t max_extras = 400;
inline constexpr std::size_t max_holidays = 1000;
inline constexpr std::size_t max_reason_bytes = 400;

/// No window that starts on `from` to `to` (both included, dates of the hours' zone) takes place.
struct Leave {
    Date from;
    Date to;
    std::string reason;
    friend bool operator==(const Leave&, const Leave&) = default;
};

struct Cancellation {
    Date date;
    std::string reason;
    friend bool operator==(const Cancellation&, const Cancellation&) = default;
};

struct HoursContent {
    std::string
        rules;  ///< opening_hours text; empty in a conversation's chain: the base's rules, zone and holidays hold
    std::string zone;  ///< IANA name; may be empty where `rules` is empty
    std::vector<Date> holidays;
    std::optional<Date>
        horizon;  ///< the last date `holidays` covers; rules with PH need it and leave later dates closed
    Seconds notice_period = default_notice;
    Seconds last_reading = default_last_reading;
    Instant valid_from{};
    std::vector<Leave> leaves;
    std::vector<Cancellation> cancellations;
    std::vector<Interval> extras;  ///< absolute; 5 to 120 minutes each; open, but promise nothing
    friend bool operator==(const HoursContent&, const HoursContent&) = default;
};

struct Checked;

/// A version with the instant of the relay's signed receipt. Chains are given oldest first.
struct VersionInForce {
    HoursContent content;
    Instant received;
    std::shared_ptr<const Checked> checked = {};  ///< where the content was read before; it is not read again
};

/// The dates PH means in this version; empty when it gives no list.
[[nodiscard]] std::optional<Holidays> holidays_of(const HoursContent& content);

/// Everything a version must satisfy on its own; `Errc::bad_rules` (with the place), unknown_zone, bad_date,
/// bad_duration, too_large, bad_encoding, hours_too_complex. `inherits` says that empty rules are allowed (a
/// conversation's chain).
[[nodiscard]] Placed<void> check(const HoursContent& content, bool inherits = false);
/// Parts of check(): before the rules are looked at, and after it.
[[nodiscard]] Placed<void> check_counts(const HoursContent& content);
[[nodiscard]] Placed<void> check_others(const HoursContent& content);

/// A leave is planned when its first date begins, in `zone`, no sooner than `notice` after the version's receipt.
[[nodiscard]] bool is_planned(const Leave& leave, const TimeZone& zone, Instant received, Seconds notice);

}  // namespace holdfast::hours
