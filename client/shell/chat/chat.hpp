// The conversation itself: lines typed here leave as messages, what arrives is shown above the line being written. This
// is the loop that joins its parts, in one thread: what is typed (ui::ChatInput) becomes orders (ChatOrders), what
// happens is shown (ChatView).
#pragma once

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "client/shell/chat/chat_orders.hpp"
#include "client/shell/chat/chat_view.hpp"
#include "client/shell/event_loop.hpp"
#include "client/ui/input/chat_input.hpp"

namespace holdfast::shell {

class Chat {
  public:
    Chat(const Context& context, client::Client client);
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
    void redraw_on_resize();

    /// All that was ordered is answered, and nothing waits for the relay.
    [[nodiscard]] bool settled() const;

    const Context& context_;
    client::Client client_;
    ui::ChatInput input_;
    ChatView view_;
    EventLoop loop_;
    ChatOrders orders_;
    boost::asio::steady_timer draft_timer_;
    bool draft_due_ = false;  ///< it runs
    boost::asio::steady_timer refresh_timer_;
    boost::asio::signal_set resized_;
    std::optional<Errc> final_;  ///< why nothing can be said to the relay any more
};

}  // namespace holdfast::shell
