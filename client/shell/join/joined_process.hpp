// Another window at this end of its connection: the console of its command, which runs here as a task. Whatever it does
// (stop reading, send half a message, die), only its own command ends by it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "client/shell/join/frames.hpp"
#include "client/shell/join/join_socket.hpp"
#include "client/shell/open_account.hpp"
#include "client/shell/options.hpp"
#include "client/shell/task.hpp"
#include "client/shell/terminal/console.hpp"

namespace holdfast::shell::join {

class JoinedProcess final : public Console, public std::enable_shared_from_this<JoinedProcess> {
  public:
    /// Carries a command out, as a task; the exit code. Empty: it is none that is carried out for others.
    using Command = std::function<int(Console& console)>;
    using Choose = std::function<Command(const Ask& ask)>;

    JoinedProcess(OpenAccount& account, Protocol::socket socket, Choose choose);

    /// Begins to read. To be called once.
    void begin();
    /// From now on it gets nothing more, and its command is interrupted.
    void let_go() noexcept;
    [[nodiscard]] bool is_gone() const noexcept { return gone_; }
    /// Its command ends, as by Ctrl-C; one that has none is let go.
    void interrupt() noexcept;
    /// A command runs for it.
    [[nodiscard]] bool has_command() const noexcept { return task_ && !task_->ended(); }

    void write(std::string_view bytes) override;
    void complain(std::string_view bytes) override;
    [[nodiscard]] bool in_is_terminal() override { return ask_.in_is_terminal; }
    [[nodiscard]] bool err_is_terminal() override { return ask_.err_is_terminal; }
    [[nodiscard]] bool out_is_terminal() override { return ask_.out_is_terminal; }
    [[nodiscard]] std::size_t width() override;
    [[nodiscard]] std::unique_ptr<Held> listen(boost::asio::io_context& loop, Listener listener,
                                               std::size_t at_once) override;
    [[nodiscard]] std::string read(std::size_t limit) override;
    [[nodiscard]] Result<std::string> ask_shown(const std::string& question, std::size_t limit) override;
    [[nodiscard]] std::unique_ptr<Held> take_keys() override;
    [[nodiscard]] std::unique_ptr<Held> watch_size(boost::asio::io_context& loop,
                                                   std::function<void()> changed) override;

  private:
    struct HeldInput;
    struct HeldKeys;
    struct HeldSize;

    [[nodiscard]] boost::asio::awaitable<void> read_frames();
    [[nodiscard]] boost::asio::awaitable<void> write_frames();
    [[nodiscard]] bool take(BytesView body);
    void on(Ask ask);
    void on(const Typed& typed);
    void on(const Interrupt&);
    void on(const Resized& resized);
    void on(const NotShown& not_shown);

    void send(const FromOwner& message);
    void send_pieces(std::string_view bytes, bool to_standard_error);
    void ask_for_input();
    void hand_over_typed();

    OpenAccount& account_;
    Protocol::socket socket_;
    Choose choose_;
    boost::asio::steady_timer patience_;  ///< until it has said what it wants
    Ask ask_;
    std::shared_ptr<Task> task_;
    std::deque<Bytes> outbox_;
    std::size_t waiting_ = 0;  ///< bytes in the outbox
    bool writing_ = false;
    bool gone_ = false;
    bool over_ = false;  ///< its last message is in the outbox
    std::optional<bool> not_shown_;

    Listener listener_;
    std::function<void()> on_size_;
    std::string typed_;  ///< come and not listened for yet
    bool asked_for_input_ = false;
    bool input_ended_ = false;
};

}  // namespace holdfast::shell::join
