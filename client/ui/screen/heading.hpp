// What is always in sight at the top: with whom, whether there is a connection, and the hours. Pure.
#pragma once

#include <optional>

#include "client/ui/screen/row.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui::screen {

/// At most `size.rows` rows, at least one; what does not fit is left to /hours. `conversation` is empty while none is
/// chosen.
[[nodiscard]] Rows heading_rows(const client::Client& client, const std::optional<ConversationId>& conversation,
                                const Here& here, Size size);

/// Title and connection in one row, or in more where they need them. `connection` is empty where there is one.
[[nodiscard]] Rows title_rows(const std::string& title, const client::Snapshot& status, const Here& here,
                              std::size_t width);

}  // namespace holdfast::ui::screen
