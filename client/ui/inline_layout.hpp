// The conversation in a terminal's scrollback: a heading for each day, names in bold, room between messages, and what
// became of a message set apart below it. Pure: items in, the bytes of rows out.
#pragma once

#include <optional>
#include <string>

#include "client/ui/item.hpp"

namespace holdfast::ui {

class InlineLayout {
  public:
    /// Rows of at most `width` columns, each ended by CR LF; the only escape sequences are those that begin and end
    /// bold. Precondition: width >= 2.
    [[nodiscard]] std::string bytes(const Item& item, std::size_t width);

  private:
    [[nodiscard]] Lines rows(const Item& item, std::size_t width);
    [[nodiscard]] bool needs_room(const Item& item) const;

    std::string day_;  ///< the heading that stands above
    std::optional<Item::Kind> before_;
};

}  // namespace holdfast::ui
