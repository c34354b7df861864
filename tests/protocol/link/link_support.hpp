// Real TLS on loopback: a certificate from certs/make-certificate, a relay that echoes on a thread of its own, and a
// peer that can say anything.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "protocol/link/link.hpp"

namespace holdfast::link::test {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// Longer than anything here takes; a test that waits for it has failed.
inline constexpr auto patience = seconds{20};

/// A folder with certificate.pem and key.pem for localhost, made once a process.
[[nodiscard]] const std::filesystem::path& certificate_folder();
[[nodiscard]] ListenOptions listen_options(Timing timing = {.close_max = milliseconds{200}});

template <class T>
asio::awaitable<void> into(std::optional<T>& out, asio::awaitable<T> operation)
{
    out.emplace(co_await std::move(operation));
}

/// Runs one coroutine to its end on an io_context of its own.
template <class T>
T run(asio::io_context& io, asio::awaitable<T> operation)
{
    std::optional<T> out;
    asio::co_spawn(io, into(out, std::move(operation)), asio::detached);
    io.restart();
    while (!out && io.run_one() > 0) {
    }
    require(out.has_value(), "the coroutine ended without a value");
    return std::move(*out);
}

/// Echoes every message; "exporter" is answered with the relay's exporter, "close" by closing.
class EchoRelay {
  public:
    explicit EchoRelay(ListenOptions options = listen_options());
    ~EchoRelay();
    EchoRelay(const EchoRelay&) = delete;
    EchoRelay& operator=(const EchoRelay&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Why the next session ended, in the order of their ends. Waits for it.
    [[nodiscard]] Errc next_end();

  private:
    asio::awaitable<void> accept_all();
    asio::awaitable<void> session(Pending pending);
    asio::awaitable<Errc> echo(Pending pending);
    void ended(Errc reason);

    asio::io_context io_;
    Listener listener_;
    std::uint16_t port_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Errc> ends_;
    std::jthread thread_;
};

/// A TLS client that says what a test wants, blocking.
class RawPeer {
  public:
    enum class Tls { v1_2, v1_3 };
    explicit RawPeer(std::uint16_t port);
    ~RawPeer();
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;

    /// True when the handshake succeeds.
    [[nodiscard]] bool handshake(Tls version = Tls::v1_3);
    /// To be offered in this order, in OpenSSL's words with colons between them. Before the handshake.
    void offer(const std::string& suites);
    /// The suite that the other end has chosen, in OpenSSL's words.
    [[nodiscard]] std::string suite() const;
    /// True when OpenSSL holds something a later connection could resume.
    [[nodiscard]] bool resumable() const;
    /// True when OpenSSL holds leave to send something before the next handshake.
    [[nodiscard]] bool early_data() const;
    /// False when the other end is gone.
    bool send(std::string_view bytes);
    /// Sends an upgrade request and reads the head of the answer.
    std::string upgrade(std::string_view request);
    /// TLS and a correct upgrade.
    void open();
    /// All that comes until the other end closes; then closes as well.
    std::string rest();
    /// Closes TCP without a word.
    void cut();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A correct upgrade request with `extra` header lines (each ending in CRLF).
[[nodiscard]] std::string upgrade_request(std::string_view target = "/v1", std::string_view extra = "");

/// A client's frame: first byte as given, payload masked with zeros.
[[nodiscard]] std::string frame(unsigned char first, std::string_view payload);

}  // namespace holdfast::link::test
