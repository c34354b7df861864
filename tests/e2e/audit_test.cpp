// `holdfast audit` with real programs: an honest relay agrees for both sides, a database changed behind its back does
// not.
#include <filesystem>

#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::audit_test {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// One statement on the database of a stopped relay, by another program than ours.
void doctor(const ProcessWorld& practice, const std::string& sql)
{
    const std::string program =
        "import sqlite3, sys\n"
        "with sqlite3.connect(sys.argv[1]) as db: db.execute(sys.argv[2])\n";
    const auto done =
        test::run({"/usr/bin/python3", "-c", program, (practice.relay_data() / "relay.db").string(), sql});
    INFO(done.err);
    REQUIRE(done.status == 0);
}

}  // namespace

TEST_CASE("attack 15: both sides audit an honest relay, and find a database that was changed")
{
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "in the night"}));
    const auto regretted = text_of(c.sam.object({"send", "second thoughts"}), "id");
    static_cast<void>(c.sam.ok({"take-back", regretted}));
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--yes", "--with", "Sam"}));
    CHECK(c.okafor.texts() == std::vector<std::string>{"in the night"});
    static_cast<void>(c.okafor.ok({"send", "--with", "Sam", "an answer"}));
    static_cast<void>(c.sam.ok({"read"}));

    const auto words = c.sam.ok({"audit"});
    CHECK(contains(words, " decisions with Dr Okafor, "));
    CHECK(contains(words, ", London time. All agree with the signed hours."));
    CHECK(contains(c.okafor.ok({"audit", "--with", "Sam"}), "All agree with the signed hours."));
    const auto report = c.okafor.object({"audit"});
    CHECK(text_of(report, "with") == "Sam");
    CHECK(text_of(report, "log") == "seen");
    CHECK(text_of(report, "verdict") == "agrees");

    c.practice.stop();
    const auto away = c.sam.run({"audit"});
    CHECK(away.status == 3);
    CHECK(contains(away.out, "The server's log was not seen"));
    doctor(c.practice, "DELETE FROM receipt WHERE sequence = 2");
    c.practice.start();

    for (const auto* person : {&c.sam, &c.okafor}) {
        const auto found = person->run({"audit", "--all"});
        INFO(found.out);
        CHECK(found.status == 4);
        CHECK(contains(found.out, "At number 3 the server's log has a gap."));
        CHECK(contains(found.out, "Show this to "));
        const auto again = person->run({"--json", "audit"});
        CHECK(again.status == 4);
        CHECK(contains(again.out, "\"broken_number\""));
    }
}

}  // namespace holdfast::e2e::audit_test
