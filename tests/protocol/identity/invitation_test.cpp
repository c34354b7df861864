#include "protocol/identity/invitation.hpp"

#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"

namespace invitation_test {

using namespace holdfast;
using namespace holdfast::session;
using test::morning;

namespace {

InvitationSecret some_secret() { return InvitationSecret::from(as_bytes("sixteen letters!")); }

wire::InvitationRecord some_record(const test::Party& therapist)
{
    return {therapist.signing.pub, therapist.list, {{"Crisis line", "0800 111 0 111"}}, morning + Seconds{60}, {}, {}};
}

}  // namespace

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

}  // namespace invitation_test
