// An id names one message of an account for as long as anything of that message is stored. Attacks 29 and 30 of
// tests/README.md.
#include <algorithm>

#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::message_ids_test {
namespace {

namespace decided = wire::decided;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";
const std::string third = "promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";

struct Practice {
    explicit Practice(std::string_view now = monday_evening) : w{now} {}
    RelayWorld w;
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};
    Person& ben{w.client("ben", okafor)};

    /// The newest decision in alice's conversation.
    [[nodiscard]] wire::Receipt newest()
    {
        w.send(alice, wire::FetchLog{1, alice.conversation, 1});
        return session::open_receipt(w.last<wire::Log>(alice).entries.back(), w.key().pub).value();
    }
    [[nodiscard]] static wire::MessageRef ref(const Person& writer, const std::string& word)
    {
        return {writer.account, writer.device, RelayWorld::message(word)};
    }
    [[nodiscard]] std::int64_t live() { return w.count("SELECT count(*) FROM message WHERE class = 1"); }
};

/// The same words as `submit`, to the other client.
wire::Submit to_ben(Practice& p, wire::Submit submit)
{
    submit.conversation = p.ben.conversation;
    submit.envelopes = {{p.ben.account, p.ben.device, submit.envelopes.front().body}};
    return submit;
}

TEST_CASE("attack 29: an id that lives is refused from another device, in another conversation, and as another class")
{
    Practice p;
    SECTION("another device of the account")
    {
        auto other = p.w.second_device(p.alice);
        p.w.submit(p.alice, "hello");
        (void)p.w.lines();
        p.w.submit(other, "hello");
        CHECK(p.w.lines() == Lines{"alice's other: refused: already_exists"});
    }
    SECTION("another conversation")
    {
        p.w.submit(p.okafor, "hello");
        (void)p.w.lines();
        auto again = to_ben(p, p.w.submit_of(p.okafor, "hello"));
        p.w.send(p.okafor, again);
        CHECK(p.w.lines() == Lines{"okafor: refused: already_exists"});
    }
    SECTION("a report or control content under it")
    {
        p.w.submit(p.okafor, "hello");
        (void)p.w.lines();
        p.w.submit(p.okafor, "hello", wire::Class::report);
        p.w.submit(p.okafor, "hello", wire::Class::control);
        CHECK(p.w.lines() == Lines(2, "okafor: refused: already_exists"));
    }
    CHECK(p.live() == 1);
    p.w.wait();
    CHECK(std::get<decided::Released>(p.newest().event).messages.size() == 1);
}

TEST_CASE("an id may be used again once nothing of it lives, and by others at any time")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    p.w.submit(p.ben, "hello");
    p.w.take_back(p.ben, "hello");
    (void)p.w.lines();
    p.w.submit(p.ben, "hello");
    CHECK(p.w.lines() == Lines{"ben: accepted hello, " + third});
    CHECK(p.live() == 2);
}

TEST_CASE("a message that is encrypted anew joins what waits of it: one row, one release, one take-back")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines() == Lines(2, "alice: accepted hello, " + third));
    CHECK(p.live() == 1);
    CHECK(p.w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL") == 2);
    SECTION("let through")
    {
        p.w.wait();
        CHECK(p.w.last<wire::Deliver>(p.okafor).sequence == 2);
        CHECK(std::get<decided::Released>(p.newest().event).messages == std::vector{Practice::ref(p.alice, "hello")});
    }
    SECTION("taken back")
    {
        p.w.take_back(p.alice, "hello");
        CHECK(p.w.lines() == Lines{"alice: taken back"});
        CHECK(p.live() == 0);
        CHECK(p.w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL") == 0);
    }
}

TEST_CASE("attack 29: taking back names the conversation, and leaves others alone")
{
    Practice p;
    p.w.submit(p.okafor, "hello");
    (void)p.w.lines();
    p.w.send(p.okafor, wire::TakeBack{1, p.ben.conversation, RelayWorld::message("hello")});
    CHECK(p.w.lines() == Lines{"okafor: refused: not_found"});
    p.w.take_back(p.okafor, "hello");
    p.w.take_back(p.okafor, "hello");
    CHECK(p.w.lines() == Lines(2, "okafor: taken back"));
    const auto back = std::get<decided::TakenBack>(p.newest().event);
    CHECK(wire::MessageRef{back.account, back.device, back.message} == Practice::ref(p.okafor, "hello"));
}

TEST_CASE("what was stored by its reader is too late to take back, and what never was is not found")
{
    Practice p{"2026-03-03T10:00:00Z"};
    p.w.submit(p.alice, "hello");
    p.w.ack(p.okafor, "hello");
    (void)p.w.lines();
    p.w.take_back(p.alice, "hello");
    p.w.send(p.alice, wire::TakeBack{1, p.alice.conversation, RelayWorld::message("another")});
    CHECK(p.w.lines() == Lines{"alice: refused: too_late", "alice: refused: not_found"});
}

TEST_CASE("a message without an id is refused")
{
    Practice p;
    auto submit = p.w.submit_of(p.alice, "hello");
    submit.message = MessageId{};
    (void)p.w.lines();
    p.w.send(p.alice, submit);
    CHECK(p.w.lines() == Lines{"alice: refused: out_of_range"});
}

TEST_CASE("attack 30: an ack that comes after closing is ignored, and the log has no hole")
{
    Practice p{"2026-03-03T11:00:00Z"};
    p.w.submit(p.alice, "hello");
    p.w.wait();
    REQUIRE(std::get<decided::HeldAgain>(p.newest().event).messages == std::vector{Practice::ref(p.alice, "hello")});
    (void)p.w.lines();
    SECTION("stored")
    {
        p.w.ack(p.okafor, "hello");
        CHECK(p.w.lines() == Lines{});
    }
    SECTION("refused")
    {
        p.w.ack(p.okafor, "hello", static_cast<std::uint16_t>(Errc::cannot_decrypt));
        CHECK(p.w.lines() == Lines{});
    }
    CHECK(p.live() == 1);
    p.w.wait();
    CHECK(p.w.lines() == Lines{"okafor: deliver hello"});
    CHECK(std::get<decided::Released>(p.newest().event).messages == std::vector{Practice::ref(p.alice, "hello")});
    p.w.ack(p.okafor, "hello");
    p.w.wait();
    CHECK(p.live() == 0);
}

TEST_CASE("what waited for a device that is used no more goes with it, and the log says so")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    p.w.submit(p.alice, "upkeep", wire::Class::control);
    const auto other = p.w.stranger("other", wire::Role::therapist).list.devices[0];
    p.w.send(p.okafor, wire::PublishDevices{1, p.w.list_with(p.okafor, {other})});
    CHECK(std::get<decided::Dropped>(p.newest().event).messages == std::vector{Practice::ref(p.alice, "hello")});
    CHECK(p.live() == 0);
}

TEST_CASE("a reading time that moves is a receipt, told once to each writer for all their messages and nobody else's")
{
    Practice p;
    p.w.submit(p.alice, "one");
    p.w.submit(p.alice, "two");
    p.w.submit(p.okafor, "three");
    (void)p.w.lines();
    p.w.hours(p.okafor, tuesdays, [](wire::HoursVersion& version) {
        const Date day{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}};
        version.leaves.push_back({day, day, "ill"});
    });
    Lines told;
    for (const auto& line : p.w.lines())
        if (line.find("moved") != std::string::npos) told.push_back(line.substr(0, line.find(',')));
    std::ranges::sort(told);
    CHECK(told == Lines{"alice: moved one and two", "okafor: moved three"});
    const auto& proof = std::get<wire::PromiseMoved>(p.w.last<wire::Tell>(p.alice).statement).proof;
    const auto moved = session::open_receipt(proof, p.w.key().pub).value();
    CHECK(std::get<decided::Moved>(moved.event).messages ==
          std::vector{Practice::ref(p.alice, "one"), Practice::ref(p.alice, "two")});
    CHECK(moved.at == p.w.now());
}

}  // namespace
}  // namespace holdfast::server::test::message_ids_test
