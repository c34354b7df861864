#include "protocol/identity/invitation.hpp"

#include "protocol/identity/invitation_code.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"

namespace invitation_test {

using namespace holdfast;
using namespace holdfast::session;
using test::morning;

namespace {

const RelayAddress relay{"practice.example", 8443};

InvitationSecret some_secret() { return InvitationSecret::from(as_bytes("sixteen letters!")); }

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

wire::InvitationRecord some_record(const test::Party& therapist)
{
    return {therapist.signing.pub, therapist.list, {{"Crisis line", "0800 111 0 111"}}, morning + Seconds{60}, {}};
}

}  // namespace

TEST_CASE("a relay address is a host with or without a port and has one canonical spelling")
{
    const std::pair<const char*, const char*> rows[] = {{"Practice.Example", "practice.example:8443"},
                                                        {"practice.example:443", "practice.example:443"},
                                                        {"127.0.0.1:18443", "127.0.0.1:18443"},
                                                        {"[2001:DB8::7]", "[2001:db8::7]:8443"},
                                                        {"[::1]:9000", "[::1]:9000"}};
    for (const auto& [text, canonical] : rows) CHECK(RelayAddress::parse(text).value().canonical() == canonical);
    CHECK(RelayAddress::parse("practice.example:8443").value().short_text() == "practice.example");
    for (const char* bad : {"", ":1", "host:", "host:0", "host:65536", "host:080", "host:1x", "-a.example", "a..b",
                            "a b", "[::1", "[host]", "[::1]9", "::1", "host/x", "h\xC3\xB6st"})
        CHECK(RelayAddress::parse(bad).errc() == Errc::bad_address);
}

TEST_CASE("a typed code reads back whatever its case and hyphens")
{
    const auto secret = some_secret();
    const auto code = invitation_code(relay, secret);
    CHECK(code.size() == std::string{"practice.example/"}.size() + 35);
    std::string bare = code;
    std::erase(bare, '-');
    for (const auto& typed : {code, "  " + code + "\n", bare, upper(code), "practice.example:8443" + code.substr(16)}) {
        const auto parsed = parse_invitation(typed).value();
        CHECK(parsed.secret == secret);
        CHECK(parsed.relay == relay);
        CHECK_FALSE(parsed.relay_key);
    }
}

TEST_CASE("every single wrong character of a typed code is noticed")
{
    const auto code = invitation_code(relay, some_secret());
    std::size_t unnoticed = 0;
    for (std::size_t i = code.find('/') + 1; i < code.size(); ++i) {
        if (code[i] == '-') continue;
        for (const char wrong : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567018!"}) {
            auto typed = code;
            typed[i] = wrong;
            // A 0 for an O, say, is read as it was meant.
            const auto parsed = parse_invitation(typed);
            if (wrong != code[i] && parsed.has_value() && parsed->secret != some_secret()) ++unnoticed;
        }
    }
    CHECK(unnoticed == 0);
}

TEST_CASE("a code for another relay, cut short or without an address is refused")
{
    const auto code = invitation_code(relay, some_secret());
    const auto characters = code.substr(code.find('/') + 1);
    CHECK(parse_invitation("other.example/" + characters).errc() == Errc::bad_code);
    CHECK(parse_invitation("practice.example:9/" + characters).errc() == Errc::bad_code);
    CHECK(parse_invitation(characters).errc() == Errc::bad_code);
    CHECK(parse_invitation("").errc() == Errc::bad_code);
    CHECK(parse_invitation("bad host/" + characters).errc() == Errc::bad_address);
    for (std::size_t cut = 1; cut < characters.size(); ++cut)
        CHECK(parse_invitation(code.substr(0, code.size() - cut)).has_error());
}

TEST_CASE("code and link say whether the relay is behind a proxy, and a code that was changed to say so is mistyped")
{
    test::SeededRandom random{4};
    const auto key = crypto::SignKeyPair::generate(random).pub;
    const RelayAddress proxied{"practice.example", 8443, true};
    const auto code = invitation_code(proxied, some_secret());
    const auto plain = invitation_code(relay, some_secret());
    CHECK(code.size() == plain.size());
    CHECK(code.substr(0, 17 + 30) == plain.substr(0, 17 + 30));  // all of the secret but the last character
    CHECK(parse_invitation(code).value().relay == proxied);
    CHECK(parse_invitation(code).value().secret == some_secret());
    CHECK(parse_invitation(plain).value().relay == relay);

    const auto turned = plain.substr(0, 17 + 30) + code[17 + 30] + plain.substr(17 + 31);
    CHECK(turned != plain);
    CHECK(parse_invitation(turned).errc() == Errc::bad_code);

    for (const auto& address : {proxied, relay})
        CHECK(parse_invitation(invitation_link({address, some_secret(), key, {}})).value().relay == address);
}

TEST_CASE("a link carries address, secret, relay key and crisis contacts")
{
    test::SeededRandom random{1};
    const auto key = crypto::SignKeyPair::generate(random).pub;
    const auto link = invitation_link({relay, some_secret(), key, {{"Crisis line", "0800 111 0 111"}}});
    CHECK(link.starts_with("holdfast://practice.example:8443/#"));
    const auto parsed = parse_invitation(link).value();
    CHECK(parsed.secret == some_secret());
    CHECK(parsed.relay == relay);
    CHECK(parsed.relay_key == key);
    CHECK(parsed.contacts == std::vector<wire::CrisisContact>{{"Crisis line", "0800 111 0 111"}});
    for (std::size_t size = 0; size < link.size(); ++size) CHECK(parse_invitation(link.substr(0, size)).has_error());
    CHECK(parse_invitation(link + "A").has_error());
    CHECK(parse_invitation(invitation_link({relay, some_secret(), SignPublic{}, {}})).errc() == Errc::bad_key);
}

TEST_CASE("an invitation record is accepted under its HMAC only, and before it expires")
{
    test::SeededRandom random{2};
    const auto therapist = test::Party::make(random);
    const auto keys = InvitationKeys::derive(some_secret());
    const auto record = wire::encode(some_record(therapist));
    const auto mac = invitation_mac(keys, record);
    CHECK(open_invitation(keys, record, mac, morning).value() == some_record(therapist));
    CHECK(open_invitation(keys, record, mac, morning + Seconds{60}).errc() == Errc::invitation_expired);

    const auto others = InvitationKeys::derive(InvitationSecret{});
    CHECK(open_invitation(others, record, mac, morning).errc() == Errc::foreign_invitation);
    for (std::size_t i = 0; i < record.size(); ++i) {
        auto tampered = record;
        tampered[i] ^= std::byte{1};
        CHECK(open_invitation(keys, tampered, mac, morning).errc() == Errc::foreign_invitation);
    }
}

TEST_CASE("the keys of an invitation are all different and depend on every bit of the secret")
{
    const auto keys = InvitationKeys::derive(some_secret());
    const BytesView all[] = {keys.psk.key.view(), keys.mac_key.view(), keys.redeem.seed.view(), keys.name_key.view()};
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t k = i + 1; k < 4; ++k) CHECK_FALSE(crypto::equal_in_constant_time(all[i], all[k]));
    auto other = some_secret();
    other.writable()[15] ^= std::byte{1};
    CHECK(InvitationKeys::derive(other).psk.id != keys.psk.id);
}

TEST_CASE("a sealed name opens with the invitation only and shows nothing of its length")
{
    test::SeededRandom random{3};
    const auto keys = InvitationKeys::derive(some_secret());
    const auto sealed = seal_name(keys, "Dr Okafor", random).value();
    CHECK(open_name(keys, sealed).value() == "Dr Okafor");
    CHECK(open_name(keys, {}).value().empty());
    CHECK(seal_name(keys, std::string(100, 'x'), random).value().size() == sealed.size());
    CHECK(seal_name(keys, std::string(101, 'x'), random).errc() == Errc::text_too_long);
    CHECK(open_name(InvitationKeys::derive({}), sealed).errc() == Errc::cannot_decrypt);
    CHECK(open_name(keys, BytesView{sealed}.first(sealed.size() - 1)).errc() == Errc::cannot_decrypt);
    CHECK(open_name(keys, seal_name(keys, "\xC3", random).value()).errc() == Errc::bad_encoding);
}

TEST_CASE("a code is read with spaces and look-alike digits, and a slip is found in its group")
{
    const RelayAddress address{"practice.example", 8443};
    const auto code = invitation_code(address, some_secret());
    const auto slash = code.find('/');
    auto spaced = " " + code.substr(0, slash) + " /\n " + code.substr(slash + 1) + " ";
    for (char& c : spaced)
        if (c == '-') c = ' ';
    CHECK(parse_invitation(spaced).has_value());
    auto alike = code;
    for (auto at = slash + 1; at < alike.size(); ++at)
        alike[at] = alike[at] == 'O'                       ? '0'
                    : alike[at] == 'B'                     ? '8'
                    : alike[at] == 'I' || alike[at] == 'L' ? '1'
                                                           : alike[at];
    CHECK(parse_invitation(alike).has_value());
    for (std::size_t group = 1; group <= 6; ++group) {
        auto slip = code;
        auto& character = slip[slash + 1 + (group - 1) * 6 + 2];
        character = character == 'Q' ? 'R' : 'Q';
        CHECK(parse_invitation(slip).errc() == Errc::bad_code);
        CHECK(slipped_group(slip) == group);
    }
    CHECK_FALSE(slipped_group(code.substr(slash + 1)));
    CHECK_FALSE(slipped_group(code + "A"));
}

}  // namespace invitation_test
