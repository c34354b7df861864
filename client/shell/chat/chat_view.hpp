// The conversation on the screen: its history, what happens, and above the line being written what is true now. It
// gives no orders. What is said comes from client/ui; the screen is an adapter (screen.hpp).
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "client/shell/one_shot_client.hpp"
#include "client/shell/terminal/full_screen.hpp"
#include "client/shell/terminal/screen.hpp"
#include "client/ui/input/chat_input.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {

/// Nothing of this relay is believed any more: the conversation ends.
[[nodiscard]] inline bool ends_chat(Errc offline) noexcept { return exit_code(offline) == exit_not_trusted; }

class ChatView {
  public:
    /// All must outlive it.
    ChatView(const Context& context, const client::Client& client, ui::ChatInput& input);
    /// The screen that draws the history by itself; null where lines are printed.
    [[nodiscard]] FullScreen* full() const noexcept { return screen_->full(); }
    /// The screen is the system's again; nothing may be shown after it.
    void close() { screen_.reset(); }

    void say(ui::Lines safe) { show(ui::Item::Kind::notice, std::move(safe)); }
    void say(std::string safe) { say(ui::Lines{std::move(safe)}); }
    /// What the next question is about.
    void quote(ui::Lines safe) { show(ui::Item::Kind::quote, std::move(safe)); }
    /// The answer to somebody who asked for it.
    void answer(std::string title, ui::Lines safe)
    {
        screen_->show({ui::Item::Kind::answer, std::move(safe), std::move(title)});
    }
    /// Beside the facts, until the next key.
    void note(std::string safe) { note_ = std::move(safe); }

    /// The conversation lines are written in; empty while none is chosen.
    [[nodiscard]] const std::optional<ConversationId>& conversation() const noexcept { return conversation_; }
    /// Its other member. Precondition: one is chosen.
    [[nodiscard]] client::ConversationView partner() const;
    [[nodiscard]] client::Outlook outlook() const;

    /// First of all: windows that were missed, and what else a therapist sees first.
    void begin();
    /// Where else there is something new.
    void tell_new();
    /// Shows the newest entries of a conversation and all unseen ones. The number of the last one, 0 without any.
    std::uint64_t open(const ConversationId& id);
    void leave();

    /// Some entries from before those that were shown. Precondition: a conversation is chosen.
    void older();

    /// Events of the client; answers to orders are not shown here.
    void show(const client::Show& item);

    /// The facts and the prompt as they are now.
    void refresh();
    /// The same after a key: the note of the one before is gone, the line is drawn again.
    void clear_note() { note_.clear(); }
    void draw();
    void redraw_line() { screen_->line_changed(); }
    void ring() { screen_->ring(); }
    /// What was said of this sitting is gone, and is said again after unlocking.
    void forget_said();
    /// Hours that close while somebody writes: whom to turn to.
    void tell_closing();

  private:
    void show(ui::Item::Kind kind, ui::Lines safe);
    /// Whom to turn to, once while the hours of a conversation are closed.
    void tell_contacts(const ConversationId& id);
    void tell_first(const client::ConversationView& conversation);
    std::uint64_t print_history(const ConversationId& id);
    void print(const client::Entry& entry, ui::Lines safe);
    [[nodiscard]] ui::Lines accepted_lines(const client::show::Accepted& accepted);
    void print_entry(const std::vector<client::ListedEntry>& listed, std::size_t at, bool as_new);
    void show_entry(const client::Entry& entry);
    void show_elsewhere(const client::Entry& entry);
    void show_saved(const client::show::Saved& saved);
    void show_online();
    void show_offline(const client::show::Offline& offline);
    void note_deed(const client::Show& item);
    [[nodiscard]] bool is_foreign(const client::Show& item);
    [[nodiscard]] std::string kept_words(std::string_view otherwise) const;
    [[nodiscard]] ui::Here here() const { return context_.here(); }

    const Context& context_;
    const client::Client& client_;
    const ui::ChatInput& input_;
    std::unique_ptr<Screen> screen_;
    std::optional<ConversationId> conversation_;
    std::optional<wire::Promise> promise_told_;  ///< with the latest message that is held
    std::uint64_t oldest_shown_ = 0;             ///< the number of an entry
    std::set<std::uint64_t> told_first_;         ///< entries
    std::set<ConversationId> elsewhere_;         ///< those of which it was said that there is something new
    std::set<MessageId> foreign_;                ///< sent by another window in another conversation
    std::set<MessageId> not_accepted_;           ///< written here and still only here
    std::set<ConversationId> contacts_told_;     ///< since their hours are closed
    std::string note_;
    bool offline_said_ = false;
};

}  // namespace holdfast::shell
