// The conversation itself: through pipes with --plain, and on a real terminal (tmux).
#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::chat_test {
namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the conversation through a pipe: promise before and after, what arrives as lines")
{
    Couple c{closed_rules()};
    auto sam = c.sam.start({"--plain"});
    static_cast<void>(sam.wait_for_line("With Dr Okafor."));
    static_cast<void>(sam.wait_for_line("Samaritans: 116 123"));
    static_cast<void>(sam.wait_for_line("Not connected: what you write now is kept here until you are."));
    static_cast<void>(sam.wait_for_line("Connected."));
    CHECK(contains(sam.wait_for_line("What you send now is held."), "where you are"));
    sam.write("I could not sleep\n");
    CHECK(contains(sam.wait_for_line("Held. Dr Okafor reads"), "You can take it back until then."));
    sam.write("/take-back\n");
    static_cast<void>(sam.wait_for_line("  I could not sleep"));
    static_cast<void>(sam.wait_for_line("Take this back? yes or no"));
    sam.write("yes\n");
    static_cast<void>(sam.wait_for_line("Taken back."));
    sam.write("I slept after all\n");
    static_cast<void>(sam.wait_for_line("Held."));

    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    static_cast<void>(sam.wait_for_line("Open until"));
    CHECK(c.okafor.texts() == Texts{"I slept after all"});
    static_cast<void>(c.okafor.ok({"send", "glad to hear it"}));
    static_cast<void>(sam.wait_for_line("Dr Okafor, "));
    static_cast<void>(sam.wait_for_line("  glad to hear it"));
    sam.close_input();
    const auto done = sam.wait();
    INFO(done.err);
    CHECK(done.status == 0);
    CHECK_FALSE(contains(done.out, "\x1B"));
}

TEST_CASE("what a pipe held still leaves when the pipe ends")
{
    Couple c{open_rules};
    const auto done = c.sam.run({"--plain"}, "first line\n//slash\nlast line without an end");
    INFO(done.out << done.err);
    CHECK(done.status == 0);
    CHECK(c.okafor.texts() == Texts{"first line", "/slash", "last line without an end"});
}

TEST_CASE("without a relay the conversation says so, keeps what is typed, and sends it when the relay is back")
{
    Couple c{open_rules};
    c.practice.stop();
    auto sam = c.sam.start({"--plain"});
    static_cast<void>(sam.wait_for_line("Not connected."));
    sam.write("written offline\n");
    static_cast<void>(sam.wait_for_line("Kept here. It goes out by itself"));
    c.practice.start();
    static_cast<void>(sam.wait_for_line("Connected."));
    static_cast<void>(sam.wait_for_line("Sent to Dr Okafor."));
    sam.signal(SIGINT);
    CHECK(sam.wait().status == 0);
    CHECK(c.okafor.texts() == Texts{"written offline"});
}

TEST_CASE("on a terminal incoming text never disturbs what is being typed, and a draft outlives kill -9")
{
    if (test::run({"sh", "-c", "command -v tmux"}).status != 0) {
        WARN("skipped: tmux is not installed");
        return;
    }
    Couple c{open_rules};
    {
        const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({"--inline"}), c.sam.environment()};
        static_cast<void>(terminal.wait_for("What you send now goes out at once."));
        terminal.type("half a sent");
        static_cast<void>(terminal.wait_for("> half a sent"));
        static_cast<void>(c.okafor.ok({"send", "an answer in between"}));
        const auto shown = terminal.wait_for("  an answer in between");
        CHECK(contains(shown, "> half a sent"));
        CHECK(shown.find("an answer in between") < shown.find("> half a sent"));
        terminal.type("ence");
        terminal.press("Enter");
        static_cast<void>(terminal.wait_for("  half a sentence"));
        static_cast<void>(terminal.wait_for("Sent to Dr Okafor."));
        terminal.type("not yet sent");
        static_cast<void>(terminal.wait_for("> not yet sent"));
        std::this_thread::sleep_for(std::chrono::milliseconds{1500});  // the pause after which a draft is saved
    }                                                                  // the terminal is gone, and its program with it
    CHECK(c.okafor.texts() == Texts{"an answer in between", "half a sentence"});
    const Terminal again{c.practice.folder() / "tmux-again", c.sam.command({"--inline"}), c.sam.environment()};
    static_cast<void>(again.wait_for("> not yet sent"));
    again.press("C-c");
}

TEST_CASE("more than the agreed pace is kept as a draft, says so, and leaves when its writer wants it to")
{
    Couple c{closed_rules()};
    static_cast<void>(c.okafor.ok({"hours", "set", "--pace-characters", "10", "--yes"}));
    CHECK(contains(c.sam.ok({"pace"}), "Dr Okafor proposes a pace: up to 10 characters a message."));
    CHECK(c.sam.error({"pace", "agree"}) == "not_confirmed/1");
    CHECK(contains(c.sam.run({"pace", "agree"}).err, "say which one you have read: --characters 10"));
    CHECK(c.sam.error({"pace", "agree", "--characters", "1000"}) == "not_confirmed/1");
    CHECK(contains(c.sam.ok({"pace", "agree", "--characters", "10"}),
                   "Pace you agreed on: up to 10 characters a message."));
    const auto kept = c.sam.run({"send", "I dreamt of the sea"});
    CHECK(kept.status == 1);
    CHECK(contains(kept.err, "This has 19 characters; you agreed on 10. This one is kept here."));
    CHECK(c.sam.error({"send"}) == "empty_text/1");

    auto sam = c.sam.start({"--plain"});
    static_cast<void>(sam.wait_for_line("Connected."));
    sam.write("/anyway\n");
    static_cast<void>(sam.wait_for_line("I dreamt of the sea"));
    static_cast<void>(sam.wait_for_line("Send this to Dr Okafor? yes or no"));
    sam.write("Yes.\n");
    static_cast<void>(sam.wait_for_line("Held. Dr Okafor reads"));
    sam.write("and of a harbour\n");
    static_cast<void>(sam.wait_for_line("/send sends it."));
    sam.close_input();
    CHECK(sam.wait().status == 0);
    CHECK(contains(c.sam.ok({"send", "--anyway"}), "Held."));
    CHECK(c.sam.error({"send", "--anyway"}) == "empty_text/1");

    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    CHECK(c.okafor.texts() == Texts{"[pace]", "I dreamt of the sea", "and of a harbour"});
    CHECK(contains(c.okafor.ok({"hours", "show", "--with", "Sam"}), "Pace, agreed: up to 10 characters a message."));
}

TEST_CASE("on a terminal the line that was kept back stays there, and Enter sends it")
{
    Couple c{closed_rules()};
    static_cast<void>(c.okafor.ok({"hours", "set", "--pace-characters", "10", "--yes"}));
    const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({"--inline"}), c.sam.environment()};
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    // It is shown and asked about; only a yes that is typed answers it.
    for (const auto* left : {"Enter", "C-c", "Escape"}) {
        terminal.enter("/agree");
        static_cast<void>(terminal.wait_for("Do you agree to this pace? yes or no"));
        terminal.press(left);
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    }
    static_cast<void>(terminal.wait_for("Nothing was answered."));
    CHECK(contains(c.sam.ok({"pace"}), "Dr Okafor proposes a pace"));
    terminal.enter("/agree");
    static_cast<void>(terminal.wait_for("yes or no>"));
    terminal.enter("yes");
    static_cast<void>(terminal.wait_for("0 of 10 characters."));
    terminal.type("I dreamt of it");
    static_cast<void>(terminal.wait_for("14 of 10 characters."));
    terminal.press("Enter");
    static_cast<void>(terminal.wait_for("This one is kept here."));
    static_cast<void>(terminal.wait_for("> I dreamt of it"));  // drawn after what stands above it
    terminal.press("Enter");
    static_cast<void>(terminal.wait_for("Held. Dr Okafor reads"));
    terminal.type("/quit");
    terminal.press("Enter");
}

TEST_CASE("a therapist keeps open hours open, while they are closed /keep says what to do")
{
    Couple c{closed_rules()};
    auto okafor = c.okafor.start({"--plain"});
    static_cast<void>(okafor.wait_for_line("Connected."));
    okafor.write("/keep\n");
    static_cast<void>(okafor.wait_for_line("Your hours are closed. An extra window: holdfast hours extra 30m"));
    okafor.close_input();
    CHECK(okafor.wait().status == 0);

    static_cast<void>(c.okafor.ok({"hours", "extra", "8m", "--with", "Sam", "--yes"}));
    auto again = c.okafor.start({"--plain"});
    static_cast<void>(again.wait_for_line("To keep them open 15 minutes longer: /keep"));
    static_cast<void>(again.wait_for_line("Connected."));
    const auto extras = [&] {
        const auto shown = c.okafor.object({"hours", "show"});
        const auto& given = shown.at("extra_windows");
        return given.at("this_month").as_int64() + given.at("last_month").as_int64();
    };
    again.write("/keep\n");
    static_cast<void>(again.wait_for_line("Takes effect at once."));
    static_cast<void>(again.wait_for_line("Publish this? yes or no"));
    again.write("see you tomorrow\n");
    static_cast<void>(again.wait_for_line("Please answer yes or no first. Nothing of this line was sent."));
    again.write("no\n");
    static_cast<void>(again.wait_for_line("Nothing was published."));
    again.write("/keep\n");
    static_cast<void>(again.wait_for_line("Publish this? yes or no"));
    again.write("/people\n");  // what is a command ends the question
    static_cast<void>(again.wait_for_line("Nothing was published."));
    again.write("/keep\n");
    static_cast<void>(again.wait_for_line("Publish this? yes or no"));
    again.close_input();
    CHECK(again.wait().status == 1);
    CHECK(contains(again.out(), "Nothing was published."));
    CHECK(extras() == 1);
    CHECK(c.okafor.texts().empty());

    const auto kept = c.okafor.run({"--plain"}, "/keep\nyes\n");
    INFO(kept.out << kept.err);
    CHECK(kept.status == 0);
    CHECK(extras() == 2);
    const auto at_once = c.okafor.run({"--plain", "--yes"}, "/keep\n");
    CHECK(contains(at_once.out, "Takes effect at once."));
    CHECK(extras() == 3);
}

TEST_CASE("on a terminal what cannot be called back is shown whole, and neither Ctrl-C nor no nor another line does it")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    static_cast<void>(c.okafor.ok({"hours", "extra", "8m", "--with", "Sam", "--yes"}));
    const Terminal terminal{c.practice.folder() / "tmux", kept_open(c.okafor.command({"--inline"})),
                            c.okafor.environment()};
    static_cast<void>(terminal.wait_for("To keep them open 15 minutes longer: /keep"));
    for (const auto* leave : {"C-c", "C-d", "Enter"}) {
        terminal.enter("/keep");
        const auto shown = terminal.wait_for("yes or no>");
        CHECK(contains(shown, "Takes effect at once."));
        CHECK(contains(shown, "Publish this? yes or no"));
        terminal.press(leave);
        CHECK(contains(terminal.wait_for("to Sam>"), "Nothing was published."));
    }
    terminal.enter("/keep");
    static_cast<void>(terminal.wait_for("yes or no>"));
    terminal.enter("see you tomorrow");
    static_cast<void>(terminal.wait_for("Please answer yes or no first."));
    static_cast<void>(terminal.wait_for("yes or no> see you tomorrow"));
    terminal.press("C-u");
    terminal.enter("no");
    static_cast<void>(terminal.wait_for("to Sam>"));
    terminal.press("C-c");
    static_cast<void>(terminal.wait_for("ended with 0"));
    CHECK(c.okafor.texts().empty());
    const auto given = c.okafor.object({"hours", "show"}).at("extra_windows").as_object();
    CHECK(given.at("this_month").as_int64() + given.at("last_month").as_int64() == 1);
}

}  // namespace holdfast::e2e::chat_test
