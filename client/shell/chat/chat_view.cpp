#include "client/shell/chat/chat_view.hpp"

#include <algorithm>
#include <utility>

#include "client/shell/platform.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/view.hpp"

namespace holdfast::shell {
namespace {

namespace show_of = client::show;
using Kind = ui::Item::Kind;

/// The most entries shown of an older conversation when it is opened again.
constexpr std::size_t entries_at_start = 20;

std::unique_ptr<Screen> screen_for(const Context& context, const client::Client& client, ui::ChatInput& input)
{
    if (!input.has_keys()) return line_screen(context.out);
    if (!context.options.inline_lines && platform::can_be_painted())
        if (auto full = full_screen(client, input, [&context] { return context.here(); })) return full;
    return terminal_screen(input.editor());
}

bool follows_from_entries(const client::Show& item) { return std::holds_alternative<show_of::ReadIn>(item); }

}  // namespace

ChatView::ChatView(const Context& context, const client::Client& client, ui::ChatInput& input)
    : context_{context}, client_{client}, input_{input}, screen_{screen_for(context, client, input)}
{
}

void ChatView::show(ui::Item::Kind kind, ui::Lines safe)
{
    if (!safe.empty()) screen_->show({kind, std::move(safe), {}});
}

client::ConversationView ChatView::partner() const { return client_.conversation(*conversation_); }
client::Outlook ChatView::outlook() const { return client_.outlook(*conversation_, here().now); }

// ---- what there is --------------------------------------------------------------------------------------------------

void ChatView::begin()
{
    const auto conversations = client_.conversations();
    // A list shows both by itself, and what is of one conversation stands in no other.
    if (full() && conversations.size() > 1) return;
    say(ui::missed_lines(client_.missed(), client_.own_outlook(here().now).zone, here()));
    if (full()) return;
    for (const auto& one : conversations) tell_first(one);
}

void ChatView::tell_new()
{
    for (const auto& one : client_.conversations())
        if (one.id != conversation_ && one.unseen > 0 && elsewhere_.insert(one.id).second) say(ui::new_words(one));
}

/// A therapist sees first what was not kept, whichever conversation is opened.
void ChatView::tell_first(const client::ConversationView& conversation)
{
    for (const auto& entry : ui::told_first(client_, conversation)) {
        told_first_.insert(entry.number);
        if (full())
            show(Kind::notice, ui::first_notice(entry, client_, here()));
        else
            show(Kind::entry, ui::entry_lines(entry, client_, here()));
    }
}

void ChatView::leave()
{
    conversation_.reset();
    screen_->open({});
}

std::uint64_t ChatView::open(const ConversationId& id)
{
    conversation_ = id;
    elsewhere_.erase(id);
    screen_->open(id);
    if (full()) {
        tell_first(partner());
        tell_contacts(id);
        return 0;
    }
    say("With " + ui::sanitize_name(partner().name) + ". /help shows what else there is.");
    const auto last = print_history(id);
    tell_contacts(id);
    return last;
}

std::uint64_t ChatView::print_history(const ConversationId& id)
{
    const auto all = client_.list(id, entries_at_start);
    // Plain lines are heard one by one: they have only what is new, and /older has the rest.
    const bool only_new = context_.out.plain();
    const auto is_told = [&](const client::ListedEntry& entry) {
        return !told_first_.contains(entry.number) && (!only_new || ui::is_new(entry));
    };
    const auto first = std::ranges::find_if(all, is_told);
    oldest_shown_ = first != all.end() ? first->number : all.empty() ? 0 : all.back().number + 1;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (is_told(all[i])) print_entry(all, i, only_new);
    if (only_new && first == all.end() && !all.empty() && !partner().mine) say(std::string{ui::phrase::nothing_new});
    if (only_new && first != all.begin()) say("What came before: /older");
    return all.empty() ? 0 : all.back().number;
}

void ChatView::print_entry(const std::vector<client::ListedEntry>& listed, std::size_t at, bool as_new)
{
    const auto entry = client_.read(listed[at]);
    print(entry, as_new ? ui::new_entry_lines(entry, client_, here()) : ui::entry_lines(entry, client_, here()));
    if (ui::ends_read_window(listed, at))
        show(Kind::receipt, {ui::read_words(partner(), *listed[at].read, outlook().zone, here())});
}

void ChatView::older()
{
    const auto all = client_.list(*conversation_);
    const auto end = static_cast<std::size_t>(
        std::ranges::lower_bound(all, oldest_shown_, {}, &client::ListedEntry::number) - all.begin());
    const auto begin = end > entries_at_start ? end - entries_at_start : 0;
    if (begin == end) return say("There is nothing older.");
    for (auto at = begin; at < end; ++at) print_entry(all, at, false);
    oldest_shown_ = all[begin].number;
}

// ---- what happens ---------------------------------------------------------------------------------------------------

void ChatView::show(const client::Show& item)
{
    if (is_foreign(item)) return;
    note_deed(item);
    const auto* fresh = std::get_if<show_of::NewEntry>(&item);
    const bool elsewhere = fresh && fresh->entry.conversation != conversation_;
    if (fresh)
        elsewhere ? show_elsewhere(fresh->entry) : show_entry(fresh->entry);
    else if (const auto* saved = std::get_if<show_of::Saved>(&item))
        show_saved(*saved);
    else if (const auto* offline = std::get_if<show_of::Offline>(&item))
        show_offline(*offline);
    else if (std::holds_alternative<show_of::Online>(item))
        show_online();
    else if (const auto* taken = std::get_if<show_of::Accepted>(&item))
        show(Kind::receipt, accepted_lines(*taken));
    else if (!std::holds_alternative<show_of::HoursChanged>(item))  // which is a fact: refresh() says it
        show(follows_from_entries(item) ? Kind::receipt : Kind::notice, ui::event_lines(item, client_, here()));
    if (const auto* accepted = std::get_if<show_of::Accepted>(&item); accepted && accepted->held)
        tell_contacts(accepted->conversation);
}

/// A message that another window sends in another conversation is said in that window alone.
bool ChatView::is_foreign(const client::Show& item)
{
    if (const auto* saved = std::get_if<show_of::Saved>(&item); saved && saved->conversation != conversation_)
        return foreign_.insert(saved->message).second;
    if (const auto* accepted = std::get_if<show_of::Accepted>(&item)) return foreign_.contains(accepted->message);
    const auto* taken_back = std::get_if<show_of::TakenBack>(&item);
    return taken_back && taken_back->conversation != conversation_;
}

void ChatView::print(const client::Entry& entry, ui::Lines safe)
{
    screen_->show({Kind::entry, std::move(safe), {}, ui::heading_of(entry, client_, here())});
}

/// The exact time stands above the line that is written in; below a message it is said where it is another than the
/// time said last.
ui::Lines ChatView::accepted_lines(const show_of::Accepted& accepted)
{
    const bool again = input_.has_keys() && accepted.held && accepted.promise &&
                       contacts_told_.contains(accepted.conversation) &&
                       std::exchange(promise_told_, accepted.promise) == accepted.promise;
    return again ? ui::Lines{std::string{ui::phrase::held}} : ui::event_lines(accepted, client_, here());
}

void ChatView::show_entry(const client::Entry& entry)
{
    if (!entry.mine) print(entry, ui::entry_lines(entry, client_, here()));
}

/// Messages of others stand in their own conversation; here it is said once that there is something.
void ChatView::show_elsewhere(const client::Entry& entry)
{
    if (entry.mine || !elsewhere_.insert(entry.conversation).second) return;
    say(ui::elsewhere_words(entry, client_.conversation(entry.conversation)));
}

void ChatView::show_saved(const show_of::Saved& saved)
{
    // A text typed into a terminal is repeated above the line, as part of the conversation.
    if (const auto* entry = client_.entry(saved.message); entry && input_.has_keys()) {
        auto written = *entry;
        written.stage = client::Stage::accepted;  // its stage is said below it
        print(written, ui::entry_lines(written, client_, here()));
    }
    if (offline_said_) say(kept_words(ui::phrase::kept_and_open));  // otherwise connected, or about to be
}

void ChatView::show_online()
{
    if (std::exchange(offline_said_, false) || !input_.has_keys()) say(std::string{ui::phrase::connected});
}

void ChatView::show_offline(const show_of::Offline& offline)
{
    // Said once, not with every attempt.
    if (std::exchange(offline_said_, true) || ends_chat(offline.reason)) return;
    say(ui::connection_words(client_.status(), here()));
    // Typed while it was not known yet: what show_saved() would have said.
    const bool kept = std::ranges::any_of(not_accepted_, [this](const MessageId& message) {
        const auto* entry = client_.entry(message);
        return entry && entry->stage == client::Stage::saved;
    });
    if (kept) say(kept_words(ui::phrase::kept_and_open));
}

/// A last sentence about the messages of this sitting, when nothing can be shown any more.
void ChatView::note_deed(const client::Show& item)
{
    if (const auto* saved = std::get_if<show_of::Saved>(&item))
        not_accepted_.insert(saved->message);
    else if (const auto* accepted = std::get_if<show_of::Accepted>(&item))
        not_accepted_.erase(accepted->message);
    else
        return;
    if (not_accepted_.empty())
        context_.out.has_happened("What you wrote has been sent.", exit_not_shown);
    else
        context_.out.has_happened(kept_words(ui::phrase::kept_by_command), exit_network);
}

std::string ChatView::kept_words(std::string_view otherwise) const
{
    return std::string{ui::kept_words(client_.status().offline_reason, otherwise)};
}

// ---- what is true now -----------------------------------------------------------------------------------------------

void ChatView::refresh()
{
    screen_->prompt(ui::chat_prompt(client_, conversation_, input_.mode()));
    screen_->facts(ui::chat_facts(client_, conversation_, input_, note_, here()));
}

void ChatView::draw()
{
    refresh();
    if (!full()) redraw_line();
}

void ChatView::tell_closing()
{
    if (conversation_) tell_contacts(*conversation_);
}

void ChatView::forget_said()
{
    contacts_told_.clear();
    elsewhere_.clear();
    note_.clear();
}

void ChatView::tell_contacts(const ConversationId& id)
{
    const auto outlook = client_.outlook(id, here().now);
    if (outlook.open)
        contacts_told_.erase(id);
    else if (contacts_told_.insert(id).second)
        show(Kind::contacts, ui::crisis_lines(client_.conversation(id), outlook, here()));
}

}  // namespace holdfast::shell
