// Attacks of a hostile relay, or of a peer, against a client. The numbers are those of the list of attacks in
// tests/README.md.
#include <algorithm>

#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "server/core/store/tables.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/client/core/practice.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/signed_receipt.hpp"

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view monday_evening = "2026-03-02T20:00:00Z";
constexpr std::string_view tuesday_nine = "2026-03-03T09:00:00Z";
constexpr const char* tuesdays = "Tu 09:00-12:00";

/// Keeps a copy of what the relay delivers to `member`.
void record_deliveries(Member& member, std::vector<wire::Deliver>& deliveries)
{
    member.meddle = [&deliveries](wire::RelayFrame& frame) {
        if (const auto* deliver = std::get_if<wire::Deliver>(&frame)) deliveries.push_back(*deliver);
        return true;
    };
}

/// Hands `frame` to the member as if the relay had sent it; the code of its ack, 0 too when there was none.
std::uint16_t inject(Member& member, wire::RelayFrame frame)
{
    const auto before = member.sent().size();
    Arrived arrived;
    arrived.frames.emplace_back(std::move(frame));
    member.step(std::move(arrived));
    for (auto sent = member.sent().size(); sent-- > before;)
        if (const auto* ack = std::get_if<wire::Ack>(&member.sent()[sent])) return ack->items.at(0).code;
    return 0;
}

std::uint16_t code(Errc errc) { return static_cast<std::uint16_t>(errc); }

Member& waiting_client(Practice& p, Member& okafor, const std::string& name)
{
    auto& member = p.newcomer(name);
    member.step(Command{1, command::Enrol{p.invitation(okafor, name).code, name}});
    return member;
}

}  // namespace

TEST_CASE("attack 2: a prekey that the device did not sign starts no session")
{
    Practice p{tuesday_nine};
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
    Practice p{tuesday_nine};
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

TEST_CASE("a message of a kind this version does not know is kept, acknowledged and shown as such")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hi";
    okafor >> "hello";
    (void)okafor.read();
    ModifiedClient modified{p, alice};
    CHECK(inject(okafor, modified.message(wire::UnknownKind{99, to_bytes(as_bytes("later"))})) == 0);
    const auto& entry = *okafor.client().history(okafor.conversation()).back();
    CHECK(entry.body == EntryBody{NewerKind{99, to_bytes(as_bytes("later"))}});
    // An unknown notice says nothing, and what follows leaves no gap.
    CHECK(inject(okafor, modified.message(wire::UnknownKind{20, {}})) == 0);
    CHECK(inject(okafor, modified.message(wire::Text{"and so on"})) == 0);
    CHECK(okafor.read() == Lines{"(kind 99)", "and so on"});
    okafor.restart();
    CHECK(okafor.client().entry(entry.message)->body == EntryBody{NewerKind{99, to_bytes(as_bytes("later"))}});
}

TEST_CASE("attack 2: another account's device list in the place of the pinned one is refused")
{
    Practice p{tuesday_nine};
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
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    const auto other = crypto::SignKeyPair::generate(p.random());
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* greeting = std::get_if<wire::Greeting>(&frame)) greeting->relay_key = other.pub;
        return true;
    };
    const auto before = alice.sent().size();
    alice.go_online();
    CHECK(alice.last<show::Offline>()->reason == Errc::wrong_relay);
    CHECK(alice.sent().size() == before + 1);  // the Hello
    CHECK_FALSE(alice.online());
}

TEST_CASE("attack 11: a greeting made for another connection is refused before anything is sent")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const bool elsewhere = GENERATE(true, false);
    alice.go_offline();
    alice.meddle = [&](wire::RelayFrame& frame) {
        auto* greeting = std::get_if<wire::Greeting>(&frame);
        if (!greeting) return true;
        // The relay's greeting to somebody in between, whose connection to it is another one.
        const Bytes exporter(32, static_cast<std::byte>(alice.connection() + (elsewhere ? 1U : 0U)));
        const auto& hello = std::get<wire::Hello>(alice.sent().back());
        const wire::GreetingProof proof{exporter, hello.nonce, greeting->nonce, greeting->time};
        greeting->signature = crypto::sign(crypto::labels::sign_relay_hello, p.key(), wire::encode(proof));
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
    Practice p{tuesday_nine};
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
    Practice p{tuesday_nine};
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
    Practice p{tuesday_nine};
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
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& adler = p.therapist("Dr Adler", tuesdays);
    std::vector<wire::Deliver> deliveries;
    record_deliveries(okafor, deliveries);
    (void)p.client("Alice", okafor);
    REQUIRE(!deliveries.empty());
    CHECK(inject(adler, deliveries.front()) != 0);
    CHECK(adler.client().conversations().empty());
}

TEST_CASE("attack 4: a flipped ciphertext changes nothing, its writer is told, and the conversation goes on")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    bool flip = true;
    okafor.meddle = [&](wire::RelayFrame& frame) {
        auto* deliver = std::get_if<wire::Deliver>(&frame);
        if (deliver && deliver->cls == wire::Class::message && std::exchange(flip, false))
            deliver->body.back() ^= std::byte{1};
        return true;
    };
    alice >> "broken on the way";
    CHECK(okafor.read().empty());
    CHECK_FALSE(alice.last<show::RefusedByReader>());
    alice >> "whole";
    CHECK(okafor.read() == Lines{"(missing)", "whole"});
    p.at("2026-03-03T12:00:00Z");
    CHECK(alice.last<show::RefusedByReader>()->reason == Errc::cannot_decrypt);
}

TEST_CASE("attack 31: fifty notices at night bring no answer before the next window")
{
    Practice p{"2026-03-02T20:00:00Z"};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "reply";
    p.at("2026-03-02T20:30:00Z");
    const auto submitted = [&] {
        return std::ranges::count_if(
            okafor.sent(), [](const wire::ClientFrame& frame) { return std::holds_alternative<wire::Submit>(frame); });
    };
    const auto before = submitted();
    // Each message taken back makes a notice of its own: Withdrawn.
    for (int i = 0; i < 55; ++i) {
        alice >> "probe";
        (void)alice.order(command::TakeBack{alice.client().history(alice.conversation()).back()->message});
    }
    p.at("2026-03-03T08:59:59Z");
    CHECK(submitted() == before);
    p.at("2026-03-03T09:00:00Z");
    alice.forget_shown();
    CHECK(submitted() == before + 1);
}

TEST_CASE("attack 4: cut and extended envelopes are refused with a reason")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    std::vector<wire::Deliver> deliveries;
    record_deliveries(okafor, deliveries);
    auto& alice = p.client("Alice", okafor);
    alice >> "hello";
    auto last = deliveries.back();
    last.message = p.random().id<MessageId>();
    auto cut = last;
    cut.body.pop_back();
    CHECK(inject(okafor, cut) == code(Errc::truncated));
    auto longer = last;
    longer.body.push_back(std::byte{0});
    CHECK(inject(okafor, longer) == code(Errc::trailing_bytes));
    CHECK(okafor.read() == Lines{"hello"});
}

TEST_CASE("attack 7: a vault put back from a copy is found at login, frozen, and both ends are told")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto kit = alice.print_kit();
    alice.go_offline();
    holdfast::test::TempDir copy;
    alice.restart();
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    alice >> "one" >> "two";
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    alice.go_online();
    CHECK(alice.client().status().frozen);
    CHECK(alice.count<show::DeviceFrozen>() == 1);
    CHECK(okafor.count<show::DeviceFrozen>() == 1);
    CHECK(word(alice.order(command::SendText{alice.conversation(), "three"})) == "device_frozen");
    // Both sides know it for as long as it is so, and no longer.
    CHECK(okafor.client().conversations().at(0).stopped == p.now());
    okafor.restart();
    okafor.go_online();
    CHECK(okafor.client().conversations().at(0).stopped);
    okafor >> "do you get this?";
    CHECK(okafor.client().conversations().at(0).stopped);
    alice.lose_device();
    alice.restore(kit);
    CHECK_FALSE(okafor.client().conversations().at(0).stopped);
    CHECK(alice.read() == Lines{"do you get this?"});
}

TEST_CASE("attack 7: a copy of a vault that wrote nothing since is found at login, too")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    holdfast::test::TempDir copy;
    alice.restart();
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    alice.go_online();
    CHECK(alice.client().status().frozen);
    CHECK(okafor.count<show::DeviceFrozen>() == 1);
}

TEST_CASE("attack 7: a relay that gives an older token again is left, and the device is not stopped by it")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    std::optional<wire::LoginToken> first;
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* in = std::get_if<wire::LoggedIn>(&frame)) {
            if (first) in->token = *first;
            first = in->token;
        }
        return true;
    };
    alice.go_offline();
    alice.go_online();
    REQUIRE(first);
    alice.go_offline();
    alice.go_online();
    CHECK(alice.client().status().connection != Connection::online);
    alice.meddle = {};
    alice.go_offline();
    alice.go_online();
    CHECK(alice.client().status().connection == Connection::online);
    CHECK_FALSE(alice.client().status().frozen);
}

TEST_CASE("attack 7: a relay put back from a copy gets again what it forgot, once on the reader's screen")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "before the copy";
    p.copy_relay();
    p.after(1h);
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    alice >> "after the copy" >> "and another";
    p.after(1h);
    const auto received = alice.client().history(alice.conversation()).at(1)->received;
    p.restore_relay();
    okafor.go_online();
    alice.go_online();
    CHECK(alice.client().history(alice.conversation()).at(1)->received == received);
    CHECK(alice.client().newest_hours(alice.conversation(), false)->version == 2);
    CHECK(alice.count<show::HoursProblem>() == 0);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"before the copy", "after the copy", "and another"});
}

TEST_CASE("attack 7: hours a restored relay received anew are no fork for those who know the first receipt")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.copy_relay();
    okafor.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::HoursChain>(frame); };
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    (void)okafor.order(change);
    okafor.go_offline();
    okafor.meddle = {};
    REQUIRE(alice.client().newest_hours(alice.conversation(), false)->version == 2);
    p.after(1h);
    p.restore_relay();
    SECTION("she is there when it is published again") { alice.go_online(); }
    okafor.go_online();
    if (!alice.online()) alice.go_online();
    CHECK(alice.count<show::HoursProblem>() == 0);
    CHECK(okafor.count<show::HoursProblem>() == 0);
    alice >> "hi";
    CHECK(alice.count<show::PromiseDiffers>() == 0);
    CHECK(alice.last<show::Accepted>()->promise.has_value());
    alice.restart();
    alice.go_online();
    CHECK(alice.client().outlook(alice.conversation(), p.now()).problem == std::nullopt);
}

TEST_CASE("attack 7: what a relay put back from a copy would ask for is kept as long as receipts are, and no longer")
{
    const auto [days, comes_back] = GENERATE(table<int, bool>({{80, true}, {91, false}}));
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor.go_offline();
    p.copy_relay();
    alice >> "hello";
    alice.go_offline();
    p.after(std::chrono::hours{24 * days});
    alice.go_online();
    alice.go_offline();
    p.restore_relay();
    alice.go_online();
    CHECK(alice.client().status().waiting == 0);
    CHECK(alice.client().history(alice.conversation()).front()->mine);  // the words stay
    alice.go_offline();
    okafor.go_online();
    p.after(std::chrono::hours{24 * 7});
    CHECK(std::ranges::count(okafor.read(), std::string{"hello"}) == (comes_back ? 1 : 0));
}

TEST_CASE("attack 8: ciphertext moved to another conversation, or back to its writer, is refused")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    auto& bob = p.client("Bob", okafor);
    std::vector<wire::Deliver> deliveries;
    okafor.meddle = [&](wire::RelayFrame& frame) {
        auto* deliver = std::get_if<wire::Deliver>(&frame);
        if (!deliver || deliver->cls != wire::Class::message) return true;
        deliveries.push_back(*deliver);
        return false;  // the relay keeps it for its own purposes
    };
    alice >> "for Dr Okafor alone";
    REQUIRE(deliveries.size() == 1);
    auto moved = deliveries.front();
    moved.conversation = bob.conversation();
    CHECK(inject(okafor, moved) == code(Errc::wrong_address));
    auto other_class = deliveries.front();
    other_class.cls = wire::Class::control;
    CHECK(inject(okafor, other_class) != 0);
    auto other_message = deliveries.front();
    other_message.message = p.random().id<MessageId>();
    CHECK(inject(okafor, other_message) == code(Errc::wrong_address));
    auto back = deliveries.front();
    back.from = *okafor.client().status().account;
    for (const auto& frame : okafor.sent())
        if (const auto* login = std::get_if<wire::Login>(&frame)) back.from_device = login->device;
    CHECK(inject(alice, back) != 0);
    CHECK(alice.read().empty());
    CHECK(okafor.read().empty());
    CHECK(inject(okafor, deliveries.front()) == 0);
    CHECK(okafor.read() == Lines{"for Dr Okafor alone"});
}

TEST_CASE("messages handed over in another order are marked missing, and stand in their writer's")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    std::vector<wire::Deliver> deliveries;
    okafor.meddle = [&](wire::RelayFrame& frame) {
        const auto* deliver = std::get_if<wire::Deliver>(&frame);
        if (!deliver || deliver->cls != wire::Class::message) return true;
        deliveries.push_back(*deliver);
        return false;
    };
    alice >> "one" >> "two";
    REQUIRE(deliveries.size() == 2);
    CHECK(inject(okafor, deliveries[1]) == 0);
    CHECK(okafor.read() == Lines{"(missing)", "two"});
    CHECK(inject(okafor, deliveries[0]) == 0);
    CHECK(okafor.read() == Lines{"one"});
    Lines history;
    for (const auto* entry : okafor.client().history(okafor.conversation()))
        history.push_back(std::get<wire::Text>(entry->body).text);
    CHECK(history == Lines{"one", "two"});
}

TEST_CASE("attack 15: hours the therapist did not sign are refused and give no promise")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto outlook = [&] { return alice.client().outlook(alice.conversation(), p.now()); };
    REQUIRE(outlook().promise.has_value());
    const auto mallory = crypto::SignKeyPair::generate(p.random());
    alice.meddle = [&](wire::RelayFrame& frame) {
        auto* chain = std::get_if<wire::HoursChain>(&frame);
        if (!chain || chain->links.empty()) return true;
        auto version = wire::decode<wire::HoursVersion>(chain->links.back().version.body).value();
        version.rules = "24/7";
        version.contacts = {{"a false friend", "0190"}};
        chain->links.back().version = hours_chain::sign_version(version, mallory);
        return true;
    };
    command::SetHours change;
    change.rules = "We 10:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    CHECK(alice.last<show::HoursProblem>()->reason == Errc::bad_signature);
    CHECK_FALSE(outlook().promise.has_value());
    CHECK_FALSE(outlook().open.has_value());
    CHECK(outlook().contacts.empty());
    alice.meddle = {};
    alice.go_offline();
    alice.go_online();
    CHECK(outlook().promise.has_value());
}

TEST_CASE("attack 15: a version kept back by the relay is found by what the therapist's own messages name")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.meddle = [](wire::RelayFrame& frame) {
        if (auto* chain = std::get_if<wire::HoursChain>(&frame)) chain->links.clear();
        return true;
    };
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    CHECK(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
    okafor >> "hello";
    CHECK(alice.last<show::HoursProblem>()->reason == Errc::not_found);
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
    alice.restart();
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
    alice.meddle = {};
    alice.go_online();
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).problem.has_value());
}

TEST_CASE("attack 15: two receipts for one version are a fork, for good")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto version = *alice.client().newest_hours(alice.conversation(), false);
    std::optional<wire::HoursLink> link;
    okafor.meddle = [&](wire::RelayFrame& frame) {
        if (const auto* chain = std::get_if<wire::HoursChain>(&frame); chain && !chain->links.empty())
            link = chain->links.back();
        return true;
    };
    command::SetHours change;
    change.rules = "We 10:00-12:00";
    (void)okafor.order(change);
    REQUIRE(link);
    auto receipt = wire::decode<wire::HoursReceipt>(link->receipt.body).value();
    receipt.received += 1h;
    link->receipt = hours_chain::sign_receipt(receipt, p.key());
    (void)inject(alice, wire::HoursChain{0, version.owner, std::nullopt, {*link}});
    CHECK(alice.last<show::HoursProblem>()->reason == Errc::fork);
    alice.restart();
    alice.go_online();
    CHECK(alice.client().outlook(alice.conversation(), p.now()).problem == Errc::fork);
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
}

TEST_CASE("attack 15: a receipt with another promise than the signed hours give is said so")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.meddle = [&](wire::RelayFrame& frame) {
        auto* accepted = std::get_if<wire::Accepted>(&frame);
        if (!accepted) return true;
        auto receipt = wire::decode<wire::Receipt>(accepted->proof.receipt).value();
        std::get<wire::decided::Accepted>(receipt.event).promise = wire::Promise{p.now() + 1h, p.now() + 2h};
        accepted->proof = holdfast::test::signed_receipt(receipt, p.key());
        return true;
    };
    alice >> "hi";
    CHECK(alice.count<show::PromiseDiffers>() == 1);
}

TEST_CASE("a receipt nobody signed is not shown as accepted")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.meddle = [](wire::RelayFrame& frame) {
        if (auto* accepted = std::get_if<wire::Accepted>(&frame)) accepted->proof.signature.value[0] ^= std::byte{1};
        return true;
    };
    alice >> "hi";
    CHECK(alice.count<show::Accepted>() == 0);
    CHECK(alice.last<show::Refused>()->reason == Errc::bad_signature);
    alice.meddle = {};
    alice.go_offline();
    alice.go_online();
    CHECK(alice.count<show::Accepted>() == 1);
}
