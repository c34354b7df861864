// Answers questions about hours without an account or a vault: `holdfast hours explain`, one question or a batch of
// them, as JSON. Pure; the shell reads the lines and prints the answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::client {

/// A question with 1,000 holidays and the longest rules fits several times. The shell need not read longer lines whole.
inline constexpr std::size_t max_explain_line = 64 * 1024;

struct ExplainQuestion {
    std::string_view rules;
    std::string_view zone;
    std::string_view at;  ///< RFC 3339
    const std::vector<Date>* holidays =
        nullptr;  ///< what PH means; null when no list is given. An empty list is a list
};

struct Asked {
    hours::Schedule schedule;
    Instant at;
};

/// The question as hours that were always in force. Errors: those of explain_json().
[[nodiscard]] hours::Placed<Asked> ask(const ExplainQuestion& question);

/// One object on one line, without a newline:
///   "open"           bool
///   "rule"           the canonical text of the rule that decides, or null when none speaks about the instant
///   "reason"         what the rule gives as reason, or null
///   "next_change"    the next flip between open and closed
///   "promised_from"  `at` while open with more than 30 minutes left, else the start of the next window
/// Times are RFC 3339 in UTC with whole seconds, or null when there is none within the search horizon.
/// Errc::bad_rules with the column, unknown_zone, bad_date, too_large, bad_encoding.
[[nodiscard]] hours::Placed<std::string> explain_json(const ExplainQuestion& question);

/// The answer to one line of a batch: {"rules","zone","at"} and, if wanted, "holidays" (a list of dates). Other keys
/// are ignored. Anything wrong, an empty line included, is answered with {"error":{"code","column","message"}}: the
/// code is the word of an Errc, the column 1-based in characters (of the rules for bad rules, of the line where it is
/// not JSON) or null. A carriage return at the end is ignored.
[[nodiscard]] std::string explain_line(std::string_view line);

/// The error object of a batch, also what `--json` prints for a single question.
[[nodiscard]] std::string explain_error(const hours::PlacedError& error);

}  // namespace holdfast::client
