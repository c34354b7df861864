// The connections that have not logged in, by where they come from. When one has to leave for another, it is the oldest
// of the network that has most of them here: a flood from one place makes room for itself, and whoever comes from
// elsewhere keeps the second or two that a login takes. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "server/core/events.hpp"

namespace holdfast::server {

/// The network of one customer of a provider: an IPv4 address, or the 64 bits in front of an IPv6 address.
[[nodiscard]] std::string network_of(const std::string& address);

class Crowd {
  public:
    /// `address`: numeric. Connections come with rising ids.
    void came(ConnectionId id, const std::string& address);
    /// Logged in, gone, or asked to go. Harmless for one that is not here.
    void left(ConnectionId id);

    [[nodiscard]] std::size_t size() const noexcept { return networks_.size(); }
    /// The connection to close when there are too many; of networks with as many, that of the oldest connection. Empty
    /// when nobody is here.
    [[nodiscard]] std::optional<ConnectionId> next_to_leave() const;

  private:
    std::map<ConnectionId, std::string> networks_;
    std::map<std::string, std::set<ConnectionId>> crowds_;  // none of them empty
};

}  // namespace holdfast::server
