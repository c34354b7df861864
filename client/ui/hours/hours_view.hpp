// A version of hours as lines: when windows are, what notice changes have, and days off. See view.hpp for the rules of
// words.
#pragma once

#include <vector>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "Hours: Tuesdays and Thursdays, 09:00–12:00, in the time of Europe/London." Where the rules cannot be said in words,
/// the windows that come. `mine`: the reader wrote them, and sees the notation too.
[[nodiscard]] Lines rules_lines(const wire::HoursVersion& version, const std::vector<hours::Window>& coming, bool mine,
                                const Here& here);

/// Leave and cancelled dates that are not over: "Leave: Sat 1 Aug – Fri 14 Aug (Summer)".
[[nodiscard]] Lines days_off_lines(const wire::HoursVersion& version, const Here& here);

/// Rules in words; in the notation, made safe, where there are none for them. For whoever wrote them.
[[nodiscard]] std::string rules_for_owner(const std::string& rules, const Here& here);

}  // namespace holdfast::ui
