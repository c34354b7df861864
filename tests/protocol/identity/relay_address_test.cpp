#include "protocol/identity/relay_address.hpp"

#include "tests/support/catch.hpp"

namespace relay_address_test {

using namespace holdfast;
using namespace holdfast::session;

TEST_CASE("a relay address is a host with or without a port and has one canonical spelling")
{
    const std::pair<const char*, const char*> rows[] = {{"Practice.Example", "practice.example:8443"},
                                                        {"practice.example:443", "practice.example:443"},
                                                        {"127.0.0.1:18443", "127.0.0.1:18443"},
                                                        {"[2001:DB8::7]", "[2001:db8::7]:8443"},
                                                        {"[::1]:9000", "[::1]:9000"}};
    for (const auto& [text, canonical] : rows) CHECK(RelayAddress::parse(text).value().canonical() == canonical);
    CHECK(RelayAddress::parse("practice.example:8443").value().short_text() == "practice.example");
    for (const char* bad : {"", ":1", "host:", "host:0", "host:65536", "host:080", "host:1x", "-a.example", "a..b",
                            "a b", "[::1", "[host]", "[::1]9", "::1", "host/x", "h\xC3\xB6st"})
        CHECK(RelayAddress::parse(bad).errc() == Errc::bad_address);
}

}  // namespace relay_address_test
