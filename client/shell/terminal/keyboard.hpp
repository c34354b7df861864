// Standard input on the loop, in whatever pieces it comes: a terminal, a pipe or a file. Lines that a terminal has
// ready at once, as after a paste, come at once. Never switched to non-blocking, since that would change it for the
// shell that started us as well.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <string_view>

namespace holdfast::shell {

class Keyboard {
  public:
    /// Empty: the end of the input, after which nothing more comes.
    using Listener = std::function<void(std::string_view)>;

    /// `at_once`: the most bytes that are read at a time. With 1 and a listener that stops in time, what is behind a
    /// line stays for others.
    Keyboard(boost::asio::io_context& loop, Listener listener, std::size_t at_once = 4096);
    /// Stops listening; what was not read stays for others.
    ~Keyboard();
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;

  private:
    void wait();
    void read();
    [[nodiscard]] bool has_more() noexcept;

    boost::asio::posix::stream_descriptor input_;
    Listener listener_;
    std::size_t at_once_;
    std::shared_ptr<bool> listening_ = std::make_shared<bool>(true);  ///< a handler on the loop may come after the end
};

}  // namespace holdfast::shell
