#include "client/shell/commands/place.hpp"

#include "client/shell/platform.hpp"
#include "client/shell/profile.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/shell/terminal/passphrase.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/input/typed_text.hpp"

namespace holdfast::shell {
namespace {

using ui::trimmed;

constexpr std::size_t longest_choice = 100;
constexpr std::uint32_t passes = client::default_password_cost.passes;

/// Whether what stands in the profile may make room. It is kept, beside it.
Status may_put_aside(const Context& context, const std::filesystem::path& profile)
{
    if (context.options.yes) return ok();
    if (!can_ask(context)) return Errc::already_enrolled;
    context.out.lines({"Holdfast is set up here already. What is here is put aside in " + profile.string() + ",",
                       "and opens only with its own passphrase. Then you choose a new one."});
    for (;;) {
        const auto answer = context.console().ask_shown("Begin afresh here? [no] ", longest_choice);
        if (answer.has_error()) return Errc::not_confirmed;
        const auto yes = trimmed(*answer).empty() ? std::optional{false} : ui::parse_yes_no(*answer);
        if (yes) return *yes ? ok() : Status{Errc::not_confirmed};
    }
}

}  // namespace

Result<Place> place_for(const Context& context, const std::filesystem::path& profile, std::uint32_t memory_mib,
                        std::optional<crypto::SecretBytes> secret)
{
    const auto occupant = occupant_of(profile);
    if (occupant == Occupant::account)
        if (const auto may = may_put_aside(context, profile); may.has_error()) return may.errc();
    if (occupant == Occupant::begun && !secret) {
        auto begun = open_vault(context, profile);
        // One whose making was cut short holds nothing yet.
        if (begun.has_value()) return Place{std::move(*begun), std::nullopt};
        if (begun.errc() != Errc::not_enrolled) return begun.errc();
    }
    if (!secret) {
        auto chosen = new_passphrase(context.options);
        if (chosen.has_error()) return chosen.errc();
        secret = std::move(*chosen);
    }
    if (occupant == Occupant::begun) {
        auto begun = client::open_vault(profile, secret->view(), context.random);
        if (begun.has_value()) return Place{std::move(*begun), std::nullopt};
        if (begun.errc() != Errc::not_enrolled) return begun.errc();
    }
    std::optional<std::filesystem::path> aside;
    if (occupant == Occupant::account) {
        // Opened with a passphrase that does not matter: whether somebody is using it is known before that.
        const auto used = client::open_vault(profile, secret->view(), context.random);
        if (used.has_error() && used.errc() == Errc::vault_in_use) return used.errc();
    }
    if (occupant == Occupant::account) {
        const auto moved = put_aside(profile, system_now());
        if (moved.has_error()) return moved.errc();
        aside = *moved;
    }
    if (const auto marked = mark_begun(profile); marked.has_error()) return marked.errc();
    auto made = client::create_vault(profile, secret->view(), context.random,
                                     client::VaultOptions{{memory_mib * 1024, passes}, {}});
    if (made.has_value()) return Place{std::move(*made), aside};
    // A vault that a full disk cut short would be taken for an account.
    if (made.errc() == Errc::disk_full || made.errc() == Errc::store_broken) client::remove_vault(profile);
    mark_made(profile);
    if (aside) bring_back(profile, *aside);
    return made.errc();
}

void undo_place(const std::filesystem::path& profile, const std::optional<std::filesystem::path>& aside)
{
    client::remove_vault(profile);
    mark_made(profile);
    if (aside) bring_back(profile, *aside);
}

}  // namespace holdfast::shell
