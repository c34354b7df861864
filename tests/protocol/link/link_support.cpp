#include "tests/protocol/link/link_support.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>

#include "tests/support/support.hpp"

namespace holdfast::link::test {
namespace {

namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

Listener open_listener(asio::io_context& io, ListenOptions options)
{
    auto listener = Listener::open(io.get_executor(), std::move(options));
    require(listener.has_value(), "the test relay cannot listen");
    return std::move(listener).value();
}

}  // namespace

const std::filesystem::path& certificate_folder()
{
    static const holdfast::test::TempDir folder;
    static const bool made = [] {
        const auto command = "'" + holdfast::test::source_dir() + "/certs/make-certificate' --dir " +
                             folder.path().string() + " --host localhost --host 127.0.0.1 >/dev/null";
        return std::system(command.c_str()) == 0;
    }();
    require(made, "certs/make-certificate failed");
    return folder.path();
}

ListenOptions listen_options(Timing timing)
{
    const auto& folder = certificate_folder();
    ListenOptions options;
    options.address = "127.0.0.1";
    options.certificate = folder / "certificate.pem";
    options.key = folder / "key.pem";
    options.timing = timing;
    return options;
}

EchoRelay::EchoRelay(ListenOptions options) : listener_{open_listener(io_, std::move(options))}, port_{listener_.port()}
{
    asio::co_spawn(io_, accept_all(), asio::detached);
    thread_ = std::jthread{[this] { io_.run(); }};
}

EchoRelay::~EchoRelay() { io_.stop(); }

Errc EchoRelay::next_end()
{
    std::unique_lock lock{mutex_};
    const bool came = changed_.wait_for(lock, patience, [this] { return !ends_.empty(); });
    require(came, "no session ended");
    const auto reason = ends_.front();
    ends_.pop_front();
    return reason;
}

asio::awaitable<void> EchoRelay::accept_all()
{
    while (auto pending = co_await listener_.accept())
        asio::co_spawn(io_, session(std::move(pending).value()), asio::detached);
}

asio::awaitable<void> EchoRelay::session(Pending pending) { ended(co_await echo(std::move(pending))); }

asio::awaitable<Errc> EchoRelay::echo(Pending pending)
{
    auto connection = co_await pending.handshake();
    if (!connection) co_return connection.errc();
    for (;;) {
        auto message = co_await connection->read();
        if (!message) co_return message.errc();
        if (as_text(*message) == "close") {
            co_await connection->close();
            co_return Errc::closed;
        }
        if (as_text(*message) == "exporter") message = to_bytes(connection->exporter());
        if (auto sent = co_await connection->write(std::move(message).value()); !sent) co_return sent.errc();
    }
}

void EchoRelay::ended(Errc reason)
{
    const std::lock_guard lock{mutex_};
    ends_.push_back(reason);
    changed_.notify_all();
}

struct RawPeer::Impl {
    asio::io_context io;
    ssl::context context{ssl::context::tls_client};
    std::optional<ssl::stream<tcp::socket>> stream;
};

RawPeer::RawPeer(std::uint16_t port) : impl_{std::make_unique<Impl>()}
{
    impl_->stream.emplace(impl_->io, impl_->context);
    impl_->stream->next_layer().connect({asio::ip::address_v4::loopback(), port});
}

RawPeer::~RawPeer() = default;

bool RawPeer::handshake(Tls version)
{
    const int number = version == Tls::v1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
    SSL_set_min_proto_version(impl_->stream->native_handle(), number);
    SSL_set_max_proto_version(impl_->stream->native_handle(), number);
    error_code error;
    impl_->stream->handshake(ssl::stream_base::client, error);
    return !error;
}

void RawPeer::offer(const std::string& suites)
{
    require(SSL_set_ciphersuites(impl_->stream->native_handle(), suites.c_str()) == 1, "OpenSSL knows the suites");
}

std::string RawPeer::suite() const { return SSL_get_cipher_name(impl_->stream->native_handle()); }

bool RawPeer::resumable() const
{
    return SSL_SESSION_is_resumable(SSL_get0_session(impl_->stream->native_handle())) == 1;
}

bool RawPeer::early_data() const
{
    return SSL_SESSION_get_max_early_data(SSL_get0_session(impl_->stream->native_handle())) > 0;
}

bool RawPeer::send(std::string_view bytes)
{
    error_code error;
    asio::write(*impl_->stream, asio::buffer(bytes), error);
    return !error;
}

std::string RawPeer::upgrade(std::string_view request)
{
    send(request);
    std::string head;
    char next = 0;
    error_code error;
    while (!head.ends_with("\r\n\r\n") && impl_->stream->read_some(asio::buffer(&next, 1), error) == 1) head += next;
    return head;
}

void RawPeer::open()
{
    require(handshake(), "the raw peer's handshake failed");
    require(upgrade(upgrade_request()).starts_with("HTTP/1.1 101"), "the raw peer was not upgraded");
}

std::string RawPeer::rest()
{
    std::string all;
    std::array<char, 4096> piece{};
    error_code error;
    while (const auto count = impl_->stream->read_some(asio::buffer(piece), error)) all.append(piece.data(), count);
    impl_->stream->shutdown(error);
    cut();
    return all;
}

void RawPeer::cut()
{
    error_code ignored;
    impl_->stream->next_layer().close(ignored);
}

std::string upgrade_request(std::string_view target, std::string_view extra)
{
    return "GET " + std::string{target} +
           " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
           std::string{extra} + "\r\n";
}

std::string frame(unsigned char first, std::string_view payload)
{
    require(payload.size() < 126, "only short frames are needed");
    std::string out{static_cast<char>(first), static_cast<char>(0x80U | payload.size())};
    out.append(4, '\0');
    return out.append(payload);
}

}  // namespace holdfast::link::test
