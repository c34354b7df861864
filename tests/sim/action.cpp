#include "tests/sim/action.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace holdfast::sim {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Kind::count)> names{"write",
                                                                                    "check_in",
                                                                                    "take_back",
                                                                                    "read",
                                                                                    "hours",
                                                                                    "extra",
                                                                                    "cancel",
                                                                                    "leave",
                                                                                    "undo",
                                                                                    "propose_pace",
                                                                                    "answer_pace",
                                                                                    "repair",
                                                                                    "audit",
                                                                                    "invite",
                                                                                    "draft",
                                                                                    "send_draft",
                                                                                    "rename",
                                                                                    "agreement",
                                                                                    "answer_agreement",
                                                                                    "offer_measure",
                                                                                    "answer_measure",
                                                                                    "end_conversation",
                                                                                    "propose_end",
                                                                                    "answer_end",
                                                                                    "coping_plan",
                                                                                    "answer_plan",
                                                                                    "rhythm",
                                                                                    "answer_rhythm",
                                                                                    "due_check_in",
                                                                                    "mark",
                                                                                    "note",
                                                                                    "experiment",
                                                                                    "experiment_step",
                                                                                    "pulse",
                                                                                    "offline",
                                                                                    "online",
                                                                                    "kill",
                                                                                    "crash_before_effects",
                                                                                    "crash_among_effects",
                                                                                    "disk_step",
                                                                                    "power_cut",
                                                                                    "device_clock",
                                                                                    "vault_copy",
                                                                                    "vault_swap",
                                                                                    "lose_device",
                                                                                    "reset",
                                                                                    "black_hole",
                                                                                    "slow",
                                                                                    "late_close",
                                                                                    "flood",
                                                                                    "relay_kill",
                                                                                    "relay_crash_before_effects",
                                                                                    "relay_crash_among_effects",
                                                                                    "relay_disk_step",
                                                                                    "relay_power_cut",
                                                                                    "relay_clock",
                                                                                    "relay_full",
                                                                                    "backup",
                                                                                    "restore",
                                                                                    "notice",
                                                                                    "suspend",
                                                                                    "move",
                                                                                    "attacker_drop",
                                                                                    "attacker_duplicate",
                                                                                    "attacker_reorder",
                                                                                    "attacker_replay",
                                                                                    "attacker_alter",
                                                                                    "attacker_relabel"};

std::optional<Action> action_from(std::istringstream& line, const std::string& wait)
{
    std::string kind;
    Action action;
    line >> kind >> action.who >> action.n;
    const auto* found = std::find(names.begin(), names.end(), kind);
    if (!line || found == names.end()) return std::nullopt;
    action.wait = Seconds{std::stoll(wait.substr(1))};
    action.kind = static_cast<Kind>(found - names.begin());
    return action;
}

bool read_world(std::istringstream& line, Plan& plan)
{
    std::string start;
    std::string therapists;
    std::string clients;
    std::string seed;
    line >> start >> therapists >> plan.therapists >> clients >> plan.clients >> seed >> plan.seed;
    const auto at = parse_rfc3339(start);
    if (!line || !at || plan.therapists == 0) return false;
    plan.start = *at;
    return true;
}

}  // namespace

std::string_view name(Kind kind) noexcept { return names.at(static_cast<std::size_t>(kind)); }

std::string to_text(const Plan& plan)
{
    std::ostringstream out;
    out << "world " << to_rfc3339(plan.start) << " therapists " << plan.therapists << " clients " << plan.clients
        << " seed " << plan.seed << '\n';
    for (const auto& action : plan.actions)
        out << '+' << action.wait.count() << ' ' << name(action.kind) << ' ' << action.who << ' ' << action.n << '\n';
    return out.str();
}

std::optional<Plan> plan_from(std::string_view text)
{
    Plan plan;
    bool world = false;
    std::istringstream lines{std::string{text}};
    for (std::string whole; std::getline(lines, whole);) {
        std::istringstream line{whole};
        std::string first;
        if (!(line >> first) || first.starts_with('#')) continue;
        if (first == "world") {
            if (!read_world(line, plan)) return std::nullopt;
            world = true;
        } else if (first.starts_with('+')) {
            const auto action = action_from(line, first);
            if (!action) return std::nullopt;
            plan.actions.push_back(*action);
        } else {
            return std::nullopt;
        }
    }
    if (!world) return std::nullopt;
    return plan;
}

}  // namespace holdfast::sim
