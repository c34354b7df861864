#include "tests/sim/coverage.hpp"

#include <array>

#include "tests/sim/action.hpp"

namespace holdfast::sim {
namespace {

constexpr std::array<std::string_view, 67> others{
    "fault: a device's disk",
    "fault: a device's power cut",
    "fault: a device's clock",
    "fault: a vault restored from a backup",
    "fault: a lost device",
    "fault: death",
    "fault: death before effects",
    "fault: death among effects",
    "fault: reset",
    "fault: black hole",
    "fault: latency",
    "fault: an end noticed late",
    "fault: relay's death",
    "fault: relay's power cut",
    "fault: relay's death before effects",
    "fault: relay's death among effects",
    "fault: the relay's disk",
    "fault: the relay's clock",
    "fault: relay restored from a backup",
    "fault: no room at the relay",
    "fault: a suspended account",
    "fault: attacker_drop",
    "fault: attacker_duplicate",
    "fault: attacker_reorder",
    "fault: attacker_replay",
    "fault: attacker_alter",
    "fault: attacker_relabel",
    "fault: attacker_drop, upwards",
    "fault: attacker_duplicate, upwards",
    "fault: attacker_replay, upwards",
    "fault: attacker_alter, upwards",
    "disk: disk full",
    "disk: sync error",
    "disk: death among writes",
    "disk: power cut",
    "disk: torn and reordered writes",
    "relay's disk: disk full",
    "relay's disk: sync error",
    "relay's disk: death among writes",
    "relay's disk: power cut",
    "relay's disk: torn and reordered writes",
    "check: refused input",
    "check: decisions",
    "check: deliveries",
    "check: accepted messages",
    "check: accepted rows",
    "check: order",
    "check: storage errors",
    "check: audited decisions",
    "check: unsent text",
    "check: names after a restore",
    "check: agreements",
    "check: answers to agreements",
    "check: questionnaires",
    "check: answers to questionnaires",
    "check: ended conversations",
    "check: coping plans",
    "check: agreed coping plans",
    "check: marks",
    "check: experiments",
    "check: results of experiments",
    "check: shared pulses",
    "check: rhythms",
    "check: rhythms in force",
    "check: answers to rhythms",
    "check: check-ins not given",
    "check: runs with a relay restored",
};

}  // namespace

std::vector<std::string> never_reached(const Coverage& coverage)
{
    std::vector<std::string> missing;
    const auto look = [&](std::string what) {
        if (!coverage.counts().contains(what)) missing.push_back(std::move(what));
    };
    for (std::size_t kind = 0; kind < static_cast<std::size_t>(Kind::count); ++kind)
        look("action: " + std::string{name(static_cast<Kind>(kind))});
    for (const auto what : others) look(std::string{what});
    return missing;
}

}  // namespace holdfast::sim
