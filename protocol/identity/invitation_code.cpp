#include "protocol/identity/invitation_code.hpp"

#include <algorithm>
#include <tuple>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

constexpr std::string_view scheme = "holdfast://";
// 128 bits; of the two that are left the first is zero, and the second says that the relay is behind a proxy.
constexpr std::size_t secret_characters = 26;
constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t check_characters = 4;  // 20 bits: one typing mistake in a million goes unnoticed
constexpr std::size_t group_characters = 5;

/// The part behind the # of a link.
struct LinkBody {
    crypto::Secret<16> secret;
    SignPublic relay_key;
    std::vector<wire::CrisisContact> contacts;
    bool behind_proxy = false;
    static constexpr auto fields()
    {
        return std::tuple{&LinkBody::secret, &LinkBody::relay_key, &LinkBody::contacts, &LinkBody::behind_proxy};
    }
};

std::string check_text(const RelayAddress& relay, const InvitationSecret& secret)
{
    const auto address = relay.canonical();
    const std::string_view proxy{"\1", relay.behind_proxy ? 1U : 0U};
    const auto hash =
        crypto::sha256(crypto::labels::invitation_check, {as_bytes(address), secret.view(), as_bytes(proxy)});
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

constexpr std::string_view space = " \t\r\n";

bool is_space(char c) noexcept { return space.find(c) != std::string_view::npos; }

/// Turns the last bit of the last character on or off; false when it was so already, or is no digit.
bool turn_proxy_bit(std::string& characters, bool on)
{
    const auto digit = base32_digits.find(characters.back());
    if (digit == std::string_view::npos || (digit & 1U) == (on ? 1U : 0U)) return false;
    characters.back() = base32_digits[digit ^ 1U];
    return true;
}

std::string_view trimmed(std::string_view text)
{
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
    relay->behind_proxy = body->behind_proxy;
    return InvitationText{std::move(relay.value()), std::move(body->secret), body->relay_key,
                          std::move(body->contacts)};
}

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Upper case; the digits that base32 does not have as the letters they look like, but for 1, which looks like two.
std::string as_typed(std::string_view text)
{
    std::string typed;
    for (const char c : text)
        if (c != '-' && !is_space(c)) typed += c == '0' ? 'O' : c == '8' ? 'B' : upper(c);
    return typed;
}

/// Empty when the check does not hold. Says in `relay` whether it is behind a proxy.
std::optional<InvitationSecret> checked_secret(RelayAddress& relay, std::string_view typed)
{
    if (typed.size() != secret_characters + check_characters) return std::nullopt;
    std::string digits{typed.substr(0, secret_characters)};
    relay.behind_proxy = turn_proxy_bit(digits, false);
    auto bytes = from_base32(digits);
    if (bytes.has_error()) return std::nullopt;
    auto secret = InvitationSecret::from(bytes.value());
    crypto::wipe(bytes.value());
    if (typed.substr(secret_characters) != check_text(relay, secret)) return std::nullopt;
    return secret;
}

/// Each 1 as I or as L, whichever the check confirms; of more than a few it is no slip of the eye.
std::optional<InvitationSecret> find_secret(RelayAddress& relay, std::string typed)
{
    constexpr std::size_t most_ones = 6;
    std::vector<std::size_t> ones;
    for (std::size_t i = 0; i < typed.size(); ++i)
        if (typed[i] == '1') ones.push_back(i);
    if (ones.size() > most_ones) return std::nullopt;
    for (std::size_t choice = 0; choice < std::size_t{1} << ones.size(); ++choice) {
        for (std::size_t i = 0; i < ones.size(); ++i) typed[ones[i]] = (choice >> i & 1U) == 0 ? 'I' : 'L';
        if (auto secret = checked_secret(relay, typed)) return secret;
    }
    return std::nullopt;
}

Result<InvitationText> parse_code(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return Errc::bad_code;
    auto relay = RelayAddress::parse(trimmed(text.substr(0, slash)));
    if (relay.has_error()) return relay.errc();
    auto secret = find_secret(relay.value(), as_typed(text.substr(slash + 1)));
    if (!secret) return Errc::bad_code;
    return InvitationText{std::move(relay.value()), *std::move(secret), std::nullopt, {}};
}

}  // namespace

std::string invitation_link(const InvitationText& invitation)
{
    require(invitation.relay_key.has_value(), "a link names the relay key");
    const LinkBody body{invitation.secret.clone(), *invitation.relay_key, invitation.contacts,
                        invitation.relay.behind_proxy};
    return std::string{scheme} + invitation.relay.canonical() + "/#" + to_base64url(wire::encode(body));
}

std::string invitation_code(const RelayAddress& relay, const InvitationSecret& secret)
{
    auto digits = to_base32(secret.view());
    if (relay.behind_proxy) (void)turn_proxy_bit(digits, true);
    return relay.short_text() + '/' + in_groups(digits + check_text(relay, secret));
}

Result<InvitationText> parse_invitation(std::string_view text)
{
    text = trimmed(text);
    if (!has_scheme(text)) return parse_code(text);
    // A link that was broken into lines.
    std::string link{text.substr(scheme.size())};
    std::erase_if(link, is_space);
    return parse_link(link);
}

std::optional<std::size_t> slipped_group(std::string_view text)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto relay = RelayAddress::parse(trimmed(text.substr(0, slash)));
    const auto typed = as_typed(text.substr(slash + 1));
    if (relay.has_error() || typed.size() != secret_characters + check_characters) return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at < typed.size(); ++at)
        for (const char other : alphabet) {
            auto changed = typed;
            changed[at] = other;
            if (other == typed[at] || !find_secret(relay.value(), changed)) continue;
            const auto group = at / group_characters + 1;
            if (found && *found != group) return std::nullopt;
            found = group;
        }
    return found;
}

}  // namespace holdfast::session
