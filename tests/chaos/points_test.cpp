// Attack 13 at every named point of both programs (protocol/base/kill_point.hpp): the process is killed there, at the
// first visit, the second, and so on until the command gets through without a visit left; then all must be as if it had
// happened, or as if it had not.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <numeric>

#include "tests/chaos/invariants.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::chaos::points_test {
namespace {

using e2e::Command;
using e2e::Couple;
using e2e::Person;
using e2e::ProcessWorld;
using test::Finished;

constexpr int killed = 128 + SIGKILL;
/// No command comes to one point more often; what does has stopped making progress.
constexpr int visits_max = 24;

constexpr const char* relay_points[] = {"relay-before-commit", "relay-after-commit", "relay-before-answer",
                                        "relay-after-answer"};
constexpr const char* client_points[] = {"client-before-commit", "client-after-commit", "client-before-send"};

test::Environment killed_at(const std::string& point, int visit)
{
    return {{"HOLDFAST_KILL_AT", point + ":" + std::to_string(visit)}};
}

/// Sets a command up anew, runs it to its death or end.
using Attempt = std::function<Finished(const test::Environment&)>;

/// Every visit takes minutes and belongs to a long run; a short one knows the interesting ones.
bool is_thorough() { return std::getenv("HOLDFAST_CHAOS_THOROUGH") != nullptr; }

std::vector<int> visits(std::initializer_list<int> in_short)
{
    if (!is_thorough()) return in_short;
    std::vector<int> all(visits_max);
    std::iota(all.begin(), all.end(), 1);
    return all;
}

/// Dies at each visit in turn until one does not come any more; `after` looks at what is left, and repairs it.
void die_at(
    const std::string& point, const std::vector<int>& visits, const Attempt& attempt,
    const std::function<void(const Finished&)>& after = [](const Finished&) {})
{
    bool got_through = !is_thorough();
    int deaths = 0;
    for (const int visit : visits) {
        INFO(point << ", visit " << visit);
        const auto done = attempt(killed_at(point, visit));
        INFO(done.out << done.err);
        after(done);
        got_through = got_through || done.status != killed;
        if (done.status != killed) break;
        ++deaths;
    }
    INFO(point);
    CHECK(got_through);
    CHECK(deaths > 0);
}

void check(const Violations& found)
{
    for (const auto& one : found) FAIL_CHECK(one);
}

void check_agreement(const Couple& c)
{
    CHECK(c.sam.object({"status"}).at("waiting") == 0);
    CHECK(c.okafor.object({"status"}).at("waiting") == 0);
    const auto hers = history_of(c.okafor);
    const auto his = history_of(c.sam);
    check(compare("Sam to Okafor", his.mine, hers.theirs));
    check(compare("Okafor to Sam", hers.mine, his.theirs));
}

Finished finish(test::Process process) { return process.wait(); }

}  // namespace

TEST_CASE("attack 13: the relay killed at each of its points while a message is submitted")
{
    Couple c{e2e::open_rules};
    for (const std::string point : relay_points) {
        const auto attempt = [&](const test::Environment& environment) {
            c.practice.kill();
            c.practice.start(environment);
            static_cast<void>(c.sam.run({"send", "while it dies at " + point}));
            return c.practice.relay().running() ? Finished{} : c.practice.relay().wait();
        };
        die_at(point, visits({2, 3}), attempt);
    }
    c.practice.kill();
    c.practice.start();
    check_agreement(c);
}

TEST_CASE("attack 12: the relay killed right after an answer has left has stored what it answered")
{
    Couple c{e2e::closed_rules()};
    std::int64_t told = 0;
    // Every answer to one command: the greeting, the login, what was asked for, "accepted".
    for (int answer = 1; answer <= 6; ++answer) {
        c.practice.kill();
        c.practice.start(killed_at("relay-after-answer", answer));
        const auto done = c.sam.run({"--json", "send", "answer " + std::to_string(answer)});
        if (done.out.find(R"("state":"held")") != std::string::npos) ++told;
        c.practice.kill();
        c.practice.start();
        // Looked at before anybody connects: a client that finds something missing would bring it again.
        CHECK(c.practice.status().at("held_messages").as_int64() >= told);
    }
    CHECK(told > 1);
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--all", "--yes"}));
    check_agreement(c);
}

TEST_CASE("attack 13: the relay killed right after a backup: the copy is whole, and the relay goes on")
{
    Couple c{e2e::open_rules};
    static_cast<void>(c.sam.ok({"send", "before the backup"}));
    const auto copy = (c.practice.folder() / "copy.db").string();
    c.practice.kill();
    c.practice.start(killed_at("relay-after-backup", 1));
    CHECK(c.practice.ctl({"backup", copy}).status == 3);
    CHECK(c.practice.relay().wait().status == killed);
    CHECK_FALSE(std::filesystem::exists(copy));
    c.practice.start();
    CHECK(c.practice.ctl({"backup", copy}).status == 0);
    c.practice.kill();
    CHECK(c.practice.ctl({"restore", copy}).status == 0);
    c.practice.start();
    static_cast<void>(c.sam.ok({"send", "after it was put back"}));
    check_agreement(c);
}

TEST_CASE("attack 13: a restore killed between its steps has happened or has not, and the relay starts with a store")
{
    Couple c{e2e::open_rules};
    static_cast<void>(c.sam.ok({"send", "before the backup"}));
    for (const std::string point : {"restore-before-decision", "restore-after-decision", "restore-between-moves",
                                    "restore-before-last-move", "restore-after-last-move"}) {
        INFO(point);
        const auto copy = (c.practice.folder() / (point + ".db")).string();
        REQUIRE(c.practice.ctl({"backup", copy}).status == 0);
        static_cast<void>(c.sam.ok({"send", "after the backup, " + point}));
        c.practice.kill();  // so that the store has a log beside it
        CHECK(c.practice.ctl({"restore", copy}, killed_at(point, 1)).status == killed);
        c.practice.start();
        static_cast<void>(c.sam.ok({"send", "on the store that was put back, " + point}));
        check_agreement(c);
    }
}

TEST_CASE("attack 13: a client killed at each of its points while it sends")
{
    Couple c{e2e::open_rules};
    for (const std::string point : client_points) {
        int number = 0;
        const auto attempt = [&](const test::Environment& environment) {
            return finish(c.sam.start({"--json", "send", point + " " + std::to_string(++number)}, environment));
        };
        die_at(point, visits({2, 3}), attempt);
    }
    check_agreement(c);
}

TEST_CASE("attack 13: a client killed at each of its points while it receives")
{
    Couple c{e2e::open_rules};
    for (const std::string point : client_points) {
        const auto attempt = [&](const test::Environment& environment) {
            static_cast<void>(c.sam.ok({"send", "to be read"}));
            static_cast<void>(c.sam.ok({"send", "to be read as well"}));
            return finish(c.okafor.start({"--json", "read"}, environment));
        };
        die_at(point, visits({1, 2, 3}), attempt);
    }
    check_agreement(c);
}

TEST_CASE("attack 13: a client killed at each of its points while it takes a message back")
{
    Couple c{e2e::closed_rules()};
    for (const std::string point : client_points) {
        std::string id;
        const auto attempt = [&](const test::Environment& environment) {
            id = e2e::text_of(c.sam.object({"send", "on second thoughts"}), "id");
            return finish(c.sam.start({"--json", "take-back", id}, environment));
        };
        // Killed before the relay had the wish, the message simply stays held; asking again is always right.
        die_at(point, visits({2}), attempt, [&](const Finished& done) {
            if (done.status == killed) static_cast<void>(c.sam.run({"take-back", id}));
        });
    }
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--all", "--yes"}));
    check_agreement(c);
    for (const auto& line : history_of(c.sam).mine) CHECK(line.state == "taken_back");
}

TEST_CASE("attack 13: a device killed at each of its points while it enrols, and enrolled by the same invitation")
{
    Couple c{e2e::open_rules};
    int number = 0;
    for (const std::string point : client_points) {
        std::optional<Person> kim;
        std::string link;
        const auto attempt = [&](const test::Environment& environment) {
            const auto name = "kim-" + std::to_string(++number);
            link = e2e::text_of(c.okafor.object({"invite", "--name", name}), "link");
            kim.emplace(c.practice, name);
            return finish(kim->start({"--json", "enrol", "--vault-memory", "64", link}, environment));
        };
        die_at(point, visits({2}), attempt, [&](const Finished&) {
            const auto again = kim->enrol(link);
            INFO(again.out << again.err);
            CHECK((again.status == 0 || again.out.find("already_enrolled") != std::string::npos));
            static_cast<void>(c.okafor.ok({"status"}));
            static_cast<void>(kim->ok({"send", "here I am"}));
            const auto hers = history_of(c.okafor, "kim-" + std::to_string(number));
            check(compare("Kim to Okafor", history_of(*kim).mine, hers.theirs));
        });
    }
}

TEST_CASE("attack 13: a device killed at each of its points while it comes back from the recovery kit")
{
    Couple c{e2e::open_rules};
    int number = 0;
    for (const std::string point : client_points) {
        std::string name, kit;
        std::optional<Person> anew;
        const auto attempt = [&](const test::Environment& environment) {
            name = "lou-" + std::to_string(++number);
            const Person lost{c.practice, name};
            e2e::enrol_client(c.okafor, lost, name);
            kit = lost.confirm_kit();
            anew.emplace(c.practice, name + "-anew");
            return finish(anew->start({"--json", "restore", "--vault-memory", "64", kit}, environment));
        };
        die_at(point, visits({2}), attempt, [&](const Finished&) {
            const auto again = anew->run({"--json", "restore", "--vault-memory", "64", kit});
            INFO(again.out << again.err);
            CHECK((again.status == 0 || again.out.find("already_enrolled") != std::string::npos));
            static_cast<void>(c.okafor.ok({"status"}));
            static_cast<void>(anew->ok({"send", "I am back"}));
            const auto read = history_of(c.okafor, name).theirs;
            CHECK(std::ranges::count(read, "I am back", &Line::text) == 1);
        });
    }
}

}  // namespace holdfast::chaos::points_test
