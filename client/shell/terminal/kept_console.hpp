// The console of an order of a program (commands/rpc.cpp): the command reads what the order gave, and what it writes is
// kept for the answer.
#pragma once

#include <string>

#include "client/shell/terminal/console.hpp"

namespace holdfast::shell {

class KeptConsole final : public Console {
  public:
    explicit KeptConsole(std::string input) : input_{std::move(input)} {}

    [[nodiscard]] const std::string& written() const noexcept { return written_; }

    void write(std::string_view bytes) override { written_ += bytes; }
    /// Nothing is said beside the answer.
    void complain(std::string_view) override {}
    [[nodiscard]] bool in_is_terminal() override { return false; }
    [[nodiscard]] bool out_is_terminal() override { return false; }
    [[nodiscard]] bool err_is_terminal() override { return false; }
    [[nodiscard]] std::size_t width() override;
    /// Nobody is there to be asked: the input ends at once.
    [[nodiscard]] std::unique_ptr<Held> listen(boost::asio::io_context& loop, Listener listener,
                                               std::size_t at_once) override;
    [[nodiscard]] std::string read(std::size_t limit) override { return input_.substr(0, limit); }
    [[nodiscard]] Result<std::string> ask_shown(const std::string&, std::size_t) override
    {
        return Errc::not_confirmed;
    }
    [[nodiscard]] std::unique_ptr<Held> take_keys() override { return nullptr; }
    [[nodiscard]] std::unique_ptr<Held> watch_size(boost::asio::io_context&, std::function<void()>) override
    {
        return nullptr;
    }

  private:
    std::string input_;
    std::string written_;
};

}  // namespace holdfast::shell
