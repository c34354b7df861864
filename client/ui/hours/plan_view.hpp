// A planned change of hours in words: for the therapist to look at before it is published. See view.hpp for
// the rules of words.
#pragma once

#include <functional>

#include "client/core/hours/plan.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// This device's name for the other member of a conversation; not made safe.
using NameOf = std::function<std::string(const ConversationId&)>;

/// The windows that change, from when and for whom; and the reading times that move.
[[nodiscard]] Lines plan_lines(const client::HoursPlan& plan, const NameOf& name_of, const Here& here);

/// "2026-03-05".
[[nodiscard]] std::string iso_date(const Date& date);

}  // namespace holdfast::ui
