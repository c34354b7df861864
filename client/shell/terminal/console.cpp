#include "client/shell/terminal/console.hpp"

#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <cerrno>
#include <cstdio>
#include <iostream>

#include "client/shell/platform.hpp"
#include "client/shell/terminal/keyboard.hpp"

namespace holdfast::shell {
namespace {

struct HeldKeyboard final : Console::Held {
    HeldKeyboard(boost::asio::io_context& loop, Console::Listener listener, std::size_t at_once)
        : keyboard{loop, std::move(listener), at_once}
    {
    }
    Keyboard keyboard;
};

struct TerminalLine final : Console::HeldLine {
    std::string take() override { return mode.take(); }
    platform::LineMode mode;
};

struct HeldKeys final : Console::Held {
    platform::KeyMode mode;
};

class WatchedSize final : public Console::Held {
  public:
    WatchedSize(boost::asio::io_context& loop, std::function<void()> changed)
        : resized_{loop, platform::resize_signal()}, changed_{std::move(changed)}
    {
        wait();
    }

  private:
    void wait()
    {
        resized_.async_wait([this](boost::system::error_code cancelled, int) {
            if (cancelled) return;
            changed_();
            wait();
        });
    }

    boost::asio::signal_set resized_;
    std::function<void()> changed_;
};

class OwnConsole final : public Console {
  public:
    void write(std::string_view bytes) override
    {
        const bool written =
            std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0;
        if (!written) throw OutputFailed{errno == EPIPE, {}};
    }
    void complain(std::string_view bytes) override { std::fwrite(bytes.data(), 1, bytes.size(), stderr); }

    bool in_is_terminal() override { return platform::is_terminal(STDIN_FILENO); }
    bool err_is_terminal() override { return platform::is_terminal(STDERR_FILENO); }
    bool out_is_terminal() override { return platform::is_terminal(STDOUT_FILENO); }
    std::size_t width() override { return platform::terminal_width(); }

    std::unique_ptr<Held> listen(boost::asio::io_context& loop, Listener listener, std::size_t at_once) override
    {
        return std::make_unique<HeldKeyboard>(loop, std::move(listener), at_once);
    }
    std::unique_ptr<HeldLine> keep_line() override { return std::make_unique<TerminalLine>(); }
    std::string read(std::size_t limit) override
    {
        std::string text(limit, '\0');
        std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(std::cin.gcount()));
        return text;
    }
    Result<std::string> ask_shown(const std::string& question, std::size_t limit) override
    {
        return platform::ask_shown(question, limit);
    }
    std::unique_ptr<Held> take_keys() override { return std::make_unique<HeldKeys>(); }
    std::unique_ptr<Held> watch_size(boost::asio::io_context& loop, std::function<void()> changed) override
    {
        return std::make_unique<WatchedSize>(loop, std::move(changed));
    }
};

}  // namespace

Console& own_console() noexcept
{
    static OwnConsole console;
    return console;
}

}  // namespace holdfast::shell
