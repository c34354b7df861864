// The notebook of this device's person: written, listed, found, deleted, and shared one entry at a time. None of it but
// sharing opens a connection.
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/notes/note_prompts.hpp"
#include "client/ui/notes/note_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using NoteDeed = request::Note::What;

constexpr const char* stays_here = "Your notebook. What you write here stays on this device and is sent to nobody.";
constexpr const char* note_begun_kept = "Nothing was sent. What you wrote is kept here: holdfast note goes on with it.";
constexpr const char* see_notes = "There is no note of that number. This shows them: holdfast note list";

int tell_note(const Context& context, const client::NoteView& note)
{
    context.out.object(ui::note_object(note));
    context.out.lines(ui::note_lines(note, context.here()));
    return exit_ok;
}

int tell_notes(const Context& context, const std::vector<client::NoteView>& notes, std::string_view none)
{
    context.out.object(ui::notes_object(notes));
    if (notes.empty()) context.out.line(none);
    context.out.lines(ui::note_list_lines(notes, context.here()));
    return exit_ok;
}

int fail_note(const Context& context, Errc code)
{
    switch (code) {
        case Errc::empty_text: return context.out.fail(code, "There is nothing to keep.");
        case Errc::not_found: return context.out.fail(code, see_notes);
        case Errc::text_too_long:
            return context.out.fail(
                code, "A note may have " + std::to_string(wire::max_text_bytes) + " bytes. Part it into several.");
        case Errc::too_large: return context.out.fail(code, "The notebook is full. Delete some notes first.");
        default: return context.out.fail(code);
    }
}

/// Answers to questions, each kept as it is given. Empty when the person leaves.
std::optional<std::string> prompted_note(const Context& context, OneShotClient& one_shot)
{
    ui::NotePrompts prompts{one_shot.client().note_draft().answers};
    while (!prompts.done()) {
        const auto answer = ask_line(context, one_shot, prompts.question(), {});
        if (!answer) return std::nullopt;
        context.out.lines(prompts.answer(*answer));
        static_cast<void>(one_shot.submit(command::SaveNoteDraft{{}, prompts.answers()}));
    }
    return prompts.text();
}

/// Lines that a single dot ends, kept after each. What was begun stands above them. Empty when the person leaves.
std::optional<std::string> written_note(const Context& context, OneShotClient& one_shot, const std::string& begun)
{
    context.out.line("A line with a single dot ends the note; Ctrl-C leaves it, and keeps what you wrote.");
    if (!begun.empty()) context.out.line("Begun before:");
    if (!begun.empty())
        for (const auto& line : ui::sanitize_text(begun)) context.out.line("  " + line);
    const auto whole = [&](const std::string& more) { return begun.empty() ? more : begun + "\n" + more; };
    const auto more = ask_text(context, one_shot, [&](const std::string& so_far) {
        static_cast<void>(one_shot.submit(command::SaveNoteDraft{whole(so_far), {}}));
        return whole(so_far).size() <= wire::max_text_bytes;
    });
    if (!more) return std::nullopt;
    return whole(*more);
}

/// Given, asked for, or all of standard input. Empty when the person leaves.
std::optional<std::string> new_note(const Context& context, OneShotClient& one_shot, const request::Note& request)
{
    if (!request.text.empty() && request.text != from_stdin) return request.text;
    const auto draft = one_shot.client().note_draft();
    if (can_ask(context) || request.prompts) context.out.line(stays_here);
    if (request.prompts || (can_ask(context) && !draft.answers.empty() && request.text.empty()))
        return prompted_note(context, one_shot);
    if (can_ask(context)) return written_note(context, one_shot, draft.text);
    return given_or_stdin(context, std::string{from_stdin}, wire::max_text_bytes);
}

int write_note(const Context& context, OneShotClient& one_shot, const request::Note& request)
{
    const auto text = new_note(context, one_shot, request);
    if (!text) {
        const auto draft = one_shot.client().note_draft();
        const bool any = !draft.text.empty() || !draft.answers.empty();
        return context.out.fail(Errc::not_confirmed, any ? note_begun_kept : "Nothing was kept.");
    }
    const auto done = one_shot.run(command::SaveNote{0, *text});
    if (done.has_error()) return fail_note(context, done.errc());
    context.out.has_happened("The note is kept here.", exit_not_shown);
    const auto note = one_shot.client().notes().back();
    context.out.object(ui::note_object(note));
    context.out.line("Kept here as note " + std::to_string(note.number) + "; sent to nobody.");
    return exit_ok;
}

int delete_note(const Context& context, OneShotClient& one_shot, const client::NoteView& note, bool only_show)
{
    (void)tell_note(context, note);
    if (only_show) return exit_ok;
    const bool may = context.options.yes ||
                     (can_ask(context) && ask_yes_no(context, one_shot, "Delete this note for good?").value_or(false));
    if (!may) return context.out.fail(Errc::not_confirmed, "It stays here.");
    const auto done = one_shot.run(command::DeleteNote{note.number});
    if (done.has_error()) return fail_note(context, done.errc());
    context.out.has_happened("The note is deleted.", exit_not_shown);
    context.out.line(note.shared ? "Deleted here. What you sent of it stays in the conversation." : "Deleted.");
    return exit_ok;
}

/// Shown whole with its receiver and when it will be read, and confirmed.
int share_note(const Context& context, OneShotClient& one_shot, const client::NoteView& note,
               const request::Note& request)
{
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    (void)tell_note(context, note);
    if (request.only_show) return exit_ok;
    const auto with = one_shot.client().conversation(*id);
    context.out.line(ui::before_sending(with, one_shot.client().outlook(*id, system_now()), context.here()));
    const bool may =
        context.options.yes ||
        (can_ask(context) && ask_yes_no(context, one_shot, "Send this note to " + ui::who(with) + "?").value_or(false));
    if (!may) return context.out.fail(Errc::not_confirmed, "Nothing was sent. The note stays in your notebook.");
    return write_and_tell(context, one_shot, command::ShareNote{*id, note.number, request.anyway, request.marked});
}

}  // namespace

int run(const Context& context, const request::Note& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    if (request.what == NoteDeed::write) return write_note(context, one_shot, request);
    if (request.what == NoteDeed::list)
        return tell_notes(context, one_shot.client().notes(), "Your notebook is empty. To write in it: holdfast note");
    if (request.what == NoteDeed::search)
        return tell_notes(context, ui::notes_with(one_shot.client().notes(), request.text),
                          "No note has these words in it.");
    const auto note = one_shot.client().note(request.number);
    if (!note) return context.out.fail(Errc::not_found, see_notes);
    if (request.what == NoteDeed::remove) return delete_note(context, one_shot, *note, request.only_show);
    if (request.what == NoteDeed::share) return share_note(context, one_shot, *note, request);
    return tell_note(context, *note);
}

}  // namespace holdfast::shell
