#include "client/shell/chat/chat_console.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace holdfast::shell {
namespace {

/// Of a command in a shell; here the line has a prompt of its own.
constexpr std::string_view shell_prompt = "> ";

/// A picture for a terminal, such as a QR code, is no text.
bool is_picture(std::string_view line) { return line.find('\x1B') != std::string_view::npos; }

}  // namespace

struct ChatConsole::Question final : Console::Held {
    explicit Question(ChatConsole& of) : console{of} {}
    ~Question() override
    {
        console.listener_ = nullptr;
        console.asking_(false);
    }
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;
    ChatConsole& console;
};

void ChatConsole::answer(std::string line)
{
    // It may let go while it listens.
    if (const auto listener = listener_) listener(line += '\n');
}

void ChatConsole::flush()
{
    auto rest = std::exchange(said_, {});
    if (!rest.empty() && rest != shell_prompt) lines_.push_back(std::move(rest));
    show_lines();
}

void ChatConsole::show_lines()
{
    if (auto lines = std::exchange(lines_, {}); !lines.empty()) view_.say(std::move(lines));
}

/// With whatever else is said before anything else happens.
void ChatConsole::show_lines_later()
{
    if (std::exchange(later_, true)) return;
    boost::asio::post(loop_.io_context(), [weak = weak_from_this()] {
        const auto console = weak.lock();
        if (!console) return;
        console->later_ = false;
        if (console->lines_.empty()) return;
        console->show_lines();
        console->view_.refresh();
    });
}

void ChatConsole::write(std::string_view bytes)
{
    said_ += bytes;
    for (auto end = said_.find('\n'); end != std::string::npos; end = said_.find('\n')) {
        auto line = said_.substr(0, end);
        said_.erase(0, end + 1);
        if (!is_picture(line)) lines_.push_back(std::move(line));
    }
    if (!lines_.empty()) show_lines_later();
}

std::unique_ptr<Console::Held> ChatConsole::listen(boost::asio::io_context&, Listener listener, std::size_t)
{
    flush();
    listener_ = std::move(listener);
    asking_(true);
    return std::make_unique<Question>(*this);
}

std::string ChatConsole::read(std::size_t) { throw Interrupted{}; }

Result<std::string> ChatConsole::ask_shown(const std::string& question, std::size_t limit)
{
    write(question);
    std::string line;
    const auto whole = [&line] { return line.ends_with('\n'); };
    const auto held = listen(
        loop_.io_context(), [&line](std::string_view bytes) { line += bytes; }, most_at_once);
    if (loop_.run_until(whole) != EventLoop::End::done || !whole()) return Errc::not_confirmed;
    line.pop_back();
    line.resize(std::min(line.size(), limit + 1));
    return line;
}

}  // namespace holdfast::shell
