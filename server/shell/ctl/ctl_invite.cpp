#include <unistd.h>

#include <boost/json/object.hpp>

#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/relay_address.hpp"
#include "protocol/qr/qr.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "server/core/relay_key.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/data_folder.hpp"

namespace holdfast::server {
namespace {

// The numbers that stand on a therapist's first screen; more than a few helps nobody in need.
constexpr std::size_t contacts_max = 8;
constexpr std::size_t contact_bytes_max = 200;

Result<std::vector<wire::CrisisContact>> parse_contacts(const std::vector<std::string>& texts)
{
    if (texts.size() > contacts_max) return Errc::too_large;
    std::vector<wire::CrisisContact> contacts;
    for (const auto& text : texts) {
        const auto split = text.find('=');
        if (split == std::string::npos || split == 0 || split + 1 == text.size()) return Errc::bad_encoding;
        if (text.size() > contact_bytes_max) return Errc::too_large;
        if (!is_utf8(as_bytes(text))) return Errc::bad_encoding;
        contacts.push_back({text.substr(0, split), text.substr(split + 1)});
    }
    return contacts;
}

struct Made {
    session::InvitationText text;
    InviteTherapist request;
};

Result<Made> make_invitation(const session::RelayAddress& relay, const SignPublic& relay_key, const std::string& name,
                             std::vector<wire::CrisisContact> contacts, Instant now)
{
    crypto::SystemRandom random;
    auto secret = random.secret<16>();
    const auto keys = session::InvitationKeys::derive(secret);
    auto sealed = session::seal_name(keys, name, random);
    if (!sealed) return sealed.errc();
    // A little under the relay's bound, since its clock reads a moment later or earlier than ours.
    const auto expires = now + wire::invitation_lifetime - std::chrono::minutes{1};
    auto record =
        wire::encode(wire::InvitationRecord{relay_key, std::nullopt, contacts, expires, std::move(sealed).value(), {}});
    const auto mac = session::invitation_mac(keys, record);
    return Made{{relay, std::move(secret), relay_key, std::move(contacts)},
                {keys.psk.id, keys.redeem.pub, expires, std::move(record), mac}};
}

std::string for_people(std::uint64_t number, const std::string& link, const std::string& code, const std::string& name,
                       Instant expires)
{
    auto text =
        "Invitation " + std::to_string(number) + ", for a therapist" + (name.empty() ? "" : ": " + name) + "\n\n";
    if (::isatty(STDOUT_FILENO) == 1) {
        for (const auto& line : qr::lines(link)) text += line + '\n';
        text += '\n';
    }
    text += "Link: " + link + "\nCode: " + code + "\n\n";
    text += "It can be used once, until " + show_time(expires, system_now()) + ". Hand it over in person or on paper: ";
    text +=
        "whoever has it can enrol as this therapist.\nThey run holdfast enrol, which asks for the code. You know this "
        "account by the number later; to withdraw it: holdfastctl invitations revoke " +
        std::to_string(number) + '\n';
    return text;
}

}  // namespace

int invite_therapist(const Console& console, const Config& config, const InviteOptions& options)
{
    if (config.public_address.empty()) return console.fail(Errc::no_public_address);
    auto relay = session::RelayAddress::parse(config.public_address);
    if (!relay) return console.fail(relay.errc(), "public_address");
    relay->behind_proxy = config.behind_proxy;
    auto contacts = parse_contacts(options.contacts);
    if (!contacts)
        return console.fail(contacts.errc(), "--contact",
                            "Write each contact as \"Name=number\"; at most 8 of them, 200 characters each.");
    const auto key = relay_key_in({config.data});
    if (!key)
        return console.fail(key.errc() == Errc::not_found ? Errc::no_relay_yet : key.errc(), config.data.string());
    auto made = make_invitation(*relay, key->pub, options.name, std::move(contacts).value(), system_now());
    if (!made) return console.fail(made.errc(), "--name");
    const auto expires = made->request.expires;
    const auto kept = ask<InvitationNumber>(config, std::move(made->request));
    if (!kept) return console.fail(kept.errc());
    const auto link = session::invitation_link(made->text);
    const auto code = session::invitation_code(*relay, made->text.secret);
    return console.done({{"number", kept->number}, {"code", code}, {"link", link}, {"expires", to_rfc3339(expires)}},
                        for_people(kept->number, link, code, options.name, expires));
}

}  // namespace holdfast::server
