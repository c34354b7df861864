// When the disk counts as too full to take more.
#include "server/shell/room_watch.hpp"

#include "tests/support/catch.hpp"

namespace room_watch_test {

using holdfast::server::RoomWatch;

TEST_CASE("Below the reserve there is no room, until there is clearly more than the reserve again")
{
    RoomWatch watch{800};
    CHECK(watch.room(5000));
    CHECK(watch.room(800));
    CHECK_FALSE(watch.room(799));
    CHECK_FALSE(watch.room(850));
    CHECK(watch.room(900));
    CHECK(watch.room(800));
}

TEST_CASE("Where the system does not tell, or no reserve is wanted, there is room")
{
    CHECK(RoomWatch{800}.room(std::nullopt));
    CHECK(RoomWatch{0}.room(0));
}

}  // namespace room_watch_test
