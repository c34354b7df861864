// Two people and a relay: what is written arrives, when the hours say so, once.
#include <filesystem>
#include <map>

#include "client/core/vault/records.hpp"
#include "client/core/vault/vault.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/codec.hpp"
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

/// The relay signs `change`d receipts.
void change_receipts(Practice& p, Member& member, const std::function<void(wire::decided::Accepted&)>& change)
{
    member.meddle = [&p, change](wire::RelayFrame& frame) {
        auto* accepted = std::get_if<wire::Accepted>(&frame);
        if (!accepted) return true;
        auto receipt = wire::decode<wire::Receipt>(accepted->proof.receipt).value();
        change(std::get<wire::decided::Accepted>(receipt.event));
        accepted->proof = holdfast::test::signed_receipt(receipt, p.key());
        return true;
    };
}
/// The device a message of `member` was handed to the relay for.
Address address_sent_to(const Member& member, const MessageId& id)
{
    for (const auto& frame : member.sent())
        if (const auto* submit = std::get_if<wire::Submit>(&frame); submit && submit->message == id)
            return {submit->envelopes.at(0).account, submit->envelopes.at(0).device};
    return {};
}
}  // namespace

TEST_CASE("a reply written outside hours shows when it was released, nowhere when it was written")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.at("2026-03-02T23:00:00Z");
    okafor >> "reply";
    p.at("2026-03-03T10:00:00Z");
    const auto* entry = alice.client().history(alice.conversation()).back();
    CHECK(entry->written == parse_rfc3339(tuesday_nine));
    CHECK(entry->released == entry->written);
    alice >> "answer";
    CHECK(okafor.client().history(okafor.conversation()).back()->written == p.now());
}

TEST_CASE("an invitation enrols a client, and both ends know the conversation")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    CHECK(alice.client().status().enrolled);
    CHECK(alice.client().conversations().at(0).name == "Dr Okafor");
    CHECK(alice.client().conversations().at(0).ready);
    CHECK(okafor.client().conversations().at(0).name == "Alice");
    CHECK(okafor.client().conversations().at(0).mine);
    CHECK(alice.conversation() == okafor.conversation());
    CHECK(alice.client().conversations().at(0).safety_number == okafor.client().conversations().at(0).safety_number);
}

TEST_CASE("a message outside hours is held with the exact promise and read at the opening")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    (void)alice.lines();
    alice >> "hi";
    CHECK(alice.lines() == Lines{"saved hi, 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z", "answered: ok",
                                 "held hi, 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z", "caught up"});
    CHECK(okafor.read().empty());
    p.at("2026-03-03T08:59:59Z");
    CHECK(okafor.read().empty());
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"hi"});
    const auto stage = [&] { return alice.client().entry(alice.last<show::Accepted>()->message)->stage; };
    p.at("2026-03-03T11:59:59Z");
    CHECK(stage() == Stage::accepted);
    p.at("2026-03-03T12:00:00Z");
    CHECK(stage() == Stage::confirmed);
}

TEST_CASE("inside hours messages go both ways at once, in order, with every step of the ratchet")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    for (int round = 0; round < 3; ++round) {
        alice >> "one" >> "two";
        CHECK(okafor.read() == Lines{"one", "two"});
        okafor >> "three" >> "four";
        CHECK(alice.read() == Lines{"three", "four"});
    }
    CHECK(okafor.client().history(okafor.conversation()).size() == 12);
}

TEST_CASE("a check-in arrives as what it is")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const wire::CheckIn check_in{{{"sleep", 3, 10}}, {"tired"}, "a long night"};
    CHECK(word(alice.order(command::SendCheckIn{alice.conversation(), check_in})) == "ok");
    CHECK(okafor.read() == Lines{"check-in: a long night"});
    CHECK(std::get<wire::CheckIn>(okafor.client().history(okafor.conversation()).at(0)->body) == check_in);
}

TEST_CASE("a client writes before the therapist's device was ever online again")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto code = p.invitation(okafor, "Alice").link;
    okafor.go_offline();
    auto& alice = p.newcomer("Alice");
    alice.step(Command{1, command::Enrol{code, "Alice"}});
    alice.go_online();
    alice >> "are you there?";
    CHECK(alice.client().status().waiting == 0);
    okafor.go_online();
    CHECK(okafor.read() == Lines{"are you there?"});
    okafor >> "yes";
    CHECK(alice.read() == Lines{"yes"});
}

TEST_CASE("a therapist's reply outside hours is held too")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "late thought";
    CHECK(alice.read().empty());
    p.at(tuesday_nine);
    CHECK(alice.read() == Lines{"late thought"});
}

TEST_CASE("an extra window opens the gate at once for its conversation")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "please";
    CHECK(word(okafor.order(command::GiveExtra{30min, okafor.conversation()})) == "ok");
    CHECK(okafor.read() == Lines{"please"});
    CHECK(alice.client().outlook(alice.conversation(), p.now()).open.has_value());
    p.after(31min);
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).open.has_value());
}

TEST_CASE("a held message can be taken back, the reader sees nothing, no gap either")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "first" >> "regretted" >> "last";
    const auto id = alice.client().history(alice.conversation()).at(1)->message;
    CHECK(word(alice.order(command::TakeBack{id})) == "ok");
    CHECK(alice.client().entry(id)->stage == Stage::taken_back);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"first", "last"});
    const auto read = alice.client().history(alice.conversation()).at(0)->message;
    CHECK(word(alice.order(command::TakeBack{read})) == "too_late");
}

TEST_CASE("written offline, sent on reconnect, a draft and the outbox survive kill -9")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline(Errc::unreachable);
    alice >> "from the train";
    CHECK(word(alice.order(command::SaveDraft{alice.conversation(), "not yet"})) == "ok");
    alice.restart();
    CHECK(alice.client().draft(alice.conversation()) == "not yet");
    CHECK(alice.client().status().waiting == 1);
    alice.go_online();
    CHECK(okafor.read() == Lines{"from the train"});
    CHECK(alice.client().status().waiting == 0);
}

TEST_CASE("bad input is refused and changes nothing")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto chat = alice.conversation();
    CHECK(word(alice.order(command::SendText{chat, ""})) == "empty_text");
    CHECK(word(alice.order(command::SendText{chat, std::string(wire::max_text_bytes + 1, 'x')})) == "text_too_long");
    CHECK(word(alice.order(command::SendText{chat, "\xff"})) == "bad_encoding");
    CHECK(word(alice.order(command::SendText{ConversationId{}, "x"})) == "not_found");
    CHECK(word(alice.order(command::SetHours{})) == "therapists_only");
    CHECK(word(alice.order(command::Invite{"Bob"})) == "therapists_only");
    CHECK(word(alice.order(command::Enrol{"relay/XXXX", {}})) == "already_enrolled");
    CHECK(word(okafor.order(command::GiveExtra{4min, {}})) == "bad_duration");
    command::SetHours malformed;
    malformed.rules = "Tu 25:00-26:00";
    CHECK(word(okafor.order(malformed)) == "bad_rules");
    REQUIRE(okafor.last<show::Answered>()->place.has_value());
    CHECK(okafor.last<show::Answered>()->place->column > 0);
    command::SetHours zone;
    zone.zone = "Mars/Olympus";
    CHECK(word(okafor.order(zone)) == "unknown_zone");
    CHECK(word(okafor.order(command::SetHours{})) == "nothing_changed");
    CHECK(alice.client().history(chat).empty());
    alice >> std::string(wire::max_text_bytes, 'x');
    CHECK(okafor.read().at(0).size() == wire::max_text_bytes);
}

TEST_CASE("no invitation before the recovery kit is confirmed")
{
    Practice p{monday_evening};
    auto& okafor = p.newcomer("Dr Okafor");
    okafor.step(Command{1, command::Enrol{p.invite_therapist("Dr Okafor"), {}}});
    okafor.go_online();
    CHECK(okafor.client().status().name == "Dr Okafor");
    CHECK(word(okafor.order(command::Invite{"Alice"})) == "kit_not_confirmed");
    CHECK(word(okafor.order(command::ShowKit{})) == "ok");
    const auto kit = okafor.last<show::Kit>().value();
    CHECK(word(okafor.order(command::ConfirmKit{"AAAA BBBB CCCC"})) == "bad_kit");
    std::string asked;
    for (const auto number : kit.asked) asked += kit.words.at(number - 1) + " ";
    CHECK(word(okafor.order(command::ConfirmKit{asked})) == "ok");
    CHECK(word(okafor.order(command::Invite{"Alice"})) == "ok");
}

TEST_CASE("a therapist's own clock decides as well: what the relay hands over early stays sealed and unacked")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    std::optional<wire::Deliver> notice;
    alice.meddle_out = [&](wire::ClientFrame& frame) {
        if (auto* submit = std::get_if<wire::Submit>(&frame))
            notice = wire::Deliver{999,     submit->message, submit->conversation,        submit->cls, {}, {}, 1,
                                   p.now(), p.now(),         submit->envelopes.at(0).body};
        return true;
    };
    alice >> "early";
    REQUIRE(notice);
    notice->from = *alice.client().status().account;
    std::optional<DeviceId> device;
    for (const auto& frame : alice.sent())
        if (const auto* login = std::get_if<wire::Login>(&frame)) device = login->device;
    notice->from_device = *device;
    const auto before = okafor.sent().size();
    Arrived arrived;
    arrived.frames.emplace_back(wire::RelayFrame{*notice});
    okafor.step(std::move(arrived));
    CHECK(okafor.read().empty());
    for (auto frame = okafor.sent().begin() + static_cast<std::ptrdiff_t>(before); frame != okafor.sent().end();
         ++frame)
        CHECK_FALSE(std::holds_alternative<wire::Ack>(*frame));
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"early"});
}

TEST_CASE("a practice notice suspends promises and is lifted again")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    (void)p.admin(server::IssueNotice{*okafor.client().status().account, "Dr Okafor cannot read at present"});
    alice >> "hello";
    CHECK_FALSE(alice.last<show::Accepted>()->promise.has_value());
    CHECK(alice.count<show::PromiseDiffers>() == 0);
    CHECK(alice.client().outlook(alice.conversation(), p.now()).notice == "Dr Okafor cannot read at present");
    (void)p.admin(server::IssueNotice{*okafor.client().status().account, ""});
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).notice.has_value());
}

TEST_CASE("a new device restored from the kit takes over: contacts, hours, and what nobody had confirmed")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "still unread";
    const auto kit = okafor.print_kit();
    okafor.lose_device();
    p.after(1h);
    okafor.restore(kit);
    CHECK(okafor.last<show::Restored>()->conversations == 1);
    CHECK(alice.count<show::DevicesChanged>() == 1);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"still unread"});
    okafor >> "here I am";
    CHECK(alice.read() == Lines{"here I am"});
}

TEST_CASE("what was read before a device is restored from the kit is neither shown again nor in its history")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "one" >> "two";
    CHECK(alice.read() == Lines{"one", "two"});
    alice >> "an answer";
    p.after(2min);
    REQUIRE(okafor.client().history(okafor.conversation()).at(1)->stage == Stage::confirmed);
    const auto kit = alice.print_kit();
    const bool read_meanwhile = GENERATE(true, false);
    if (!read_meanwhile) alice.go_offline();
    okafor >> "three";
    if (read_meanwhile) CHECK(alice.read() == Lines{"three"});
    p.after(2min);
    alice.lose_device();
    p.after(1h);
    alice.restore(kit);
    p.after(2min);
    // Messages that nobody had confirmed come to the new device, once; those that were confirmed do not.
    const auto expected = read_meanwhile ? Lines{} : Lines{"three"};
    CHECK(alice.read() == expected);
    CHECK(alice.client().history(alice.conversation()).size() == expected.size());
    CHECK(alice.client().conversations().at(0).unseen == expected.size());
    alice.restart();
    alice.go_online();
    p.after(2min);
    CHECK(alice.read() == Lines{});
    CHECK(alice.client().history(alice.conversation()).size() == expected.size());
    okafor >> "four";
    CHECK(alice.read() == Lines{"four"});
}

TEST_CASE("what was read before a vault was put back from a copy is not shown again, by neither device after it")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto texts = [&] {
        Lines lines;
        for (const auto* entry : alice.client().history(alice.conversation()))
            lines.push_back(std::get<wire::Text>(entry->body).text);
        return lines;
    };
    okafor >> "one";
    CHECK(alice.read() == Lines{"one"});
    (void)alice.order(
        command::MarkShown{alice.conversation(), alice.client().history(alice.conversation()).at(0)->number});
    const auto kit = alice.print_kit();
    p.after(2min);
    alice.restart();
    const holdfast::test::TempDir copy;
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    CHECK(alice.read() == Lines{});  // a restart alone shows nothing again
    okafor >> "two";
    CHECK(alice.read() == Lines{"two"});
    p.after(2min);
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    CHECK(alice.client().conversations().at(0).unseen == 0);
    alice.go_online();
    p.after(2min);
    CHECK(alice.client().status().frozen);
    CHECK(alice.read() == Lines{});
    CHECK(texts() == Lines{"one"});
    CHECK(alice.client().conversations().at(0).unseen == 0);
    alice.lose_device();
    alice.restore(kit);
    p.after(2min);
    CHECK(alice.read() == Lines{});
    okafor >> "three";
    CHECK(alice.read() == Lines{"three"});
    CHECK(texts() == Lines{"three"});
}

TEST_CASE("what was read before a relay was put back from a copy is not shown again, and once in the history")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "one" >> "two";
    p.copy_relay();
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"one", "two"});
    const auto history = okafor.client().history(okafor.conversation()).size();
    (void)okafor.order(
        command::MarkShown{okafor.conversation(), okafor.client().history(okafor.conversation()).back()->number});
    okafor >> "an answer";
    CHECK(alice.read() == Lines{"an answer"});
    p.after(2min);
    p.restore_relay();
    okafor.go_online();
    alice.go_online();
    p.after(2min);
    CHECK(okafor.read() == Lines{});
    CHECK(alice.read() == Lines{});
    CHECK(okafor.client().history(okafor.conversation()).size() == history + 1);
    CHECK(alice.client().history(alice.conversation()).size() == 3);
    CHECK(okafor.client().conversations().at(0).unseen == 0);
    alice >> "three";
    CHECK(okafor.read() == Lines{"three"});
}

TEST_CASE("what was taken back leaves no gap on a device that is restored before the rest is read")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto take_back = [&](const char* text) {
        alice >> text;
        CHECK(word(alice.order(command::TakeBack{alice.last<show::Saved>()->message})) == "ok");
    };
    alice >> "one";
    take_back("regretted");
    take_back("and again");
    alice >> "two";
    if (GENERATE(true, false)) take_back("at the end");
    const auto kit = okafor.print_kit();
    okafor.lose_device();
    p.after(1h);
    okafor.restore(kit);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"one", "two"});
    alice >> "three";
    CHECK(okafor.read() == Lines{"three"});
}

TEST_CASE("a client's new device restored from the kit believes the same therapist and nobody else")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "before";
    (void)alice.order(command::ShowKit{});
    const auto printed = alice.last<show::Kit>().value();
    std::string kit;
    for (std::size_t i = 0; i < printed.words.size(); ++i)
        kit += std::to_string(i + 1) + ". " + printed.words[i] + (i % 6 == 5 ? "\n" : "  ");
    alice.lose_device();
    p.after(5min);
    CHECK(word(alice.order(command::Restore{"ABCD EFGH"})) == "bad_kit");
    alice.restore(kit);
    CHECK(alice.last<show::Restored>()->conversations == 1);
    CHECK(okafor.count<show::DevicesChanged>() == 1);
    alice >> "I am back";
    okafor >> "welcome back";
    CHECK(okafor.read() == Lines{"before", "I am back"});
    CHECK(alice.read() == Lines{"welcome back"});
}

TEST_CASE("a relay of another version says which of the two programs is the older one")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    const auto reason_of = [&](std::vector<std::uint16_t> supported) {
        alice.meddle = [supported](wire::RelayFrame& frame) {
            if (std::holds_alternative<wire::Greeting>(frame)) frame = wire::Versions{supported};
            return true;
        };
        alice.forget_shown();
        alice.go_online();
        alice.go_offline();
        return alice.last<show::Offline>()->reason;
    };
    CHECK(reason_of({wire::protocol_version + 1, wire::protocol_version + 2}) == Errc::program_outdated);
    CHECK(reason_of({0}) == Errc::relay_outdated);
    CHECK(reason_of({}) == Errc::unknown_version);
    alice.meddle = {};
    alice.go_online();
    alice >> "still here";
    CHECK(okafor.read() == Lines{"still here"});
}

TEST_CASE("the other side is told that a device is a page in a browser")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    CHECK(alice.client().conversations().at(0).device == wire::device_program);
    ModifiedClient modified{p, okafor};
    Arrived arrived;
    arrived.frames.emplace_back(
        wire::Tell{1'000'000, wire::DevicesChanged{modified.list_with_kind(wire::device_page)}});
    alice.step(std::move(arrived));
    CHECK(alice.last<show::DevicesChanged>()->device == wire::device_page);
    CHECK(alice.client().conversations().at(0).device == wire::device_page);
}

TEST_CASE("a message of a later version is kept, and shown properly by the version that knows it")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "how was it?";
    okafor >> "as you said";
    holdfast::test::TempDir copy;
    const auto swap_kinds = [&](const auto& change) {
        alice.go_offline();
        const auto folder = copy.path() / "vault";
        std::filesystem::copy(alice.directory(), folder);
        auto vault = Vault::open(folder, as_bytes(passphrase), p.random(), {crypto::PasswordCost{8, 1}, {}}).value();
        std::map<std::uint64_t, StoredEntry> entries;
        REQUIRE(vault.each(Kind::entry, [&](std::uint64_t row, BytesView plain) {
            entries[row] = wire::decode<StoredEntry>(plain).value();
            return true;
        }));
        vault.begin();
        for (auto& [row, stored] : entries)
            if (!stored.entry.mine && change(stored.entry.body)) vault.put(Kind::entry, row, wire::encode(stored));
        vault.commit();
        return folder;
    };
    SECTION("of a kind that is not known")
    {
        const auto folder = swap_kinds([](EntryBody& body) {
            body = NewerKind{99, to_bytes(as_bytes("later"))};
            return true;
        });
        alice.swap_vault(folder);
        CHECK(alice.client().history(alice.conversation()).back()->body ==
              EntryBody{NewerKind{99, to_bytes(as_bytes("later"))}});
    }
    SECTION("of a kind that has become known")
    {
        const auto folder = swap_kinds([](EntryBody& body) {
            body = NewerKind{wire::Text::tag, wire::encode(wire::Text{"as you said"})};
            return true;
        });
        alice.swap_vault(folder);
        CHECK(alice.client().history(alice.conversation()).back()->body == EntryBody{wire::Text{"as you said"}});
    }
}

TEST_CASE("a kind of a later version becomes an entry of its own sort")
{
    const auto body = entry_body(wire::UnknownKind{99, {}});
    REQUIRE(body);
    CHECK(*body == EntryBody{NewerKind{99, {}}});
    CHECK(is_written(*body));
    CHECK_FALSE(read_newer_kind({99, {}}));
    CHECK_FALSE(read_newer_kind({wire::Text::tag, to_bytes(as_bytes("no text"))}));
    CHECK_FALSE(read_newer_kind({wire::Upkeep::tag, {}}));
}

TEST_CASE("refusals whose answers were lost cost new numbers, not the device")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.meddle_out = [](wire::ClientFrame& frame) {
        if (auto* submit = std::get_if<wire::Submit>(&frame)) submit->envelopes.clear();
        return true;
    };
    alice.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::Failure>(frame); };
    alice >> "one" >> "two" >> "three" >> "four";
    alice.meddle_out = {};
    alice >> "five";
    CHECK(okafor.read() == Lines{"(missing)", "(missing)", "(missing)", "(missing)", "five"});
    alice.go_offline();
    alice.meddle = {};
    alice.go_online();
    CHECK_FALSE(alice.client().status().frozen);
    CHECK(okafor.read() == Lines{"one", "two", "three", "four"});
}

TEST_CASE("a long gap is one line, and what comes after all is read")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::Deliver>(frame); };
    Lines lost;
    for (int i = 0; i < 10; ++i) lost.push_back("lost " + std::to_string(i));
    for (const auto& text : lost) alice >> text;
    okafor.meddle = {};
    alice >> "there";
    CHECK(okafor.read() == Lines{"(missing)", "there"});
    const auto gap = okafor.client().history(okafor.conversation()).at(0)->body;
    CHECK(std::get<Missing>(gap).count == 10);
    okafor.go_offline();
    okafor.go_online();
    CHECK(okafor.read() == lost);
    for (const auto* entry : okafor.client().history(okafor.conversation()))
        CHECK_FALSE(std::holds_alternative<Missing>(entry->body));
}

TEST_CASE("a take-back whose answer was lost is asked for again")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "first" >> "regretted" >> "last";
    const auto id = alice.client().history(alice.conversation()).at(1)->message;
    alice.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::TakenBack>(frame); };
    alice.step(Command{900, command::TakeBack{id}});
    p.run();
    CHECK(alice.client().entry(id)->stage == Stage::accepted);
    alice.meddle = {};
    alice.restart();
    alice.go_online();
    CHECK(alice.client().entry(id)->stage == Stage::taken_back);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"first", "last"});
}

TEST_CASE("a take-back that was refused is not asked for again when the message waits once more")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor.go_offline();
    alice >> "hello";
    const auto id = alice.client().history(alice.conversation()).at(0)->message;
    CHECK(word(alice.order(command::TakeBack{id})) == "too_late");
    p.at("2026-03-03T12:30:00Z");  // nobody came: it is held again
    alice.restart();
    alice.go_online();
    CHECK(alice.client().entry(id)->stage == Stage::accepted);
    okafor.go_online();
    p.at("2026-03-10T09:00:00Z");
    CHECK(okafor.read() == Lines{"hello", "not read 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z"});
}

TEST_CASE("the reader's own receipt counts, whatever the relay claimed")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hi";
    const auto id = alice.client().history(alice.conversation()).at(0)->message;
    const auto reader = address_sent_to(alice, id);
    wire::RefusedByReader claim{id, reader.account, {}, static_cast<std::uint16_t>(Errc::kit_not_confirmed)};
    const auto say = [&] {
        Arrived arrived;
        arrived.frames.emplace_back(wire::RelayFrame{wire::Tell{900, claim}});
        alice.step(std::move(arrived));
    };
    say();
    CHECK(alice.client().entry(id)->stage == Stage::accepted);  // it was not sent to that device
    claim.device = reader.device;
    say();
    CHECK(alice.client().entry(id)->stage == Stage::refused);
    CHECK(alice.last<show::RefusedByReader>()->reason == Errc::cannot_decrypt);  // no other sentence can be chosen
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"hi"});
    p.at("2026-03-03T12:00:00Z");
    CHECK(alice.client().entry(id)->stage == Stage::confirmed);
    say();
    CHECK(alice.client().entry(id)->stage == Stage::confirmed);
}

TEST_CASE("a restored device knows of no gap in what was said before it")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "one" >> "two";
    CHECK(alice.read() == Lines{"one", "two"});
    p.after(2min);  // for the receipts
    const auto kit = alice.print_kit();
    alice.lose_device();
    p.after(5min);
    alice.restore(kit);
    okafor >> "three" >> "four";
    CHECK(alice.read() == Lines{"three", "four"});
}

TEST_CASE("a receipt with another time than that of sending is said so")
{
    Practice p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    change_receipts(p, alice, [](wire::decided::Accepted& taken) { taken.received += 4min; });
    alice >> "about now";
    CHECK(alice.count<show::ClocksDiffer>() == 0);
    change_receipts(p, alice, [](wire::decided::Accepted& taken) { taken.received += 6min; });
    alice >> "later than it was";
    CHECK(alice.last<show::ClocksDiffer>()->relay == p.now() + 6min);
}

TEST_CASE("a receipt that comes late, after a connection broke, is no clock amiss")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::Accepted>(frame); };
    alice >> "hello";
    alice.go_offline();
    alice.meddle = {};
    p.after(1h);
    alice.go_online();
    CHECK(alice.count<show::Accepted>() == 1);
    CHECK(alice.count<show::ClocksDiffer>() == 0);
}

TEST_CASE("a message submitted again to a restored relay under another promise is said to have moved")
{
    Practice p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.copy_relay();
    alice >> "hi";
    p.restore_relay();
    okafor.go_online();
    const wire::Promise later{p.now() + 48h, p.now() + 49h};
    change_receipts(p, alice, [&](wire::decided::Accepted& taken) { taken.promise = later; });
    alice.go_online();
    REQUIRE(alice.last<show::PromiseMoved>());
    CHECK(alice.last<show::PromiseMoved>()->promise == later);
}
