#include "client/shell/chat.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "client/shell/asking.hpp"
#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/shell/platform.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/event_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;
namespace show = client::show;

/// The most entries shown of an older conversation when it is opened again.
constexpr std::size_t entries_at_start = 20;
/// The draft is saved so long after the first key that is not saved: a crash takes no more than this last second.
constexpr auto draft_pause = std::chrono::seconds{1};
constexpr const char* damaged_line =
    "Letters in another encoding than UTF-8, such as ISO 8859-1 (Latin-1), were left out of this line. Look at it "
    "again; "
    "this terminal should be set to UTF-8.";
constexpr const char* interrupted_words = "What you were writing is kept here; nothing of it was sent.";
constexpr const char* unended =
    "The text was not ended by a line with a single dot. Nothing of it was sent; it is kept here.";
/// Windows open and close by the clock; the line above the composer follows within this time.
constexpr auto refresh_every = std::chrono::seconds{5};

}  // namespace

Chat::Chat(const Context& context, client::Client client)
    : context_{context},
      client_{std::move(client)},
      editor_{wire::max_text_bytes},
      terminal_{!context.out.json() && !context.out.plain() && platform::is_terminal(STDIN_FILENO) &&
                platform::is_terminal(STDOUT_FILENO)},
      screen_{terminal_ ? terminal_screen(editor_) : line_screen(context.out)},
      loop_{client_, [this](const auto& item) { on_event(item); }},
      draft_timer_{loop_.io_context()},
      refresh_timer_{loop_.io_context()},
      resized_{loop_.io_context(), platform::resize_signal()},
      lines_{wire::max_text_bytes}
{
}

int Chat::run(const std::string& with)
{
    screen_->print(ui::missed_lines(client_.missed(), client_.own_outlook(here().now).zone, here()));
    for (const auto& one : client_.conversations()) tell_first(one);
    if (with.empty())
        choose_only();
    else
        choose_named(with);
    if (!conversation_)
        screen_->print({client_.conversations().empty()
                            ? "There is no conversation yet. A therapist begins one: holdfast invite --name NAME"
                            : std::string{ui::phrase::with_whom}});
    for (const auto& one : client_.conversations())
        if (one.id != conversation_ && one.unseen > 0 && elsewhere_.insert(one.id).second)
            screen_->print({ui::new_words(one)});
    loop_.connect(EventLoop::Lifetime::forever, context_.options.wait);
    const platform::MarkedPastes marked{!terminal_ && can_ask(context_)};
    const Keyboard keyboard{loop_.io_context(), [this](auto bytes) { typed(bytes); }};
    refresh_regularly();
    redraw_on_resize();
    loop_.run_until([this] { return leaving_ || input_ended_ || final_.has_value(); });
    // The end of a pipe: what was written in it still leaves, and what was ordered in it is answered.
    const auto settled = [this] { return client_.status().waiting == 0 && loop_.all_answered(); };
    if (input_ended_ && !leaving_) loop_.run_until([&] { return settled() || final_; }, context_.options.wait);
    save_draft();
    const bool unsent = leaves_unsent();
    loop_.finish();
    const bool unsettled = input_ended_ && !settled();
    screen_.reset();
    if (final_) return context_.out.fail(*final_);
    if (unsettled) return context_.out.fail(Errc::unreachable);
    if (unsent && letter_ && input_ended_) return context_.out.fail(Errc::not_confirmed, unended);
    if (unsent) context_.out.line(interrupted_words);
    return misdirected_ || unsendable_ ? exit_user : exit_ok;
}

// ---- what happens ---------------------------------------------------------------------------------------------------

void Chat::on_event(const client::Show& item)
{
    note_deed(item);
    const auto* fresh = std::get_if<show::NewEntry>(&item);
    const bool elsewhere = fresh && fresh->entry.conversation != conversation_;
    if (context_.out.json() && !elsewhere)
        if (const auto object = ui::event_object(item, client_)) context_.out.object(*object);
    if (const auto* answered = std::get_if<show::Answered>(&item)) {
        if (answered->error && context_.out.json())
            context_.out.object({{"error", ui::error_object(*answered->error, answered->place)}});
        if (answered->error) refused_.insert(answered->ticket);
        if (answered->error == Errc::over_pace)
            tell_over_pace();
        else if (answered->error)
            screen_->print({ui::error_sentence(*answered->error, answered->place)});
    } else if (const auto* entry = std::get_if<show::NewEntry>(&item)) {
        on_entry(entry->entry);
    } else if (const auto* saved = std::get_if<show::Saved>(&item)) {
        on_saved(*saved);
    } else if (const auto* offline = std::get_if<show::Offline>(&item)) {
        on_offline(*offline);
    } else if (std::holds_alternative<show::Online>(item)) {
        if (std::exchange(offline_said_, false) || !terminal_) screen_->print({std::string{ui::phrase::connected}});
    } else if (!std::holds_alternative<show::HoursChanged>(item)) {  // which is a fact: refresh() says it
        screen_->print(ui::event_lines(item, client_, here()));
    }
    if (const auto* accepted = std::get_if<show::Accepted>(&item); accepted && accepted->held)
        screen_->print(
            ui::crisis_lines(view(accepted->conversation), client_.outlook(accepted->conversation, here().now)));
    if (std::holds_alternative<show::Joined>(item) && !conversation_) choose_only();
    refresh();
}

void Chat::on_entry(const client::Entry& entry)
{
    if (entry.mine) return;
    if (entry.conversation != conversation_) return on_entry_elsewhere(entry);
    screen_->print(ui::entry_lines(entry, client_, here()));
    loop_.submit(command_of::MarkShown{entry.conversation, entry.number});
}

/// Messages of others stand in their own conversation; here it is said once that there is something.
void Chat::on_entry_elsewhere(const client::Entry& entry)
{
    if (!elsewhere_.insert(entry.conversation).second) return;
    context_.out.object({{"event", "elsewhere"}, {"with", client_.partner(entry.conversation)}});
    screen_->print({ui::elsewhere_words(entry, view(entry.conversation))});
}

/// A last sentence about the messages of this sitting, when nothing can be shown any more.
void Chat::note_deed(const client::Show& item)
{
    if (const auto* saved = std::get_if<show::Saved>(&item))
        not_accepted_.insert(saved->message);
    else if (const auto* accepted = std::get_if<show::Accepted>(&item))
        not_accepted_.erase(accepted->message);
    else
        return;
    if (not_accepted_.empty())
        context_.out.has_happened("What you wrote has been sent.", exit_not_shown);
    else
        context_.out.has_happened(kept_words(ui::phrase::kept_by_command), exit_network);
}

std::string Chat::kept_words(std::string_view otherwise) const
{
    return std::string{ui::kept_words(client_.status().offline_reason, otherwise)};
}

void Chat::on_saved(const show::Saved& saved)
{
    // A text typed into a terminal is repeated above the line, as part of the conversation.
    if (const auto* entry = client_.entry(saved.message); entry && terminal_) {
        auto written = *entry;
        written.stage = client::Stage::accepted;  // its stage is said below it
        screen_->print(ui::entry_lines(written, client_, here()));
    }
    if (!offline_said_) return;  // connected, or about to be
    screen_->print({kept_words(ui::phrase::kept_and_open)});
}

void Chat::on_offline(const show::Offline& offline)
{
    if (exit_code(offline.reason) == exit_not_trusted) final_ = offline.reason;
    if (std::exchange(offline_said_, true)) return;  // said once, not with every attempt
    if (final_) return;
    screen_->print({ui::connection_words(client_.status(), here())});
    // Typed while it was not known yet: what on_saved() would have said.
    const bool kept = std::ranges::any_of(not_accepted_, [this](const MessageId& message) {
        const auto* entry = client_.entry(message);
        return entry && entry->stage == client::Stage::saved;
    });
    if (kept) screen_->print({kept_words(ui::phrase::kept_and_open)});
}

// ---- which conversation ---------------------------------------------------------------------------------------------

void Chat::choose(const ConversationId& id)
{
    save_draft();
    if (!conversation_ && !client_.drafts({}).empty()) loop_.submit(command_of::AddressDrafts{id});
    conversation_ = id;
    question_.reset();
    repairing_ = false;
    elsewhere_.erase(id);
    screen_->print({"With " + ui::sanitize_name(view(id).name) + ". /help shows what else there is."});
    const auto last = print_history(id);
    screen_->print(ui::crisis_lines(view(id), client_.outlook(id, here().now)));
    was_open_ = client_.outlook(id, here().now).open.has_value();
    if (terminal_) editor_.set(client_.draft(id));
    tell_kept();
    if (last > 0) loop_.submit(command_of::MarkShown{id, last});
    refresh();
}

/// A therapist sees first what was not kept, whichever conversation is opened.
void Chat::tell_first(const client::ConversationView& conversation)
{
    for (const auto* entry : ui::told_first(client_, conversation)) {
        told_first_.insert(entry->number);
        context_.out.object(ui::entry_object(*entry, conversation.name, conversation.name));
        screen_->print(ui::entry_lines(*entry, client_, here()));
    }
}

std::uint64_t Chat::print_history(const ConversationId& id)
{
    const auto all = client_.history(id);
    const auto first = all.size() > entries_at_start ? all.size() - entries_at_start : 0;
    const auto zone = client_.outlook(id, here().now).zone;
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        last = all[i]->number;
        if (told_first_.contains(all[i]->number) || (i < first && (all[i]->shown || all[i]->mine))) continue;
        const auto name = client_.name_of(id, all[i]->from);
        context_.out.object(ui::entry_object(*all[i], name, client_.partner(id)));
        screen_->print(ui::entry_lines(*all[i], client_, here()));
        if (ui::ends_read_window(all, i)) screen_->print({ui::read_words(view(id), *all[i]->read, zone, here())});
    }
    return last;
}

void Chat::choose_named(std::string_view name)
{
    const auto found = client_.find(name);
    if (found.has_value()) return choose(*found);
    // The next line was meant for another person than the one before.
    leave_conversation();
    misdirected_ = !terminal_;
    const auto error = finding_error(client_, name, found.errc());
    screen_->print({error.message, std::string{ui::phrase::with_whom}});
}

void Chat::leave_conversation()
{
    save_draft();
    conversation_.reset();
    repairing_ = over_pace_ = false;
    if (terminal_) editor_.set({});
    refresh();
}

void Chat::tell_people()
{
    if (client_.conversations().empty()) screen_->print({"There is nobody yet."});
    for (const auto& one : client_.conversations())
        screen_->print({"  " + ui::sanitize_line(one.name) + (one.unseen > 0 ? " (new)" : "") +
                        (one.id == conversation_ ? " (you are writing to them)" : "")});
}

void Chat::choose_only()
{
    if (const auto only = client_.find({}); only.has_value()) choose(*only);
}

void Chat::draft_later()
{
    // Not put off by the next key: whoever types without a pause would never have anything saved.
    if (std::exchange(draft_due_, true)) return;
    draft_timer_.expires_after(draft_pause);
    draft_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) save_draft();
    });
}

void Chat::save_draft()
{
    draft_timer_.cancel();
    draft_due_ = false;
    if (!terminal_ || question_ || (repairing_ && editor_.text() == repair_draft_)) return;
    const auto as = repairing_ ? client::DraftKind::repair : client::DraftKind::line;
    if (client_.draft(place(), as) != editor_.text()) loop_.submit(command_of::SaveDraft{place(), editor_.text(), as});
}

// ---- what is true now -----------------------------------------------------------------------------------------------

client::ConversationView Chat::view(const ConversationId& id) const
{
    for (auto& one : client_.conversations())
        if (one.id == id) return one;
    return {};
}

ui::Lines Chat::facts() const
{
    ui::Lines lines;
    const auto status = client_.status();
    if (terminal_ && status.connection != client::Connection::online)
        lines.push_back(ui::connection_words(status, here()));
    if (const auto clocks = ui::clock_words(status, here())) lines.push_back(*clocks);
    if (conversation_) {
        const auto with = view(*conversation_);
        const auto outlook = client_.outlook(*conversation_, here().now);
        const auto add = [&](ui::Lines more) { lines.insert(lines.end(), more.begin(), more.end()); };
        add(ui::composer_lines(with, outlook, status.connection, here()));
        const client::ReadingView reading{{}, client_.reading(*conversation_, here().now).unknown};
        add(ui::reading_lines(with, reading, outlook, status, here()));
        const auto used = terminal_ ? ui::pace_used(with, outlook, editor_.text()) : std::nullopt;
        add(used ? ui::Lines{*used} : ui::pace_lines(with, outlook));
    }
    if (terminal_ && question_) lines.push_back(question_line());
    if (repairing_) lines.emplace_back("Enter sends this as the repair; an empty line leaves it.");
    if (unreadable_) lines.emplace_back(damaged_line);
    if (!note_.empty()) lines.push_back(note_);
    return lines;
}

void Chat::refresh()
{
    screen_->prompt(question_ ? "yes or no> " : conversation_ ? ui::prompt_for(view(*conversation_).name) : "> ");
    screen_->facts(facts());
}

void Chat::tell_closing()
{
    if (!conversation_) return;
    const auto outlook = client_.outlook(*conversation_, here().now);
    if (was_open_ && !outlook.open) screen_->print(ui::crisis_lines(view(*conversation_), outlook));
    was_open_ = outlook.open.has_value();
}

void Chat::refresh_regularly()
{
    tell_closing();
    refresh();
    refresh_timer_.expires_after(refresh_every);
    refresh_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) refresh_regularly();
    });
}

void Chat::redraw_on_resize()
{
    resized_.async_wait([this](boost::system::error_code cancelled, int) {
        if (cancelled) return;
        screen_->line_changed();
        redraw_on_resize();
    });
}

int run(const Context& context, const request::Chat& request)
{
    auto client = open_client(context);
    if (client.has_error()) return fail_opening(context, client.errc());
    if (!client->status().enrolled) return context.out.fail(Errc::not_enrolled);
    return Chat{context, std::move(*client)}.run(request.with);
}

}  // namespace holdfast::shell
