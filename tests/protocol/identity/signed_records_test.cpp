#include "protocol/identity/signed_records.hpp"

#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"

namespace signed_records_test {

using namespace holdfast;
using namespace holdfast::session;
using test::morning;
using test::Party;

namespace {

wire::DeviceList list_of(const Party& party) { return open_device_list(party.list).value(); }

wire::Signed sign_as(const Party& party, const wire::DeviceList& list)
{
    return sign_record(crypto::labels::sign_device_list, party.identity, list);
}

}  // namespace

TEST_CASE("a device list certifies itself, and any changed byte is noticed")
{
    test::SeededRandom random{1};
    const auto party = Party::make(random);
    CHECK(list_of(party).identity == party.identity.pub);
    for (std::size_t i = 0; i < party.list.body.size(); i += 3) {
        auto tampered = party.list;
        tampered.body[i] ^= std::byte{1};
        CHECK(open_device_list(tampered).has_error());
    }
    CHECK(open_device_list({}).has_error());
}

TEST_CASE("a device list with no device, too many, one twice, epoch 0 or an impossible key is refused")
{
    test::SeededRandom random{2};
    const auto party = Party::make(random);
    const auto good = list_of(party);

    auto list = good;
    list.devices.clear();
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::out_of_range);
    list = good;
    list.devices.push_back(list.devices.front());
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::out_of_range);
    list = good;
    for (std::size_t i = 0; i < wire::max_devices; ++i) {
        list.devices.push_back(list.devices.front());
        list.devices.back().device = random.id<DeviceId>();
    }
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::out_of_range);
    list = good;
    list.devices.front().kind = 0;
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::out_of_range);
    list.devices.front().kind = 200;  // of a later version
    CHECK(open_device_list(sign_as(party, list)));
    CHECK(kind_of(list) == 200);
    list = good;
    list.epoch = 0;
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::out_of_range);
    list = good;
    list.devices.front().agreement = {};
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::bad_key);
    list = good;
    list.devices.front().signing = {};
    CHECK(open_device_list(sign_as(party, list)).errc() == Errc::bad_key);
}

TEST_CASE("attack 2: another account's list, an older one, or a second one of the same epoch never replaces the pin")
{
    test::SeededRandom random{3};
    const auto party = Party::make(random), other = Party::make(random);
    const auto pinned = open_device_list(party.sign_list(5)).value();
    CHECK(accept_device_list(pinned, party.sign_list(6)).value().epoch == 6);
    CHECK(accept_device_list(pinned, party.sign_list(5)).has_value());
    CHECK(accept_device_list(pinned, party.sign_list(4)).errc() == Errc::stale_device_list);
    CHECK(accept_device_list(pinned, other.sign_list(9)).errc() == Errc::wrong_key);
    auto second = pinned;
    second.devices.front().device = random.id<DeviceId>();
    CHECK(accept_device_list(pinned, sign_as(party, second)).errc() == Errc::fork);
}

TEST_CASE("an Ed25519 key where an X25519 key belongs is refused")
{
    test::SeededRandom random{4};
    const auto party = Party::make(random);
    // Behind identity (33), epoch (4), the vector's length (2) and the device id (16) stands the agreement key's type.
    constexpr std::size_t agreement_type = 33 + 4 + 2 + 16;
    auto body = party.list.body;
    REQUIRE(body[agreement_type] == std::byte{1});
    body[agreement_type] = std::byte{2};
    const auto resigned = crypto::sign(crypto::labels::sign_device_list, party.identity, body);
    CHECK(open_device_list({body, resigned}).errc() == Errc::bad_key);
}

TEST_CASE("a prekey is accepted only from its own device, for its own purpose, within its time")
{
    test::SeededRandom random{5};
    const auto party = Party::make(random), other = Party::make(random);
    const auto device = list_of(party).devices.front();
    const auto& record = party.prekeys.signed_prekeys.back().prekey.record;
    const auto& one_time = party.prekeys.one_time.front().record;
    CHECK(open_signed_prekey(record, party.account, device, morning).has_value());
    CHECK(open_one_time_prekey(one_time, party.account, device).has_value());

    CHECK(open_signed_prekey(record, other.account, device, morning).errc() == Errc::wrong_address);
    CHECK(open_signed_prekey(record, party.account, list_of(other).devices.front(), morning).errc() ==
          Errc::bad_signature);
    CHECK(open_signed_prekey(one_time, party.account, device, morning).errc() == Errc::bad_signature);
    CHECK(open_one_time_prekey(record, party.account, device).errc() == Errc::bad_signature);
    CHECK(open_signed_prekey(record, party.account, device, morning + wire::signed_prekey_lifetime).errc() ==
          Errc::out_of_range);
}

TEST_CASE("attack 1: a signed prekey of low order is refused even with a good signature")
{
    test::SeededRandom random{6};
    const auto party = Party::make(random);
    const auto device = list_of(party).devices.front();
    const wire::SignedPrekey low{party.account, party.device, 1, {}, morning, morning + Seconds{60}};
    CHECK(
        open_signed_prekey(sign_record(crypto::labels::sign_prekey, party.signing, low), party.account, device, morning)
            .errc() == Errc::bad_key);
    const wire::OneTimePrekey low_one_time{party.account, party.device, 1, {}};
    CHECK(open_one_time_prekey(sign_record(crypto::labels::sign_one_time_prekey, party.signing, low_one_time),
                               party.account, device)
              .errc() == Errc::bad_key);
}

TEST_CASE("a roster is signed by its owner, sorted, and names the owner")
{
    test::SeededRandom random{7};
    const auto owner = Party::make(random), member = Party::make(random);
    const auto sign = [&](std::vector<AccountId> members) {
        return sign_record(crypto::labels::sign_roster, owner.identity,
                           wire::Roster{{}, owner.account, std::move(members)});
    };
    const auto low = std::min(owner.account, member.account), high = std::max(owner.account, member.account);
    CHECK(open_roster(sign({low, high}), owner.identity.pub).has_value());
    CHECK(open_roster(sign({high, low}), owner.identity.pub).errc() == Errc::out_of_range);
    CHECK(open_roster(sign({low, low}), owner.identity.pub).errc() == Errc::out_of_range);
    CHECK(open_roster(sign({owner.account}), owner.identity.pub).errc() == Errc::out_of_range);
    CHECK(open_roster(sign({member.account, std::max(member.account, AccountId{})}), owner.identity.pub).has_error());
    CHECK(open_roster(sign({low, high}), member.identity.pub).errc() == Errc::bad_signature);
}

TEST_CASE("a conversation's id changes with its salt, owner and members")
{
    test::SeededRandom random{8};
    const auto a = random.id<AccountId>(), b = random.id<AccountId>();
    const wire::Roster roster{{}, a, {std::min(a, b), std::max(a, b)}};
    auto salted = roster, owned = roster;
    salted.salt[0] = std::byte{1};
    owned.owner = b;
    CHECK(conversation_id(roster) != conversation_id(salted));
    CHECK(conversation_id(roster) != conversation_id(owned));
    CHECK(account_id({}) != AccountId{});
    CHECK(to_bytes(account_id({}).view()) != to_bytes(practice_id({}).view()));
}

TEST_CASE("prekeys are rotated weekly, kept for their grace, and dropped after it")
{
    test::SeededRandom random{9};
    auto party = Party::make(random);
    auto& prekeys = party.prekeys;
    CHECK_FALSE(wants_rotation(prekeys, morning + wire::signed_prekey_rotation - Seconds{1}));
    CHECK(wants_rotation(prekeys, morning + wire::signed_prekey_rotation));

    wire::HandshakeHeader header;
    header.signed_prekey = prekeys.signed_prekeys.front().prekey.id;
    const auto end = morning + wire::signed_prekey_lifetime + wire::signed_prekey_grace;
    CHECK(find_prekeys(prekeys, header, end - Seconds{1}).has_value());
    CHECK(find_prekeys(prekeys, header, end).errc() == Errc::no_prekeys);
    rotate(prekeys, party.owner(), end, random);
    CHECK(prekeys.signed_prekeys.size() == 1);
    CHECK(wire::decode<Prekeys>(wire::encode(prekeys)).value().next_id == prekeys.next_id);
}

}  // namespace signed_records_test
