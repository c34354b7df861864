// Rules of the notation as people say them: "Tuesdays and Thursdays, 09:00–12:00". Pure. One rule: what cannot be said
// exactly is not said at all; the caller lists the coming windows, or shows the notation to the therapist who wrote it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/hours/hours_answers.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/hours/notation/grammar.hpp"

namespace holdfast::ui {

/// Rules by what they are about.
struct SortedRules {
    std::map<unsigned, hours::Times> week;  ///< by weekday, 1 Monday to 7 Sunday: those of every week, united
    std::vector<hours::Rule> other;         ///< about dates, and anything else
    bool off_on_holidays = false;
};
[[nodiscard]] SortedRules sorted_rules(const hours::Rules& rules);

/// "Mondays to Fridays, 09:00–12:00; Saturdays, 10:00–11:00; not on public holidays". Empty for rules about weeks of
/// the year, the nth weekday of a month, whole years or perhaps, and where the order of rules matters for the sense.
[[nodiscard]] std::optional<std::string> rules_words(std::string_view rules, hours::Wording wording);

/// One rule about dates: "not from 24 Dec to 2 Jan", "on 24 Dec only 09:00–10:00". Empty as above, and for others.
[[nodiscard]] std::optional<std::string> rule_words(const hours::Rule& rule, hours::Wording wording);

/// One rule of any sort, or at least its days: "Wednesdays", "not on public holidays". Empty as above.
[[nodiscard]] std::optional<std::string> one_rule_words(std::string_view rule, hours::Wording wording);

}  // namespace holdfast::ui
