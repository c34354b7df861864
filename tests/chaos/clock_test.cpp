// Attack 23 with a real relay: the clock of its machine jumps while it runs.
#include <chrono>
#include <thread>

#include "protocol/base/instant.hpp"
#include "tests/chaos/wrong_clock.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::chaos::clock_test {
namespace {

using namespace std::chrono_literals;

/// From now to the middle of the next window of closed_rules(), in winter and in summer.
std::chrono::seconds to_opening()
{
    const auto now = system_now();
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::floor<std::chrono::days>(now) + 3 * 24h + 10h -
                                                            now);
}

/// The relay looks at its clock every few seconds.
void wait_for_clock(const e2e::ProcessWorld& practice, std::string_view word)
{
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    while (e2e::text_of(practice.status(), "clock") != word) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(200ms);  // between two looks
    }
}

}  // namespace

TEST_CASE("attack 23: a relay whose clock jumps into open hours releases nothing, and loses nothing")
{
    if (!WrongClock::possible()) {
        WARN("skipped: a sanitizer has to be loaded before anything else");
        return;
    }
    e2e::Couple c{e2e::closed_rules()};
    WrongClock clock{c.practice.folder() / "clock"};
    c.practice.stop();
    c.practice.start(clock.environment());
    static_cast<void>(c.sam.ok({"send", "held"}));
    clock.shift(to_opening());
    wait_for_clock(c.practice, "in_doubt");
    CHECK(c.practice.status().at("held_messages") == 1);
    static_cast<void>(c.okafor.run({"read"}));
    CHECK(c.practice.status().at("held_messages") == 1);

    clock.shift(0s);
    CHECK(c.practice.ctl({"clock", "confirm"}).status == 0);
    wait_for_clock(c.practice, "steady");
    CHECK(c.okafor.texts().empty());
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    CHECK(c.okafor.texts() == std::vector<std::string>{"held"});
}

}  // namespace holdfast::chaos::clock_test
