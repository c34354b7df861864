// Where a command reads and writes: the descriptors of this process, or those of another one that has joined it
// (client/shell/join). Commands see no difference.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/base/result.hpp"

namespace holdfast::shell {

/// The outcome when an answer can no longer be written, and the exit code that says so.
struct Deed {
    std::string words;  ///< safe; empty: nothing has happened
    int exit = 0;
};

/// Standard output cannot be written: it is full, closed, or nobody reads it any more.
struct OutputFailed : std::runtime_error {
    OutputFailed(bool nobody, Deed done)
        : std::runtime_error("standard output cannot be written"), nobody_reads{nobody}, deed{std::move(done)}
    {
    }
    bool nobody_reads;  ///< as in `holdfast read | head -1`
    Deed deed;
};

/// Ctrl-C, or the end of the other window, while standard input was read: nothing may follow from what came.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

class Console {
  public:
    /// Empty: the end of the input, after which nothing more comes.
    using Listener = std::function<void(std::string_view)>;
    /// Something that lasts as long as it is held.
    struct Held {
        virtual ~Held() = default;
    };

    /// See keep_line().
    struct HeldLine : Held {
        /// What was typed since the last Enter, after Ctrl-C.
        [[nodiscard]] virtual std::string take() { return {}; }
    };

    virtual ~Console() = default;

    /// Hands bytes to standard output at once. Throws OutputFailed, without a deed.
    virtual void write(std::string_view bytes) = 0;
    /// The same to standard error; nobody is told when that fails.
    virtual void complain(std::string_view bytes) = 0;

    /// After an open question was left by Ctrl-C or Ctrl-D: the terminal's cursor stands behind it.
    virtual void end_line() { complain("\n"); }

    [[nodiscard]] virtual bool in_is_terminal() = 0;
    [[nodiscard]] virtual bool out_is_terminal() = 0;
    [[nodiscard]] virtual bool err_is_terminal() = 0;
    /// Columns of the terminal; 80 where there is none.
    [[nodiscard]] virtual std::size_t width() = 0;

    static constexpr std::size_t most_at_once = 4096;
    /// Standard input on the loop, in whatever pieces it comes, of `at_once` bytes at most. What was not read when it
    /// is let go stays for others.
    [[nodiscard]] virtual std::unique_ptr<Held> listen(boost::asio::io_context& loop, Listener listener,
                                                       std::size_t at_once) = 0;
    [[nodiscard]] std::unique_ptr<Held> listen(boost::asio::io_context& loop, Listener listener)
    {
        return listen(loop, std::move(listener), most_at_once);
    }
    /// While it is held, Ctrl-C leaves the line that is being typed at a terminal to be taken.
    [[nodiscard]] virtual std::unique_ptr<HeldLine> keep_line() { return std::make_unique<HeldLine>(); }
    /// All of standard input, or its first `limit` bytes. Throws Interrupted.
    [[nodiscard]] virtual std::string read(std::size_t limit) = 0;
    /// Asks on the terminal; platform::ask_shown.
    [[nodiscard]] virtual Result<std::string> ask_shown(const std::string& question, std::size_t limit) = 0;

    /// While it is held, the terminal gives every key at once and shows none by itself.
    [[nodiscard]] virtual std::unique_ptr<Held> take_keys() = 0;
    /// Calls `changed` whenever the terminal has another size.
    [[nodiscard]] virtual std::unique_ptr<Held> watch_size(boost::asio::io_context& loop,
                                                           std::function<void()> changed) = 0;
};

/// That of this process.
[[nodiscard]] Console& own_console() noexcept;

}  // namespace holdfast::shell
