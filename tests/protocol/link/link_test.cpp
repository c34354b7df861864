#include "protocol/link/link.hpp"

#include <cstdlib>

#include "protocol/link/within.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"

namespace link_test {

using namespace holdfast;
using namespace holdfast::link;
using namespace holdfast::link::test;

namespace {

Connection open_to(asio::io_context& io, const EchoRelay& relay, ConnectOptions options = {})
{
    auto connection = run(io, connect("127.0.0.1", relay.port(), patience, options));
    REQUIRE(connection.has_value());
    return std::move(connection).value();
}

Bytes pattern(std::size_t size)
{
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>(i * 31 + i / 251);
    return out;
}

asio::awaitable<Result<Bytes>> ask(Connection& connection, Bytes message)
{
    if (const auto sent = co_await connection.write(std::move(message)); !sent) co_return sent.errc();
    co_return co_await connection.read();
}

asio::awaitable<Status> write_many(Connection& connection, int count)
{
    for (int i = 0; i < count; ++i)
        if (const auto sent = co_await connection.write(to_bytes(std::to_string(i))); !sent) co_return sent.errc();
    co_return ok();
}

// Destroys the connection while its read is pending; the read must end by itself.
asio::awaitable<Result<Bytes>> read_until_destroyed(std::optional<Connection>& owner)
{
    auto pending = owner->read();
    asio::post(co_await asio::this_coro::executor, [&owner] { owner.reset(); });
    co_return co_await std::move(pending);
}

asio::awaitable<Result<Bytes>> read_until_cancelled(Connection& connection)
{
    asio::post(co_await asio::this_coro::executor, [&connection] { connection.cancel(); });
    co_return co_await connection.read();
}

asio::awaitable<Result<Bytes>> close_then_read(Connection& connection)
{
    co_await connection.close();
    co_await connection.close();
    co_return co_await connection.read();
}

}  // namespace

TEST_CASE("messages of every size come back whole")
{
    EchoRelay relay;
    asio::io_context io;
    auto connection = open_to(io, relay);
    CHECK(connection.peer_address() == "127.0.0.1");
    for (const auto size : {std::size_t{0}, std::size_t{1}, std::size_t{125}, std::size_t{126}, std::size_t{65'535},
                            std::size_t{65'536}, std::size_t{300'000}, message_max}) {
        CAPTURE(size);
        const auto answer = run(io, ask(connection, pattern(size)));
        REQUIRE(answer.has_value());
        CHECK(*answer == pattern(size));
    }
}

TEST_CASE("many messages keep their borders and their order")
{
    EchoRelay relay;
    asio::io_context io;
    auto connection = open_to(io, relay);
    REQUIRE(run(io, write_many(connection, 500)).has_value());
    for (int i = 0; i < 500; ++i) {
        const auto answer = run(io, connection.read());
        REQUIRE(answer.has_value());
        CHECK(as_text(*answer) == std::to_string(i));
    }
}

TEST_CASE("both ends have the same exporter, and another connection another")
{
    EchoRelay relay;
    asio::io_context io;
    auto one = open_to(io, relay);
    auto other = open_to(io, relay);
    CHECK(one.exporter().size() == exporter_size);
    CHECK(to_bytes(one.exporter()) == run(io, ask(one, to_bytes("exporter"))).value());
    CHECK(to_bytes(other.exporter()) == run(io, ask(other, to_bytes("exporter"))).value());
    CHECK(to_bytes(one.exporter()) != to_bytes(other.exporter()));
}

TEST_CASE("the relay takes AES-128 of what is offered, or ChaCha20 where a client would rather have it")
{
    EchoRelay relay;
    const auto chosen_of = [&](const std::string& offered) {
        RawPeer peer{relay.port()};
        if (!offered.empty()) peer.offer(offered);
        REQUIRE(peer.handshake());
        return peer.suite();
    };
    CHECK(chosen_of("") == "TLS_AES_128_GCM_SHA256");
    CHECK(chosen_of("TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256") == "TLS_AES_128_GCM_SHA256");
    CHECK(chosen_of("TLS_AES_256_GCM_SHA384") == "TLS_AES_256_GCM_SHA384");
    CHECK(chosen_of("TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256") == "TLS_CHACHA20_POLY1305_SHA256");
}

TEST_CASE("behind a proxy the relay gives no exporter, and a client verifies the certificate")
{
    auto options = listen_options();
    options.behind_proxy = true;
    EchoRelay relay{options};
    asio::io_context io;
    auto plain = open_to(io, relay);
    CHECK(run(io, ask(plain, to_bytes("exporter"))).value().empty());

    ::unsetenv("SSL_CERT_FILE");
    const auto refused = run(io, connect("127.0.0.1", relay.port(), patience, {.verify_certificate = true}));
    CHECK(refused.errc() == Errc::bad_certificate);
    ::setenv("SSL_CERT_FILE", (certificate_folder() / "certificate.pem").c_str(), 1);
    CHECK(open_to(io, relay, {.verify_certificate = true}).exporter().size() == exporter_size);
    ::unsetenv("SSL_CERT_FILE");
}

TEST_CASE("a certificate for another name is refused when it is verified")
{
    auto options = listen_options();
    options.address = "0.0.0.0";
    EchoRelay relay{options};
    asio::io_context io;
    ::setenv("SSL_CERT_FILE", (certificate_folder() / "certificate.pem").c_str(), 1);
    const auto refused = run(io, connect("127.0.0.2", relay.port(), patience, {.verify_certificate = true}));
    CHECK(refused.errc() == Errc::bad_certificate);
    ::unsetenv("SSL_CERT_FILE");
}

TEST_CASE("a closed port and an unknown name are unreachable")
{
    asio::io_context io;
    std::uint16_t closed_port = 0;
    {
        const auto listener = Listener::open(io.get_executor(), listen_options());
        closed_port = listener->port();
    }
    CHECK(run(io, connect("127.0.0.1", closed_port, patience)).errc() == Errc::unreachable);
    CHECK(run(io, connect("not a name", 1, patience)).errc() == Errc::unreachable);
}

TEST_CASE("a server that never answers is given up at the deadline")
{
    asio::io_context io;
    const auto silent = Listener::open(io.get_executor(), listen_options());  // TCP connects, nobody accepts
    CHECK(run(io, connect("127.0.0.1", silent->port(), milliseconds{200})).errc() == Errc::timed_out);
}

TEST_CASE("a name is tried on all its addresses")
{
    EchoRelay relay;  // on 127.0.0.1 only, while localhost may name ::1 first
    asio::io_context io;
    CHECK(run(io, connect("localhost", relay.port(), patience)).has_value());
}

TEST_CASE("a pending read ends when the connection is cancelled, destroyed or closed")
{
    EchoRelay relay;
    asio::io_context io;
    auto cancelled = open_to(io, relay);
    CHECK(run(io, read_until_cancelled(cancelled)).errc() == Errc::closed);
    CHECK(run(io, cancelled.read()).errc() == Errc::closed);
    CHECK(run(io, cancelled.write({})).errc() == Errc::closed);

    std::optional<Connection> destroyed{open_to(io, relay)};
    CHECK(run(io, read_until_destroyed(destroyed)).errc() == Errc::closed);

    auto closed = open_to(io, relay);
    CHECK(run(io, close_then_read(closed)).errc() == Errc::closed);
    for (int i = 0; i < 3; ++i) CHECK(relay.next_end() == Errc::closed);
}

TEST_CASE("a goodbye from the other end is seen as closed")
{
    EchoRelay relay;
    asio::io_context io;
    auto connection = open_to(io, relay);
    CHECK(run(io, ask(connection, to_bytes("close"))).errc() == Errc::closed);
    CHECK(relay.next_end() == Errc::closed);
}

TEST_CASE("a read within a time limit ends with it")
{
    EchoRelay relay;
    asio::io_context io;
    auto connection = open_to(io, relay);
    CHECK(run(io, within(milliseconds{50}, connection.read())).errc() == Errc::timed_out);
    CHECK(relay.next_end() == Errc::closed);  // cancelling a read is the end of its connection
    auto other = open_to(io, relay);
    CHECK(as_text(run(io, within(patience, ask(other, to_bytes("in time")))).value()) == "in time");
}

}  // namespace link_test
