// The findings of an audit as data; client/ui makes sentences of it. PROTOCOL.md, "Audit".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::audit {

enum class Kind : std::uint8_t {
    // the log itself
    not_signed,                 ///< an entry that is not under the relay's signature
    broken_number,              ///< a number is left out, or stands twice
    broken_chain,               ///< an entry does not name the one before it
    not_what_was_signed_to_me,  ///< the relay told this device something else under this number
    missing_from_log,           ///< this device has the relay's word for it, and the log does not have it
    unlogged_outage,            ///< an outage was told to this device, and the log does not have it
    unlogged_notice,            ///< the same of a practice notice
    ran_in_outage,              ///< the relay was at work in a time in which it says it was down
    // the hours it names
    withheld_version,     ///< a version this device was never shown
    rolled_back_version,  ///< an older version than the relay had received or had used before
    // the decisions
    wrong_hold,             ///< held while open, or let through while closed
    released_while_closed,  ///< let through later, at an instant that is closed
    released_taken_back,    ///< let through although it was taken back
    released_late,          ///< open earlier, and no outage recorded
    never_came,             ///< let through for this device, which never got it
    wrong_promise,          ///< another reading time than the hours give
    // what has another explanation than a wrong relay
    wrong_clock,      ///< the relay's instant is far from what this device's clock showed
    early_report,     ///< the relay received a reading report before it was written
    clock_went_back,  ///< the relay says that its clock did: what it decided before went by one that was ahead
    other_zone_data,  ///< another version of the time zones decides otherwise near this instant
    // information
    nothing_promised,  ///< no reading time, since the relay did not trust its clock
    restored,          ///< the relay was restored from a backup
};

enum class Weight : std::uint8_t {
    note,    ///< no deviation
    unsure,  ///< a deviation that something else than a wrong relay can explain
    proof,   ///< only a wrong relay explains it
};

[[nodiscard]] Weight weight(Kind kind) noexcept;
/// The stable word for --json, e.g. "wrong_hold".
[[nodiscard]] std::string_view name(Kind kind) noexcept;

/// A promise, or that there is none.
using Promised = std::optional<wire::Promise>;

struct Finding {
    Kind kind = Kind::restored;
    std::uint64_t sequence = 0;  ///< its number in the log; 0: none
    std::optional<MessageId> message{};
    std::optional<Instant> at{};    ///< when the relay says it decided
    std::optional<Instant> due{};   ///< when it should have been, what this device's clock showed, or an outage's end
    std::optional<Instant> down{};  ///< when an outage began
    std::optional<bool> open{};     ///< what the signed hours say about `at`
    std::optional<std::pair<Promised, Promised>> promises{};  ///< the relay's, and what the signed hours give
    std::uint32_t version{};                                  ///< of the hours: what the relay went by
    std::uint32_t expected_version{};                         ///< what it should have gone by; 0: not known here
    std::string tzdata_relay{};
    std::string tzdata_here{};
};

struct Report {
    bool log_seen = false;              ///< false: only what this device keeps was checked
    std::optional<Errc> log_refused{};  ///< why the log was not seen
    std::size_t checked = 0;            ///< decisions
    std::size_t agreed = 0;             ///< those without a deviation
    std::optional<Instant> from{};      ///< of the first decision checked
    std::optional<Instant> to{};        ///< of the last
    std::vector<Finding> findings{};    ///< in the order of the log

    /// The worst there is; note also where there is nothing.
    [[nodiscard]] Weight worst() const noexcept;
};

}  // namespace holdfast::audit
