// A practice of its own for one test: folder, certificate, configuration, and the real programs on it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/link/link.hpp"
#include "protocol/wire/frames.hpp"
#include "tests/support/process.hpp"
#include "tests/support/support.hpp"

namespace holdfast::test {

class RelayProcess {
  public:
    /// Lays the folder out and runs `holdfastctl init`. `more` is added to the configuration.
    explicit RelayProcess(std::string_view more = {});

    [[nodiscard]] const TempDir& folder() const noexcept { return folder_; }
    [[nodiscard]] std::string config_file() const { return (folder_ / "holdfastd.toml").string(); }

    /// Starts holdfastd and waits until it listens.
    void start();
    /// The same under a command in front, e.g. a shell that sets a limit and ends in `exec "$@"`.
    void start_under(Command front);
    [[nodiscard]] Process& daemon() { return *daemon_; }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    [[nodiscard]] Finished ctl(Command arguments, std::string_view input = {}) const;
    /// `ctl` with --json, which must succeed; the object it prints.
    [[nodiscard]] boost::json::object ctl_json(Command arguments) const;

  private:
    TempDir folder_;
    std::optional<Process> daemon_;
    std::uint16_t port_ = 0;
};

/// A client that only speaks frames, blocking. Everything throws when the relay does not do what is waited for.
class Speaker {
  public:
    explicit Speaker(std::uint16_t port);

    /// Hello and the relay's answer.
    wire::Greeting greet(std::uint16_t version = wire::protocol_version);
    void send(const std::vector<wire::ClientFrame>& frames);
    void send_raw(Bytes message);
    /// The next frame; throws std::runtime_error "closed" when the relay has closed.
    wire::RelayFrame next();
    template <class Frame>
    Frame next()
    {
        return std::get<Frame>(next());
    }
    /// Reads until the relay closes, or has sent `most` frames; what came before.
    std::vector<wire::RelayFrame> until_closed(std::size_t most = std::numeric_limits<std::size_t>::max());

    [[nodiscard]] const wire::Nonce& nonce() const noexcept { return nonce_; }
    [[nodiscard]] BytesView exporter() const { return link_->exporter(); }

  private:
    boost::asio::io_context io_;
    std::optional<link::Connection> link_;
    wire::Nonce nonce_{};
    std::vector<wire::RelayFrame> waiting_;  // of the last batch, the next one last
};

}  // namespace holdfast::test
