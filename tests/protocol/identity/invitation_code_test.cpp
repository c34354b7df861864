#include "protocol/identity/invitation_code.hpp"

#include <algorithm>
#include <cctype>

#include "protocol/base/text.hpp"
#include "protocol/crypto/sign.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace invitation_code_test {

using namespace holdfast;
using namespace holdfast::session;

namespace {

const RelayAddress relay{"practice.example", 8443};

InvitationSecret some_secret() { return InvitationSecret::from(as_bytes("sixteen letters!")); }

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

}  // namespace

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

TEST_CASE("every secret reads back from both spellings, at every sort of address")
{
    test::SeededRandom random{"codes"};
    const auto key = crypto::SignKeyPair::generate(random).pub;
    for (const char* host : {"practice.example", "127.0.0.1:18443", "[2001:db8::7]", "[::1]:443"})
        for (const bool proxied : {false, true})
            for (int i = 0; i < 20; ++i) {
                auto address = RelayAddress::parse(host).value();
                address.behind_proxy = proxied;
                const auto secret = random.secret<16>();
                const auto typed = parse_invitation(invitation_code(address, secret));
                REQUIRE(typed);
                CHECK(typed->secret == secret);
                CHECK(typed->relay == address);
                const auto followed = parse_invitation(invitation_link({address, secret.clone(), key, {}}));
                REQUIRE(followed);
                CHECK(followed->secret == secret);
                CHECK(followed->relay == address);
            }
}

TEST_CASE("a link is read with line breaks in it and its scheme in capitals, and no other scheme is")
{
    test::SeededRandom random{2};
    auto link = invitation_link({relay, some_secret(), crypto::SignKeyPair::generate(random).pub, {}});
    for (const auto at : {link.size() - 5, link.find("/#") + 9}) link.insert(at, "\r\n  ");
    CHECK(parse_invitation(" " + link + "\n").value().secret == some_secret());
    CHECK(parse_invitation("HoldFast://" + link.substr(11)).value().secret == some_secret());
    for (const char* scheme : {"https://", "holdfast:", "oldfast://"})
        CHECK(parse_invitation(scheme + link.substr(11)).has_error());
}

TEST_CASE("ones are read as the letters the check asks for, and too many of them are no slip of the eye")
{
    const auto with_ones = [](std::string_view letters) {
        // Bytes that give a code of I's and L's at the front.
        auto code = invitation_code(relay, InvitationSecret::from(from_base32(letters).value()));
        for (auto at = code.find('/') + 1; at < code.size(); ++at)
            if (code[at] == 'I' || code[at] == 'L') code[at] = '1';
        return code;
    };
    CHECK(parse_invitation(with_ones("ILLIAAAAAAAAAAAAAAAAAAAAAA")).has_value());
    CHECK(parse_invitation(with_ones("ILLILIILAAAAAAAAAAAAAAAAAA")).errc() == Errc::bad_code);
}

TEST_CASE("a slip is named only where one group explains it")
{
    const auto code = invitation_code(relay, some_secret());
    const auto slash = code.find('/');
    auto twice = code;
    for (const auto at : {slash + 2, slash + 20}) twice[at] = twice[at] == 'Q' ? 'R' : 'Q';
    CHECK_FALSE(slipped_group(twice));
    CHECK_FALSE(slipped_group(code.substr(0, code.size() - 1)));
    CHECK_FALSE(slipped_group("bad host/" + code.substr(slash + 1)));
}

TEST_CASE("a slip that two groups explain is named in neither")
{
    const auto characters = [](std::string_view digits) {
        auto code = invitation_code(relay, InvitationSecret::from(from_base32(digits).value()));
        code.erase(0, code.find('/') + 1);
        std::erase(code, '-');
        return code;
    };
    constexpr std::size_t secret = 26;
    test::SeededRandom random{"slips"};
    int found = 0;
    while (found < 3) {
        const auto one = characters(to_base32(random.secret<16>().view()));
        for (std::size_t at = 0; at + 1 < secret; ++at) {
            auto digits = one.substr(0, secret);
            digits[at] = digits[at] == 'A' ? 'B' : 'A';
            const auto other = characters(digits);
            int differ = 0;
            for (std::size_t i = secret; i < one.size(); ++i) differ += one[i] == other[i] ? 0 : 1;
            if (differ != 1) continue;
            // The one with a slip in its check, or the other with a slip in its secret.
            const auto typed = "practice.example/" + one.substr(0, secret) + other.substr(secret);
            CHECK(parse_invitation(typed).errc() == Errc::bad_code);
            CHECK_FALSE(slipped_group(typed));
            ++found;
        }
    }
}

}  // namespace invitation_code_test
