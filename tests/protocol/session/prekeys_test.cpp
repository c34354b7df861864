// The prekeys of one device: when new ones are made, which still serve, and how often.
#include "protocol/session/prekeys.hpp"

#include <set>

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace prekeys_test {

using namespace holdfast;
using namespace holdfast::session;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1'770'000'000'000ms};

struct Device {
    test::SeededRandom random{"prekeys"};
    crypto::SignKeyPair signing = crypto::SignKeyPair::generate(random);
    AccountId account = random.id<AccountId>();
    DeviceId device = random.id<DeviceId>();
    Prekeys prekeys;

    void rotate(Instant now) { session::rotate(prekeys, {account, device, signing}, now, random); }
    void add_one_time(std::size_t count) { session::add_one_time(prekeys, {account, device, signing}, count, random); }
    [[nodiscard]] wire::HandshakeHeader handshake(std::uint32_t signed_prekey, std::uint32_t one_time = 0)
    {
        wire::HandshakeHeader header;
        header.signed_prekey = signed_prekey;
        header.one_time_prekey = one_time;
        header.ephemeral = crypto::DhKeyPair::generate(random).pub;
        return header;
    }
    /// The error of a handshake, or none.
    [[nodiscard]] std::optional<Errc> refused(const wire::HandshakeHeader& header, Instant now = start) const
    {
        const auto found = find_prekeys(prekeys, header, now);
        return found.has_error() ? std::optional{found.errc()} : std::nullopt;
    }
};

}  // namespace

TEST_CASE("a signed prekey is made anew when it is a week old, and not before")
{
    Device d;
    CHECK(wants_rotation(d.prekeys, start));
    d.rotate(start);
    CHECK_FALSE(wants_rotation(d.prekeys, start));
    CHECK_FALSE(wants_rotation(d.prekeys, start + wire::signed_prekey_rotation - 1ms));
    CHECK(wants_rotation(d.prekeys, start + wire::signed_prekey_rotation));
    d.rotate(start + wire::signed_prekey_rotation);
    CHECK_FALSE(wants_rotation(d.prekeys, start + wire::signed_prekey_rotation));
    CHECK(d.prekeys.signed_prekeys.size() == 2);
}

TEST_CASE("an old signed prekey serves until its grace is over, and then goes")
{
    Device d;
    d.rotate(start);
    const auto old = d.prekeys.signed_prekeys.back().prekey.id;
    const auto over = start + wire::signed_prekey_lifetime + wire::signed_prekey_grace;
    d.rotate(over - 1ms);
    CHECK(d.prekeys.signed_prekeys.size() == 2);
    CHECK_FALSE(d.refused(d.handshake(old), over - 1ms));
    CHECK(d.refused(d.handshake(old), over) == Errc::no_prekeys);
    CHECK_FALSE(d.refused(d.handshake(old + 1), over));
    d.rotate(over);
    CHECK(d.prekeys.signed_prekeys.size() == 2);
    CHECK(d.prekeys.signed_prekeys.front().prekey.id == old + 1);
}

TEST_CASE("records are signed by the device and name their key, and no id comes twice")
{
    Device d;
    std::set<std::uint32_t> ids;
    for (int week = 0; week < 3; ++week) {
        d.rotate(start + week * wire::signed_prekey_rotation);
        const auto& made = d.prekeys.signed_prekeys.back();
        const auto record =
            open_record<wire::SignedPrekey>(crypto::labels::sign_prekey, d.signing.pub, made.prekey.record);
        REQUIRE(record);
        CHECK(record->id == made.prekey.id);
        CHECK(record->key == made.prekey.pair.pub);
        CHECK(record->account == d.account);
        CHECK(record->device == d.device);
        CHECK(record->expires == made.expires);
        CHECK(made.expires - made.created == wire::signed_prekey_lifetime);
        CHECK(ids.insert(record->id).second);
        d.add_one_time(4);
        for (const auto& one : d.prekeys.one_time) {
            const auto once =
                open_record<wire::OneTimePrekey>(crypto::labels::sign_one_time_prekey, d.signing.pub, one.record);
            REQUIRE(once);
            CHECK(once->id == one.id);
            CHECK(once->key == one.pair.pub);
            CHECK(once->device == d.device);
            CHECK(ids.insert(one.id).second);
        }
        drop_one_time(d.prekeys);
        CHECK(d.prekeys.one_time.empty());
    }
    CHECK(ids.size() == 3 * 5);
}

TEST_CASE("a handshake finds the keys it names, and only those that are there")
{
    Device d;
    d.rotate(start);
    d.add_one_time(2);
    const auto signed_id = d.prekeys.signed_prekeys.back().prekey.id;
    const auto first = d.prekeys.one_time.front().id;
    const auto with_one = find_prekeys(d.prekeys, d.handshake(signed_id, first), start);
    REQUIRE(with_one);
    CHECK(with_one->signed_prekey->prekey.id == signed_id);
    CHECK(with_one->one_time->id == first);
    const auto without = find_prekeys(d.prekeys, d.handshake(signed_id), start);
    REQUIRE(without);
    CHECK(without->one_time == nullptr);
    CHECK(d.refused(d.handshake(signed_id + 100)) == Errc::no_prekeys);
    CHECK(d.refused(d.handshake(first)) == Errc::no_prekeys);  // one sort's id means nothing to the other
    CHECK(d.refused(d.handshake(signed_id, signed_id)) == Errc::no_prekeys);
    CHECK(d.refused(d.handshake(0)) == Errc::no_prekeys);
}

TEST_CASE("a one-time prekey serves one handshake, and a handshake is accepted once")
{
    Device d;
    d.rotate(start);
    d.add_one_time(2);
    const auto signed_id = d.prekeys.signed_prekeys.back().prekey.id;
    const auto first = d.prekeys.one_time.front().id;
    const auto used = d.handshake(signed_id, first);
    CHECK_FALSE(d.refused(used));
    CHECK_FALSE(d.refused(used));  // finding uses nothing up
    use_prekeys(d.prekeys, used);
    CHECK(d.refused(used) == Errc::replayed);
    CHECK(d.refused(d.handshake(signed_id, first)) == Errc::no_prekeys);
    CHECK(d.prekeys.one_time.size() == 1);
    const auto without = d.handshake(signed_id);
    use_prekeys(d.prekeys, without);
    CHECK(d.refused(without) == Errc::replayed);
    CHECK(d.prekeys.one_time.size() == 1);
    d.rotate(start + wire::signed_prekey_rotation);
    CHECK(d.refused(without, start + wire::signed_prekey_rotation) == Errc::replayed);
}

TEST_CASE("a signed prekey that has served its handshakes serves no more, and a new one is wanted")
{
    Device d;
    d.rotate(start);
    auto& seen = d.prekeys.signed_prekeys.back().seen;
    const auto id = d.prekeys.signed_prekeys.back().prekey.id;
    const auto known = d.handshake(id);
    seen.assign(wire::max_handshakes_seen - 2, d.handshake(id).ephemeral);
    use_prekeys(d.prekeys, known);
    CHECK_FALSE(wants_rotation(d.prekeys, start));
    CHECK_FALSE(d.refused(d.handshake(id)));
    use_prekeys(d.prekeys, d.handshake(id));
    CHECK(wants_rotation(d.prekeys, start));
    CHECK(d.refused(d.handshake(id)) == Errc::no_prekeys);
    CHECK(d.refused(known) == Errc::replayed);
    d.rotate(start);
    CHECK_FALSE(d.refused(d.handshake(id + 1)));
}

}  // namespace prekeys_test
