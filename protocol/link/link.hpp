// Encrypted connections that carry whole binary messages: WebSocket over TLS 1.3 (PROTOCOL.md, "Transport").
//
//   relay:   Listener::open ─ accept() ─► Pending ─ handshake() ─►┐
//                                                                 ├─► Connection: read(), write(), close()
//   client:  connect() ──────────────────────────────────────────►┘
//
// The one rule: nothing of Beast, OpenSSL or asio/ssl is seen outside protocol/link/*.cpp. The certificate proves
// nothing by itself: a client trusts the relay key, which signs `exporter()` of this very connection.
//
// Threads: a listener, its connections and everything awaited on them live on one executor that runs one handler at a
// time (a one-threaded io_context or a strand). Errors are values; a broken environment (no memory) throws.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "protocol/base/bytes.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::link {

using Duration = std::chrono::steady_clock::duration;
using std::chrono::seconds;

/// Longest message in either direction, in bytes. A submit of one message to eight devices at the largest padding is
/// about half of it; more frames go into the next message, so nothing legitimate is refused and a peer costs at most
/// this much memory.
inline constexpr std::size_t message_max = 1024 * 1024;
/// Longest HTTP upgrade request, all header lines together, in bytes. Ours has about 300; proxies add some.
inline constexpr std::uint32_t upgrade_max = 8 * 1024;
/// The only request target that is answered; it names the version of this protocol.
inline constexpr char upgrade_target[] = "/v1";
/// Bytes of the TLS exporter (RFC 9266).
inline constexpr std::size_t exporter_size = 32;

/// How long things may take. Tests shorten them; programs use the defaults, which are part of PROTOCOL.md, "Transport".
struct Timing {
    /// TLS and the upgrade together: a silent peer holds a socket no longer.
    Duration handshake = seconds{10};
    /// Under the half minute after which home routers forget a connection.
    Duration ping_every = seconds{20};
    /// Nothing heard for this long while reading. With the interval of the checks that makes 60 s.
    Duration silence_max = seconds{55};
    /// From the first to the last byte of one message, so that none trickles for ever.
    Duration message_time = seconds{120};
    /// One write that the peer does not take up. The connection is dropped; what it carried stays stored.
    Duration write_max = seconds{60};
    /// Politeness at the end.
    Duration close_max = seconds{3};
};

/// One open connection. Movable; owns the stream; destroying it aborts what is pending on it. Operations that are
/// pending then end with Errc::closed and may safely outlive this object. At most one read() and one write() at a time,
/// in any combination.
class Connection {
  public:
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// The next whole binary message, at most `message_max` bytes. Keep one pending: pings are answered, and a peer
    /// that has vanished is noticed, only inside read(). Errors, each the end of the connection: closed (also for a cut
    /// connection), timed_out (silence), too_large, bad_encoding (text frame or a breach of RFC 6455).
    [[nodiscard]] boost::asio::awaitable<Result<Bytes>> read();

    /// Sends one binary message. Precondition: no other write() is pending, and `message` has at most `message_max`
    /// bytes (own bug otherwise). Success means handed to the system, not received. Errors, each the end of the
    /// connection: closed, timed_out.
    [[nodiscard]] boost::asio::awaitable<Status> write(Bytes message);

    /// Says goodbye (WebSocket close, TLS close_notify) for at most Timing::close_max, then ends the connection. A
    /// pending read or write ends with Errc::closed. Harmless when already closed.
    [[nodiscard]] boost::asio::awaitable<void> close();

    /// Asks the other end for a sign of life. Where none comes within `limit`, the connection ends with timed_out. For
    /// an end that has reason to doubt the line, such as after its own sleep; otherwise silence ends it. Needs a
    /// pending read(), as pings do.
    void probe(Duration limit);

    /// Ends the connection at once. Pending calls complete with Errc::closed, from the executor and not from inside
    /// this call.
    void cancel() noexcept;

    /// The 32 bytes both ends of this connection share and no other connection has (RFC 9266:
    /// "EXPORTER-Channel-Binding", empty context). Empty at a relay behind a proxy that terminates TLS; its client has
    /// the one it shares with the proxy. Valid as long as this object.
    [[nodiscard]] BytesView exporter() const noexcept;

    /// The numeric address of the other end, without port, e.g. "192.0.2.7" or "2001:db8::7". Behind a proxy: the
    /// proxy's.
    [[nodiscard]] const std::string& peer_address() const noexcept;

    [[nodiscard]] boost::asio::any_io_executor executor() const;

    class State;
    explicit Connection(std::shared_ptr<State> state) noexcept;

  private:
    std::shared_ptr<State> state_;  // shared with the operations in flight, which may outlive their caller
};

struct ConnectOptions {
    /// For a relay behind a proxy that terminates TLS: the certificate must verify against the system's authorities and
    /// name the host. Otherwise the certificate is not looked at.
    bool verify_certificate = false;
    Timing timing{};
};

/// Opens a connection to `host` (a name or a numeric address), trying all its addresses in turn, within `limit`
/// altogether. Runs on the calling coroutine's executor. Errors: unreachable (no such name, refused, or nobody there
/// who speaks this protocol), timed_out, bad_certificate (only with verify_certificate).
[[nodiscard]] boost::asio::awaitable<Result<Connection>> connect(std::string host, std::uint16_t port, Duration limit,
                                                                 ConnectOptions options = {});

struct ListenOptions {
    std::string address = "0.0.0.0";    ///< numeric; "::" takes both families
    std::uint16_t port = 0;             ///< 0: any free port, see Listener::port()
    int socket = -1;                    ///< one that listens already, in place of the two above; stays open
    std::filesystem::path certificate;  ///< PEM, the whole chain, the relay's own first (ACME: fullchain.pem)
    std::filesystem::path key;          ///< PEM, without a passphrase (ACME: privkey.pem)
    bool behind_proxy = false;  ///< a proxy terminates the clients' TLS: exporter() of accepted connections is empty
    /// Called when the system is out of descriptors, once until the next peer could be accepted.
    std::function<void()> out_of_descriptors = {};
    Timing timing{};
};

/// Why these files are of no use, in words for a log: which of them, and what is wrong with it. Empty for two that are.
[[nodiscard]] std::string certificate_problem(const std::filesystem::path& certificate,
                                              const std::filesystem::path& key);

/// When the certificate in this file ends; empty where it cannot be read.
[[nodiscard]] std::optional<Instant> certificate_ends(const std::filesystem::path& certificate);

/// A peer that has connected and not yet said anything. Destroying it drops the peer.
class Pending {
  public:
    Pending(Pending&&) noexcept;
    Pending& operator=(Pending&&) noexcept;
    ~Pending();

    /// TLS and the WebSocket upgrade, within Timing::handshake. Once only; await it in the session's own coroutine so
    /// that a slow peer never delays the next accept(). Errors: timed_out, closed, bad_encoding (not TLS 1.3, not
    /// HTTP), not_allowed (another target than /v1, any Origin header, no upgrade).
    [[nodiscard]] boost::asio::awaitable<Result<Connection>> handshake();

    /// As Connection::peer_address(). Before handshake() only.
    [[nodiscard]] const std::string& peer_address() const noexcept;

    struct State;
    explicit Pending(std::unique_ptr<State> state) noexcept;

  private:
    std::unique_ptr<State> state_;
};

/// The relay's open port.
class Listener {
  public:
    /// Reads the certificate, binds and listens. Errors: certificate_unusable (missing, unreadable, not PEM, or key and
    /// certificate do not belong together), cannot_listen (address in use, not ours, or not an address).
    [[nodiscard]] static Result<Listener> open(boost::asio::any_io_executor executor, ListenOptions options);
    Listener(Listener&&) noexcept;
    Listener& operator=(Listener&&) noexcept;
    ~Listener();

    /// The next peer. Waits, rather than fails, while the system is out of descriptors. Error: closed, after close().
    [[nodiscard]] boost::asio::awaitable<Result<Pending>> accept();

    /// Reads the certificate and key files again; later peers get the new ones. On error (certificate_unusable) the old
    /// ones stay.
    [[nodiscard]] Status reload_certificate();

    /// The port bound, also when 0 was asked for.
    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Stops listening; connections go on.
    void close() noexcept;

    struct State;
    explicit Listener(std::shared_ptr<State> state) noexcept;

  private:
    std::shared_ptr<State> state_;  // shared with a pending accept()
};

// How coroutines of this project wait for an operation of Asio: the error code is a value, nothing is thrown.

/// `co_await async_f(…, as_result)` gives a tuple that starts with the error code.
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace holdfast::link
