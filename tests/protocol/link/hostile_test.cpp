// What a stranger may send before and after the upgrade, and that each is refused for the right reason.
#include <array>

#include "protocol/link/link.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"

using namespace holdfast;
using namespace holdfast::link;
using namespace holdfast::link::test;
using namespace std::string_literals;

namespace {

struct BadRequest {
    std::string what;
    std::string request;
    std::string answer;  // how the answer begins; empty: none
    Errc end = Errc::not_allowed;
};

std::string without_upgrade() { return "GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

const std::array bad_requests{
    BadRequest{"another target", upgrade_request("/"), "HTTP/1.1 404"},
    BadRequest{"a longer target", upgrade_request("/v1?x"), "HTTP/1.1 404"},
    BadRequest{"a later version", upgrade_request("/v2"), "HTTP/1.1 404"},
    BadRequest{"a page of a browser", upgrade_request("/v1", "Origin: https://example.org\r\n"), "HTTP/1.1 403"},
    BadRequest{"an empty Origin", upgrade_request("/v1", "Origin:\r\n"), "HTTP/1.1 403"},
    BadRequest{"no upgrade", without_upgrade(), "HTTP/1.1 426"},
    BadRequest{"a body", upgrade_request("/v1", "Content-Length: 5\r\n"), "", Errc::bad_encoding},
    BadRequest{"a chunked body", upgrade_request("/v1", "Transfer-Encoding: chunked\r\n"), "HTTP/1.1 400"},
    BadRequest{"a second request behind", upgrade_request() + upgrade_request(), "HTTP/1.1 400"},
    BadRequest{"both lengths", upgrade_request("/v1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "",
               Errc::bad_encoding},
    BadRequest{"two lengths", upgrade_request("/v1", "Content-Length: 5\r\nContent-Length: 6\r\n"), "",
               Errc::bad_encoding},
    BadRequest{"endless headers", upgrade_request("/v1", "X: " + std::string(upgrade_max, 'x') + "\r\n"), "",
               Errc::bad_encoding},
    BadRequest{"no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "", Errc::bad_encoding},
};

struct BadFrame {
    std::string what;
    std::string bytes;
    Errc end;
};

std::string lengthy(unsigned char first, std::string_view eight_bytes)
{
    return std::string{static_cast<char>(first), '\xff'} + std::string{eight_bytes} + std::string(4, '\0');
}

const std::array bad_frames{
    BadFrame{"a text message", frame(0x81, "hello"), Errc::bad_encoding},
    BadFrame{"one byte over the limit, from its header alone", lengthy(0x82, "\0\0\0\0\0\x10\0\x01"s), Errc::too_large},
    BadFrame{"a length of 2^62", lengthy(0x82, "\x40\0\0\0\0\0\0\0"s), Errc::too_large},
    BadFrame{"a length with the high bit", lengthy(0x82, "\x80\0\0\0\0\0\0\0"s), Errc::too_large},
    BadFrame{"the greatest length", lengthy(0x82, "\xff\xff\xff\xff\xff\xff\xff\xff"s), Errc::too_large},
    BadFrame{"fragments that overflow together", frame(0x02, "a") + lengthy(0x80, "\xff\xff\xff\xff\xff\xff\xff\xff"s),
             Errc::too_large},
    BadFrame{"a length that is not minimal", lengthy(0x82, "\0\0\0\0\0\0\0\x01"s), Errc::bad_encoding},
    BadFrame{"an unmasked frame", "\x82\x01x"s, Errc::bad_encoding},
    BadFrame{"a reserved bit", frame(0xc2, "x"), Errc::bad_encoding},
    BadFrame{"a reserved kind of frame", frame(0x83, "x"), Errc::bad_encoding},
    BadFrame{"a continuation of nothing", frame(0x80, "x"), Errc::bad_encoding},
    BadFrame{"a new message inside another", frame(0x02, "x") + frame(0x82, "y"), Errc::bad_encoding},
    BadFrame{"a ping in pieces", frame(0x09, "x"), Errc::bad_encoding},
    BadFrame{"a long ping", "\x89\xfe\x01\0\0\0\0\0"s + std::string(256, 'x'), Errc::bad_encoding},
    BadFrame{"a goodbye with a code that does not exist", frame(0x88, "\x03\xe7"), Errc::bad_encoding},
};

std::string repeated(const std::string& part, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
}

}  // namespace

TEST_CASE("an upgrade that is not exactly ours is refused")
{
    EchoRelay relay;
    for (const auto& bad : bad_requests) {
        CAPTURE(bad.what);
        RawPeer peer{relay.port()};
        REQUIRE(peer.handshake());
        const auto answer = peer.upgrade(bad.request);
        CHECK(answer.substr(0, 12) == bad.answer);
        peer.cut();
        CHECK(relay.next_end() == bad.end);
    }
}

TEST_CASE("TLS 1.2 is refused")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    CHECK_FALSE(peer.handshake(RawPeer::Tls::v1_2));
    CHECK(relay.next_end() == Errc::bad_encoding);
}

TEST_CASE("something other than TLS is refused")
{
    EchoRelay relay;
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), relay.port()});
    socket.send(asio::buffer(upgrade_request()));
    CHECK(relay.next_end() == Errc::bad_encoding);
}

TEST_CASE("no ticket is given that another connection could resume")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(frame(0x82, "hello"));
    peer.send(frame(0x82, "close"));
    CHECK(peer.rest().find("hello") != std::string::npos);
    CHECK_FALSE(peer.resumable());
}

TEST_CASE("compression is not taken up")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    REQUIRE(peer.handshake());
    const auto answer = peer.upgrade(
        upgrade_request("/v1", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"));
    CHECK(answer.starts_with("HTTP/1.1 101"));
    CHECK(answer.find("permessage-deflate") == std::string::npos);
}

TEST_CASE("a frame that breaks the rules ends the connection")
{
    EchoRelay relay;
    for (const auto& bad : bad_frames) {
        CAPTURE(bad.what);
        RawPeer peer{relay.port()};
        peer.open();
        peer.send(bad.bytes);
        const auto last_words = peer.rest();
        CHECK(last_words.substr(0, 1) == "\x88");  // a close frame, and nothing echoed
        CHECK(relay.next_end() == bad.end);
    }
}

TEST_CASE("a message cut into crumbs is refused, one in a few pieces is not")
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

TEST_CASE("a flood of pings ends the connection")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(repeated(frame(0x89, ""), 1'000));
    CHECK(relay.next_end() == Errc::rate_limited);
}

TEST_CASE("a connection cut in the middle of a message gives no message")
{
    EchoRelay relay;
    RawPeer peer{relay.port()};
    peer.open();
    peer.send(frame(0x02, "half"));
    peer.cut();
    CHECK(relay.next_end() == Errc::closed);
}
