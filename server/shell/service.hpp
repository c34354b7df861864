// The relay as a service: listener, connections, ledger and admin socket on one network thread.
//
//     run() ── SIGTERM, SIGINT ──► stopping: no new connections or requests; what the ledger has is committed
//       │                             └─ finished() ─► everyone is told relay_stopping and let go ─► exit code 0
//       └── failed(): the store cannot be relied on ─► all ends at once ─► exit code 2
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "protocol/link/link.hpp"
#include "protocol/link/local_http.hpp"
#include "server/config.hpp"
#include "server/core/relay.hpp"
#include "server/shell/admin_socket.hpp"
#include "server/shell/client_connection.hpp"
#include "server/shell/crowd.hpp"
#include "server/shell/ledger.hpp"

namespace holdfast::server {

class Service final : private Ledger::Receiver, private AdminSocket::Handler, private link::LocalHttp::Handler {
  public:
    /// Binds all sockets, so that after this nothing but the disk can fail. Errors: certificate_unusable,
    /// cannot_listen.
    [[nodiscard]] static Result<std::unique_ptr<Service>> open(const Config& config);
    ~Service() override;
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// The port bound, also when the configuration says 0.
    [[nodiscard]] std::uint16_t port() const noexcept { return listener_->port(); }

    /// The same of the listener for metrics; empty where the configuration names none.
    [[nodiscard]] std::optional<std::uint16_t> metrics_port() const noexcept;

    /// Serves until a signal or a storage error; gives the exit code. Once only.
    [[nodiscard]] int run(std::unique_ptr<Relay> relay);
    /// After run(): the system's zone data is another now, so that the relay has to read it and promise anew.
    [[nodiscard]] bool wants_new_start() const noexcept { return wants_new_start_; }

  private:
    // One accepted connection. `line` is there once TLS and the upgrade are done.
    struct ClientSlot {
        boost::asio::cancellation_signal drop;
        std::shared_ptr<ClientConnection> line;
        bool logged_in = false;
    };
    class Question;

    explicit Service(const Config& config);

    void committed(Committed outcome, LedgerCounts counts) override;
    void backed_up(std::uint64_t ticket, Status outcome) override;
    void finished() override;
    void failed(Errc code, std::string what) override;
    [[nodiscard]] boost::asio::awaitable<SocketAnswer> answer(SocketRequest request) override;
    [[nodiscard]] boost::asio::awaitable<link::LocalAnswer> answer_local(std::string target) override;
    [[nodiscard]] boost::asio::awaitable<link::LocalAnswer> metrics();
    /// Why it does not serve as it should; empty when it does.
    [[nodiscard]] std::string_view trouble() const noexcept;

    [[nodiscard]] boost::asio::awaitable<void> accept_clients();
    [[nodiscard]] boost::asio::awaitable<void> serve_client(ConnectionId id, link::Pending peer);
    [[nodiscard]] boost::asio::awaitable<void> handle_signals();
    [[nodiscard]] boost::asio::awaitable<void> watch_zone_data();
    [[nodiscard]] boost::asio::awaitable<void> watch_certificate();
    /// Why the files are of no use, and the certificate stays; empty: they are in use.
    std::string read_certificate();
    [[nodiscard]] boost::asio::awaitable<void> tell_status();
    [[nodiscard]] boost::asio::awaitable<void> log_start();
    void tell_alive();
    void on_accept(link::Pending peer);
    void evict_oldest();
    void on_disconnect(ConnectionId id);
    void stop();
    void end_when_empty();
    void wind_down();
    [[nodiscard]] ClientConnection* line(ConnectionId id) const;
    void resolve(std::uint64_t ticket, SocketAnswer answer);
    [[nodiscard]] ServiceStatus with_counts(RelayStatus status) const;

    Config config_;
    boost::asio::io_context network_{1};
    std::optional<link::Listener> listener_;
    std::unique_ptr<AdminSocket> admin_;
    std::unique_ptr<AdminSocket> outside_;  // null: not configured
    std::optional<OutsideReport> outside_report_;
    std::unique_ptr<link::LocalHttp> local_;  // null: not configured
    boost::asio::signal_set signals_;
    boost::asio::steady_timer last_patience_;
    boost::asio::steady_timer zone_data_;
    boost::asio::steady_timer next_status_;
    boost::asio::steady_timer next_certificate_;
    std::string certificate_;  ///< as it was read last, see host::version_of_files
    std::chrono::steady_clock::time_point told_alive_{};
    std::chrono::steady_clock::time_point committed_at_{};
    std::size_t copies_ = 0;  // backups being made: nothing is committed meanwhile
    bool has_room_ = true;
    std::map<ConnectionId, ClientSlot> slots_;  // by age
    ConnectionId last_slot_ = 0;
    Crowd crowd_;  // those that have not logged in and were not asked to go
    std::size_t before_login_ = 0;
    std::uint64_t turned_away_ = 0;
    std::map<std::uint64_t, Question*> questions_;
    std::uint64_t last_ticket_ = 0;
    Instant started_{};
    LedgerCounts counts_;
    bool stopping_ = false;
    bool draining_ = false;  // the ledger has finished; clients are being disconnected
    bool wants_new_start_ = false;
    int exit_code_ = 0;
    std::unique_ptr<Ledger> ledger_;  // ends before what it refers to
};

}  // namespace holdfast::server
