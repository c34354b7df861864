// Whole screens of real conversations, compared with the files in screens/. HOLDFAST_REWRITE_SCREENS=1 writes them
// anew, to be looked at in the diff. Every program goes by a clock that is put to the same moments each time.
#include <cstdlib>
#include <filesystem>

#include "protocol/base/instant.hpp"
#include "tests/e2e/asked.hpp"
#include "tests/e2e/put_clock.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::screens_test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr TerminalSize sizes[] = {{80, 24}, {40, 20}, {200, 60}};

/// The screen becomes that of the file. Where it is written anew: once it stays as it is.
void compare(const Terminal& terminal, const std::string& name, TerminalSize size)
{
    const fs::path file{test::source_dir() + "/tests/e2e/screens/" + name + "-" + std::to_string(size.columns) + "x" +
                        std::to_string(size.rows) + ".txt"};
    const bool rewrite = std::getenv("HOLDFAST_REWRITE_SCREENS") != nullptr;
    const auto expected = rewrite ? std::string{} : test::read_file(file);
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    std::string before;
    for (auto shown = terminal.screen();; shown = terminal.screen()) {
        if (rewrite && shown == before) return test::write_file(file, shown);
        if (!rewrite && shown == expected) return;
        if (std::chrono::steady_clock::now() > deadline) FAIL(file << " is not shown, but:\n" << shown);
        before = shown;
        std::this_thread::sleep_for(rewrite ? 1s : 50ms);  // between two looks
    }
}

/// The same screen at each size.
void compare_each(PutClock& clock, const Terminal& terminal, const std::string& name)
{
    for (const auto size : sizes) {
        clock.hold();
        terminal.resize(size);
        compare(terminal, name, size);
    }
}

}  // namespace

TEST_CASE("whole screens of a client and a therapist are as they were looked at")
{
    if (!has_terminal()) return;
    if (!chaos::WrongClock::possible()) {
        WARN("skipped: a sanitizer has to be loaded before anything else");
        return;
    }
    PutClock clock;
    clock.put("2025-10-13T13:05:00Z");
    Couple c{"Tu,Th 09:00-12:00"};
    const Person lee{c.practice, "lee"};
    enrol_client(c.okafor, lee, "Lee 李");
    clock.put("2025-10-13T13:20:00Z");
    static_cast<void>(c.sam.ok({"send", "I could not sleep again. It helps to know when this will be read."}));
    static_cast<void>(
        lee.ok({"send", "-"}, "one \x1B]0;owned\x07 \x1B]52;c;Zm9v\x07 \x1B[2J\x1B[1;1H \u202Etwo\u202C end"));
    clock.put("2025-10-13T13:30:00Z");
    static_cast<void>(c.okafor.ok({"hours", "extra", "10m", "--with", "Sam", "--yes"}));
    {
        const Terminal terminal{c.practice.folder() / "list", c.okafor.command({}), c.okafor.environment(), sizes[0]};
        static_cast<void>(terminal.wait_for("Sam  new"));
        compare_each(clock, terminal, "list");
        terminal.press("C-d");
    }
    static_cast<void>(c.okafor.ok({"read", "--with", "Sam"}));
    static_cast<void>(
        c.okafor.ok({"send", "--with", "Sam", "Thank you for writing. Shall we look at the nights on Thursday?"}));
    clock.put("2025-10-13T13:41:00Z");
    static_cast<void>(c.okafor.ok({"status"}));  // which reports the reading
    clock.put("2025-10-13T13:45:00Z");
    {
        const Terminal terminal{c.practice.folder() / "client", c.sam.command({}), c.sam.environment(), sizes[0]};
        static_cast<void>(terminal.wait_for("Thank you for writing."));
        compare_each(clock, terminal, "conversation");
        terminal.type("Yes. I will write down when I wake up, and what I thought of then.");
        compare_each(clock, terminal, "writing");
        terminal.press("C-u");
        terminal.enter("/hours");
        compare_each(clock, terminal, "hours");
        terminal.press("Escape");
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));  // what follows an Escape at once belongs to it
        terminal.enter("/help");
        compare_each(clock, terminal, "help");
        terminal.press("Escape");
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
        terminal.press("C-d");
    }
    clock.put("2025-10-14T08:10:00Z");
    const Terminal terminal{c.practice.folder() / "hostile", c.okafor.command({"--with", "Lee 李"}),
                            c.okafor.environment(), sizes[0]};
    static_cast<void>(terminal.wait_for("two"));
    compare(terminal, "hostile", sizes[0]);
}

}  // namespace holdfast::e2e::screens_test
