#include "server/doctor/news.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::doctor::news_test {
namespace {

Finding finding(std::string_view subject, Weight weight, std::string words = "It is so.")
{
    return {subject, weight, Errc::internal, std::move(words), "Do this."};
}

TEST_CASE("A state is which things are wrong, not the numbers that grow in their words")
{
    const std::vector<Finding> nine{finding("backup", Weight::look, "The newest backup is 9 days old.")};
    const std::vector<Finding> ten{finding("backup", Weight::look, "The newest backup is 10 days old.")};
    CHECK(state_of(nine) == state_of(ten));
    CHECK(state_of({finding("backup", Weight::broken)}) != state_of(nine));
    CHECK(state_of({finding("a", Weight::look), finding("b", Weight::look)}) ==
          state_of({finding("b", Weight::look), finding("a", Weight::look)}));
    CHECK(state_of({finding("clock", Weight::fine)}).empty());
}

TEST_CASE("What is told is the worst with what to type, and how many more")
{
    const std::vector<Finding> two{finding("key", Weight::broken, "The key is gone."), finding("backup", Weight::look)};
    CHECK(news_of(two, "relay.practice.org") ==
          "Holdfast at relay.practice.org: The key is gone. Do this. (1 more: holdfastctl doctor)");
    CHECK(news_of({finding("key", Weight::fine)}, "") == "Holdfast: all is well again.");
}

TEST_CASE("A state is due once it was found twice, and is due until everybody was told")
{
    auto told = looked({}, "");
    CHECK_FALSE(told.due);  // well from the beginning: nobody waits to hear it
    told = looked(told, "running");
    CHECK_FALSE(told.due);
    told = looked(told, "");
    told = looked(told, "");
    CHECK_FALSE(told.due);  // it had only started again
    told = looked(looked(told, "running"), "running");
    REQUIRE(told.due);
    told.names = {"mail"};
    CHECK(looked(told, "running") == told);
    told = looked(looked(told, ""), "");
    CHECK(told.due);
    CHECK(told.names.empty());
}

}  // namespace
}  // namespace holdfast::server::doctor::news_test
