#include "server/shell/ctl/ctl_people_options.hpp"

#include <CLI/CLI.hpp>

namespace holdfast::server {
namespace {

constexpr auto accounts_help =
    "List the accounts: a short id, the role, as which invitation they came, how many devices and conversations, and "
    "the month of the last connection. Who is there now is shown to nobody.";
constexpr auto suspend_help =
    "Refuse an account's devices until it is resumed. A therapist's clients are told at once that their therapist "
    "cannot read for now, and no reading times are promised; open invitations do not count meanwhile. Nothing is lost.";
constexpr auto resume_help =
    "Let a suspended account connect again. The notice that the suspension issued is lifted; one of your own stays.";
constexpr auto remove_help =
    "End an account for good, after a question. Its devices are refused; what waits for them, its keys, device list, "
    "hours and invitations are deleted. The others are told, and keep what is on their own devices.";
constexpr auto devices_help = "The devices of an account.";
constexpr auto list_devices_help = "List the devices of an account and whether they are stopped.";
constexpr auto revoke_device_help =
    "Stop a device that was lost or stolen, after a question. Its owner comes back with the recovery kit. If it was "
    "lost while Holdfast was open on it, suspend the account as well.";
constexpr auto invitations_help =
    "List the invitations: their number, who gave them, and whether they were used, for as long as they are kept.";
constexpr auto revoke_invitation_help = "Make an invitation that nobody has used worthless.";
constexpr auto log_help =
    "Show what the practice did: invitations, notices, suspensions, removals. Every line follows from the one before, "
    "and that is checked. With --json one object on each line, to be kept elsewhere.";
constexpr auto account_help = "The id from \"holdfastctl accounts\", or the beginning of it";
constexpr auto yes_help = "Do not ask";

CLI::App* add_about_account(CLI::App& app, const std::string& name, const std::string& help, AccountOptions& options,
                            bool asks, std::function<void()> chosen)
{
    auto* command = app.add_subcommand(name, help);
    command->add_option("account", options.account, account_help)->required();
    if (asks) command->add_flag("--yes", options.yes, yes_help);
    command->callback(std::move(chosen));
    return command;
}

void add_devices(CLI::App& app, PeopleOptions& options, Command& chosen)
{
    auto* devices = app.add_subcommand("devices", devices_help);
    devices->require_subcommand(1);
    add_about_account(*devices, "list", list_devices_help, options.account, false, [&] {
        chosen = [&options](const auto& console, const auto& config) {
            return list_devices(console, config, options.account);
        };
    });
    auto* revoke = add_about_account(*devices, "revoke", revoke_device_help, options.device.account, true, [&] {
        chosen = [&options](const auto& console, const auto& config) {
            return revoke_device(console, config, options.device);
        };
    });
    revoke->add_option("device", options.device.device, "The device, or the beginning of its id")->required();
}

void add_invitations(CLI::App& app, PeopleOptions& options, Command& chosen)
{
    auto* invitations = app.add_subcommand("invitations", invitations_help);
    auto* revoke = invitations->add_subcommand("revoke", revoke_invitation_help);
    revoke->add_option("number", options.invitation, "Its number, as in \"Invitation 7\"")->required();
    invitations->callback([&chosen, &options, revoke] {
        if (!revoke->parsed()) chosen = list_invitations;
        if (revoke->parsed())
            chosen = [&options](const auto& console, const auto& config) {
                return revoke_invitation(console, config, options.invitation);
            };
    });
}

}  // namespace

void add_people(CLI::App& app, PeopleOptions& options, Command& chosen)
{
    app.add_subcommand("accounts", accounts_help)->callback([&chosen] { chosen = list_accounts; });
    add_about_account(app, "suspend", suspend_help, options.account, true, [&] {
        chosen = [&options](const auto& console, const auto& config) {
            return suspend_account(console, config, options.account);
        };
    });
    add_about_account(app, "resume", resume_help, options.account, false, [&] {
        chosen = [&options](const auto& console, const auto& config) {
            return resume_account(console, config, options.account);
        };
    });
    add_about_account(app, "remove", remove_help, options.account, true, [&] {
        chosen = [&options](const auto& console, const auto& config) {
            return remove_account(console, config, options.account);
        };
    });
    add_devices(app, options, chosen);
    add_invitations(app, options, chosen);
    app.add_subcommand("log", log_help)->callback([&chosen] { chosen = show_log; });
}

}  // namespace holdfast::server
