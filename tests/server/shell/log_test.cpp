#include "server/shell/log.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::log::log_test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("The log takes so many lines a period and says how many it held back")
{
    Rate rate{2, 60s};
    const Rate::Time start{};
    CHECK(rate.ask(start).write);
    CHECK(rate.ask(start + 1s).write);
    CHECK_FALSE(rate.ask(start + 2s).write);
    CHECK_FALSE(rate.ask(start + 59s).write);

    const auto next = rate.ask(start + 60s);
    CHECK(next.write);
    CHECK(next.held_back == 2);
    CHECK(rate.ask(start + 61s).held_back == 0);
}

}  // namespace
}  // namespace holdfast::server::log::log_test
