#include "client/ui/notes/note_view.hpp"

#include <algorithm>

#include "client/core/account/naming.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

constexpr std::size_t beginning_columns = 60;

std::string note_heading(const client::NoteView& note, const Here& here)
{
    return std::to_string(note.number) + ", " + instant_words(note.written, {}, here) + (note.shared ? ", shared" : "");
}

}  // namespace

Lines note_lines(const client::NoteView& note, const Here& here)
{
    Lines lines{"Note " + note_heading(note, here)};
    for (const auto& line : sanitize_text(note.text)) lines.push_back("  " + line);
    return lines;
}

Lines note_list_lines(const std::vector<client::NoteView>& notes, const Here& here)
{
    Lines lines;
    for (const auto& note : notes)
        lines.push_back("  " + note_heading(note, here) + ": " + fit(sanitize_line(note.text), beginning_columns));
    return lines;
}

std::vector<client::NoteView> notes_with(const std::vector<client::NoteView>& notes, std::string_view words)
{
    const auto key = client::caseless(words);
    std::vector<client::NoteView> found;
    std::ranges::copy_if(notes, std::back_inserter(found), [&](const client::NoteView& note) {
        return client::caseless(note.text).find(key) != std::string::npos;
    });
    return found;
}

}  // namespace holdfast::ui
