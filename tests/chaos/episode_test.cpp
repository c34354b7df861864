// Attack 13 and what surrounds it: real programs, real TLS, real stores, everything going wrong at random. A failure
// prints the seed and what happened; HOLDFAST_CHAOS_SEED repeats it, as far as real processes can be repeated.
#include "tests/chaos/episode.hpp"

#include <cstdlib>
#include <iostream>

#include "protocol/base/instant.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::chaos::episode_test {
namespace {

constexpr int rounds_in_short = 6;
constexpr int rounds_in_long = 20;

unsigned number_in(const char* variable, unsigned otherwise)
{
    const char* value = std::getenv(variable);
    return value ? static_cast<unsigned>(std::strtoul(value, nullptr, 10)) : otherwise;
}

/// Another one in every run, unless one is given.
unsigned first_seed()
{
    return number_in("HOLDFAST_CHAOS_SEED", static_cast<unsigned>(system_now().time_since_epoch().count() % 1'000'000));
}

/// A practice must work before and after the faults too: what fails there ends the case at once.
void live_through(unsigned seed, int rounds)
{
    Episode episode{seed};
    Violations found;
    try {
        found = episode.run(rounds);
    } catch (...) {
        std::cerr << "seed " << seed << "\n" << episode.log();
        throw;
    }
    std::string sentences;
    for (const auto& one : found) sentences += one + "\n";
    INFO("seed " << seed << "\n" << episode.log() << "\n" << sentences);
    CHECK(found.empty());
}

}  // namespace

TEST_CASE("attack 13: kill -9, frozen programs, bad lines and a full disk lose, double and reorder nothing")
{
    live_through(first_seed(), rounds_in_short);
}

TEST_CASE("chaos: one episode after another until the time is over", "[.][chaos]")
{
    const auto until = system_now() + Seconds{number_in("HOLDFAST_CHAOS_SECONDS", 60)};
    auto seed = first_seed();
    int number = 0;
    do {
        std::cout << "Episode " << ++number << ", seed " << seed << std::endl;
        live_through(seed++, rounds_in_long);
    } while (system_now() < until);
}

}  // namespace holdfast::chaos::episode_test
