// The relay's memory of a connection while it lasts. Nothing here survives a restart or needs to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/wire/frames.hpp"
#include "server/core/events.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

/// The most requests of a connection before it logs in; then it is closed. A mistyped code and a second try are
/// few.
inline constexpr std::uint32_t max_requests_before_login = 20;

/// The device that logged in.
struct LoggedInDevice {
    AccountRow account{};
    DeviceRow device{};
    wire::Role role = wire::Role::client;
    Address address;
    std::uint64_t claimed_submit = 0;  ///< the highest number the device says it has used before
};

/// A delivery on its way.
struct InFlight {
    std::size_t size = 0;
    std::optional<ConversationRow> conversation{};  ///< empty: a statement
};

/// A delivery that came in this step, as it will be sent at its end.
struct NewDelivery {
    DeliveryRow row{};
    std::uint64_t number = 0;
    wire::RelayFrame frame;
};

struct Connection {
    ConnectionId id = 0;
    Bytes exporter;
    bool greeted = false;
    bool hung_up = false;  ///< waits for Closed; nothing more is taken or sent
    wire::Nonce client_nonce{};
    wire::Nonce relay_nonce{};
    std::uint32_t requests_before_login = 0;
    std::optional<LoggedInDevice> who;
    std::uint64_t token = 0;  ///< the number of the login token given here
    bool confirmed = false;   ///< the device has it on disk: from here on everything else is taken

    /// Numbers of deliveries sent on this connection and not acked.
    std::map<std::uint64_t, InFlight> in_flight;
    std::size_t bytes_in_flight = 0;
    bool delivery_scheduled = false;  ///< looked at once, at the end of the step
    /// Nothing in the store waits for this device but what is in flight.
    bool caught_up = false;
    std::vector<NewDelivery> news;  ///< in flight already

    /// Whether a delivery of this size may be sent beside what is in flight.
    [[nodiscard]] bool fits(std::size_t size) const noexcept;
    void add_in_flight(std::uint64_t delivery, const InFlight& what);
    /// Acked, or to be sent again later. Harmless when it is not in flight.
    void remove_in_flight(std::uint64_t delivery);
};

/// All open connections. References live until that connection is closed.
class Connections {
  public:
    Connection& open(ConnectionId id, Bytes exporter);
    void close(ConnectionId id);
    /// Null when it is unknown or hung up.
    [[nodiscard]] Connection* find(ConnectionId id);
    /// The connection a device is logged in on, or null.
    [[nodiscard]] Connection* of(DeviceRow device);
    /// The one that takes a new delivery of this size at once, since its device has got all that came before; or null.
    [[nodiscard]] Connection* taker(DeviceRow device, std::size_t size);
    void log_in(Connection& connection, const LoggedInDevice& who);
    void log_out(Connection& connection);

    [[nodiscard]] std::size_t logged_in() const noexcept { return online_.size(); }
    /// Returns the connections scheduled for delivery, each once, and clears the list.
    [[nodiscard]] std::vector<Connection*> drain_scheduled();
    /// The store may have something new for the device. Nothing where it is not there, or has not confirmed its token.
    void schedule_delivery(DeviceRow device);
    /// To be looked at, at the end of the step.
    void schedule(Connection& connection);
    /// Something for this connection has to wait until the gate has caught up: it is scheduled again in the next step.
    void put_off(const Connection& connection) { put_off_.push_back(connection.id); }
    void schedule_put_off();

  private:
    std::map<ConnectionId, Connection> connections_;
    std::map<DeviceRow, ConnectionId> online_;
    std::vector<ConnectionId> scheduled_;
    std::vector<ConnectionId> put_off_;
};

}  // namespace holdfast::server
