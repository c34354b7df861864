// From a TCP connection to a Connection: TLS, then the WebSocket upgrade. Private to protocol/link; free of heavy
// templates.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "protocol/link/link.hpp"
#include "protocol/link/tls.hpp"

namespace holdfast::link {

/// The numeric address; one that is IPv4 inside IPv6 is written as IPv4.
[[nodiscard]] std::string numeric(const boost::asio::ip::address& address);

struct ServerSide {
    TlsContext context;
    std::string peer;
    bool behind_proxy;
    Timing timing;
};

/// As Pending::handshake().
[[nodiscard]] boost::asio::awaitable<Result<Connection>> open_as_server(boost::asio::ip::tcp::socket socket,
                                                                        ServerSide side);

struct ClientSide {
    std::string host;
    std::uint16_t port;
    Duration limit;
    ConnectOptions options;
};

/// As connect(), once TCP stands.
[[nodiscard]] boost::asio::awaitable<Result<Connection>> open_as_client(boost::asio::ip::tcp::socket socket,
                                                                        ClientSide side);

}  // namespace holdfast::link
