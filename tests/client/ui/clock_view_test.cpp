#include "client/ui/clock_view.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::clock_view_test {

using namespace std::chrono_literals;

TEST_CASE("of a clock that is wrong it is said by how much, what to do, and that nothing is lost")
{
    const auto [ahead, words] = GENERATE(table<std::chrono::milliseconds, std::string>(
        {{std::chrono::days{93}, "93 days ahead"}, {3h, "3 hours ahead"}, {-25h, "1 day behind"}}));
    const auto sentence = clock_fault_words(ahead);
    INFO(sentence);
    CHECK(sentence.find("This computer's clock is wrong: by the practice's server it is " + words) == 0);
    CHECK(sentence.find("nothing you wrote is lost") != std::string::npos);
    CHECK(sentence.find("Set this computer's date and time right") != std::string::npos);
}

}  // namespace holdfast::ui::clock_view_test
