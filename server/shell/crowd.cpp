#include "server/shell/crowd.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace holdfast::server {

std::string network_of(const std::string& address)
{
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    if (error || parsed.is_v4()) return address;
    const auto v6 = parsed.to_v6();
    if (v6.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::make_address_v6(bytes).to_string();
}

void Crowd::came(ConnectionId id, const std::string& address)
{
    auto network = network_of(address);
    crowds_[network].insert(id);
    networks_.emplace(id, std::move(network));
}

void Crowd::left(ConnectionId id)
{
    const auto found = networks_.find(id);
    if (found == networks_.end()) return;
    const auto crowd = crowds_.find(found->second);
    crowd->second.erase(id);
    if (crowd->second.empty()) crowds_.erase(crowd);
    networks_.erase(found);
}

std::optional<ConnectionId> Crowd::next_to_leave() const
{
    const std::set<ConnectionId>* busiest = nullptr;
    for (const auto& [network, crowd] : crowds_)
        if (busiest == nullptr || crowd.size() > busiest->size() ||
            (crowd.size() == busiest->size() && *crowd.begin() < *busiest->begin()))
            busiest = &crowd;
    if (busiest == nullptr) return std::nullopt;
    return *busiest->begin();
}

}  // namespace holdfast::server
