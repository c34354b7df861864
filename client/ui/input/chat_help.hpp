// The commands of a conversation, in words: those that a person of this role has a use for, in this place.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

enum class Place {
    lines,        ///< whole lines, as with --plain
    inline_rows,  ///< keys, in the terminal's own lines
    full_screen,
};

/// The answer to /help.
[[nodiscard]] Lines chat_help(wire::Role role, Place place);

/// All of them, for the manual.
[[nodiscard]] Lines chat_help();

}  // namespace holdfast::ui
