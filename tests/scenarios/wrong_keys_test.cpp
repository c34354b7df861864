// A relay or a stranger with other keys, records or handshakes than those the invitation vouches for. The numbers are
// those of the list of attacks in tests/README.md.
#include <algorithm>

#include "protocol/crypto/dh.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/scenarios/injected.hpp"
#include "tests/support/catch.hpp"

namespace wrong_keys_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

/// An installation that was given an invitation and has not yet connected.
Member& waiting_client(ClientWorld& p, Member& okafor, const std::string& name)
{
    auto& member = p.newcomer(name);
    member.step(Command{1, command::Enrol{p.invitation(okafor, name).code, name}});
    return member;
}

/// Signs a greeting to the member anew, as the owner of `key` does for the connection with this number.
void sign_anew(wire::Greeting& greeting, const Member& member, const crypto::SignKeyPair& key,
               server::ConnectionId connection)
{
    const Bytes exporter(32, static_cast<std::byte>(connection));
    const auto& hello = std::get<wire::Hello>(member.sent().back());
    const wire::GreetingProof proof{exporter, hello.nonce, greeting.nonce, greeting.time};
    greeting.relay_key = key.pub;
    greeting.signature = crypto::sign(crypto::labels::sign_relay_hello, key, wire::encode(proof));
}
}  // namespace

TEST_CASE("attack 2: a prekey that the device did not sign starts no session")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = waiting_client(p, okafor, "Alice");
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* bundle = std::get_if<wire::Bundle>(&frame))
            bundle->devices.at(0).signed_prekey.body.back() ^= std::byte{1};
        return true;
    };
    alice.go_online();
    CHECK_FALSE(alice.client().conversations().at(0).ready);
    CHECK(alice.last<show::Refused>()->reason == Errc::bad_signature);
    alice >> "nobody can read this yet";
    CHECK(alice.client().status().waiting == 1);
    alice.meddle = {};
    alice.go_offline();
    alice.go_online();
    CHECK(okafor.read() == Lines{"nobody can read this yet"});
}

TEST_CASE("attack 3: a pre-shared key that follows from a session serves for one handshake")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hi";
    okafor >> "hello";
    CHECK(okafor.read() == Lines{"hi"});
    ModifiedClient modified{p, alice};
    auto& tables = p.relay().store().tables();
    const auto device = tables.accounts.find_device(modified.peer()).value();
    const auto list = tables.accounts.find(modified.peer().account)->device_list;
    const auto prekey = tables.prekeys.signed_prekey(device.row, p.now()).value();
    modified.begin_again(list, prekey);
    CHECK(inject(okafor, modified.message(wire::Text{"under the next key"})) == 0);
    CHECK(okafor.read() == Lines{"under the next key"});
    modified.begin_again(list, prekey);
    CHECK(inject(okafor, modified.message(wire::Text{"under the same key"})) == code(Errc::stranger));
    CHECK(okafor.read().empty());
}

TEST_CASE("attack 2: another account's device list in the place of the pinned one is refused")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto mallory = crypto::SignKeyPair::generate(p.random());
    const wire::DeviceList list{
        mallory.pub, 1, {{p.random().id<DeviceId>(), crypto::DhKeyPair::generate(p.random()).pub, mallory.pub}}};
    auto& alice = waiting_client(p, okafor, "Alice");
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* bundle = std::get_if<wire::Bundle>(&frame))
            bundle->device_list = session::sign_record(crypto::labels::sign_device_list, mallory, list);
        return true;
    };
    alice.go_online();
    CHECK(alice.last<show::Refused>()->reason == Errc::wrong_key);
    CHECK_FALSE(alice.client().conversations().at(0).ready);
}

TEST_CASE("attack 2: a relay with another key is refused before anything is sent")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    const auto other = crypto::SignKeyPair::generate(p.random());
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* greeting = std::get_if<wire::Greeting>(&frame))
            sign_anew(*greeting, alice, other, alice.connection());
        return true;
    };
    const auto before = alice.sent().size();
    alice.go_online();
    CHECK(alice.sent().size() == before + 1);  // the Hello
    CHECK_FALSE(alice.online());
    CHECK(alice.last<show::Offline>()->reason == Errc::wrong_relay);
}

TEST_CASE("attack 11: a greeting made for another connection is refused before anything is sent")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const bool elsewhere = GENERATE(true, false);
    alice.go_offline();
    alice.meddle = [&](wire::RelayFrame& frame) {
        // The relay's greeting to somebody in between, whose connection to it is another one.
        if (auto* greeting = std::get_if<wire::Greeting>(&frame))
            sign_anew(*greeting, alice, p.key(), alice.connection() + (elsewhere ? 1U : 0U));
        return true;
    };
    const auto before = alice.sent().size();
    alice.go_online();
    CHECK(alice.online() != elsewhere);
    if (!elsewhere) return;
    CHECK(alice.last<show::Offline>()->reason == Errc::wrong_relay);
    CHECK(alice.sent().size() == before + 1);  // the Hello
}

TEST_CASE("attack 2: an invitation record the therapist did not make is refused")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = waiting_client(p, okafor, "Alice");
    alice.meddle = [](wire::RelayFrame& frame) {
        if (auto* invitation = std::get_if<wire::Invitation>(&frame)) invitation->record.back() ^= std::byte{1};
        return true;
    };
    alice.go_online();
    CHECK(alice.last<show::Answered>()->error == Errc::foreign_invitation);
    CHECK_FALSE(alice.client().relay().has_value());
}

TEST_CASE("attack 2: a restored device takes no roster that its therapist did not sign")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto kit = alice.print_kit();
    const auto mallory = crypto::SignKeyPair::generate(p.random());
    const wire::DeviceList list{
        mallory.pub, 1, {{p.random().id<DeviceId>(), crypto::DhKeyPair::generate(p.random()).pub, mallory.pub}}};
    const auto intruder = session::account_id(mallory.pub);
    const auto therapist = *okafor.client().status().account;
    wire::Roster roster;
    roster.owner = GENERATE(true, false) ? therapist : intruder;
    roster.members = {*alice.client().status().account, therapist, intruder};
    std::sort(roster.members.begin(), roster.members.end());
    alice.lose_device();
    p.after(5min);
    bool slipped_in = false;
    alice.meddle = [&](wire::RelayFrame& frame) {
        auto* answer = std::get_if<wire::Rosters>(&frame);
        if (!answer || answer->rosters.empty()) return true;
        auto forged = answer->rosters.front();
        forged.roster = session::sign_record(crypto::labels::sign_roster, mallory, roster);
        forged.device_lists.push_back(session::sign_record(crypto::labels::sign_device_list, mallory, list));
        answer->rosters.push_back(std::move(forged));
        slipped_in = true;
        return true;
    };
    alice.restore(kit);
    CHECK(slipped_in);
    CHECK(alice.last<show::Restored>()->conversations == 1);
    CHECK(alice.client().conversations().size() == 1);
}

TEST_CASE("attack 3: a replayed first message is not accepted twice, whatever number it comes under")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    std::vector<wire::Deliver> deliveries;
    record_deliveries(okafor, deliveries);
    (void)p.client("Alice", okafor);
    REQUIRE(!deliveries.empty());
    auto first = deliveries.front();
    first.delivery = 900;
    CHECK(inject(okafor, first) == 0);
    first.delivery = 901;
    first.message = p.random().id<MessageId>();
    (void)inject(okafor, first);
    okafor.restart();
    okafor.go_online();
    (void)inject(okafor, first);
    CHECK(okafor.client().conversations().size() == 1);
    CHECK(okafor.count<show::Joined>() == 1);
}

TEST_CASE("attack 3: a stranger's handshake is refused")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& adler = p.therapist("Dr Adler", tuesdays);
    std::vector<wire::Deliver> deliveries;
    record_deliveries(okafor, deliveries);
    (void)p.client("Alice", okafor);
    REQUIRE(!deliveries.empty());
    CHECK(inject(adler, deliveries.front()) != 0);
    CHECK(adler.client().conversations().empty());
}

}  // namespace wrong_keys_test
