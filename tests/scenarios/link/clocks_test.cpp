// The link's own clocks, shortened. What must end ends by a clock of the relay; no test waits longer than it has to.
#include <boost/asio/steady_timer.hpp>

#include "protocol/link/link.hpp"
#include "protocol/link/within.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"

namespace clocks_test {

using namespace holdfast;
using namespace holdfast::link;
using namespace holdfast::link::test;

namespace {

constexpr unsigned char binary_unfinished = 0x02;
constexpr unsigned char more_unfinished = 0x00;

asio::awaitable<Result<Bytes>> write_until_refused(Connection& connection)
{
    for (;;)
        if (const auto sent = co_await connection.write(Bytes(message_max)); !sent) co_return sent.errc();
}

}  // namespace

TEST_CASE("attack 18: a peer that connects and says nothing is dropped, and holds up nobody")
{
    EchoRelay relay{listen_options({.handshake = milliseconds{300}})};
    const RawPeer silent{relay.port()};
    asio::io_context io;
    CHECK(run(io, connect("127.0.0.1", relay.port(), patience)).has_value());
    CHECK(relay.next_end() == Errc::closed);  // the other client, which came later and left at once
    CHECK(relay.next_end() == Errc::timed_out);
}

TEST_CASE("attack 18: a peer that stops after TLS is dropped as well")
{
    EchoRelay relay{listen_options({.handshake = milliseconds{300}})};
    RawPeer slow{relay.port()};
    REQUIRE(slow.handshake());
    slow.send("GET /v1 HTTP/1.1\r\nHost: loc");
    CHECK(relay.next_end() == Errc::timed_out);
}

TEST_CASE("attack 22: a peer that has vanished is noticed")
{
    EchoRelay relay{listen_options({.ping_every = milliseconds{40}, .silence_max = milliseconds{200}})};
    RawPeer vanished{relay.port()};
    vanished.open();
    CHECK(relay.next_end() == Errc::timed_out);
    CHECK(vanished.rest().find('\x89') != std::string::npos);  // it was asked with a ping first
}

TEST_CASE("a peer that only answers pings stays")
{
    const Timing quick{.ping_every = milliseconds{40}, .silence_max = milliseconds{400}};
    EchoRelay relay{listen_options(quick)};
    asio::io_context io;
    auto connection = run(io, connect("127.0.0.1", relay.port(), patience, {.timing = quick}));
    REQUIRE(connection.has_value());
    CHECK(run(io, within(milliseconds{1'200}, connection->read())).errc() == Errc::timed_out);  // ours, not the link's
    CHECK(relay.next_end() == Errc::closed);
}

TEST_CASE("a probe ends a line on which nothing comes back, and leaves one that answers")
{
    EchoRelay relay{listen_options({})};
    asio::io_context io;
    auto good = run(io, connect("127.0.0.1", relay.port(), patience));
    REQUIRE(good.has_value());
    // A probe counts what is heard after it, so the read has to be there already.
    asio::steady_timer soon{io, milliseconds{50}};
    soon.async_wait([&](boost::system::error_code) { good->probe(milliseconds{200}); });
    CHECK(run(io, within(milliseconds{600}, good->read())).errc() == Errc::timed_out);  // ours, not the link's
    CHECK(relay.next_end() == Errc::closed);

    // A relay that takes the connection up and then never reads.
    auto listener = Listener::open(io.get_executor(), listen_options({}));
    std::optional<Connection> silent;
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            auto pending = co_await listener->accept();
            auto opened = co_await pending->handshake();
            silent.emplace(std::move(*opened));
        },
        asio::detached);
    auto doubted = run(io, connect("127.0.0.1", listener->port(), patience));
    REQUIRE(doubted.has_value());
    const auto began = std::chrono::steady_clock::now();
    soon.expires_after(milliseconds{50});
    soon.async_wait([&](boost::system::error_code) { doubted->probe(milliseconds{100}); });
    CHECK(run(io, doubted->read()).errc() == Errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - began < patience);  // not by the silence that ends any connection
}

TEST_CASE("attack 18: a message that trickles is cut off")
{
    EchoRelay relay{listen_options({.ping_every = milliseconds{40}, .message_time = milliseconds{200}})};
    RawPeer slow{relay.port()};
    slow.open();
    slow.send(frame(binary_unfinished, "a"));
    CHECK(relay.next_end() == Errc::timed_out);
}

TEST_CASE("attack 18: endless empty fragments are no sign of life")
{
    EchoRelay relay{listen_options({.ping_every = milliseconds{40}, .silence_max = milliseconds{200}})};
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(frame(binary_unfinished, ""));
    while (peer.send(frame(more_unfinished, ""))) {
    }
    CHECK(relay.next_end() == Errc::timed_out);
}

TEST_CASE("attack 22: a peer that takes nothing up does not hold a write for ever")
{
    asio::io_context io;
    auto listener = Listener::open(io.get_executor(),
                                   listen_options({.ping_every = milliseconds{40}, .write_max = milliseconds{300}}));
    RawPeer deaf{listener->port()};
    std::jthread client{[&deaf] { deaf.open(); }};
    auto pending = run(io, listener->accept());
    auto connection = run(io, pending->handshake());
    REQUIRE(connection.has_value());
    CHECK(run(io, write_until_refused(*connection)).errc() == Errc::timed_out);
}

}  // namespace clocks_test
