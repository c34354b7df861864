// What cannot be called back in the conversation: it is shown whole, and happens once the next line says yes. One rule:
// while a question is open no line is a message, so that no "no" is sent to anybody.
#include "client/shell/arguments.hpp"
#include "client/shell/chat.hpp"
#include "client/ui/away_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/json_plan.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/plan_view.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;
using client::DraftKind;

constexpr const char* asked = " yes or no";

}  // namespace

/// With --yes it happens at once, as everywhere.
void Chat::ask(Question question)
{
    if (context_.options.yes) return question.yes();
    context_.out.object({{"event", "question"}, {"question", question.words}});
    if (!terminal_) screen_->print({question.words + asked});
    question_ = std::move(question);
    refresh();
}

/// True when the line is done with. What is no answer stays in the line, and the question stays open.
bool Chat::answer(std::string_view line)
{
    const auto words = trimmed(line);
    const auto yes = words.empty() ? std::optional{false} : ui::agreement(words);
    if (!yes) {
        screen_->print({"Please answer yes or no first. Nothing of this line was sent."});
        unsendable_ = !terminal_;
        return false;
    }
    if (!*yes) return leave_question(), true;
    const auto agreed = *std::exchange(question_, std::nullopt);
    agreed.yes();
    refresh();
    return true;
}

void Chat::leave_question()
{
    if (!question_) return;
    screen_->print({std::exchange(question_, std::nullopt)->left});
    if (terminal_) editor_.set({});
    refresh();
}

std::string Chat::question_line() const { return question_ ? question_->words + asked : std::string{}; }

void Chat::keep_open(std::string_view words)
{
    if (!conversation_) return screen_->print({std::string{ui::phrase::with_whom}});
    const bool all = words == "all";
    const auto length = words.empty() || all ? Result<Seconds>{ui::kept_open} : parse_duration(words);
    if (length.has_error()) return screen_->print({ui::error_sentence(length.errc())});
    if (!view(*conversation_).mine) return screen_->print({ui::error_sentence(Errc::therapists_only)});
    if (!client_.outlook(*conversation_, here().now).open)
        return screen_->print({"Your hours are closed. An extra window: holdfast hours extra 30m"});
    const auto plan = client_.plan(command_of::GiveExtra{*length, all ? std::nullopt : conversation_}, here().now);
    if (!plan) return screen_->print({ui::error_sentence(plan.error().code, plan.error())});
    const auto name_of = [this](const auto& id) { return view(id).name; };
    context_.out.object(ui::plan_object(*plan, name_of));
    screen_->print(ui::plan_lines(*plan, name_of, here()));
    screen_->print({std::string{ui::phrase::relay_reads_hours}});
    ask({"Publish this?", [this, version = plan->version] { loop_.submit(command_of::PublishHours{version}); },
         std::string{ui::phrase::nothing_published}});
}

void Chat::take_back_newest()
{
    if (!conversation_) return screen_->print({std::string{ui::phrase::with_whom}});
    const client::Entry* newest = nullptr;
    for (const auto* entry : client_.history(*conversation_))
        if (entry->mine && (entry->stage == client::Stage::saved || entry->stage == client::Stage::accepted))
            newest = entry;
    if (!newest) return screen_->print({ui::nothing_held_words(client_, *conversation_)});
    screen_->print(ui::entry_lines(*newest, client_, here()));
    ask({"Take this back?", [this, message = newest->message] { loop_.submit(command_of::TakeBack{message}); },
         "Nothing was taken back."});
}

void Chat::send_kept(std::string_view which)
{
    if (!conversation_) return screen_->print({std::string{ui::phrase::with_whom}});
    const auto draft = chosen_kept(which);
    if (!draft) return;
    screen_->print(ui::sanitize_text(draft->text));
    const auto send = [this, in = *conversation_, draft = *draft] {
        sending_ = draft.text;
        static_cast<void>(submit(command_of::SendText{in, draft.text, true, draft.number}, false));
    };
    ask({"Send this to " + ui::sanitize_line(view(*conversation_).name) + "?", send,
         "Nothing was sent; it stays here."});
}

void Chat::forget_kept(std::string_view which)
{
    if (which.empty()) return screen_->print({"Say which: /forget 1. /drafts shows what there is."});
    const auto draft = chosen_kept(which);
    if (!draft) return;
    screen_->print(ui::sanitize_text(draft->text));
    const auto remove = [this, in = place(), draft = *draft] {
        const auto line = draft.as == DraftKind::line ? std::string{} : client_.draft(in);  // which stays as it is
        if (submit(command_of::SaveDraft{in, line, DraftKind::line, draft.number}, false)) screen_->print({"Removed."});
    };
    ask({"Remove this?", remove, "It stays here."});
}

}  // namespace holdfast::shell
