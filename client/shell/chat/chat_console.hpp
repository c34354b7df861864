// The console of a command that runs inside the conversation: what it says is shown there, and the line being written
// answers its questions. One rule: a line is an answer only while a question is open; at any other time it is a
// message. Lines that are said at once are shown as one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "client/shell/chat/chat_view.hpp"
#include "client/shell/event_loop.hpp"
#include "client/shell/terminal/console.hpp"

namespace holdfast::shell {

class ChatConsole final : public Console, public std::enable_shared_from_this<ChatConsole> {
  public:
    /// `asking`: told when a question is opened (true) and closed. `loop` and `view` must outlive it.
    ChatConsole(EventLoop& loop, ChatView& view, std::function<void(bool open)> asking)
        : loop_{loop}, view_{view}, asking_{std::move(asking)}
    {
    }

    [[nodiscard]] bool asks() const noexcept { return listener_ != nullptr; }
    /// The answer to the open question, without its end. From the loop.
    void answer(std::string line);
    /// Shows what was said and is not shown yet, with the last words that came without the end of a line.
    void flush();

    void write(std::string_view bytes) override;
    void complain(std::string_view bytes) override { write(bytes); }
    void end_line() override {}
    [[nodiscard]] bool in_is_terminal() override { return true; }
    [[nodiscard]] bool out_is_terminal() override { return true; }
    [[nodiscard]] bool err_is_terminal() override { return true; }
    /// The conversation breaks lines itself.
    [[nodiscard]] std::size_t width() override { return unbroken; }
    [[nodiscard]] std::unique_ptr<Held> listen(boost::asio::io_context& loop, Listener listener,
                                               std::size_t at_once) override;
    /// There is no end of the input here: interrupted.
    [[nodiscard]] std::string read(std::size_t limit) override;
    [[nodiscard]] Result<std::string> ask_shown(const std::string& question, std::size_t limit) override;
    [[nodiscard]] std::unique_ptr<Held> take_keys() override { return std::make_unique<Held>(); }
    [[nodiscard]] std::unique_ptr<Held> watch_size(boost::asio::io_context&, std::function<void()>) override
    {
        return std::make_unique<Held>();
    }

  private:
    static constexpr std::size_t unbroken = 10'000;
    struct Question;

    EventLoop& loop_;
    ChatView& view_;
    std::function<void(bool open)> asking_;
    void show_lines();
    void show_lines_later();

    Listener listener_;
    std::string said_;  ///< without the end of its line
    ui::Lines lines_;   ///< not shown yet
    bool later_ = false;
};

}  // namespace holdfast::shell
