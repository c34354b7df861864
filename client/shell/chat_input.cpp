// Input of the conversation: keys or whole lines, messages or commands.
#include <unistd.h>

#include "client/shell/arguments.hpp"
#include "client/shell/chat.hpp"
#include "client/shell/platform.hpp"
#include "client/ui/away_view.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/plan_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;

const ui::Lines with_whom{std::string{ui::phrase::with_whom}};

const ui::Lines help{
    "What you type is sent when you press Enter. Lines that begin with / are commands:",
    "  /with NAME    write to somebody else",
    "  /people       with whom there are conversations, and where something is new",
    "  /rename NAME  give the one you write to another name; only you see it",
    "  /hours        the hours, and whom to turn to meanwhile",
    "  /take-back    take the newest message back while it is held",
    "  /drafts       what is kept here, not sent; /send sends the first of it, /send 2 the second,",
    "                /edit 2 brings it into the line, /forget 2 removes it",
    "  /long         write several lines (with --plain); a line with a single dot sends them",
    "  /agree        agree to the pace that is proposed; /decline: rather not",
    "  /keep         keep the hours open 15 minutes longer (therapists);",
    "                /keep 30m for another time, /keep all for all your clients",
    "  /repair       speak about a promised window that was not kept (therapists)",
    "  /quit         leave (also Ctrl-D); what you are writing is kept",
    "What cannot be called back is shown first, and done once you say yes.",
    "To begin a message with a slash, type two.",
};

}  // namespace

void Chat::typed(std::string_view bytes)
{
    if (bytes.empty()) return input_end();
    if (terminal_)
        typed_keys(bytes);
    else
        typed_lines(bytes);
}

/// The last line of a pipe needs no end; on a terminal a line without one was left by Ctrl-D.
void Chat::input_end()
{
    auto rest = lines_.rest();
    const bool from_pipe = !platform::is_terminal(STDIN_FILENO);
    if (!rest.empty() && from_pipe && letter_)
        letter_line(std::move(rest));
    else if (!rest.empty() && from_pipe)
        static_cast<void>(finished_line(rest));
    else if (!rest.empty() && !question_ &&
             submit(command_of::SaveDraft{place(), rest, client::DraftKind::kept}, false))
        screen_->print({"Not sent, and kept here."});
    unsendable_ = unsendable_ || question_.has_value();
    leave_question();
    input_ended_ = true;
}

void Chat::typed_keys(std::string_view bytes)
{
    note_.clear();
    for (const auto& key : keys_.feed(bytes)) pressed(editor_.press(key));
    screen_->facts(facts());
    screen_->line_changed();
}

void Chat::pressed(ui::LineEditor::Outcome outcome)
{
    using Outcome = ui::LineEditor::Outcome;
    switch (outcome) {
        case Outcome::line: return enter();
        case Outcome::changed:
            over_pace_ = false;
            unreadable_ = unreadable_ && !editor_.text().empty();
            return draft_later();
        case Outcome::interrupt:
        case Outcome::end: return leave();
        case Outcome::full:
            note_ = "One message may have " + std::to_string(wire::max_text_bytes) + " bytes; send this part first.";
            return;
        case Outcome::unreadable: unreadable_ = true; return;
        case Outcome::nothing:
        case Outcome::moved: return;
    }
}

/// Ctrl-C and Ctrl-D send nothing: they end the question, the repair that is being written, or the program.
void Chat::leave()
{
    if (question_)
        leave_question();
    else if (!repairing_)
        leaving_ = true;
    else
        leave_repair("Nothing was sent.");
}

/// The draft in the vault ends with the message, in one commit; what is not done with stands in the line again.
void Chat::enter()
{
    if (std::exchange(unreadable_, false)) {
        note_ = "Nothing was sent yet: letters are missing from this line. Enter sends it as it stands.";
        return;
    }
    const auto line = editor_.take();
    const auto in = place();
    const bool done = finished_line(line);
    if (!done && editor_.text().empty()) editor_.set(line);
    if (done) end_command_line(in, line);
    draft_later();
}

void Chat::typed_lines(std::string_view bytes)
{
    for (auto& line : lines_.feed(bytes)) {
        if (letter_)
            letter_line(std::move(line));
        else
            static_cast<void>(finished_line(line));
    }
}

bool Chat::finished_line(const std::string& line)
{
    const bool is_command = line.starts_with('/') && !line.starts_with("//");
    if (question_ && !is_command) return answer(line);
    leave_question();
    if (repairing_ && !is_command) return repair_line(line);
    repairing_ = false;
    if (trimmed(line).empty()) return true;
    if (is_command) return command(std::string_view{line}.substr(1));
    return send(line.starts_with("//") ? line.substr(1) : line);
}

bool Chat::submit(client::Order order, bool typed)
{
    const bool is_line = typed && (terminal_ || letter_);
    const auto ticket = loop_.submit(std::move(order), is_line ? std::optional{place()} : std::nullopt);
    return refused_.erase(ticket) == 0;
}

bool Chat::command(std::string_view words)
{
    const auto space = words.find_first_of(" \t\n");
    const auto name = words.substr(0, space);
    const auto rest = space == std::string_view::npos ? std::string_view{} : trimmed(words.substr(space));
    if (name == "quit") {
        leaving_ = true;
    } else if (name == "with") {
        choose_named(rest);
    } else if (name == "people") {
        tell_people();
    } else if (name == "rename") {
        rename(rest);
    } else if (name == "hours" && conversation_) {
        const auto outlook = client_.outlook(*conversation_, here().now);
        screen_->print(ui::hours_lines(view(*conversation_), outlook, here()));
        screen_->print(ui::crisis_lines(view(*conversation_), outlook));
    } else if (name == "take-back") {
        take_back_newest();
    } else if (name == "drafts") {
        tell_drafts();
    } else if (name == "send" || name == "anyway") {
        send_kept(rest);
    } else if (name == "edit") {
        return edit_kept(rest);
    } else if (name == "forget") {
        forget_kept(rest);
    } else if (name == "long") {
        begin_letter();
    } else if (name == "agree" || name == "decline") {
        return answer_pace(name == "agree");
    } else if (name == "keep") {
        keep_open(rest);
    } else if (name == "repair") {
        return repair(rest);
    } else if (name == "help") {
        screen_->print(help);
    } else {
        screen_->print(
            {"There is no command /" + ui::sanitize_name(name) + "; nothing was sent. /help shows what there is."});
        return false;
    }
    return true;
}

void Chat::rename(std::string_view name)
{
    if (!conversation_) return screen_->print(with_whom);
    const auto before = client_.partner(*conversation_);
    submit(command_of::Rename{*conversation_, std::string{name}});
    const auto now = client_.partner(*conversation_);
    if (now != before) screen_->print({ui::renamed_words(before, now)});
}

bool Chat::send(std::string text)
{
    if (const auto unusable = ui::unusable_words(text)) {
        screen_->print({*unusable});
        unsendable_ = !terminal_;
        return false;
    }
    if (!conversation_) return keep_unaddressed(text);
    sending_ = text;
    return submit(command_of::SendText{*conversation_, std::move(text), std::exchange(over_pace_, false)});
}

/// A text over the pace is kept: on a terminal it stands in the line again.
void Chat::tell_over_pace()
{
    if (!conversation_) return;
    const auto outlook = client_.outlook(*conversation_, here().now);
    auto words = outlook.pace ? ui::over_pace_words(*outlook.pace, sending_) : sentence(Errc::over_pace);
    words += terminal_ ? " Enter sends it as it is; or make it shorter. Both are all right."
                       : " /send sends it. Both are all right.";
    if (!terminal_) return screen_->print({words});
    over_pace_ = true;
    note_ = words;
}

bool Chat::answer_pace(bool agreed)
{
    if (conversation_) return submit(command_of::AnswerPace{*conversation_, agreed});
    screen_->print(with_whom);
    return true;
}

/// With words they are sent; without, a draft is shown whole and comes into the line being written, to be changed.
bool Chat::repair(std::string_view words)
{
    if (!conversation_) return screen_->print(with_whom), true;
    if (!words.empty()) {
        if (const auto unusable = ui::unusable_words(words)) return screen_->print({*unusable}), false;
        return submit(command_of::Repair{*conversation_, std::string{words}});
    }
    const auto broken = client_.unrepaired(*conversation_);
    if (broken.empty() || !view(*conversation_).mine) {
        const auto missed = client_.missed();
        screen_->print(ui::missed_lines(missed, client_.own_outlook(here().now).zone, here()));
        screen_->print({missed.empty() ? "There is nothing to repair here: every window was kept, as far as this "
                                         "device knows."
                                       : "Whether somebody waited is known when your hours next open."});
        return true;
    }
    const auto begun = client_.draft(*conversation_, client::DraftKind::repair);
    repair_draft_ = ui::repair_draft(broken, client_.outlook(*conversation_, here().now).zone, here());
    const auto& draft = begun.empty() ? repair_draft_ : begun;
    screen_->print({terminal_ ? "A draft, to be changed in the line:"
                              : "A draft; send it, or your own words, with /repair TEXT:"});
    for (const auto& line : ui::sanitize_text(draft)) screen_->print({"  " + line});
    if (!terminal_) return true;
    editor_.set(draft);
    repairing_ = true;
    refresh();
    return true;
}

/// A yes or no on its own is no apology.
bool Chat::repair_line(const std::string& line)
{
    const auto words = trimmed(line);
    const auto answer = ui::agreement(words);
    if (words.empty() || (answer && !*answer)) {
        leave_repair("Nothing was sent.");
        return true;
    }
    if (answer) {
        screen_->print({"Enter sends what stands in the line. The draft stands there again."});
        editor_.set(repair_draft_);
        return true;
    }
    if (const auto unusable = ui::unusable_words(line)) return screen_->print({*unusable}), false;
    if (!submit(command_of::Repair{*conversation_, line}, false)) return false;
    repairing_ = false;
    return true;
}

/// Own words are kept; the draft as it was offered comes again by itself.
void Chat::leave_repair(const std::string& words)
{
    const auto text = editor_.take();
    const bool own = !trimmed(text).empty() && text != repair_draft_;
    loop_.submit(command_of::SaveDraft{*conversation_, own ? text : "", client::DraftKind::repair});
    repairing_ = false;
    editor_.set(client_.draft(*conversation_));
    screen_->print({own ? words + " Your words are kept: /repair brings them back." : words});
    refresh();
}

}  // namespace holdfast::shell
