#include "tests/sim/plan.hpp"

#include <array>
#include <span>

namespace holdfast::sim {
namespace {

using enum Kind;

struct Weighted {
    Kind kind;
    unsigned weight;
};

constexpr std::array people{
    Weighted{write, 40},  Weighted{read, 14},        Weighted{take_back, 7}, Weighted{check_in, 4},
    Weighted{hours, 4},   Weighted{extra, 4},        Weighted{cancel, 3},    Weighted{leave, 3},
    Weighted{undo, 3},    Weighted{propose_pace, 2}, Weighted{audit, 3},     Weighted{answer_pace, 3},
    Weighted{repair, 3},  Weighted{invite, 1},       Weighted{offline, 8},   Weighted{online, 6},
    Weighted{draft, 4},   Weighted{send_draft, 3},   Weighted{rename, 2},    Weighted{notice, 1},
    Weighted{suspend, 1}, Weighted{move, 1}};
constexpr std::array crash_faults{Weighted{kill, 3}, Weighted{crash_before_effects, 4},
                                  Weighted{crash_among_effects, 4}, Weighted{power_cut, 3}, Weighted{reset, 2}};
constexpr std::array relay_faults{Weighted{relay_kill, 3}, Weighted{relay_crash_before_effects, 4},
                                  Weighted{relay_crash_among_effects, 4}, Weighted{relay_power_cut, 4},
                                  Weighted{late_close, 2}};
constexpr std::array disk_faults{Weighted{disk_step, 4}, Weighted{relay_disk_step, 4}, Weighted{relay_power_cut, 2},
                                 Weighted{relay_full, 2}, Weighted{power_cut, 2}};
constexpr std::array network_faults{Weighted{reset, 4}, Weighted{black_hole, 3}, Weighted{slow, 3},
                                    Weighted{late_close, 4}};
constexpr std::array clock_faults{Weighted{device_clock, 3}, Weighted{relay_clock, 2}, Weighted{reset, 1}};
constexpr std::array restore_faults{Weighted{backup, 4}, Weighted{restore, 3}, Weighted{relay_kill, 1},
                                    Weighted{reset, 2}};
constexpr std::array vault_faults{Weighted{vault_copy, 3}, Weighted{vault_swap, 2}, Weighted{reset, 1},
                                  Weighted{flood, 1}};
constexpr std::array loss_faults{Weighted{lose_device, 2}, Weighted{kill, 2}, Weighted{crash_among_effects, 1},
                                 Weighted{reset, 2}, Weighted{relay_kill, 1}};
constexpr std::array attacker_faults{Weighted{attacker_drop, 2},
                                     Weighted{attacker_duplicate, 2},
                                     Weighted{attacker_reorder, 2},
                                     Weighted{attacker_replay, 2},
                                     Weighted{attacker_alter, 3},
                                     Weighted{attacker_relabel, 4},
                                     Weighted{reset, 2}};

Kind pick(std::span<const Weighted> from, Choice& choice)
{
    unsigned total = 0;
    for (const auto& one : from) total += one.weight;
    auto left = static_cast<unsigned>(choice.below(total));
    for (const auto& one : from) {
        if (left < one.weight) return one.kind;
        left -= one.weight;
    }
    return write;
}

std::span<const Weighted> faults_of(Profile profile)
{
    switch (profile) {
        case Profile::crashes: return crash_faults;
        case Profile::relay_crashes: return relay_faults;
        case Profile::disks: return disk_faults;
        case Profile::network: return network_faults;
        case Profile::clocks: return clock_faults;
        case Profile::restores: return restore_faults;
        case Profile::vaults: return vault_faults;
        case Profile::attacker: return attacker_faults;
        case Profile::losses: return loss_faults;
        case Profile::any:
        case Profile::plain: return {};
    }
    return {};
}

/// Half of the runs see the clocks change.
Instant start_of(Choice& choice)
{
    using namespace std::chrono;
    constexpr std::array changes{sys_days{2026y / March / 26}, sys_days{2026y / October / 22},
                                 sys_days{2027y / March / 25}};
    const auto day = choice.one_in(2) ? changes.at(choice.below(changes.size()))
                                      : sys_days{2026y / January / 5} + days{choice.below(300)};
    return day + std::chrono::hours{6 + choice.below(8)};
}

Seconds wait_of(Choice& choice)
{
    switch (choice.below(6)) {
        case 0: return Seconds{choice.below(3)};
        case 1: return Seconds{choice.below(90)};
        case 2:
        case 3: return Seconds{60 * choice.below(60)};
        default: return Seconds{60 * choice.below(480)};
    }
}

/// One more action among those from `from` on; `kind_of` draws its kind.
template <class KindOf>
void add_one(Plan& plan, Choice& choice, std::size_t from, const KindOf& kind_of)
{
    Action action;
    action.wait = Seconds{choice.below(60)};
    action.kind = kind_of();
    action.who = static_cast<unsigned>(choice.below(8));
    action.n = choice.next() >> 32;
    const auto at = static_cast<std::ptrdiff_t>(from + choice.below(plan.actions.size() - from + 1));
    plan.actions.insert(plan.actions.begin() + at, action);
}

/// What is agreed about messages, between the other events: these have numbers of their own, so that the seeds that the
/// mutants name go on meaning the same.
void add_agreements(Plan& plan)
{
    Choice choice{plan.seed ^ 0xa9'4e'e3'e7U};
    for (auto more = 2 + choice.below(7); more > 0; --more)
        add_one(plan, choice, 0, [&] { return choice.below(5) < 2 ? agreement : answer_agreement; });
}

/// The same for questionnaires.
void add_measures(Plan& plan)
{
    Choice choice{plan.seed ^ 0x3e'a5'12'e5U};
    for (auto more = 2 + choice.below(6); more > 0; --more)
        add_one(plan, choice, 0, [&] { return choice.below(5) < 2 ? offer_measure : answer_measure; });
}

/// In some practices conversations end: late, so that there is something to end.
void add_endings(Plan& plan)
{
    Choice choice{plan.seed ^ 0x9d'1c'77'05U};
    if (!choice.one_in(3)) return;
    const auto from = plan.actions.size() / 2;
    for (auto more = 1 + choice.below(5); more > 0; --more)
        add_one(plan, choice, from, [&] {
            return std::array{end_conversation, propose_end, answer_end, answer_end}.at(choice.below(4));
        });
}

/// The same of coping plans, in half of the runs.
void add_coping_plans(Plan& plan)
{
    Choice choice{plan.seed ^ 0xc0'9e'11'a9U};
    if (choice.one_in(2)) return;
    for (auto more = 2 + choice.below(6); more > 0; --more)
        add_one(plan, choice, 0, [&] { return choice.below(5) < 2 ? coping_plan : answer_plan; });
}

/// The same of rhythms of check-ins, which want more of each other.
void add_rhythms(Plan& plan)
{
    Choice choice{plan.seed ^ 0x7e'c4'1d'33U};
    if (choice.one_in(2)) return;
    for (auto more = 6 + choice.below(10); more > 0; --more)
        add_one(plan, choice, 0, [&] {
            return std::array{rhythm, answer_rhythm, answer_rhythm, due_check_in, due_check_in, due_check_in}.at(
                choice.below(6));
        });
}

/// The same of marks and notes.
void add_marks(Plan& plan)
{
    Choice choice{plan.seed ^ 0x3a'11'c5'07U};
    if (choice.one_in(2)) return;
    for (auto more = 3 + choice.below(8); more > 0; --more)
        add_one(plan, choice, 0, [&] { return choice.one_in(5) ? note : mark; });
}

/// The same of experiments, and of the pulse.
void add_experiments(Plan& plan)
{
    Choice choice{plan.seed ^ 0x5e'7a'26'0bU};
    if (choice.one_in(2)) return;
    for (auto more = 3 + choice.below(8); more > 0; --more)
        add_one(plan, choice, 0, [&] {
            return std::array{experiment, experiment_step, experiment_step, pulse}.at(choice.below(4));
        });
}

constexpr std::array profiles{Profile::plain,    Profile::crashes, Profile::relay_crashes, Profile::disks,
                              Profile::network,  Profile::clocks,  Profile::restores,      Profile::vaults,
                              Profile::attacker, Profile::losses};

}  // namespace

Plan make_plan(std::uint64_t seed, Profile profile)
{
    Choice choice{seed};
    if (profile == Profile::any) profile = profiles.at(choice.below(profiles.size()));
    Plan plan;
    plan.seed = seed;
    plan.start = start_of(choice);
    plan.therapists = choice.one_in(5) ? 2 : 1;
    plan.clients = 1 + static_cast<unsigned>(choice.below(choice.one_in(6) ? 6 : 3));
    const auto count = 25 + choice.below(45);
    const bool mixed = profile != Profile::plain && choice.one_in(4);
    for (std::size_t i = 0; i < count; ++i) {
        auto faults = faults_of(profile);
        // Not every sort goes with every other: what a swapped vault or a liar explains would hide what a crash does.
        if (mixed && choice.one_in(2))
            faults = choice.one_in(2) ? std::span<const Weighted>{crash_faults} : relay_faults;
        const bool fault = !faults.empty() && choice.below(5) < 2;
        Action action;
        action.wait = wait_of(choice);
        action.kind = fault ? pick(faults, choice) : pick(people, choice);
        action.who = static_cast<unsigned>(choice.below(8));
        action.n = choice.next() >> 32;
        plan.actions.push_back(action);
    }
    add_agreements(plan);
    add_measures(plan);
    add_endings(plan);
    add_coping_plans(plan);
    add_marks(plan);
    add_experiments(plan);
    add_rhythms(plan);
    return plan;
}

}  // namespace holdfast::sim
