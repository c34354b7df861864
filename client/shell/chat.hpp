// The conversation itself: lines typed here leave as messages, what arrives is shown above the line being written. One
// loop, one thread; the screen is an adapter (screen.hpp), what is said comes from client/ui.
#pragma once

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "client/shell/keyboard.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/shell/screen.hpp"
#include "client/ui/keys.hpp"
#include "client/ui/typed_text.hpp"

namespace holdfast::shell {

class Chat {
  public:
    Chat(const Context& context, client::Client client);
    Chat(const Chat&) = delete;
    Chat& operator=(const Chat&) = delete;

    /// Until the input ends, the person leaves or a signal comes. Returns the exit code.
    int run(const std::string& with);

  private:
    // What is typed.
    void typed(std::string_view bytes);
    void typed_keys(std::string_view bytes);
    void typed_lines(std::string_view bytes);
    void pressed(ui::LineEditor::Outcome outcome);
    void enter();
    void input_end();
    void leave();
    /// True when the line is done with; otherwise it stays, to be changed.
    bool finished_line(const std::string& line);
    bool command(std::string_view words);
    bool send(std::string text);
    /// True unless it was refused at once. `typed`: it is the line being written, which then ends with it.
    bool submit(client::Order order, bool typed = true);
    void rename(std::string_view name);
    bool repair(std::string_view words);
    bool repair_line(const std::string& line);
    void leave_repair(const std::string& words);
    bool answer_pace(bool agreed);
    void tell_over_pace();

    // What cannot be called back (chat_asking.cpp).
    struct Question {
        std::string words;          ///< safe: "Publish this?", below what it is about
        std::function<void()> yes;  ///< does it
        std::string left;           ///< safe: said when it is not done
    };
    void ask(Question question);
    bool answer(std::string_view line);
    void leave_question();
    [[nodiscard]] std::string question_line() const;
    void keep_open(std::string_view words);
    void take_back_newest();
    void send_kept(std::string_view which);
    void forget_kept(std::string_view which);

    // What is not sent (chat_drafts.cpp).
    [[nodiscard]] ConversationId place() const { return conversation_.value_or(ConversationId{}); }
    [[nodiscard]] std::vector<client::DraftView> kept() const;
    void tell_kept();
    void tell_drafts();
    [[nodiscard]] std::optional<client::DraftView> chosen_kept(std::string_view which) const;
    bool edit_kept(std::string_view which);
    bool keep_unaddressed(const std::string& text);
    void begin_letter();
    void letter_line(std::string line);
    void line_makes_room();
    void end_command_line(const ConversationId& in, std::string_view line);
    [[nodiscard]] bool leaves_unsent() const;

    // What happens.
    void on_event(const client::Show& item);
    void on_entry(const client::Entry& entry);
    void on_entry_elsewhere(const client::Entry& entry);
    void note_deed(const client::Show& item);
    [[nodiscard]] std::string kept_words(std::string_view otherwise) const;
    void on_saved(const client::show::Saved& saved);
    void on_offline(const client::show::Offline& offline);

    // Which conversation, and its draft.
    void choose(const ConversationId& id);
    void tell_first(const client::ConversationView& conversation);
    /// Prints the newest entries and all unseen ones; the number of the last.
    std::uint64_t print_history(const ConversationId& id);
    void choose_named(std::string_view name);
    /// Nobody is written to until somebody is chosen.
    void leave_conversation();
    void tell_people();
    void choose_only();
    void draft_later();
    void save_draft();

    /// Hours that close while somebody writes: whom to turn to, once.
    void tell_closing();
    void refresh();
    void refresh_regularly();
    void redraw_on_resize();
    [[nodiscard]] client::ConversationView view(const ConversationId& id) const;
    [[nodiscard]] ui::Lines facts() const;
    [[nodiscard]] ui::Here here() const { return context_.here(); }

    const Context& context_;
    client::Client client_;
    ui::KeyReader keys_;
    ui::LineEditor editor_;
    bool terminal_;
    std::unique_ptr<Screen> screen_;
    EventLoop loop_;
    boost::asio::steady_timer draft_timer_;
    bool draft_due_ = false;  ///< it runs
    boost::asio::steady_timer refresh_timer_;
    boost::asio::signal_set resized_;
    std::optional<ConversationId> conversation_;
    ui::LineReader lines_;                ///< from a pipe, or a terminal with --plain
    std::optional<ui::Letter> letter_;    ///< a text of several lines that is being written, in the same
    std::set<client::Ticket> refused_;    ///< orders that were answered with an error
    std::string sending_;                 ///< what was given last as a text
    std::string repair_draft_;            ///< as it was offered
    bool unreadable_ = false;             ///< letters in another encoding were left out of the line
    std::set<std::uint64_t> told_first_;  ///< entries
    std::set<ConversationId> elsewhere_;  ///< those of which it was said that there is something new
    std::set<MessageId> not_accepted_;    ///< written here and still only here
    bool misdirected_ = false;            ///< from a pipe: somebody was named whom there is not
    bool unsendable_ = false;             ///< from a pipe: something was no text, or for nobody
    std::optional<Question> question_;    ///< the line being written is its answer
    bool repairing_ = false;              ///< the line being written goes out as a repair
    bool over_pace_ = false;              ///< the line being written was kept back once; Enter sends it
    std::string note_;                    ///< said beside the facts until the next key
    std::optional<Errc> final_;
    bool input_ended_ = false;
    bool leaving_ = false;
    bool offline_said_ = false;
    bool was_open_ = false;  ///< the conversation's hours, when last looked at
};

}  // namespace holdfast::shell
