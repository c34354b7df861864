#include "client/shell/first_run/check_code.hpp"

#include "client/shell/commands/code_words.hpp"
#include "client/shell/first_run/invitation_file.hpp"
#include "client/store/memory_records.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/qr/qr_image.hpp"

namespace holdfast::shell {
namespace {

/// The vault is gone with the process; its passphrase keeps nothing.
constexpr crypto::PasswordCost no_cost{8, 1};
constexpr std::string_view no_passphrase = "none";

Result<client::Client> empty_client(const Context& context, client::MemoryDisk& disk)
{
    auto vault = client::Vault::create(std::make_unique<client::MemoryRecords>(disk), as_bytes(no_passphrase),
                                       context.random, no_cost);
    if (vault.has_error()) return vault.errc();
    return client::Client::load(std::move(*vault), context.random);
}

BadCode refusal(Errc code)
{
    if (exit_code(code) == exit_network && code != Errc::login_refused)
        return {sentence(code) + " Your invitation is still good: Enter tries it again.", true};
    return {sentence(code), false};
}

}  // namespace

std::variant<GoodCode, BadCode> check_code(const Context& context, const std::string& typed)
{
    auto text = typed;
    if (const auto path = typed_path(typed)) {
        auto read = qr::read_png(*path);
        if (read.has_error()) return BadCode{bad_picture_words(read.errc()), false};
        text = std::move(*read);
    }
    if (const auto parsed = session::parse_invitation(text); parsed.has_error())
        return BadCode{bad_code_words(text, parsed.errc()), false};
    context.out.line("Holdfast asks the practice's server whether it is good.");
    client::MemoryDisk disk;
    auto client = empty_client(context, disk);
    if (client.has_error()) return refusal(client.errc());
    OneShotClient one_shot{std::move(*client), context};
    const auto done = one_shot.run(client::command::CheckInvitation{text});
    if (done.has_error()) return refusal(done.errc());
    const auto* good = one_shot.newest<client::show::InvitationGood>();
    if (!good) return refusal(Errc::internal);
    return GoodCode{std::move(text), *good};
}

}  // namespace holdfast::shell
