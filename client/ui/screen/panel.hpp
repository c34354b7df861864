// Lines in front of the conversation that somebody asked for: help, hours, people, texts that are kept. Pure.
#pragma once

#include <string>

#include "client/ui/input/keys.hpp"
#include "client/ui/item.hpp"
#include "client/ui/screen/row.hpp"

namespace holdfast::ui::screen {

class Panel {
  public:
    explicit Panel(Item item) : item_{std::move(item)} {}

    /// As many rows as there are: a title, the lines, how to go on.
    [[nodiscard]] Rows rows(Size size);
    enum class Outcome {
        stays,
        closed,    ///< by this key
        typed_on,  ///< by a text, which belongs to the line
    };
    [[nodiscard]] Outcome press(const Key& key);

  private:
    Item item_;
    std::size_t top_ = 0;
    std::size_t page_ = 1;  ///< rows of the newest picture
};

/// Lines with their own indentation, which the rows after the first keep. Rows of a picture are taken as they are.
[[nodiscard]] Rows indented_rows(const Lines& lines, std::size_t width, Style style);

}  // namespace holdfast::ui::screen
