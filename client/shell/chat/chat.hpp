// The conversation itself: lines typed here leave as messages, what arrives is shown above the line being written. This
// is the loop that joins its parts, in one thread: what is typed (ui::ChatInput) becomes orders (ChatOrders), what
// happens is shown (ChatView).
#pragma once

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/shell/chat/chat_editor.hpp"
#include "client/shell/chat/chat_lock.hpp"
#include "client/shell/chat/chat_orders.hpp"
#include "client/shell/chat/chat_view.hpp"
#include "client/shell/event_loop.hpp"
#include "client/shell/join/join_server.hpp"
#include "client/ui/input/chat_input.hpp"

namespace holdfast::shell {

class Chat {
  public:
    /// All must outlive it. `others`: those who have joined this conversation; null in one that has joined itself.
    /// `lock_after`: so long after the last key the screen is locked.
    Chat(const Context& context, OpenAccount& account, join::JoinServer* others,
         std::optional<Seconds> lock_after = std::nullopt);
    ~Chat();
    Chat(const Chat&) = delete;
    Chat& operator=(const Chat&) = delete;

    /// Until the input ends, the person leaves or a signal comes. Returns the exit code.
    int run(const std::string& with);

  private:
    void begin(const std::string& with);
    void turn();
    int end();

    /// Bytes of the keyboard; empty at the end of the input.
    void on_typed(std::string_view bytes);
    void on_event(const client::Show& item);
    void save_draft_later();
    void refresh_regularly();
    /// An Escape that nothing follows at once is the key.
    void release_escape_later();
    void take_values();
    /// Does what the full screen has asked for and cannot do itself, after each picture.
    void serve_full_screen();
    void fulfil(const ui::screen::Wish& wish);
    void look_on();
    void suspend();
    void suspend_on_signal();
    void listen_to_keys();
    void edit_outside();
    void take_edited(const EditedOutside& edited);
    void lock();
    void keep_unended();
    void lock_when_idle();
    void on_typed_locked(std::string_view bytes);
    void try_passphrase();
    /// Something of somebody else has come: said without content, and once until a key is pressed.
    void announce(const client::Show& item);

    /// All that was ordered is answered, and nothing waits for the relay.
    [[nodiscard]] bool settled() const;

    const Context& context_;
    OpenAccount& account_;
    join::JoinServer* others_;
    client::Client& client_;
    EventLoop& loop_;
    ui::ChatInput input_;
    ChatView view_;
    EventLoop::Seat seat_;
    ChatOrders orders_;
    boost::asio::steady_timer draft_timer_;
    bool draft_due_ = false;  ///< it runs
    boost::asio::steady_timer refresh_timer_;
    boost::asio::steady_timer escape_timer_;
    std::optional<Seconds> lock_after_;
    std::chrono::milliseconds last_key_;  ///< since the machine started
    std::optional<ChatLock> lock_;
    std::unique_ptr<Console::Held> keyboard_;        ///< null while another program has the terminal
    std::unique_ptr<Console::HeldLine> typed_line_;  ///< of a terminal that gives whole lines
    bool left_unended_ = false;                      ///< a line was left in the middle, and is kept
    std::unique_ptr<OutsideEditor> outside_;
    bool announced_ = false;
    boost::asio::signal_set suspended_;
    bool looking_ = false;       ///< a search goes on by itself
    std::optional<Errc> final_;  ///< why nothing can be said to the relay any more
};

}  // namespace holdfast::shell
