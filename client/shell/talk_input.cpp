// What is typed into the conversation: keys or whole lines, messages or commands.
#include "client/shell/arguments.hpp"
#include "client/shell/talk.hpp"
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
    "  /agree        agree to the pace that is proposed; /decline: rather not",
    "  /anyway       send the draft although it is more than the pace",
    "  /keep         keep the hours open 15 minutes longer (therapists);",
    "                /keep 30m for another time, /keep all for all your clients",
    "  /repair       speak about a promised window that was not kept (therapists)",
    "  /quit         leave (also Ctrl-D)",
    "To begin a message with a slash, type two.",
};

}  // namespace

void Talk::typed(std::string_view bytes)
{
    if (bytes.empty()) {
        if (!partial_.empty()) finished_line(std::exchange(partial_, {}));
        input_ended_ = true;
        return;
    }
    if (terminal_)
        typed_keys(bytes);
    else
        typed_lines(bytes);
}

void Talk::typed_keys(std::string_view bytes)
{
    note_.clear();
    for (const auto& key : keys_.feed(bytes)) pressed(editor_.press(key));
    screen_->facts(facts());
    screen_->line_changed();
}

void Talk::pressed(ui::LineEditor::Outcome outcome)
{
    using Outcome = ui::LineEditor::Outcome;
    switch (outcome) {
        case Outcome::line: return finished_line(editor_.take());
        case Outcome::changed: over_pace_ = false; return draft_later();
        case Outcome::interrupt:
        case Outcome::end: leaving_ = true; return;
        case Outcome::full:
            note_ = "One message may have " + std::to_string(wire::max_text_bytes) + " bytes; send this part first.";
            return;
        case Outcome::nothing:
        case Outcome::moved: return;
    }
}

void Talk::typed_lines(std::string_view bytes)
{
    for (char byte : bytes) {
        if (byte == '\n') {
            if (partial_.ends_with('\r')) partial_.pop_back();
            finished_line(std::exchange(partial_, {}));
        } else if (partial_.size() <= wire::max_text_bytes) {
            partial_ += byte;  // one byte too many is enough for the refusal
        }
    }
}

void Talk::finished_line(std::string line)
{
    save_draft();
    const bool repairing = std::exchange(repairing_, false);
    if (trimmed(line).empty()) return;
    if (repairing && !line.starts_with('/')) return repair(line);
    if (line.starts_with("//")) return say(line.substr(1));
    if (line.starts_with('/')) return command(std::string_view{line}.substr(1));
    say(std::move(line));
}

void Talk::command(std::string_view words)
{
    const auto space = words.find(' ');
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
    } else if (name == "agree" || name == "decline") {
        answer_pace(name == "agree");
    } else if (name == "anyway") {
        send_anyway();
    } else if (name == "keep") {
        keep_open(rest);
    } else if (name == "repair") {
        repair(rest);
    } else {
        screen_->print(help);
    }
}

void Talk::rename(std::string_view name)
{
    if (!conversation_) return screen_->print(with_whom);
    session_.give(command_of::Rename{*conversation_, std::string{name}});
}

void Talk::say(std::string text)
{
    if (!conversation_) return screen_->print(with_whom);
    const bool anyway = std::exchange(over_pace_, false);
    session_.give(command_of::SendText{*conversation_, std::move(text), anyway});
}

void Talk::send_anyway()
{
    if (!conversation_) return screen_->print(with_whom);
    auto text = client_.draft(*conversation_);
    if (text.empty()) return screen_->print({"There is no draft to send."});
    session_.give(command_of::SendText{*conversation_, std::move(text), true});
}

/// What is over the pace is a draft now: on a terminal it is back in the line being written.
void Talk::keep_over_pace()
{
    const auto outlook = client_.outlook(*conversation_, here().now);
    const auto text = client_.draft(*conversation_);
    auto words = outlook.pace ? ui::over_pace_words(*outlook.pace, text) : sentence(Errc::over_pace);
    words += terminal_ ? " Enter sends it as it is; or make it shorter." : " To send it as it is: /anyway";
    if (!terminal_) return screen_->print({words});
    editor_.set(text);
    over_pace_ = true;
    note_ = words;
}

void Talk::answer_pace(bool agreed)
{
    if (!conversation_) return screen_->print(with_whom);
    session_.give(command_of::AnswerPace{*conversation_, agreed});
}

/// The reminder before closing is the question, so this is the confirmation; what it does is shown all the same.
void Talk::keep_open(std::string_view words)
{
    if (!conversation_) return screen_->print(with_whom);
    const bool all = words == "all";
    const auto length = words.empty() || all ? Result<Seconds>{ui::kept_open} : parse_duration(words);
    if (length.has_error()) return screen_->print({ui::error_sentence(length.errc())});
    if (!view(*conversation_).mine) return screen_->print({ui::error_sentence(Errc::therapists_only)});
    if (!client_.outlook(*conversation_, here().now).open)
        return screen_->print({"Your hours are closed. An extra window: holdfast hours extra 30m"});
    const auto plan = client_.plan(command_of::GiveExtra{*length, all ? std::nullopt : conversation_}, here().now);
    if (!plan) return screen_->print({ui::error_sentence(plan.error().code, plan.error())});
    screen_->print(ui::plan_lines(
        *plan, [this](const auto& id) { return view(id).name; }, here()));
    session_.give(command_of::PublishHours{plan->version});
}

/// With words they are sent; without, a draft comes into the line being written, to be changed.
void Talk::repair(std::string_view words)
{
    if (!conversation_) return screen_->print(with_whom);
    if (!words.empty()) {
        session_.give(command_of::Repair{*conversation_, std::string{words}});
        return;
    }
    const auto broken = client_.unrepaired(*conversation_);
    if (broken.empty() || !view(*conversation_).mine)
        return screen_->print({"There is nothing to repair here: no promised window was missed."});
    const auto draft = ui::repair_draft(broken, client_.outlook(*conversation_, here().now).zone, here());
    if (!terminal_) return screen_->print({"A draft; send it, or your own words, with /repair TEXT:", draft});
    editor_.set(draft);
    repairing_ = true;
    refresh();
}

void Talk::take_back_newest()
{
    if (!conversation_) return;
    const client::Entry* newest = nullptr;
    for (const auto* entry : client_.history(*conversation_))
        if (entry->mine && (entry->stage == client::Stage::saved || entry->stage == client::Stage::accepted))
            newest = entry;
    if (!newest) return screen_->print({ui::nothing_held_words(client_, *conversation_)});
    session_.give(command_of::TakeBack{newest->message});
}

}  // namespace holdfast::shell
