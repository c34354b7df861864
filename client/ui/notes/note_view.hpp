// A person's own notes in words: whole, listed, and found by words. See view.hpp for the rules of words.
#pragma once

#include <string_view>
#include <vector>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "Note 3, Tue 14 Oct, 09:00", "shared" where it was, and its text.
[[nodiscard]] Lines note_lines(const client::NoteView& note, const Here& here);

/// One line a note: its number, when it was written, and its beginning.
[[nodiscard]] Lines note_list_lines(const std::vector<client::NoteView>& notes, const Here& here);

/// Those that have these words in them; case and the form of letters do not matter.
[[nodiscard]] std::vector<client::NoteView> notes_with(const std::vector<client::NoteView>& notes,
                                                       std::string_view words);

}  // namespace holdfast::ui
