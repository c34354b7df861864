// Openings and closings at which much waits: they take several steps, others come in between, and nobody can tell from
// what is said, stored or signed.
#include <algorithm>
#include <map>

#include "protocol/wire/codec.hpp"
#include "server/core/gate.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::relay_sweep_test {
namespace {

constexpr auto opening = "2026-03-03T09:00:00Z";
constexpr auto closing = "2026-03-03T12:00:00Z";

/// Messages that each client has written: more than a slice.
constexpr std::size_t each = gate_slice + 50;

/// A therapist for whom more waits than one step lets through, and another pair.
struct Crowd {
    RelayWorld w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& weiss{w.therapist("weiss", "Mo-Su 00:00-24:00")};
    Person& bystander{w.client("bystander", weiss)};
    std::vector<Person*> clients;

    Crowd()
    {
        for (std::size_t i = 0; i < 3; ++i) {
            clients.push_back(&w.client("client" + std::to_string(i), okafor));
            for (std::size_t k = 0; k < each; ++k) w.submit(*clients.back(), word(i, k));
        }
        (void)w.lines();
    }
    static std::string word(std::size_t client, std::size_t message)
    {
        return std::to_string(client) + "-" + std::to_string(message);
    }
    [[nodiscard]] std::size_t held()
    {
        return static_cast<std::size_t>(w.count("SELECT count(*) FROM delivery WHERE released IS NULL"));
    }
    /// Goes on until nothing is left to do now.
    void finish()
    {
        while (w.wake_at() && *w.wake_at() <= w.now()) w.tick();
    }
    /// One client's messages as the log names them, in order.
    template <class Event>
    [[nodiscard]] std::vector<MessageId> logged(const Person& client)
    {
        auto& tables = w.relay().store().tables();
        const auto conversation = tables.conversations.find(client.conversation)->row;
        const auto head = tables.conversations.chain_head(conversation).sequence;
        std::vector<MessageId> out;
        for (std::uint64_t from = 1; from <= head;) {
            for (const auto& proof : tables.receipts.page(conversation, from, head)) {
                const auto receipt = wire::decode<wire::Receipt>(proof.receipt).value();
                CHECK(receipt.sequence == from++);
                if (const auto* event = std::get_if<Event>(&receipt.event))
                    for (const auto& message : event->messages) out.push_back(message.message);
            }
        }
        return out;
    }
    [[nodiscard]] static std::vector<MessageId> written(std::size_t client)
    {
        std::vector<MessageId> out;
        for (std::size_t k = 0; k < each; ++k) out.push_back(RelayWorld::message(word(client, k)));
        return out;
    }
    [[nodiscard]] std::size_t delivered_to_okafor()
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            w.lines(), [](const std::string& line) { return line.starts_with("okafor: deliver"); }));
    }
};

TEST_CASE("the first messages of an opening leave before the last are let through and others come in between")
{
    Crowd c;
    const auto all = c.held();
    c.w.at(opening);
    c.w.after(Seconds{1});  // no timer is exact
    const auto effects = c.w.step({RelayWorld::event(c.bystander, c.w.submit_of(c.bystander, "hello"))});
    CHECK(c.w.wake_at() == c.w.now());
    CHECK(effects.work < 2 * sweep_work);  // a slice more, the page that leaves, and the submit
    CHECK(c.held() < all);
    CHECK(c.held() > 0);
    const auto lines = c.w.lines();
    CHECK(std::ranges::count(lines, "weiss: deliver hello") == 1);
    CHECK(std::ranges::count(lines, "okafor: deliver 0-0") == 1);
    c.finish();
    CHECK(c.held() == 0);
    CHECK(c.w.wake_at() > c.w.now());
    for (std::size_t i = 0; i < c.clients.size(); ++i)
        CHECK(c.logged<wire::decided::Released>(*c.clients[i]) == c.written(i));
}

TEST_CASE("a relay killed between two slices of an opening goes on with what is left")
{
    Crowd c;
    c.w.at(opening);
    c.w.tick();
    CHECK(c.held() > 0);
    c.w.after(Seconds{1});
    c.w.restart();
    c.w.log_in(c.okafor);
    c.finish();
    CHECK(c.held() == 0);
    for (std::size_t i = 0; i < c.clients.size(); ++i)
        CHECK(c.logged<wire::decided::Released>(*c.clients[i]) == c.written(i));
}

TEST_CASE("a start looks at everything that waits and takes no longer for its first step than another")
{
    Crowd c;
    c.w.after(Seconds{1});
    c.w.restart();
    CHECK(c.w.relay().store().tables().db.steps() < 2 * sweep_work);
    c.finish();
    CHECK(c.w.wake_at() == parse_rfc3339(opening));
}

TEST_CASE("at an opening in several steps the opening comes before whatever is asked in between")
{
    Crowd c;
    c.w.at(opening);
    c.w.tick();
    (void)c.w.lines();
    auto& last = *c.clients.back();
    SECTION("a take-back")
    {
        c.w.take_back(last, Crowd::word(2, each - 1));
        CHECK(std::ranges::count(c.w.lines(), last.name + ": refused: too_late") == 1);
    }
    SECTION("a message comes behind those that waited") { c.w.submit(last, "later"); }
    c.finish();
    CHECK(c.logged<wire::decided::Released>(last) == c.written(2));
    CHECK(c.logged<wire::decided::HeldAgain>(last).empty());
    CHECK(c.held() == 0);
}

TEST_CASE("a clock that jumps between two slices of an opening lets nothing more through")
{
    Crowd c;
    c.w.at(opening);
    c.w.tick();
    const auto all = c.clients.size() * each;
    const auto let_through = all - c.held();
    CHECK(let_through > 0);
    (void)c.w.lines();
    (void)c.w.step({ClockJumped{}});
    c.finish();
    CHECK(c.delivered_to_okafor() == 0);
    CHECK(c.held() == all);
    std::size_t held_again = 0;
    for (const auto* client : c.clients) held_again += c.logged<wire::decided::HeldAgain>(*client).size();
    CHECK(held_again == let_through);
    c.w.wait();  // it is trusted again
    c.finish();
    CHECK(c.held() == 0);
    CHECK(c.delivered_to_okafor() == deliveries_in_flight);
}

TEST_CASE("hours that change between two slices of an opening hold what was let through and what was not")
{
    Crowd c;
    c.w.at(opening);
    c.w.tick();
    CHECK(c.held() > 0);
    (void)c.w.lines();
    c.w.hours(c.okafor, tuesdays, [](wire::HoursVersion& version) {
        version.cancellations.push_back({{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}}, ""});
    });
    c.finish();
    CHECK(c.held() == c.clients.size() * each);
    CHECK(c.delivered_to_okafor() == 0);
    CHECK(c.w.wake_at() == parse_rfc3339("2026-03-10T09:00:00Z"));
    for (std::size_t i = 0; i < c.clients.size(); ++i)
        CHECK(c.logged<wire::decided::Moved>(*c.clients[i]).size() +
                  c.logged<wire::decided::HeldAgain>(*c.clients[i]).size() ==
              each);
}

TEST_CASE("while a closing takes several steps nothing is handed to the therapist and no ack of hers counts")
{
    Crowd c;
    c.w.at(opening);
    c.w.tick();
    c.finish();
    CHECK(c.delivered_to_okafor() == deliveries_in_flight);
    c.w.at(closing);
    c.w.tick();
    const auto held = c.held();
    CHECK(held > 0);
    CHECK(held < c.clients.size() * each);
    (void)c.w.lines();
    SECTION("acks") { c.w.ack(c.okafor, "0-0"); }
    SECTION("a login") { c.w.log_in(c.okafor); }
    c.finish();
    CHECK(c.held() == c.clients.size() * each);
    CHECK(c.delivered_to_okafor() == 0);
}

TEST_CASE("an opening does no work for conversations of other hours whatever waits in them")
{
    const auto work_of_opening = [](std::size_t others) {
        RelayWorld w{monday_evening};
        auto& okafor = w.therapist("okafor", tuesdays);
        auto& alice = w.client("alice", okafor);
        auto& weiss = w.therapist("weiss", "We 09:00-12:00");
        w.submit(alice, "hello");
        for (std::size_t i = 0; i < others; ++i) {
            auto& one = w.client("other" + std::to_string(i), weiss);
            for (int k = 0; k < 5; ++k) w.submit(one, std::to_string(i) + "-" + std::to_string(k));
        }
        (void)w.lines();
        w.at(opening);
        const auto work = w.step({Tick{}}).work;
        CHECK(w.lines() == Lines{"okafor: deliver hello"});
        return work;
    };
    CHECK(work_of_opening(1) == work_of_opening(20));
}

}  // namespace
}  // namespace holdfast::server::test::relay_sweep_test
