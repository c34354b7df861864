#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

constexpr Target all[] = {
    {"admin_socket", &admin_socket, 2000},
    {"arguments", &arguments, 2000},
    {"calendar_file", &calendar_file, 2000},
    {"conversation", &conversation, 150},
    {"device_list", &device_list, 1000},
    {"frames", &frames, 1000},
    {"hours_answers", &hours_answers, 1000},
    {"invitation", &invitation, 3000},
    {"joined_windows", &joined_windows, 3000},
    {"line_editor", &line_editor, 2000},
    {"measure_file", &measure_file, 1500},
    {"opening_rules", &opening_rules, 3000},
    {"orders", &orders, 3000},
    {"outside_people", &outside_people, 2000},
    {"payload", &payload, 2000},
    {"picture", &picture, 300},
    {"record_file", &record_file, 1500},
    {"records", &records, 3000},
    {"relay", &relay, 150},
    {"relay_config", &relay_config, 2000},
    {"schedule", &schedule, 15},
    {"screen", &screen, 60},
    {"sealed_copy", &sealed_copy, 600},
    {"terminal", &terminal, 1500},
    {"vault_records", &vault_records, 3000},
    {"wrong_relay", &wrong_relay, 40},
    {"zone_file", &zone_file, 2000},
    {"zone_rule", &zone_rule, 2000},
};

}  // namespace

std::span<const Target> targets() noexcept { return all; }

}  // namespace holdfast::fuzz
