// TLS settings of both ends: version 1.3 only, and nothing that outlives a connection (PROTOCOL.md, "Transport").
// Private to protocol/link.
#pragma once

#include <filesystem>
#include <memory>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/link/link.hpp"

struct ssl_st;

namespace boost::asio::ssl {
class context;
}

namespace holdfast::link {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// For the relay. `certificate` and `key` are PEM files. Errc::certificate_unusable.
[[nodiscard]] Result<TlsContext> server_context(const std::filesystem::path& certificate,
                                                const std::filesystem::path& key);

/// For a client; with `verify_certificate` it trusts the system's authorities, else it accepts any certificate.
[[nodiscard]] TlsContext client_context(bool verify_certificate);

/// Sends `host` as Server Name Indication, unless it is an address (RFC 6066 section 3 forbids those).
void name_server(ssl_st* session, const std::string& host);

/// Makes a certificate that does not name `host`, a name or an address, one that is not good.
void expect_host(ssl_st* session, const std::string& host);

/// True when a certificate was to be verified and was not good.
[[nodiscard]] bool certificate_refused(const ssl_st* session);

/// The channel binding of an established connection (RFC 9266 section 2).
[[nodiscard]] ByteArray<exporter_size> channel_binding(ssl_st* session);

}  // namespace holdfast::link
