#include "server/core/connections.hpp"

#include <utility>

#include "server/core/relay.hpp"

namespace holdfast::server {

bool Connection::fits(std::size_t size) const noexcept
{
    if (in_flight.empty()) return true;
    return in_flight.size() < deliveries_in_flight && bytes_in_flight + size <= delivery_bytes_in_flight;
}

void Connection::add_in_flight(std::uint64_t delivery, const InFlight& what)
{
    in_flight.emplace(delivery, what);
    bytes_in_flight += what.size;
}

void Connection::remove_in_flight(std::uint64_t delivery)
{
    const auto found = in_flight.find(delivery);
    if (found == in_flight.end()) return;
    bytes_in_flight -= found->second.size;
    in_flight.erase(found);
}

Connection& Connections::open(ConnectionId id, Bytes exporter)
{
    const auto [place, fresh] = connections_.try_emplace(id);
    require(fresh, "a connection opens once");
    place->second.id = id;
    place->second.exporter = std::move(exporter);
    return place->second;
}

void Connections::close(ConnectionId id)
{
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    log_out(found->second);
    connections_.erase(found);
}

Connection* Connections::find(ConnectionId id)
{
    const auto found = connections_.find(id);
    return found == connections_.end() || found->second.hung_up ? nullptr : &found->second;
}

Connection* Connections::of(DeviceRow device)
{
    const auto found = online_.find(device);
    return found == online_.end() ? nullptr : find(found->second);
}

Connection* Connections::taker(DeviceRow device, std::size_t size)
{
    Connection* connection = of(device);
    const bool takes =
        connection != nullptr && connection->confirmed && connection->caught_up && connection->fits(size);
    return takes ? connection : nullptr;
}

void Connections::log_in(Connection& connection, const LoggedInDevice& who)
{
    connection.who = who;
    online_[who.device] = connection.id;
}

void Connections::log_out(Connection& connection)
{
    if (!connection.who) return;
    const auto found = online_.find(connection.who->device);
    if (found != online_.end() && found->second == connection.id) online_.erase(found);
    connection.who.reset();
}

std::vector<Connection*> Connections::drain_scheduled()
{
    std::vector<Connection*> out;
    for (const ConnectionId id : scheduled_) {
        Connection* connection = find(id);
        if (connection == nullptr || !connection->delivery_scheduled) continue;
        connection->delivery_scheduled = false;
        if (connection->who) out.push_back(connection);
    }
    scheduled_.clear();
    return out;
}

void Connections::schedule_delivery(DeviceRow device)
{
    Connection* connection = of(device);
    if (connection == nullptr || !connection->confirmed) return;
    connection->caught_up = false;
    schedule(*connection);
}

void Connections::schedule(Connection& connection)
{
    if (!std::exchange(connection.delivery_scheduled, true)) scheduled_.push_back(connection.id);
}

void Connections::schedule_put_off()
{
    for (const ConnectionId id : std::exchange(put_off_, {}))
        if (const Connection* connection = find(id); connection != nullptr && connection->who)
            schedule_delivery(connection->who->device);
}

}  // namespace holdfast::server
