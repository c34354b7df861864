// Answers that are swallowed, come late, or were never the relay's to give: nobody loses a message by them.
#include "tests/client/core/client_world.hpp"
#include "tests/scenarios/changed_receipts.hpp"
#include "tests/support/catch.hpp"

namespace lost_answers_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

/// The device a message of `member` was handed to the relay for.
Address address_sent_to(const Member& member, const MessageId& id)
{
    for (const auto& frame : member.sent())
        if (const auto* submit = std::get_if<wire::Submit>(&frame); submit && submit->message == id)
            return {submit->envelopes.at(0).account, submit->envelopes.at(0).device};
    return {};
}
}  // namespace

TEST_CASE("refusals whose answers were lost cost new numbers, not the device")
{
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{monday_evening};
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
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{monday_evening};
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

TEST_CASE("a receipt with another time than that of sending is said so")
{
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{monday_evening};
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

}  // namespace lost_answers_test
