#include "client/ui/progress/progress.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace progress_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

struct Two {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    void check_in(Member& of, std::vector<wire::Rating> ratings)
    {
        REQUIRE(word(of.order(command::SendCheckIn{of.conversation(), {std::move(ratings), {}, {}}})) == "ok");
        p.run();
    }
    [[nodiscard]] Progress of(Member& one) const { return progress_of(one.client(), one.conversation(), p.now()); }
};

Date date(unsigned day) { return Date{std::chrono::year{2026} / std::chrono::March / std::chrono::day{day}}; }

std::vector<int> values(const Series& series)
{
    std::vector<int> all;
    for (const auto& point : series.points) all.push_back(point.value);
    return all;
}

}  // namespace

TEST_CASE("the numbers of check-ins are series by name and scale, the same on both devices")
{
    Two t;
    t.p.at("2026-03-03T09:10:00Z");
    t.check_in(t.alice, {{"sleep", 3, 10}, {"hope", 2, 5}});
    t.p.at("2026-03-03T10:10:00Z");
    t.check_in(t.alice, {{"sleep", 6, 10}});
    t.check_in(t.alice, {{"sleep", 4, 5}});
    const auto progress = t.of(t.alice);
    REQUIRE(progress.series.size() == 3);
    CHECK(progress.series.at(0).name == "hope");
    CHECK(progress.series.at(1).highest == 5);
    CHECK(values(progress.series.at(2)) == std::vector{3, 6});
    CHECK(t.of(t.okafor) == progress);
    CHECK(only(progress, " Sleep").series.size() == 2);
    CHECK(only(progress, "slee").series.empty());
}

TEST_CASE("nothing is in progress that was taken back, or that a modified therapist's client gave")
{
    Two t;
    t.check_in(t.alice, {{"sleep", 3, 10}});
    const auto message = t.alice.last<show::Saved>()->message;
    REQUIRE(t.of(t.alice).series.size() == 1);
    CHECK(t.of(t.okafor).series.empty());
    REQUIRE(word(t.alice.order(command::TakeBack{message})) == "ok");
    t.p.run();
    CHECK(t.of(t.alice).series.empty());
    t.p.at("2026-03-03T09:10:00Z");
    t.check_in(t.okafor, {{"sleep", 9, 10}});
    CHECK(t.of(t.alice).series.empty());
    CHECK(t.of(t.okafor).series.empty());
}

TEST_CASE("leave that has begun and sessions that were noted stand beside the numbers")
{
    Two t;
    REQUIRE(word(t.okafor.order(command::TakeLeave{date(10), date(12), "Away", {}})) == "ok");
    t.p.run();
    t.p.at("2026-03-03T09:10:00Z");
    REQUIRE(word(t.alice.order(command::NoteSession{t.alice.conversation()})) == "ok");
    CHECK(t.of(t.alice).occasions == std::vector<Occasion>{{Occasion::Sort::session, t.p.now(), t.p.now()}});
    CHECK(t.of(t.okafor).occasions.empty());
    t.p.at("2026-03-11T09:10:00Z");
    const Occasion leave{Occasion::Sort::leave, parse_rfc3339("2026-03-10T00:00:00Z").value(),
                         parse_rfc3339("2026-03-12T23:59:59Z").value()};
    CHECK(t.of(t.alice).occasions.at(1) == leave);
    CHECK(t.of(t.okafor).occasions == std::vector{leave});
}

TEST_CASE("a window that was not kept stands beside the numbers once it was repaired")
{
    Two t;
    t.alice >> "waiting";
    t.p.run();
    t.p.at("2026-03-03T12:20:00Z");
    t.p.at("2026-03-03T13:00:00Z");
    CHECK(t.of(t.alice).occasions.empty());
    t.p.run();
    REQUIRE(word(t.okafor.order(command::Repair{t.okafor.conversation(), "I was not there."})) == "ok");
    t.p.at("2026-03-10T09:10:00Z");
    t.p.run();
    const auto by = parse_rfc3339("2026-03-03T12:00:00Z").value();
    CHECK(t.of(t.alice).occasions == std::vector<Occasion>{{Occasion::Sort::repair, by, by}});
    CHECK(t.of(t.okafor).occasions == t.of(t.alice).occasions);
}

}  // namespace progress_test
