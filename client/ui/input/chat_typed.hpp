// What a line of the conversation may mean, and what a line, a key or the end of the input comes to. Values only.
//
//   Message ─ over the pace, a command of a shell ─▶ KeptBack ─ Enter, or another text ─▶ Message
//      │ ├─── a command asks ─▶ Confirmation ─ yes, no, Ctrl-C, Esc, a command ─▶ Message
//      │ └─── /repair ────────▶ Repair ─ sent, left, Esc, a command ─▶ Message
//      ├───── /long ──────────▶ Letter ─ a line with a single dot ─▶ Message
//      ├───── several lines at once ▶ Paste ─ the next line, a command ─▶ Message
//      └───── a command inside asks ▶ Answering ─ answered, Ctrl-C, Esc ─▶ Message
#pragma once

#include <string>
#include <variant>

#include "client/core/client.hpp"
#include "client/core/event.hpp"
#include "client/ui/input/typed_text.hpp"

namespace holdfast::ui {

/// A text that is kept in `conversation` (zero: while none is chosen) is to be removed.
struct Forget {
    ConversationId conversation;
    client::DraftView draft;
};

/// A client's word on the pace that was shown.
struct PaceWord {
    ConversationId conversation;
    wire::Pace pace;
    bool agreed = false;
};

namespace mode {

/// The line is sent.
struct Message {};
/// The line was over the pace, or a command of a shell, and kept back once; Enter sends it.
struct KeptBack {};
/// The line answers a question about what cannot be called back.
struct Confirmation {
    std::string words;  ///< safe: "Publish this?", below what it is about
    std::variant<client::command::PublishHours, client::command::TakeBack, client::command::SendText, Forget, PaceWord>
        deed;
    std::string left;  ///< safe: said when it is not done
};
/// The line is sent as the words about windows that were not kept.
struct Repair {
    std::string offered;  ///< the draft as the program wrote it
};
/// Lines of one text; only where the input comes in whole lines.
using Letter = ui::Letter;
/// Lines that came at once, as a paste does, where the input comes in whole lines: the next one ends and sends them.
struct Paste {
    std::string text;
};

/// The line answers a question of a command that runs inside the conversation; a command is no answer.
struct Answering {};

}  // namespace mode

using Mode = std::variant<mode::Message, mode::KeptBack, mode::Confirmation, mode::Repair, mode::Letter, mode::Paste,
                          mode::Answering>;

namespace typed {

/// The line being written has changed.
struct Edited {};
/// The line would be longer than a message may be; it was left as it was.
struct Full {};
/// Enter on a line from which letters in another encoding were left out. It stays; the next Enter takes it.
struct Damaged {};
/// Ctrl-C, or Ctrl-D on an empty line.
struct Leave {};
/// A line of blanks alone.
struct Blank {};
/// The text is no message; `why` is a sentence.
struct Unusable {
    std::string why;
};
struct Send {
    std::string text;
    bool anyway = false;    ///< it was kept back once
    bool is_draft = false;  ///< the draft of the line being written ends with it
};
/// A line that begins as a command in a shell does, "holdfast status": the screen names those, and nobody means to send
/// one. Where there are keys it is kept back once.
struct OutsideCommand {
    std::string text;
};
/// A text whose last word is a command of the conversation, "I mean/lock": it was meant to be given beside the text,
/// and is no part of it. Kept back once as an OutsideCommand is.
struct TrailingCommand {
    std::string text;
    std::string name;  ///< without the slash
};
/// A letter has one line more, or a paste some; `text` is all of it so far.
struct LetterLine {
    std::string text;
    bool begins_paste = false;
};
/// The mode stays; it ends when the words have been sent.
struct Repair {
    std::string text;
};
/// A yes on its own is no apology. The draft that was offered stands in the line again.
struct RepairOffered {};
struct LeaveRepair {
    std::string own;  ///< words that are not the draft that was offered; may be empty
};
struct Answer {
    bool yes = false;
    mode::Confirmation about;
};
/// No answer to the question, which stays open.
struct Unclear {};
struct Command {
    std::string name;  ///< without the slash
    std::string rest;  ///< trimmed
};
/// To the command that runs inside the conversation.
struct AnswerLine {
    std::string text;
};
/// That command is to end: Ctrl-C, Esc, or the end of the input.
struct LeaveCommand {};
/// The end of the input came before the end of this line, on a terminal.
struct Unended {
    std::string text;
};
struct EndOfInput {
    bool unanswered = false;  ///< a question was open
};

}  // namespace typed

using Typed = std::variant<typed::Edited, typed::Full, typed::Damaged, typed::Leave, typed::Blank, typed::Unusable,
                           typed::Send, typed::OutsideCommand, typed::TrailingCommand, typed::LetterLine, typed::Repair,
                           typed::RepairOffered, typed::LeaveRepair, typed::Answer, typed::Unclear, typed::Command,
                           typed::AnswerLine, typed::LeaveCommand, typed::Unended, typed::EndOfInput>;

}  // namespace holdfast::ui
