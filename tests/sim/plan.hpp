// The plan of a run, from its seed. A profile leans towards one sort of trouble, so that each sort is met within
// few seeds; the seed chooses among them where none is asked for.
#pragma once

#include "tests/sim/action.hpp"

namespace holdfast::sim {

enum class Profile : std::uint8_t {
    any,
    plain,
    crashes,
    relay_crashes,
    disks,
    network,
    clocks,
    restores,
    vaults,
    attacker,
    losses
};

[[nodiscard]] Plan make_plan(std::uint64_t seed, Profile profile = Profile::any);

}  // namespace holdfast::sim
