#include "protocol/base/kill_point.hpp"

#ifdef HOLDFAST_FAULTS

#include <atomic>
#include <csignal>
#include <cstdlib>

namespace holdfast {
namespace {

std::string_view variable(const char* name) noexcept
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// "POINT:N" taken apart; one alone means the first time.
struct Deadly {
    std::string_view point;
    std::atomic<int> left{1};
    explicit Deadly(std::string_view text) noexcept : point{text.substr(0, text.find(':'))}
    {
        if (point.size() < text.size()) left = std::atoi(text.data() + point.size() + 1);
    }
};

}  // namespace

void kill_point(std::string_view name) noexcept
{
    static Deadly deadly{variable("HOLDFAST_KILL_AT")};
    if (name == deadly.point && --deadly.left == 0) std::raise(SIGKILL);
}

}  // namespace holdfast

#endif
