// The connections that are closed when too many have connected and not logged in.
#include "server/shell/crowd.hpp"

#include "tests/support/catch.hpp"

namespace crowd_test {

using namespace holdfast::server;

TEST_CASE("A network is an IPv4 address, or half of an IPv6 address")
{
    CHECK(network_of("192.0.2.7") == "192.0.2.7");
    CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    CHECK(network_of("2001:db8:1:2::9") == network_of("2001:db8:1:2:ffff::"));
    CHECK(network_of("2001:db8:1:3::9") != network_of("2001:db8:1:2::9"));
    CHECK(network_of("no address") == "no address");
}

TEST_CASE("attack 18: a thousand silent connections from one place push out each other and nobody else")
{
    Crowd crowd;
    ConnectionId next = 0;
    crowd.came(++next, "198.51.100.4");  // a person, on a slow line
    for (int i = 0; i < 1000; ++i) {
        while (crowd.size() >= 200) {
            const auto leaving = crowd.next_to_leave();
            REQUIRE(leaving);
            CHECK(*leaving != 1);
            crowd.left(*leaving);
        }
        crowd.came(++next, "2001:db8::" + std::to_string(i % 90 + 1));
    }
    crowd.left(1);
    CHECK(crowd.size() == 199);
}

TEST_CASE("Of networks with as many the oldest connection leaves first, and who logged in is not asked")
{
    Crowd crowd;
    CHECK_FALSE(crowd.next_to_leave());
    crowd.came(1, "192.0.2.1");
    crowd.came(2, "192.0.2.2");
    crowd.came(3, "192.0.2.3");
    CHECK(crowd.next_to_leave() == 1);
    crowd.left(1);
    crowd.left(1);
    CHECK(crowd.next_to_leave() == 2);
    crowd.came(4, "192.0.2.3");
    CHECK(crowd.next_to_leave() == 3);
}

}  // namespace crowd_test
