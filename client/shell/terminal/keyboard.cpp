#include "client/shell/terminal/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <string>

namespace holdfast::shell {
namespace {

constexpr std::size_t read_at_once = 4096;
/// More than one message can hold.
constexpr std::size_t most_at_once = 70'000;

}  // namespace

Keyboard::Keyboard(boost::asio::io_context& loop, Listener listener, std::size_t at_once)
    : input_{loop, ::dup(STDIN_FILENO)}, listener_{std::move(listener)}, at_once_{at_once}
{
    wait();
}

Keyboard::~Keyboard() = default;

void Keyboard::wait()
{
    const std::weak_ptr<bool> listening = listening_;
    input_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                      [this, listening](boost::system::error_code failed) {
                          if (listening.expired()) return;
                          // Plain files cannot be waited for, and need not be.
                          if (!failed || failed == boost::asio::error::operation_not_supported) read();
                      });
}

void Keyboard::read()
{
    std::string bytes;
    bool ended = false;
    do {
        std::array<char, read_at_once> buffer;
        const auto got = ::read(input_.native_handle(), buffer.data(), std::min(at_once_, buffer.size()));
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) break;
        ended = got <= 0;
        if (!ended) bytes.append(buffer.data(), static_cast<std::size_t>(got));
        // A terminal hands over one line at a time, also of those that were pasted together.
    } while (!ended && at_once_ >= read_at_once && bytes.ends_with('\n') && bytes.size() < most_at_once && has_more());
    const std::weak_ptr<bool> listening = listening_;
    if (!bytes.empty()) listener_(bytes);
    if (listening.expired()) return;
    if (ended) return listener_({});
    wait();
}

bool Keyboard::has_more() noexcept
{
    pollfd ready{input_.native_handle(), POLLIN, 0};
    return ::isatty(input_.native_handle()) == 1 && ::poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN) != 0;
}

}  // namespace holdfast::shell
