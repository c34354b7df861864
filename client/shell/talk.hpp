// The conversation itself: lines typed here leave as messages, what arrives is shown above the line being written. One
// loop, one thread; the screen is an adapter (screen.hpp), what is said comes from client/ui.
#pragma once

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <set>
#include <string>

#include "client/shell/keyboard.hpp"
#include "client/shell/screen.hpp"
#include "client/shell/visit.hpp"
#include "client/ui/keys.hpp"

namespace holdfast::shell {

class Talk {
  public:
    Talk(const Context& context, client::Client client);
    Talk(const Talk&) = delete;
    Talk& operator=(const Talk&) = delete;

    /// Until the input ends, the person leaves or a signal comes. Returns the exit code.
    int run(const std::string& with);

  private:
    // What is typed.
    void typed(std::string_view bytes);
    void typed_keys(std::string_view bytes);
    void typed_lines(std::string_view bytes);
    void pressed(ui::LineEditor::Outcome outcome);
    void finished_line(std::string line);
    void command(std::string_view words);
    void say(std::string text);
    void rename(std::string_view name);
    void take_back_newest();
    void repair(std::string_view words);
    void keep_open(std::string_view words);
    void answer_pace(bool agreed);
    void send_anyway();
    void keep_over_pace();

    // What happens.
    void hear(const client::Show& item);
    void hear_entry(const client::Entry& entry);
    void hear_elsewhere(const client::Entry& entry);
    void note_deed(const client::Show& item);
    void hear_saved(const client::show::Saved& saved);
    void hear_offline(const client::show::Offline& offline);

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
    Session session_;
    boost::asio::steady_timer draft_timer_;
    boost::asio::steady_timer refresh_timer_;
    boost::asio::signal_set resized_;
    std::optional<ConversationId> conversation_;
    std::string partial_;                 ///< a line from a pipe that is not whole yet
    std::set<std::uint64_t> told_first_;  ///< entries
    std::set<ConversationId> elsewhere_;  ///< those of which it was said that there is something new
    std::set<MessageId> not_accepted_;    ///< written here and still only here
    bool misdirected_ = false;            ///< from a pipe: somebody was named whom there is not
    bool repairing_ = false;              ///< the line being written goes out as a repair
    bool over_pace_ = false;              ///< the line being written was kept back once; Enter sends it
    std::string note_;                    ///< said beside the facts until the next key
    std::optional<Errc> final_;
    bool input_ended_ = false;
    bool leaving_ = false;
    bool offline_said_ = false;
};

}  // namespace holdfast::shell
