#include "tests/support/process.hpp"

#include <signal.h>

#include "tests/support/catch.hpp"

namespace holdfast::test::process_test {
namespace {

TEST_CASE("A finished process gives its output, its errors and its status")
{
    const auto done = run({"sh", "-c", "cat; echo bad >&2; exit 3"}, "good\n");
    CHECK(done.out == "good\n");
    CHECK(done.err == "bad\n");
    CHECK(done.status == 3);
}

TEST_CASE("A line is waited for and handed out once")
{
    Process process{{"sh", "-c", "echo one; echo two; read word; echo \"one $word\"; read forever"}};
    CHECK(process.wait_for_line("one") == "one");
    process.write("more\n");
    CHECK(process.wait_for_line("one") == "one more");
    CHECK_THROWS_WITH(process.wait_for_line("one", std::chrono::milliseconds{50}),
                      Catch::Matchers::Contains("one more"));
    process.signal(SIGTERM);
    CHECK(process.wait().status == 128 + SIGTERM);
}

TEST_CASE("What a process leaves behind does not hold up the test")
{
    Process process{{"sh", "-c", "sleep 5 & echo $!; read forever"}, {{"NAME", "value"}}};
    const auto left_behind = std::stoi(process.wait_for_line(""));
    CHECK(process.kill().status == 128 + SIGKILL);
    CHECK_FALSE(process.running());
    ::kill(left_behind, SIGKILL);
}

TEST_CASE("A program that does not exist ends with 127") { CHECK(run({"holdfast-no-such-program"}).status == 127); }

}  // namespace
}  // namespace holdfast::test::process_test
