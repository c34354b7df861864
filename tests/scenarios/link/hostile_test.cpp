// Input of a stranger before and after the upgrade: each is refused for the right reason.
#include "protocol/link/link.hpp"
#include "tests/protocol/link/hostile_input.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"

namespace hostile_test {

using namespace holdfast;
using namespace holdfast::link;
using namespace holdfast::link::test;

TEST_CASE("attack 19: an upgrade that is not exactly ours is refused")
{
    EchoRelay relay;
    for (const auto& bad : bad_requests()) {
        CAPTURE(bad.what);
        RawPeer peer{relay.port()};
        REQUIRE(peer.handshake());
        const auto answer = peer.upgrade(bad.request);
        CHECK(answer.substr(0, 12) == bad.answer);
        peer.cut();
        CHECK(relay.next_end() == bad.end);
    }
}

TEST_CASE("attack 20: TLS 1.2 is refused")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    CHECK_FALSE(peer.handshake(RawPeer::Tls::v1_2));
    CHECK(relay.next_end() == Errc::bad_encoding);
}

TEST_CASE("attack 20: something other than TLS is refused")
{
    EchoRelay relay;
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), relay.port()});
    socket.send(asio::buffer(upgrade_request()));
    CHECK(relay.next_end() == Errc::bad_encoding);
}

TEST_CASE("attack 20: no ticket is given that another connection could resume")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(frame(0x82, "hello"));
    peer.send(frame(0x82, "close"));
    CHECK(peer.rest().find("hello") != std::string::npos);
    CHECK_FALSE(peer.resumable());
    CHECK_FALSE(peer.early_data());
}

TEST_CASE("attack 18: compression is not taken up")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    REQUIRE(peer.handshake());
    const auto answer = peer.upgrade(
        upgrade_request("/v1", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"));
    CHECK(answer.starts_with("HTTP/1.1 101"));
    CHECK(answer.find("permessage-deflate") == std::string::npos);
}

TEST_CASE("attack 18: a frame that breaks the rules ends the connection")
{
    EchoRelay relay;
    for (const auto& bad : bad_frames()) {
        CAPTURE(bad.what);
        RawPeer peer{relay.port()};
        peer.open();
        peer.send(bad.bytes);
        const auto last_words = peer.rest();
        CHECK(last_words.substr(0, 1) == "\x88");  // a close frame, and nothing echoed
        CHECK(relay.next_end() == bad.end);
    }
}

TEST_CASE("attack 18: a message cut into crumbs is refused, one in a few pieces is not")
{
    EchoRelay relay;
    RawPeer good{relay.port()};
    good.open();
    good.send(frame(0x02, "in ") + frame(0x00, "three ") + frame(0x89, "ping") + frame(0x80, "pieces"));
    good.send(frame(0x82, "close"));
    CHECK(good.rest().find("in three pieces") != std::string::npos);
    CHECK(relay.next_end() == Errc::closed);

    RawPeer bad{relay.port()};
    bad.open();
    bad.send(frame(0x02, "x") + repeated(frame(0x00, "x"), 5'000));
    (void)bad.rest();
    CHECK(relay.next_end() == Errc::bad_encoding);
}

TEST_CASE("attack 18: a flood of pings ends the connection")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(repeated(frame(0x89, ""), 1'000));
    CHECK(relay.next_end() == Errc::rate_limited);
}

TEST_CASE("attack 20: a connection cut in the middle of a message gives no message")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(frame(0x02, "half"));
    peer.cut();
    CHECK(relay.next_end() == Errc::closed);
}

}  // namespace hostile_test
