#include "client/shell/join/joining.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <deque>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "client/shell/join/frames.hpp"
#include "client/shell/join/join_socket.hpp"
#include "client/shell/join/joins.hpp"
#include "client/shell/platform.hpp"
#include "client/shell/terminal/passphrase.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"
#include "protocol/link/link.hpp"

namespace holdfast::shell::join {
namespace {

namespace asio = boost::asio;
using link::as_result;

/// After Ctrl-C the command has so long to say how it ended.
constexpr std::chrono::seconds longest_goodbye{5};

constexpr std::string_view cut_off =
    "The window that has Holdfast open has closed. Whether this was done before shows: holdfast read --all";
constexpr std::string_view no_goodbye =
    "The window that has Holdfast open does not answer. Whether this was done shows: holdfast read --all";

std::optional<Ask> ask_of(const Context& context, const std::vector<std::string>& words)
{
    Ask ask;
    ask.words = words;
    std::error_code failed;
    ask.folder = std::filesystem::current_path(failed).string();
    if (context.zone) ask.zone = context.zone->name();
    ask.in_is_terminal = context.console().in_is_terminal();
    ask.out_is_terminal = context.console().out_is_terminal();
    ask.err_is_terminal = context.console().err_is_terminal();
    ask.plain = context.out.plain();
    ask.width = static_cast<std::uint16_t>(std::min<std::size_t>(context.console().width(), 0xFFFF));
    bool readable = is_utf8(as_bytes(ask.folder));
    for (const auto& word : words) readable = readable && is_utf8(as_bytes(word));
    return readable && fits(ask) ? std::optional{std::move(ask)} : std::nullopt;
}

class Joining {
  public:
    Joining(const Context& context, asio::io_context& loop, Protocol::socket socket)
        : context_{context},
          loop_{loop},
          socket_{std::move(socket)},
          signals_{loop, SIGINT, SIGTERM, SIGHUP},
          bye_{loop}
    {
    }

    std::optional<int> run(const Ask& ask)
    {
        send(ask);
        wait_for_signal();
        asio::co_spawn(loop_, read_frames(), [this](std::exception_ptr failure) { on_closed(failure); });
        while (!over_) loop_.run_one();
        return code_;
    }

  private:
    void on_closed(const std::exception_ptr& failure)
    {
        if (failure) std::rethrow_exception(failure);
        if (over_) return;
        // Whoever closes without a word has not begun.
        code_ = taken_ ? std::optional{fail(cut_off)} : std::nullopt;
        over_ = true;
    }

    int fail(std::string_view words)
    {
        static_cast<void>(context_.out.fail(Errc::closed, words));
        return exit_unexpected;
    }

    void wait_for_signal()
    {
        signals_.async_wait([this](boost::system::error_code failed, int) {
            if (failed) return;
            if (std::exchange(interrupted_, true)) return give_up();
            send_unfinished();
            send(Interrupt{});
            bye_.expires_after(longest_goodbye);
            bye_.async_wait([this](boost::system::error_code cancelled) {
                if (!cancelled && !over_) give_up();
            });
            wait_for_signal();
        });
    }

    /// The line that is being typed belongs to the question that is left.
    void send_unfinished()
    {
        if (!keyboard_ || !line_) return;
        auto typed = line_->take();
        // With an end it would be an answer.
        std::replace(typed.begin(), typed.end(), '\n', ' ');
        if (!typed.empty()) send(Typed{to_bytes(as_bytes(typed))});
    }

    void give_up()
    {
        code_ = fail(no_goodbye);
        over_ = true;
    }

    asio::awaitable<void> read_frames()
    {
        Frames frames;
        std::array<std::byte, read_at_once> piece{};
        for (;;) {
            const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(piece), as_result);
            if (failed) co_return;
            frames.feed(BytesView{piece}.first(size));
            for (auto next = frames.next();; next = frames.next()) {
                if (next.has_error()) co_return;
                if (!*next) break;
                const auto message = wire::decode<FromOwner>(**next);
                if (message.has_error()) co_return;
                std::visit([this](const auto& one) { on(one); }, *message);
                if (over_) co_return;
            }
        }
    }

    void on(const NotTaken&) { over_ = true; }
    void on(const Ended& ended)
    {
        code_ = ended.code;
        over_ = true;
    }
    void on(const Shown& shown)
    {
        taken_ = true;
        if (not_shown_) return;
        try {
            context_.console().write(to_text(shown.bytes));
        } catch (const OutputFailed& failed) {
            not_shown_ = true;
            send(NotShown{failed.nobody_reads});
        }
    }
    void on(const Complained& complained)
    {
        taken_ = true;
        context_.console().complain(to_text(complained.bytes));
    }
    void on(const WantsKeys& keys)
    {
        taken_ = true;
        keys_.reset();
        if (keys.on) line_.reset();
        if (keys.on) keys_ = context_.console().take_keys();
        if (!resized_) resized_ = context_.console().watch_size(loop_, [this] { tell_size(); });
    }
    void on(const WantsInput&)
    {
        taken_ = true;
        skip_passphrase();
        if (!keys_) line_ = context_.console().keep_line();
        keyboard_ = context_.console().listen(loop_, [this](std::string_view bytes) { on_typed(bytes); });
    }

    /// A piece is one answer; the next is read when it is asked for.
    void on_typed(std::string_view bytes)
    {
        boost::asio::post(loop_, [this] {
            keyboard_.reset();
            line_.reset();
        });
        send(Typed{to_bytes(as_bytes(bytes))});
    }

    /// Where the passphrase comes on standard input, it is its first line, and no part of what follows.
    void skip_passphrase()
    {
        if (context_.options.passphrase_fd != STDIN_FILENO || std::exchange(skipped_, true)) return;
        static_cast<void>(platform::read_secret_line(STDIN_FILENO, max_passphrase_bytes));
    }

    void tell_size()
    {
        send(Resized{static_cast<std::uint16_t>(std::min<std::size_t>(context_.console().width(), 0xFFFF))});
    }

    void send(const FromJoined& message)
    {
        outbox_.push_back(framed(message));
        if (std::exchange(writing_, true)) return;
        asio::co_spawn(loop_, write_frames(), asio::detached);
    }

    asio::awaitable<void> write_frames()
    {
        while (!outbox_.empty()) {
            const auto frame = std::move(outbox_.front());
            outbox_.pop_front();
            const auto [failed, size] = co_await asio::async_write(socket_, asio::buffer(frame), as_result);
            if (failed) co_return;  // the reader notices
        }
        writing_ = false;
    }

    const Context& context_;
    asio::io_context& loop_;
    Protocol::socket socket_;
    asio::signal_set signals_;
    asio::steady_timer bye_;
    std::deque<Bytes> outbox_;
    std::unique_ptr<Console::HeldLine> line_;
    std::unique_ptr<Console::Held> keyboard_, keys_, resized_;
    std::optional<int> code_;
    bool writing_ = false;
    bool taken_ = false;  ///< the other one carries it out
    bool over_ = false;
    bool interrupted_ = false;
    bool not_shown_ = false;
    bool skipped_ = false;
};

}  // namespace

std::optional<int> join(const Context& context, const std::vector<std::string>& words)
{
    if (!can_join(context.options.request)) return {};
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return {};
    asio::io_context loop{1};
    auto socket = connect_beside(loop, *profile);
    if (socket.has_error()) return {};
    const auto ask = ask_of(context, words);
    if (!ask) return {};
    return Joining{context, loop, std::move(*socket)}.run(*ask);
}

}  // namespace holdfast::shell::join
