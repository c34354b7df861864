#include "client/shell/chat/chat_orders.hpp"

#include <utility>

#include "client/shell/chat/chat_commands.hpp"
#include "client/ui/clock_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/experiment/experiment_view.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/pulse/pulse_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;
namespace typed = ui::typed;
using client::DraftKind;

/// "holdfast status" is "/status" here.
std::string outside_words(std::string_view text)
{
    constexpr std::string_view program = "holdfast ";
    const auto rest = text.substr(program.size());
    const bool inside = is_inside(rest.substr(0, rest.find(' ')));
    return "Nothing was sent: this looks like a command for outside of the conversation. Here " +
           (inside ? "it is /" + ui::sanitize_line(rest) + "."
                   : std::string{"commands begin with a slash; /help lists them."});
}

}  // namespace

bool ChatOrders::apply(const ui::Typed& value)
{
    return std::visit([this](const auto& one) { return on(one); }, value);
}

bool ChatOrders::submit(client::Order order, bool ends_draft)
{
    const auto ticket = loop_.submit(seat_, std::move(order),
                                     ends_draft && !line_is_elsewhere() ? std::optional{place()} : std::nullopt);
    return refused_.erase(ticket) == 0;
}

void ChatOrders::on_answer(const client::show::Answered& answered)
{
    if (!answered.error) return;
    const auto words = ui::refusal_words(client_, *answered.error, answered.place);
    refused_.insert(answered.ticket);
    if (*answered.error == Errc::over_pace)
        tell_over_pace();
    else
        view_.say(ui::error_sentence(*answered.error, words));
}

// ---- messages -------------------------------------------------------------------------------------------------------

bool ChatOrders::on(const typed::Full&)
{
    view_.note("One message may have " + std::to_string(wire::max_text_bytes) + " bytes; send this part first.");
    return true;
}

bool ChatOrders::on(const typed::Damaged&)
{
    view_.note("Nothing was sent yet: letters are missing from this line. Enter sends it as it stands.");
    return true;
}

bool ChatOrders::on(const typed::Unusable& unusable)
{
    view_.say(unusable.why);
    not_taken();
    return false;
}

/// A window beside an open one asks for no passphrase, so whoever is used to the question types it first.
bool ChatOrders::is_first_and_passphrase(const std::string& text)
{
    const bool first = !std::exchange(had_first_, true);
    return first && context_.account && input_.is_terminal() && client_.is_passphrase(as_bytes(text));
}

bool ChatOrders::on(const typed::Send& send)
{
    if (is_first_and_passphrase(send.text)) {
        view_.say("Nothing was sent: this is your passphrase. It is not needed in this window.");
        return true;
    }
    if (!view_.conversation()) return keep_unaddressed(send);
    sending_ = send.text;
    return submit(command_of::SendText{*view_.conversation(), send.text, send.anyway, std::exchange(letter_, 0)},
                  send.is_draft);
}

bool ChatOrders::on(const typed::OutsideCommand& command)
{
    return keep_back(command.text, outside_words(command.text));
}

bool ChatOrders::on(const typed::TrailingCommand& command)
{
    const auto name = "/" + ui::sanitize_name(command.name);
    return keep_back(command.text,
                     "Nothing was sent: this ends with " + name + ", and a command stands in a line of its own." +
                         (command.name == "lock" && view_.full() ? " Alt-L locks beside a line that is begun." : ""));
}

bool ChatOrders::keep_back(const std::string& text, const std::string& words)
{
    if (input_.has_keys()) {
        input_.set_mode(ui::mode::KeptBack{});
        view_.note(words + " Enter sends it as a message.");
        return false;
    }
    if (!submit(command_of::SaveDraft{place(), text, DraftKind::kept, std::exchange(letter_, 0)}, false)) return false;
    view_.say(words + " It is kept here: /send sends it as a message, /drafts shows it.");
    return true;
}

bool ChatOrders::keep_unaddressed(const typed::Send& send)
{
    const command_of::SaveDraft kept{{}, send.text, DraftKind::kept, std::exchange(letter_, 0)};
    if (!submit(kept, send.is_draft)) return false;
    not_taken();
    view_.say("Kept here, not sent: nobody is chosen yet. " + std::string{ui::phrase::with_whom});
    return true;
}

/// A text over the pace is kept: on a terminal it stands in the line again.
void ChatOrders::tell_over_pace()
{
    if (!view_.conversation()) return;
    const auto pace = view_.outlook().pace;
    const auto words = pace ? ui::over_pace_words(*pace, sending_) : sentence(Errc::over_pace);
    if (!input_.has_keys()) return view_.say(words + " /send sends it. Both are all right.");
    input_.set_mode(ui::mode::KeptBack{});
    view_.note(words + " Enter sends it as it is; or make it shorter. Both are all right.");
}

/// Saved with each line, so that nothing is lost whatever happens.
bool ChatOrders::on(const typed::LetterLine& letter)
{
    if (letter.begins_paste) {
        keep_line();
        view_.say("Several lines came at once. They are one message, not sent yet: Enter sends it, Ctrl-D leaves it.");
    }
    if (save_letter(letter.text)) return true;
    view_.say("The text ends here and is not sent; what came before is kept: /drafts");
    input_.set_mode(ui::mode::Message{});
    return true;
}

bool ChatOrders::save_letter(const std::string& text)
{
    if (!line_is_elsewhere()) return submit(command_of::SaveDraft{place(), text}, false);
    if (!submit(command_of::SaveDraft{place(), text, DraftKind::kept, letter_}, false)) return false;
    for (const auto& draft : client_.drafts(place()))
        if (draft.as == DraftKind::kept && draft.text == text) letter_ = draft.number;
    return true;
}

bool ChatOrders::line_is_elsewhere() const { return context_.account && context_.account->is_line_in_use(); }

void ChatOrders::keep_line()
{
    if (line_is_elsewhere()) return;
    for (const auto& draft : client_.drafts(place()))
        if (draft.as == DraftKind::line)
            submit(command_of::SaveDraft{place(), draft.text, DraftKind::kept, draft.number}, false);
}

bool ChatOrders::on(const typed::Unended& line)
{
    if (submit(command_of::SaveDraft{place(), line.text, DraftKind::kept}, false))
        view_.say("Not sent, and kept here.");
    return true;
}

bool ChatOrders::on(const typed::Leave&)
{
    leave();
    return true;
}

bool ChatOrders::on(const typed::EndOfInput& end)
{
    failed_ = failed_ || end.unanswered;
    if (stage_ == Stage::open) stage_ = Stage::input_ended;
    return true;
}

// ---- a repair -------------------------------------------------------------------------------------------------------

bool ChatOrders::on(const typed::Repair& repair)
{
    if (!submit(command_of::Repair{*view_.conversation(), repair.text}, false)) return false;
    input_.set_mode(ui::mode::Message{});
    return true;
}

bool ChatOrders::on(const typed::RepairOffered&)
{
    view_.say("Enter sends what stands in the line. The draft stands there again.");
    return true;
}

/// Own words are kept; the draft as it was offered comes again by itself.
bool ChatOrders::on(const typed::LeaveRepair& repair)
{
    submit(command_of::SaveDraft{*view_.conversation(), repair.own, DraftKind::repair}, false);
    input_.set_line(client_.draft(*view_.conversation()));
    view_.say(repair.own.empty() ? "Nothing was sent."
                                 : "Nothing was sent. Your words are kept: /repair brings them back.");
    view_.refresh();
    return true;
}

// ---- what cannot be called back -------------------------------------------------------------------------------------

void ChatOrders::ask(ui::mode::Confirmation question)
{
    if (context_.options.yes) return carry_out(question);
    if (!input_.has_keys()) view_.say(ui::question_words(question));
    input_.set_mode(std::move(question));
    view_.refresh();
}

bool ChatOrders::on(const typed::Answer& answer)
{
    if (answer.yes)
        carry_out(answer.about);
    else
        view_.say(answer.about.left);
    view_.refresh();
    return true;
}

bool ChatOrders::on(const typed::Unclear&)
{
    view_.say("Please answer yes or no first. Nothing of this line was sent.");
    not_taken();
    return false;
}

void ChatOrders::carry_out(const ui::mode::Confirmation& question)
{
    std::visit([this](const auto& deed) { carry_out(deed); }, question.deed);
}

/// Another window may have sent it while it was asked.
void ChatOrders::carry_out(const command_of::SendText& order)
{
    const auto drafts = client_.drafts(place());
    if (order.draft != 0 && std::ranges::find(drafts, order.draft, &client::DraftView::number) == drafts.end())
        return view_.say(
            "Nothing was sent: this text is not kept here any more. It may have gone out from another window.");
    sending_ = order.text;
    submit(order, false);
}

void ChatOrders::carry_out(const ui::Forget& forget)
{
    // The line being written stays as it is, unless it is what is removed.
    const auto line = forget.draft.as == DraftKind::line ? std::string{} : client_.draft(forget.conversation);
    if (submit(command_of::SaveDraft{forget.conversation, line, DraftKind::line, forget.draft.number}, false))
        view_.say("Removed.");
}

/// Another pace may have come while it was asked.
void ChatOrders::carry_out(const ui::PaceWord& word)
{
    const auto now = client_.outlook(word.conversation, context_.here().now).pace;
    if (now && now->pace == word.pace)
        submit(command_of::AnswerPace{word.conversation, word.agreed}, false);
    else
        view_.say("Another pace has come meanwhile, so nothing was answered. /agree shows it.");
}

// ---- commands -------------------------------------------------------------------------------------------------------

bool ChatOrders::nobody_chosen()
{
    if (!view_.conversation()) view_.say(std::string{ui::phrase::with_whom});
    return !view_.conversation();
}

bool ChatOrders::on(const typed::Command& command)
{
    const auto in = place();
    const bool done = run_command(*this, command.name, command.rest);
    if (done && input_.has_keys()) end_command_line(in);
    return done;
}

/// The line of a command that gave no order of its own ends here.
void ChatOrders::end_command_line(const ConversationId& in)
{
    const auto stored = client_.draft(in);
    const bool is_command = stored.starts_with('/') && !stored.starts_with("//");
    if (is_command && input_.last_line().starts_with(stored)) submit(command_of::SaveDraft{in, {}}, false);
}

/// The line being written makes room for answers to a command, and stands there again afterwards.
void ChatOrders::make_room(bool for_answers)
{
    if (for_answers) {
        save_draft();
        input_.set_mode(ui::mode::Answering{});
        input_.set_line({});
    } else if (std::holds_alternative<ui::mode::Answering>(input_.mode())) {
        input_.set_mode(ui::mode::Message{});
        input_.set_line(client_.draft(place()));
    }
    view_.refresh();
}

bool ChatOrders::on(const typed::AnswerLine& line)
{
    inside_.answer(line.text);
    return true;
}

bool ChatOrders::on(const typed::LeaveCommand&)
{
    inside_.interrupt();
    return true;
}

// ---- which conversation, and its draft ------------------------------------------------------------------------------

void ChatOrders::choose(const ConversationId& id)
{
    save_draft();
    if (!view_.conversation() && !client_.drafts({}).empty()) submit(command_of::AddressDrafts{id}, false);
    const auto last = view_.open(id);
    input_.turn_to(client_.draft(id));
    view_.say(ui::kept_lines(kept_drafts(*this).size()));
    if (last > 0) submit(command_of::MarkShown{id, last}, false);
    tell_quietly(id);
    view_.refresh();
}

void ChatOrders::tell_what_is_due()
{
    const bool free = std::holds_alternative<ui::mode::Message>(input_.mode()) && input_.editor().text().empty();
    if (free && view_.conversation()) tell_quietly(*view_.conversation());
}

/// A client is told once what is due, and asked once whether they felt understood; nothing is asked beside a line that
/// is begun.
void ChatOrders::tell_quietly(const ConversationId& id)
{
    if (view_.partner().mine || !input_.is_terminal()) return;
    const auto here = context_.here();
    const auto told = ui::experiments_to_tell(client_.experiments(id), "/experiment", here);
    view_.say(told.lines);
    if (!told.lines.empty()) submit(command_of::NoteExperimentsTold{id, told.due, told.over}, false);
    const auto pulse = client_.pulse(id, here.now);
    if (!pulse.asks || !client_.draft(id).empty()) return;
    view_.say(ui::pulse_invitation(*pulse.occasion, view_.outlook().zone, here));
    submit(command_of::NotePulseAsked{id, pulse.occasion->at}, false);
}

void ChatOrders::choose_named(std::string_view name)
{
    const auto found = client_.find(name);
    if (found.has_value()) return choose(*found);
    not_taken();
    if (view_.conversation() && client_.find({}).has_value())  // there is nobody else
        return view_.say(finding_error(client_, name, found.errc()).message);
    // The next line was meant for another person than the one before.
    leave_conversation();
    view_.say({finding_error(client_, name, found.errc()).message, std::string{ui::phrase::with_whom}});
}

void ChatOrders::choose_only()
{
    if (const auto only = client_.find({}); only.has_value()) choose(*only);
}

void ChatOrders::leave_conversation()
{
    save_draft();
    view_.leave();
    input_.turn_to({});
    view_.refresh();
}

std::optional<client::Entry> ChatOrders::take_taken_back()
{
    if (taken_back_) {
        const auto* entry = client_.entry(*std::exchange(taken_back_, std::nullopt));
        if (entry && entry->conversation == place() && ui::has_own_words(entry->body)) return *entry;
    }
    const auto is_it = [](const client::ListedEntry& one) {
        return one.mine && one.stage == client::Stage::taken_back && one.is<wire::Text>();
    };
    const auto* entry = client_.before(place(), client::Client::past_the_last);
    while (entry && !is_it(*entry)) entry = client_.before(place(), entry->number);
    return entry ? std::optional{client_.read(*entry)} : std::nullopt;
}

void ChatOrders::mark_shown(const client::Entry& entry)
{
    if (!view_.full() && !entry.mine && entry.conversation == view_.conversation()) mark_shown(entry.number);
}

void ChatOrders::mark_shown(std::uint64_t number)
{
    if (view_.conversation()) submit(command_of::MarkShown{*view_.conversation(), number}, false);
}

void ChatOrders::save_draft()
{
    const auto draft = input_.draft();
    if (draft && client_.draft(place(), draft->as) != draft->text)
        submit(command_of::SaveDraft{place(), draft->text, draft->as}, false);
}

}  // namespace holdfast::shell
