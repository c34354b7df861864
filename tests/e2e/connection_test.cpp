// What the open conversation says of its connection is true: when the line is cut, when the practice's server answers
// no more, and after the computer has slept.
#include <csignal>

#include "tests/chaos/fault_proxy.hpp"
#include "tests/chaos/wrong_clock.hpp"
#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::connection_test {
namespace {

using namespace std::chrono_literals;

/// Dr Okafor and Sam, who is connected through a line that goes wrong on command and by a clock of the test's.
struct BadLine {
    chaos::FaultProxy line;
    ProcessWorld practice{{.public_port = line.port()}};
    Person okafor{practice, "okafor"};
    Person sam{practice, "sam"};
    chaos::WrongClock clock{practice.folder() / "clock"};

    BadLine()
    {
        line.lead_to(practice.port());
        enrol_therapist(practice, okafor, open_rules);
        enrol_client(okafor, sam, "Sam");
    }
    [[nodiscard]] Terminal open(Command words) const
    {
        return Terminal{practice.folder() / "tmux",
                        kept_open(sam.command(std::move(words))),
                        clock.environment(sam.environment()),
                        {80, 24}};
    }
};

constexpr std::string_view offline = "Not connected: what you write now is kept here until you are.";

void wait_until_gone(const Terminal& terminal, std::string_view part)
{
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    while (contains(terminal.screen(), part)) {
        INFO(terminal.screen());
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(50ms);  // between two looks
    }
}

}  // namespace

TEST_CASE("the conversation says when the line is cut and what becomes of what is written meanwhile")
{
    if (!has_terminal()) return;
    BadLine b;
    const auto terminal = b.open({});
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    wait_until_gone(terminal, "Connecting");
    CHECK_FALSE(contains(terminal.screen(), "Not connected"));
    b.line.lead_to(test::free_port());  // nobody is there
    b.line.cut();
    static_cast<void>(terminal.wait_for(offline));
    terminal.enter("written meanwhile");
    CHECK_FALSE(contains(terminal.wait_for("Kept here."), "Sent to"));
    b.line.lead_to(b.practice.port());
    static_cast<void>(terminal.wait_for("Sent to Dr Okafor."));
    wait_until_gone(terminal, offline);
    CHECK(b.okafor.texts() == std::vector<std::string>{"written meanwhile"});
}

TEST_CASE("after a sleep a server that is silent is noticed at once, and one that answers is connected to again")
{
    if (!has_terminal()) return;
    if (!chaos::WrongClock::possible()) {
        WARN("skipped: a sanitizer has to be loaded before anything else");
        return;
    }
    BadLine b;
    const auto terminal = b.open({"--wait", "2", "--lock-after", "90m"});
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    wait_until_gone(terminal, "Connecting");
    b.practice.relay().signal(SIGSTOP);
    terminal.enter("into the silence");
    CHECK_FALSE(contains(terminal.wait_for("into the silence"), "Sent to"));
    b.clock.sleep(1h);
    static_cast<void>(terminal.wait_for_any({offline, "Connecting"}));
    static_cast<void>(terminal.wait_for(offline));
    CHECK_FALSE(contains(terminal.screen(), "Sent to"));
    b.practice.relay().signal(SIGCONT);
    static_cast<void>(terminal.wait_for("Sent to Dr Okafor."));
    CHECK(b.okafor.texts() == std::vector<std::string>{"into the silence"});

    // A draft outlives the lock, which the sleep brings about by itself.
    terminal.type("not yet sent");
    static_cast<void>(terminal.wait_for("> not yet sent"));
    b.clock.sleep(1h);
    static_cast<void>(terminal.wait_for("> not yet sent"));
    b.clock.sleep(1h);
    const auto locked = terminal.wait_for("Holdfast is locked.");
    for (const auto* words : {"Okafor", "not yet sent", "into the silence"}) CHECK_FALSE(contains(locked, words));
    const auto passphrase = test::read_file(b.sam.passphrase_file());
    terminal.enter(passphrase.substr(0, passphrase.find('\n')));
    static_cast<void>(terminal.wait_for("> not yet sent"));
    terminal.press("C-c");
    CHECK(contains(ended(terminal), "What you were writing is kept here"));
}

}  // namespace holdfast::e2e::connection_test
