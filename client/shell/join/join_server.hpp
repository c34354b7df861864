// Lets other windows of the same user join: while this process has the vault open, their commands are carried out here,
// beside its own conversation. Bounded in windows, bytes and time; client/README.md, "More than one window".
#pragma once

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "client/shell/join/join_socket.hpp"
#include "client/shell/join/joined_process.hpp"
#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell::join {

class JoinServer {
  public:
    /// A command that only this process knows how to do, with its exit code; empty: it is none.
    using Special = std::function<std::optional<int>(const Context& context)>;

    /// Listens beside the vault of `profile`, which `account` is. Where there can be no socket (listening() says so)
    /// nobody joins, and all else is as usual. `owner` and `account` must outlive it.
    JoinServer(const Context& owner, OpenAccount& account, const std::filesystem::path& profile, Special special = {});
    ~JoinServer() { drop(); }
    JoinServer(const JoinServer&) = delete;
    JoinServer& operator=(const JoinServer&) = delete;

    /// After drop(): others may join again.
    void begin();
    [[nodiscard]] Status listening() const noexcept { return listening_; }
    /// Nobody joins any more, and the commands of those who have are interrupted and say so. Turns the loop; bounded.
    void end();
    /// Nobody joins any more; those who have are let go at once, and their commands end. From the loop: what locks the
    /// conversation calls it.
    void drop();

  private:
    [[nodiscard]] boost::asio::awaitable<void> accept_all(std::weak_ptr<bool> here);
    [[nodiscard]] JoinedProcess::Command choose(const Ask& ask);
    [[nodiscard]] std::size_t commands() const noexcept;

    const Context& owner_;
    OpenAccount& account_;
    std::filesystem::path profile_;
    Special special_;
    std::optional<ListeningSocket> socket_;
    Status listening_ = ok();
    std::vector<std::shared_ptr<JoinedProcess>> joined_;
    std::shared_ptr<bool> here_;  ///< while others may join
};

}  // namespace holdfast::shell::join
