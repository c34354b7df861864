// A leave of 42 days: what was written in it is held, however much happens meanwhile, and is read in order afterwards.
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace long_leave_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

constexpr int leave_days = 42;
constexpr int messages_in_all = 500;

Date date(unsigned month, unsigned day)
{
    return Date{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}};
}

/// The faults of six weeks: each program is killed or loses its connection again and again.
void trouble(ClientWorld& p, Member& okafor, Member& alice, int message)
{
    if (message % 7 == 0) alice.go_offline();
    if (message % 7 == 3) alice.go_online();
    if (message % 11 == 0) alice.restart();
    if (message % 11 == 1) alice.go_online();
    if (message % 13 == 0) okafor.restart();
    if (message % 13 == 5) okafor.go_online();
    if (message % 29 == 0) {
        p.restart_relay();
        alice.go_online();
        okafor.go_online();
    }
}

}  // namespace

TEST_CASE("500 messages held over 42 days of leave are all read afterwards, in order")
{
    ClientWorld p{"2026-06-26T12:00:00Z"};  // a Friday
    auto& okafor = p.therapist("Dr Okafor", "Mo-Fr 09:00-12:00");
    auto& alice = p.client("Alice", okafor);
    REQUIRE(word(okafor.order(command::TakeLeave{date(7, 6), date(8, 16), "Parental leave", {}})) == "ok");
    p.at("2026-07-03T12:00:00Z");  // the last window before it is over
    const auto begun = p.now();
    const auto between = std::chrono::seconds{std::chrono::days{leave_days}} / messages_in_all;

    Lines written;
    for (int i = 0; i < messages_in_all; ++i) {
        trouble(p, okafor, alice, i);
        written.push_back("day " + std::to_string(i * leave_days / messages_in_all) + ", " + std::to_string(i));
        alice >> written.back();
        p.after(between);
    }
    CHECK(p.now() > begun + std::chrono::days{leave_days} - 1h);
    CHECK(okafor.read().empty());
    alice.go_online();
    p.at("2026-08-17T08:59:59Z");
    okafor.go_online();
    CHECK(okafor.read().empty());
    CHECK(alice.client().status().waiting == 0);

    p.at("2026-08-17T09:00:00Z");
    CHECK(okafor.read() == written);
    CHECK(okafor.count<show::Refused>() == 0);
    for (const auto* entry : alice.client().history(alice.conversation()))
        if (entry->mine) CHECK(entry->promise->from == parse_rfc3339("2026-08-17T09:00:00Z"));
}

}  // namespace long_leave_test
