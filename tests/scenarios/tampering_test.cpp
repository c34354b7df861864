// Envelopes and receipts that somebody between changes, moves, repeats, reorders or makes up. The numbers are those of
// the list of attacks in tests/README.md.
#include <algorithm>

#include "tests/client/core/client_world.hpp"
#include "tests/scenarios/changed_receipts.hpp"
#include "tests/scenarios/injected.hpp"
#include "tests/support/catch.hpp"

namespace tampering_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

TEST_CASE("attack 4: a flipped ciphertext changes nothing, its writer is told, and the conversation goes on")
{
    ClientWorld p{tuesday_nine};
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

TEST_CASE("attack 31: fifty control submits at night bring no answer before the next window")
{
    ClientWorld p{"2026-03-02T20:00:00Z"};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "reply";
    p.at("2026-03-02T20:30:00Z");
    const auto submitted = [&] {
        return std::ranges::count_if(
            okafor.sent(), [](const wire::ClientFrame& frame) { return std::holds_alternative<wire::Submit>(frame); });
    };
    const auto before = submitted();
    // Each message taken back makes control content of its own: Withdrawn.
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
    ClientWorld p{tuesday_nine};
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

TEST_CASE("attack 8: ciphertext moved to another conversation, or back to its writer, is refused")
{
    ClientWorld p{tuesday_nine};
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
    ClientWorld p{tuesday_nine};
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

TEST_CASE("attack 15: a receipt with another promise than the signed hours give is said so")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    change_receipts(p, alice, [&](wire::decided::Accepted& taken) {
        taken.promise = wire::Promise{p.now() + 1h, p.now() + 2h};
    });
    alice >> "hi";
    CHECK(alice.count<show::PromiseDiffers>() == 1);
}

TEST_CASE("a receipt nobody signed is not shown as accepted")
{
    ClientWorld p{monday_evening};
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

}  // namespace tampering_test
