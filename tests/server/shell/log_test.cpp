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

TEST_CASE("A line as JSON says when, how grave and what, whatever stands in it")
{
    const Instant at{std::chrono::seconds{1'700'000'000}};
    CHECK(json_line(at, "warning", "a \"b\"\n") ==
          R"({"time":"2023-11-14T22:13:20Z","level":"warning","message":"a \"b\"\n"})");
}

}  // namespace
}  // namespace holdfast::server::log::log_test
