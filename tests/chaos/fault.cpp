#include "tests/chaos/fault.hpp"

#include <array>
#include <csignal>

namespace holdfast::chaos {
namespace {

constexpr int latest_moment_ms = 600;
constexpr std::array client_points{"client-before-commit", "client-after-commit", "client-before-send"};
constexpr std::array relay_points{"relay-before-commit", "relay-after-commit", "relay-before-answer",
                                  "relay-after-answer"};
/// A command commits a handful of times, a relay once for all that came meanwhile.
constexpr int visits_of_client = 4;
constexpr int visits_of_relay = 12;

template <class Points>
std::string visit_of(Random& random, const Points& points, int visits)
{
    const auto* point = points.at(static_cast<std::size_t>(below(random, static_cast<int>(points.size()))));
    return std::string{point} + ":" + std::to_string(1 + below(random, visits));
}

}  // namespace

int below(Random& random, int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); }

milliseconds moment(Random& random) { return milliseconds{below(random, latest_moment_ms)}; }

test::Environment Fault::environment() const
{
    if (kind != Kind::point) return {};
    return {{"HOLDFAST_KILL_AT", point}};
}

std::string Fault::words() const
{
    switch (kind) {
        case Kind::none: return "undisturbed";
        case Kind::kill: return "killed after " + std::to_string(after.count()) + " ms";
        case Kind::freeze: return "frozen after " + std::to_string(after.count()) + " ms";
        case Kind::point: return "to be killed at " + point;
        case Kind::clock: return "with a clock off by " + std::to_string(shift.count()) + " s";
    }
    return {};
}

void Fault::strike(test::Process& process) const
{
    if (kind == Kind::kill) process.signal(SIGKILL);
    if (kind == Kind::freeze) process.signal(SIGSTOP);
}

std::chrono::seconds shift(Random& random)
{
    constexpr std::array hours{1, -1, 20, -20};
    return std::chrono::hours{hours.at(static_cast<std::size_t>(below(random, static_cast<int>(hours.size()))))};
}

Fault client_fault(Random& random)
{
    const auto after = moment(random);
    const auto point = visit_of(random, client_points, visits_of_client);
    const auto ahead = shift(random);
    switch (below(random, 7)) {
        case 0: return {Fault::Kind::kill, after, {}, {}};
        case 1: return {Fault::Kind::freeze, after, {}, {}};
        case 2: return {Fault::Kind::point, {}, point, {}};
        case 3: return {Fault::Kind::clock, {}, {}, ahead};
        default: return {};
    }
}

Fault relay_fault(Random& random)
{
    const auto after = moment(random);
    const auto point = visit_of(random, relay_points, visits_of_relay);
    const auto ahead = shift(random);
    switch (below(random, 6)) {
        case 0: return {Fault::Kind::kill, after, {}, {}};
        case 1: return {Fault::Kind::freeze, after, {}, {}};
        case 2: return {Fault::Kind::point, {}, point, {}};
        case 3: return {Fault::Kind::clock, after, {}, ahead};
        default: return {};
    }
}

}  // namespace holdfast::chaos
