#include "client/shell/terminal/kept_console.hpp"

#include <boost/asio/post.hpp>

namespace holdfast::shell {
namespace {

constexpr std::size_t width_of_nobody = 80;

struct EndOfInput final : Console::Held {
    std::shared_ptr<Console::Listener> listener;
};

}  // namespace

std::size_t KeptConsole::width() { return width_of_nobody; }

std::unique_ptr<Console::Held> KeptConsole::listen(boost::asio::io_context& loop, Listener listener, std::size_t)
{
    auto held = std::make_unique<EndOfInput>();
    held->listener = std::make_shared<Listener>(std::move(listener));
    boost::asio::post(loop, [weak = std::weak_ptr{held->listener}] {
        if (const auto still = weak.lock()) (*still)({});
    });
    return held;
}

}  // namespace holdfast::shell
