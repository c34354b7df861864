#include "protocol/base/faults.hpp"

#ifdef HOLDFAST_FAULTS

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace holdfast::faults {
namespace {

constexpr std::pair<Bug, std::string_view> bug_names[] = {
    {Bug::acceptance_before_commit, "acceptance-before-commit"},
    {Bug::synchronous_normal, "synchronous-normal"},
    {Bug::delete_at_delivery, "delete-at-delivery"},
    {Bug::re_encryption_on_retry, "re-encryption-on-retry"},
    {Bug::saved_after_send, "saved-after-send"},
    {Bug::failed_decryption_advances, "failed-decryption-advances"},
    {Bug::gate_only_at_submit, "gate-only-at-submit"},
    {Bug::fixed_offset, "fixed-offset"},
    {Bug::conversation_unchecked, "conversation-unchecked"},
    {Bug::escapes_shown, "escapes-shown"},
};

std::string_view variable(const char* name) noexcept
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::atomic<Bug>& bug_here() noexcept
{
    static std::atomic<Bug> bug{bug_named(variable("HOLDFAST_PLANT")).value_or(Bug::none)};
    return bug;
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

void plant(Bug bug) noexcept { bug_here() = bug; }

bool planted(Bug bug) noexcept { return bug_here() == bug; }

std::optional<Bug> bug_named(std::string_view name) noexcept
{
    for (const auto& [bug, known] : bug_names)
        if (known == name) return bug;
    return std::nullopt;
}

std::string_view name(Bug bug) noexcept
{
    for (const auto& [known, name] : bug_names)
        if (known == bug) return name;
    return "none";
}

void point(std::string_view name) noexcept
{
    static Deadly deadly{variable("HOLDFAST_KILL_AT")};
    if (name == deadly.point && --deadly.left == 0) std::raise(SIGKILL);
}

}  // namespace holdfast::faults

#endif
