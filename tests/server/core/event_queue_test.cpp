// The order of events: the queue alone, and with a relay behind it as the ledger has it, in counted steps. Attack 25 of
// tests/README.md.
#include "server/core/event_queue.hpp"

#include <algorithm>

#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::event_queue_test {
namespace {

std::vector<Event> frames(ConnectionId connection, std::size_t count)
{
    std::vector<Event> events;
    for (std::size_t i = 1; i <= count; ++i)
        events.push_back(FrameArrived{connection, wire::FetchRosters{100 * connection + i}});
    return events;
}

std::string shown(const std::vector<QueuedEvent>& events)
{
    std::string text;
    for (const auto& [event, posted_by, ends] : events) {
        if (!text.empty()) text += ' ';
        const auto* arrived = std::get_if<FrameArrived>(&event);
        text += arrived ? std::to_string(std::get<wire::FetchRosters>(arrived->frame).request)
                        : "of " + std::to_string(connection_of(event));
        if (ends) text += '.';
    }
    return text;
}

TEST_CASE("connections take turns, and each keeps its order")
{
    EventQueue queue;
    queue.add(1, frames(1, 4));
    queue.add(2, frames(2, 2));
    queue.add(0, {Opened{3, {}, {}}});
    queue.add(3, frames(3, 1));
    queue.add(0, {Closed{3}, Tick{}});
    CHECK(shown(queue.take(100)) == "101 201 of 3. of 0. 102 202. 301. 103 of 3 104.");
    CHECK(queue.empty());
}

TEST_CASE("what was not stepped comes first again, and what has arrived since takes its turn behind it")
{
    EventQueue queue;
    queue.add(1, frames(1, 3));
    queue.add(2, frames(2, 2));
    auto taken = queue.take(4);
    CHECK(shown(taken) == "101 201 102 202.");
    taken.erase(taken.begin());
    queue.add(4, frames(4, 1));
    queue.put_back(std::move(taken));
    CHECK(shown(queue.take(100)) == "201 102 401. 202. 103.");
}

/// The ledger without its threads.
struct Desk {
    RelayWorld& w;
    EventQueue queue{};
    std::uint64_t work = 0;  ///< of all steps
    std::vector<Outgoing> said{};

    void step()
    {
        auto taken = queue.take(1024);
        std::vector<Event> events;
        for (auto& queued : taken) events.push_back(queued.event);
        auto effects = w.relay().step(events, w.now());
        work += effects.work;
        for (auto& frame : effects.frames) said.push_back(std::move(frame));
        taken.erase(taken.begin(), taken.begin() + static_cast<std::ptrdiff_t>(effects.taken));
        queue.put_back(std::move(taken));
    }
    [[nodiscard]] bool accepted(const Person& person) const
    {
        return std::any_of(said.begin(), said.end(), [&](const Outgoing& out) {
            return out.connection == person.connection && std::holds_alternative<wire::Accepted>(out.frame);
        });
    }
};

/// Everything one account can ask for, over and over, in the two batches of a connection that may wait.
std::vector<Event> flood(RelayWorld& w, Person& hostile, const Person& other)
{
    std::vector<Event> events;
    const auto add = [&](wire::ClientFrame frame) { events.push_back(RelayWorld::event(hostile, std::move(frame))); };
    while (events.size() < 2 * wire::max_batch_frames) {
        add(wire::Ack{std::vector<wire::AckItem>(16, {events.size(), 0})});
        add(w.prekeys_of(hostile, 5));
        add(wire::FetchRosters{1});
        add(wire::FetchBundle{1, other.account});
        add(wire::FetchHours{1, other.account, std::nullopt, 1});
        add(wire::FetchLog{1, other.conversation, 1});
        add(w.submit_of(hostile, "n", wire::Class::control));
        add(w.submit_of(hostile, "m"));
        add(wire::PublishDevices{1, hostile.signed_list});
        if (hostile.role == wire::Role::client) continue;
        add(w.invitation_of(hostile, w.invitation_keys(std::to_string(events.size()))));
        add(wire::PublishHours{1, w.version_of(hostile, "Mo-Fr 09:00-12:00")});
    }
    return events;
}

TEST_CASE("attack 25: one hostile account holds up a bystander for two steps of the relay at most")
{
    RelayWorld w{"2026-03-02T20:00:00Z"};
    auto& okafor = w.therapist("okafor", "Tu 09:00-12:00");
    auto& alice = w.client("alice", okafor);
    auto& other = w.therapist("other", "Tu 09:00-12:00");
    auto& bystander = w.client("bystander", other);
    Desk desk{w};
    SECTION("a client") { desk.queue.add(alice.connection, flood(w, alice, okafor)); }
    SECTION("a therapist") { desk.queue.add(okafor.connection, flood(w, okafor, alice)); }
    desk.step();  // the flood alone
    desk.queue.add(bystander.connection, {RelayWorld::event(bystander, w.submit_of(bystander, "hello"))});
    REQUIRE_FALSE(desk.queue.empty());
    desk.step();
    CHECK(desk.accepted(bystander));
    // Two full steps, and the dearest frame on top of each.
    CHECK(desk.work < 3 * work_in_step);
}

}  // namespace
}  // namespace holdfast::server::test::event_queue_test
