#include "tests/protocol/link/hostile_input.hpp"

#include "protocol/link/link.hpp"
#include "tests/protocol/link/link_support.hpp"

namespace holdfast::link::test {
namespace {

using namespace std::string_literals;

std::string without_upgrade() { return "GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

std::string lengthy(unsigned char first, std::string_view eight_bytes)
{
    return std::string{static_cast<char>(first), '\xff'} + std::string{eight_bytes} + std::string(4, '\0');
}

}  // namespace

const std::vector<BadRequest>& bad_requests()
{
    static const std::vector<BadRequest> all{
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
        BadRequest{"a megabyte of headers", upgrade_request("/v1", "X: " + std::string(1 << 20, 'x') + "\r\n"), "",
                   Errc::bad_encoding},
        BadRequest{"trailers",
                   upgrade_request("/v1", "Transfer-Encoding: chunked\r\nTrailer: X\r\n") + "0\r\nX: y\r\n\r\n",
                   "HTTP/1.1 400"},
        BadRequest{"no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "", Errc::bad_encoding},
    };
    return all;
}

const std::vector<BadFrame>& bad_frames()
{
    static const std::vector<BadFrame> all{
        BadFrame{"a text message", frame(0x81, "hello"), Errc::bad_encoding},
        BadFrame{"one byte over the limit, from its header alone", lengthy(0x82, "\0\0\0\0\0\x10\0\x01"s),
                 Errc::too_large},
        BadFrame{"a length of 2^62", lengthy(0x82, "\x40\0\0\0\0\0\0\0"s), Errc::too_large},
        BadFrame{"a length with the high bit", lengthy(0x82, "\x80\0\0\0\0\0\0\0"s), Errc::too_large},
        BadFrame{"the greatest length", lengthy(0x82, "\xff\xff\xff\xff\xff\xff\xff\xff"s), Errc::too_large},
        BadFrame{"fragments that overflow together",
                 frame(0x02, "a") + lengthy(0x80, "\xff\xff\xff\xff\xff\xff\xff\xff"s), Errc::too_large},
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
    return all;
}

std::string repeated(const std::string& part, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
}

}  // namespace holdfast::link::test
