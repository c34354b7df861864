#include "server/shell/clock_watch.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::clock_watch_test {
namespace {

using namespace std::chrono_literals;
constexpr Instant start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 5}};

TEST_CASE("A clock that runs with the machine never jumps, however long it takes")
{
    ClockWatch watch{60s};
    CHECK_FALSE(watch.jumped(start, 100s));
    CHECK_FALSE(watch.jumped(start + 24h, 100s + 24h));
    CHECK_FALSE(watch.jumped(start + 48h + 60s, 100s + 48h));
    CHECK_FALSE(watch.jumped(start + 48h - 60s, 100s + 48h));
}

TEST_CASE("A clock that is set forward or back is reported once")
{
    const auto by = GENERATE(std::chrono::milliseconds{60'001ms}, -60'001ms, 1h, -1h, 87'600h);
    ClockWatch watch{60s};
    CHECK_FALSE(watch.jumped(start, 100s));
    CHECK(watch.jumped(start + 10s + by, 110s));
    CHECK_FALSE(watch.jumped(start + 20s + by, 120s));
    CHECK(watch.jumped(start + 30s, 130s));
}

TEST_CASE("Small steps the same way add up to a jump")
{
    ClockWatch watch{60s};
    CHECK_FALSE(watch.jumped(start, 0s));
    CHECK_FALSE(watch.jumped(start + 40s, 0s));
    CHECK(watch.jumped(start + 80s, 0s));
}

}  // namespace
}  // namespace holdfast::server::clock_watch_test
