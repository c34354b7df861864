// A run of the simulation as plain values: who is there, when it begins, and what happens, one line per action.
//
//     world 2026-03-27T08:00:00Z therapists 1 clients 3 seed 17
//     +3600 write 2 8812
//
// The rule: any action may be left out and the rest still means the same. So each carries its own randomness (the last
// number), names whom it concerns by a number that is taken modulo those there are, and does nothing where it cannot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/instant.hpp"

namespace holdfast::sim {

enum class Kind : std::uint8_t {
    // people
    write,
    check_in,
    take_back,
    read,
    hours,
    extra,
    cancel,
    leave,
    undo,
    propose_pace,
    answer_pace,
    repair,
    audit,
    invite,
    draft,
    send_draft,
    rename,
    agreement,
    answer_agreement,
    offer_measure,
    answer_measure,
    end_conversation,
    propose_end,
    answer_end,
    coping_plan,
    answer_plan,
    rhythm,
    answer_rhythm,
    due_check_in,
    mark,
    note,
    experiment,
    experiment_step,
    pulse,
    // devices and their disks
    offline,
    online,
    kill,
    crash_before_effects,
    crash_among_effects,
    disk_step,
    power_cut,
    device_clock,
    vault_copy,
    vault_swap,
    lose_device,
    // the network
    reset,
    black_hole,
    slow,
    late_close,
    flood,
    // the relay
    relay_kill,
    relay_crash_before_effects,
    relay_crash_among_effects,
    relay_disk_step,
    relay_power_cut,
    relay_clock,
    relay_full,
    backup,
    restore,
    notice,
    suspend,
    move,
    // somebody between, without keys
    attacker_drop,
    attacker_duplicate,
    attacker_reorder,
    attacker_replay,
    attacker_alter,
    attacker_relabel,
    count
};

struct Action {
    Seconds wait{};  ///< after the action before
    Kind kind = Kind::write;
    unsigned who = 0;
    std::uint64_t n = 0;
    friend bool operator==(const Action&, const Action&) = default;
};

struct Plan {
    Instant start;
    unsigned therapists = 1;
    unsigned clients = 1;
    std::uint64_t seed = 0;
    std::vector<Action> actions;
    friend bool operator==(const Plan&, const Plan&) = default;
};

[[nodiscard]] std::string_view name(Kind kind) noexcept;
[[nodiscard]] std::string to_text(const Plan& plan);
/// Lines that begin with # are left out. Empty where a line cannot be read.
[[nodiscard]] std::optional<Plan> plan_from(std::string_view text);

/// Small numbers from a large one: what an action decides by.
class Choice {
  public:
    explicit Choice(std::uint64_t n) noexcept : state_{n} {}
    [[nodiscard]] std::uint64_t next() noexcept
    {
        state_ += 0x9e3779b97f4a7c15ULL;
        auto z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    [[nodiscard]] std::size_t below(std::size_t bound) noexcept { return static_cast<std::size_t>(next() % bound); }
    [[nodiscard]] bool one_in(std::size_t bound) noexcept { return below(bound) == 0; }

  private:
    std::uint64_t state_;
};

}  // namespace holdfast::sim
