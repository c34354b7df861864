// Where a relay is reached, as people write it: `host` or `host:port`, IPv6 in brackets. PROTOCOL.md, "Invitation".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace holdfast::session {

inline constexpr std::uint16_t default_relay_port = 8443;

struct RelayAddress {
    std::string host;  ///< lower case, without brackets
    std::uint16_t port = default_relay_port;
    /// A proxy in front of the relay ends the clients' TLS: its certificate is verified by the system's authorities. No
    /// part of the address as people write it.
    bool behind_proxy = false;

    /// Errc::bad_address unless it is a host name, an IPv4 or a bracketed IPv6 address, with a port from 1 to 65535 or
    /// without one.
    [[nodiscard]] static Result<RelayAddress> parse(std::string_view text);
    /// Always with the port, so that one address has one spelling.
    [[nodiscard]] std::string canonical() const;
    /// For people: without the port where it is the default one.
    [[nodiscard]] std::string short_text() const;
    friend bool operator==(const RelayAddress&, const RelayAddress&) = default;
};

}  // namespace holdfast::session
