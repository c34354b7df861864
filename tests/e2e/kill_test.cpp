// Attack 13, with real processes: killed at random moments between submit and answer, nothing is lost, doubled or out
// of order. The moments come from a seed that a failure prints.
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "protocol/base/instant.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::kill_test {
namespace {

using Texts = std::vector<std::string>;

constexpr int rounds = 6;
/// A command takes a few hundred milliseconds from its start to the relay's answer; kills fall all over it.
constexpr int latest_kill_ms = 600;

/// Another one in every run; a failure prints it.
unsigned fresh_seed() { return static_cast<unsigned>(system_now().time_since_epoch().count()); }

/// Lets real processes run on for a moment: the one thing here that is not synchronised, on purpose.
void let_run(std::mt19937& random)
{
    std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution{0, latest_kill_ms}(random)});
}

/// Every message the writer's vault holds, in order, exactly once.
void check_agreement(const Couple& c)
{
    CHECK(c.sam.object({"status"}).at("waiting") == 0);
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    const auto written = c.sam.texts();
    CHECK(c.okafor.texts() == written);
}

}  // namespace

TEST_CASE("attack 13: the relay killed between submit and answer loses and doubles nothing")
{
    const auto seed = fresh_seed();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    Couple c{closed_rules()};
    for (int round = 0; round < rounds; ++round) {
        auto sending = c.sam.start({"--json", "send", "message " + std::to_string(round)});
        let_run(random);
        c.practice.kill();
        const auto done = sending.wait();
        INFO(done.out << done.err);
        CHECK((done.status == 0 || done.status == 3));
        c.practice.start();
    }
    check_agreement(c);
    CHECK(c.sam.texts().size() == rounds);
}

TEST_CASE("attack 13: the client killed between submit and answer loses nothing it had saved")
{
    const auto seed = fresh_seed();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    Couple c{closed_rules()};
    for (int round = 0; round < rounds; ++round) {
        auto sending = c.sam.start({"--json", "send", "message " + std::to_string(round)});
        let_run(random);
        const auto killed = sending.kill();
        const bool answered = killed.out.find("\"held\"") != std::string::npos;
        const auto kept = c.sam.texts();
        if (answered) CHECK(kept.back() == "message " + std::to_string(round));
    }
    static_cast<void>(c.sam.ok({"send", "the last one"}));
    check_agreement(c);
}

TEST_CASE("attack 13: the reader killed while it receives shows each message once")
{
    const auto seed = fresh_seed();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    Couple c{open_rules};
    for (int round = 0; round < rounds; ++round) {
        static_cast<void>(c.sam.ok({"send", "message " + std::to_string(round)}));
        auto reading = c.okafor.start({"--json", "read"});
        let_run(random);
        static_cast<void>(reading.kill());
    }
    CHECK(c.okafor.texts() == c.sam.texts());
}

TEST_CASE("both killed and restarted in the middle of an enrolment: the invitation still works for who began")
{
    Couple c{open_rules};
    const auto link = text_of(c.okafor.object({"invite", "--name", "Kim"}), "link");
    const Person kim{c.practice, "kim"};
    const auto seed = fresh_seed();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    auto enrolling = kim.start({"--json", "enrol", "--vault-memory", "64", link});
    let_run(random);
    c.practice.kill();
    static_cast<void>(enrolling.kill());
    c.practice.start();
    const auto again = kim.enrol(link);
    INFO(again.out << again.err);
    CHECK((again.status == 0 || again.out.find("already_enrolled") != std::string::npos));
    static_cast<void>(c.okafor.ok({"status"}));
    static_cast<void>(kim.ok({"send", "here I am"}));
    const auto texts = c.okafor.texts();
    CHECK(texts == Texts{"here I am"});
}

}  // namespace holdfast::e2e::kill_test
