#include "protocol/session/invitation_code.hpp"

#include <algorithm>
#include <tuple>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

constexpr std::string_view scheme = "holdfast://";
constexpr std::size_t secret_characters = 26;  // 128 bits and two spare ones, which are zero
constexpr std::size_t check_characters = 4;    // 20 bits: one typing mistake in a million goes unnoticed
constexpr std::size_t group_characters = 5;

/// What stands behind the # of a link.
struct LinkBody {
    crypto::Secret<16> secret;
    SignPublic relay_key;
    std::vector<wire::CrisisContact> contacts;
    static constexpr auto fields() { return std::tuple{&LinkBody::secret, &LinkBody::relay_key, &LinkBody::contacts}; }
};

std::string check_text(const RelayAddress& relay, const InvitationSecret& secret)
{
    const auto address = relay.canonical();
    const auto hash = crypto::sha256(crypto::labels::invitation_check, {as_bytes(address), secret.view()});
    return to_base32(hash.view().first(3)).substr(0, check_characters);
}

std::string in_groups(std::string_view characters)
{
    std::string out;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (i != 0 && i % group_characters == 0) out += '-';
        out += characters[i];
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool has_scheme(std::string_view text)
{
    const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b); };
    return text.size() >= scheme.size() && std::equal(scheme.begin(), scheme.end(), text.begin(),
                                                      [&](char expected, char typed) { return same(typed, expected); });
}

Result<InvitationText> parse_link(std::string_view rest)
{
    const auto split = rest.find("/#");
    if (split == std::string_view::npos) return Errc::bad_code;
    auto relay = RelayAddress::parse(rest.substr(0, split));
    if (relay.has_error()) return relay.errc();
    auto bytes = from_base64url(rest.substr(split + 2));
    if (bytes.has_error()) return Errc::bad_code;
    auto body = wire::decode<LinkBody>(bytes.value());
    crypto::wipe(bytes.value());
    if (body.has_error()) return body.errc() == Errc::bad_key ? Errc::bad_key : Errc::bad_code;
    if (const auto key = crypto::check_sign_public(body->relay_key); key.has_error()) return key.errc();
    return InvitationText{std::move(relay.value()), std::move(body->secret), body->relay_key,
                          std::move(body->contacts)};
}

Result<InvitationText> parse_code(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return Errc::bad_code;
    auto relay = RelayAddress::parse(text.substr(0, slash));
    if (relay.has_error()) return relay.errc();
    std::string typed{text.substr(slash + 1)};
    std::erase(typed, '-');
    if (typed.size() != secret_characters + check_characters) return Errc::bad_code;
    std::transform(typed.begin(), typed.end(), typed.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    auto bytes = from_base32(std::string_view{typed}.substr(0, secret_characters));
    if (bytes.has_error()) return Errc::bad_code;
    auto secret = InvitationSecret::from(bytes.value());
    crypto::wipe(bytes.value());
    if (typed.substr(secret_characters) != check_text(relay.value(), secret)) return Errc::bad_code;
    return InvitationText{std::move(relay.value()), std::move(secret), std::nullopt, {}};
}

}  // namespace

std::string invitation_link(const InvitationText& invitation)
{
    require(invitation.relay_key.has_value(), "a link names the relay key");
    const LinkBody body{invitation.secret.clone(), *invitation.relay_key, invitation.contacts};
    return std::string{scheme} + invitation.relay.canonical() + "/#" + to_base64url(wire::encode(body));
}

std::string invitation_code(const RelayAddress& relay, const InvitationSecret& secret)
{
    return relay.short_text() + '/' + in_groups(to_base32(secret.view()) + check_text(relay, secret));
}

Result<InvitationText> parse_invitation(std::string_view text)
{
    text = trimmed(text);
    if (has_scheme(text)) return parse_link(text.substr(scheme.size()));
    return parse_code(text);
}

}  // namespace holdfast::session
