// Reading reports between two people and the real relay: once a window, at its end, never finer.
#include "protocol/hours/schedule/report_window.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace reports_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

const std::string tuesday = "2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";
const std::string thursday = "2026-03-05T09:00:00Z/2026-03-05T12:00:00Z";

/// The person looks at everything that is there.
void look(Member& member)
{
    const auto history = member.client().history(member.conversation());
    if (!history.empty()) (void)member.order(command::MarkShown{member.conversation(), history.back()->number});
}

/// Everything this member was told of promised windows since the last call.
Lines told(Member& member)
{
    Lines lines;
    for (auto& line : member.lines())
        for (const auto* word : {"read in ", "entry: not read", "entry: outage", "entry: no reply", "repaired"})
            if (line.starts_with(word)) lines.push_back(line);
    return lines;
}

struct Two {
    explicit Two(const char* rules = "Tu,Th 09:00-12:00")
    {
        okafor = &p.therapist("Dr Okafor", rules);
        alice = &p.client("Alice", *okafor);
    }
    ClientWorld p{monday_evening};
    Member* okafor = nullptr;
    Member* alice = nullptr;
    [[nodiscard]] const Entry& written() const { return *alice->client().history(alice->conversation()).front(); }
    [[nodiscard]] std::size_t reports() const
    {
        std::size_t n = 0;
        for (const auto& frame : okafor->sent())
            if (const auto* submit = std::get_if<wire::Submit>(&frame))
                n += submit->cls == wire::Class::report ? 1U : 0U;
        return n;
    }
};

}  // namespace

TEST_CASE("what was read in its window is told when the window ends, and nothing is broken")
{
    Two two;
    *two.alice >> "hi";
    two.p.at("2026-03-03T10:00:00Z");
    look(*two.okafor);
    CHECK(two.reports() == 1);
    (void)told(*two.alice);
    two.p.at("2026-03-03T11:59:59Z");
    CHECK(told(*two.alice).empty());
    CHECK(two.written().stage == Stage::accepted);
    CHECK_FALSE(two.written().delivered);
    CHECK_FALSE(two.written().read);
    two.p.at("2026-03-03T12:00:00Z");
    CHECK(told(*two.alice) == Lines{"read in " + tuesday + ": 1"});
    CHECK(two.written().delivered);
    CHECK(two.written().read == two.okafor->client().history(two.okafor->conversation()).front()->read);
    two.p.at("2026-03-05T13:00:00Z");
    CHECK(told(*two.alice).empty());
    CHECK(told(*two.okafor).empty());
}

TEST_CASE("what is read in the quarter of an hour after a window still belongs to it")
{
    Two two;
    *two.alice >> "hi";
    two.p.at("2026-03-03T12:10:00Z");
    look(*two.okafor);
    two.p.at("2026-03-03T12:14:59Z");
    CHECK(told(*two.alice).empty());
    two.p.at("2026-03-03T12:20:00Z");
    CHECK(told(*two.alice) == Lines{"read in " + tuesday + ": 1"});
    CHECK(told(*two.okafor).empty());
}

TEST_CASE("what is read later is reported with the next window, and the first one was broken")
{
    Two two;
    *two.alice >> "hi";
    two.p.at("2026-03-03T13:00:00Z");
    look(*two.okafor);
    CHECK(told(*two.alice) == Lines{"entry: not read " + tuesday});
    CHECK(told(*two.okafor) == Lines{"entry: not read " + tuesday});
    two.p.at("2026-03-05T11:59:59Z");
    CHECK(told(*two.alice).empty());
    two.p.at("2026-03-05T12:20:00Z");
    CHECK(told(*two.alice) == Lines{"read in " + thursday + ": 1"});
    CHECK(told(*two.okafor).empty());
}

TEST_CASE("reports of one window are few, each replaces the one before, and the gaps are shown nowhere")
{
    Two two;
    two.p.at("2026-03-03T09:00:00Z");
    for (int minute = 0; minute < 120; ++minute) {
        *two.alice >> "hi";
        two.p.after(30s);
        look(*two.okafor);
        two.p.after(30s);
    }
    CHECK(two.reports() > 5);
    CHECK(two.reports() < 20);
    (void)two.alice->read();
    two.p.at("2026-03-03T12:20:00Z");
    CHECK(told(*two.alice) == Lines{"read in " + tuesday + ": 120"});
    CHECK(two.alice->read().empty());
    // The conversation goes on over the keys that were never used.
    two.p.at("2026-03-05T09:00:00Z");
    *two.okafor >> "good morning";
    CHECK(two.alice->read() == Lines{"good morning"});
}

TEST_CASE("a program that ends with its command reports at once what it showed, and breaks no window by ending")
{
    Two two;
    two.p.at("2026-03-03T09:00:00Z");
    for (const auto* text : {"Still here", "Thank you, one more thing"}) {
        *two.alice >> text;
        two.okafor->restart();
        two.okafor->client().set_ends_soon();
        two.okafor->go_online();
        two.p.run();
        look(*two.okafor);
        two.p.run();
        two.okafor->go_offline();
    }
    CHECK(two.reports() == 2);
    two.p.at("2026-03-03T12:20:00Z");
    CHECK(told(*two.alice) == Lines{"read in " + tuesday + ": 2"});
}

TEST_CASE("a report is repeated by a therapist's device that was restarted before the relay answered")
{
    Two two;
    *two.alice >> "hi";
    two.p.at("2026-03-03T10:00:00Z");
    two.okafor->meddle_out = [](wire::ClientFrame& frame) {
        const auto* submit = std::get_if<wire::Submit>(&frame);
        return !submit || submit->cls != wire::Class::report;
    };
    look(*two.okafor);
    two.okafor->meddle_out = {};
    two.okafor->restart();
    two.okafor->go_online();
    two.p.at("2026-03-03T12:20:00Z");
    CHECK(told(*two.alice) == Lines{"read in " + tuesday + ": 1"});
}

TEST_CASE("a promised reply is kept by any message of the therapist, and missing it is told once to both")
{
    Two two;
    command::SetHours replies;
    replies.replies = true;
    REQUIRE(word(two.okafor->order(replies)) == "ok");
    *two.alice >> "hi";
    two.p.at("2026-03-03T10:00:00Z");
    look(*two.okafor);
    two.p.at("2026-03-05T12:15:59Z");
    CHECK(told(*two.alice) == Lines{"read in " + tuesday + ": 1"});
    two.p.at("2026-03-05T12:16:00Z");
    CHECK(told(*two.alice) == Lines{"entry: no reply " + thursday});
    CHECK(told(*two.okafor) == Lines{"entry: no reply " + thursday});
    *two.alice >> "still here";
    two.p.at("2026-03-10T10:00:00Z");
    look(*two.okafor);
    *two.okafor >> "so am I";
    two.p.at("2026-03-12T13:00:00Z");
    CHECK(told(*two.alice) == Lines{"read in 2026-03-10T09:00:00Z/2026-03-10T12:00:00Z: 1"});
    CHECK(told(*two.okafor).empty());
}

TEST_CASE("a relay that did not run in the promised window says so, and both call it an outage")
{
    Two two;
    *two.alice >> "hi";
    two.okafor->go_offline();
    two.alice->go_offline();
    two.p.relay_down();
    two.p.at("2026-03-03T11:50:00Z");
    two.p.restart_relay();
    two.okafor->go_online();
    two.alice->go_online();
    two.p.at("2026-03-03T12:30:00Z");
    const auto lines = told(*two.alice);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with("entry: outage " + tuesday + " down 2026-03-02T20:"));
    CHECK(lines[0].ends_with("/2026-03-03T11:50:00Z"));
    CHECK(told(*two.okafor) == lines);
}

}  // namespace reports_test
