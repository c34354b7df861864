// Events as lines: one function from an item of the client to what a person reads. See view.hpp for the rules.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// Empty for items that are not for a person, or are the answer to a command and shown by whoever gave it.
[[nodiscard]] Lines event_lines(const client::Show& item, const client::Client& client, const Here& here);

}  // namespace holdfast::ui
