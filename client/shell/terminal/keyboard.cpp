#include "client/shell/terminal/keyboard.hpp"

#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cerrno>

namespace holdfast::shell {
namespace {

constexpr std::size_t read_at_once = 4096;

}  // namespace

Keyboard::Keyboard(boost::asio::io_context& loop, Listener listener)
    : input_{loop, ::dup(STDIN_FILENO)}, listener_{std::move(listener)}
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
    std::array<char, read_at_once> buffer;
    const auto got = ::read(input_.native_handle(), buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return wait();
    if (got <= 0) return listener_({});
    listener_({buffer.data(), static_cast<std::size_t>(got)});
    wait();
}

}  // namespace holdfast::shell
