#include "server/core/connections.hpp"

namespace holdfast::server {

void Session::took_off(std::uint64_t delivery, std::size_t size)
{
    in_flight.emplace(delivery, size);
    bytes_in_flight += size;
}

void Session::landed(std::uint64_t delivery)
{
    const auto found = in_flight.find(delivery);
    if (found == in_flight.end()) return;
    bytes_in_flight -= found->second;
    in_flight.erase(found);
}

Session& Sessions::open(ConnectionId connection, Bytes exporter)
{
    const auto [place, fresh] = sessions_.try_emplace(connection);
    require(fresh, "a connection opens once");
    place->second.connection = connection;
    place->second.exporter = std::move(exporter);
    return place->second;
}

void Sessions::close(ConnectionId connection)
{
    const auto found = sessions_.find(connection);
    if (found == sessions_.end()) return;
    log_out(found->second);
    sessions_.erase(found);
}

Session* Sessions::find(ConnectionId connection)
{
    const auto found = sessions_.find(connection);
    return found == sessions_.end() || found->second.hung_up ? nullptr : &found->second;
}

Session* Sessions::of(DeviceRow device)
{
    const auto found = online_.find(device);
    return found == online_.end() ? nullptr : find(found->second);
}

void Sessions::log_in(Session& session, const Who& who)
{
    session.who = who;
    online_[who.device] = session.connection;
}

void Sessions::log_out(Session& session)
{
    if (!session.who) return;
    const auto found = online_.find(session.who->device);
    if (found != online_.end() && found->second == session.connection) online_.erase(found);
    session.who.reset();
}

std::vector<Session*> Sessions::take_wishes()
{
    std::vector<Session*> out;
    for (const ConnectionId connection : wishes_) {
        Session* session = find(connection);
        if (session == nullptr || !session->wants_deliveries) continue;
        session->wants_deliveries = false;
        if (session->who) out.push_back(session);
    }
    wishes_.clear();
    return out;
}

void Sessions::wish(DeviceRow device)
{
    Session* session = of(device);
    if (session == nullptr || !session->confirmed || session->wants_deliveries) return;
    session->wants_deliveries = true;
    wishes_.push_back(session->connection);
}

}  // namespace holdfast::server
