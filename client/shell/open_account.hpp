// An account whose vault this process has open: the machine and its loop. One command has it for itself; a conversation
// and `holdfast unlock` lend it to the commands of other windows (client/shell/join).
#pragma once

#include <cstddef>

#include "client/core/client.hpp"
#include "client/shell/event_loop.hpp"

namespace holdfast::shell {

class OpenAccount {
  public:
    explicit OpenAccount(client::Client client) : client_{std::move(client)} {}

    [[nodiscard]] client::Client& client() noexcept { return client_; }
    [[nodiscard]] EventLoop& loop() noexcept { return loop_; }

    /// A command begins, and ends. Without any there is no connection: a device is there only while somebody is.
    void begin_use() noexcept { ++users_; }
    void end_use()
    {
        if (--users_ == 0) loop_.disconnect();
    }

    /// In a conversation of this process a line is being written, which is nobody else's draft.
    void set_line_in_use() noexcept { line_in_use_ = true; }
    [[nodiscard]] bool is_line_in_use() const noexcept { return line_in_use_; }

  private:
    client::Client client_;
    EventLoop loop_{client_};
    std::size_t users_ = 0;
    bool line_in_use_ = false;
};

}  // namespace holdfast::shell
