// Two people and a relay: what is written arrives, when the hours say so, once.
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace conversation_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

TEST_CASE("a reply written outside hours shows when it was released, nowhere when it was written")
{
    ClientWorld p{monday_evening};
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
    ClientWorld p{monday_evening};
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
    ClientWorld p{monday_evening};
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
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const wire::CheckIn check_in{{{"sleep", 3, 10}}, {"tired"}, "a long night"};
    CHECK(word(alice.order(command::SendCheckIn{alice.conversation(), check_in})) == "ok");
    CHECK(okafor.read() == Lines{"check-in: a long night"});
    CHECK(std::get<wire::CheckIn>(okafor.client().history(okafor.conversation()).at(0)->body) == check_in);
}

TEST_CASE("a client writes before the therapist's device was ever online again")
{
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "late thought";
    CHECK(alice.read().empty());
    p.at(tuesday_nine);
    CHECK(alice.read() == Lines{"late thought"});
}

TEST_CASE("an extra window opens the gate at once for its conversation")
{
    ClientWorld p{monday_evening};
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
    ClientWorld p{monday_evening};
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
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{monday_evening};
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
    ClientWorld p{monday_evening};
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
    ClientWorld p{monday_evening};
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

}  // namespace conversation_test
