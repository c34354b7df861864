// The conversation on the whole of a real terminal (tmux).
#include <csignal>
#include <sstream>

#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::full_screen_test {
namespace {

std::vector<std::string> rows_of(const std::string& screen)
{
    std::vector<std::string> rows;
    std::istringstream lines{screen};
    for (std::string line; std::getline(lines, line);) rows.push_back(line);
    return rows;
}

/// The row that holds `part`; -1 without one.
int row_of(const std::string& screen, std::string_view part)
{
    const auto rows = rows_of(screen);
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (contains(rows[row], part)) return static_cast<int>(row);
    return -1;
}

/// Words of a screen in one line, wherever they were broken.
std::string unbroken(const std::string& screen)
{
    std::string words;
    for (const char c : screen)
        if (c != '\n' && c != ' ')
            words += c;
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    return words;
}

}  // namespace

TEST_CASE("the full screen keeps hours, history and line in their places at every size")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    int number = 0;
    for (const auto& size : {TerminalSize{80, 24}, TerminalSize{40, 20}, TerminalSize{200, 60}, TerminalSize{40, 10}}) {
        const Terminal terminal{c.practice.folder() / ("tmux" + std::to_string(++number)), c.sam.command({}),
                                c.sam.environment(), size};
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
        CHECK(terminal.state("alternate_on") == "1");
        terminal.type("I could not sleep");
        const auto typed = terminal.wait_for("I could not sleep");
        terminal.press("Enter");
        const auto shown = unbroken(terminal.wait_for("Held."));
        INFO(shown);
        CHECK(shown.starts_with("Dr Okafor "));
        CHECK(contains(shown, "Closed."));
        CHECK(contains(shown, "until then."));
        const auto screen = terminal.screen();
        CHECK(row_of(screen, "Closed.") == 1);
        CHECK(row_of(screen, "Held.") < row_of(screen, "to Dr Okafor>"));
        terminal.press("C-d");
    }
    CHECK(contains(c.sam.ok({"read", "--all"}), "I could not sleep"));
}

TEST_CASE("the full screen follows the size of its terminal and shows the whole text that is written")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({}), c.sam.environment(), {80, 24}};
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    const std::string text = "first words of a longer text that needs several rows on every screen and has last words";
    terminal.type(text);
    static_cast<void>(terminal.wait_for("last words"));
    CHECK(contains(unbroken(terminal.screen()), text));
    CHECK(contains(unbroken(terminal.screen()), "What you send now goes out at once."));
    terminal.resize({40, 20});
    static_cast<void>(terminal.wait_for("last words"));
    terminal.resize({100, 12});
    static_cast<void>(terminal.wait_for("first words"));
    static_cast<void>(c.okafor.ok({"send", "an answer in between"}));
    static_cast<void>(terminal.wait_for("an answer in between"));
    CHECK(contains(unbroken(terminal.screen()), text));
    terminal.press("Enter");
    static_cast<void>(terminal.wait_for("Sent to Dr Okafor."));
    CHECK(c.okafor.texts() == std::vector<std::string>{"an answer in between", text});
}

TEST_CASE("attack 9: hostile text leaves cursor and title and clipboard of the full screen alone")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({}), c.sam.environment(), {80, 24}};
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    const auto raw = c.practice.folder() / "raw";
    terminal.record(raw);
    const auto title = terminal.state("pane_title");
    static_cast<void>(
        c.okafor.ok({"send", "-"}, "one \x1B]0;owned\x07 \x1B]52;c;Zm9v\x07 \x1B[2J\x1B[1;1H \u202Etwo\u202C end"));
    static_cast<void>(terminal.wait_for("end"));
    terminal.type("mine");
    static_cast<void>(terminal.wait_for("> mine"));
    CHECK(terminal.state("pane_title") == title);
    CHECK(terminal.state("cursor_x") == "18");
    const auto bytes = test::read_file(raw);
    CHECK(contains(bytes, "owned"));
    for (const auto* hostile : {"\x1B]0;", "\x1B]52", "\x07", "\u202E"}) CHECK_FALSE(contains(bytes, hostile));
}

TEST_CASE("a draft outlives kill -9 of the full screen and the terminal is given back at every other end")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    {
        const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({}), c.sam.environment(), {80, 24}};
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
        terminal.type("not yet sent");
        static_cast<void>(terminal.wait_for("> not yet sent"));
        std::this_thread::sleep_for(std::chrono::milliseconds{1500});  // the pause after which a draft is saved
        terminal.kill_program();
    }
    const Terminal terminal{c.practice.folder() / "again", kept_open(c.sam.command({})), c.sam.environment(), {80, 24}};
    static_cast<void>(terminal.wait_for("> not yet sent"));
    terminal.press("C-c");
    const auto left = terminal.wait_for("ended with 0");
    CHECK(contains(left, "What you were writing is kept here"));
    CHECK(terminal.state("alternate_on") == "0");
}

TEST_CASE("Ctrl-Z and fg and a hangup leave the terminal and the draft whole")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    std::string line;
    for (const auto& word : c.sam.command({})) line += "\"" + word + "\" ";
    const Terminal terminal{c.practice.folder() / "tmux", {"bash", "--norc", "-i"}, c.sam.environment(), {80, 24}};
    terminal.enter(line);
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    terminal.type("half");
    static_cast<void>(terminal.wait_for("> half"));
    terminal.press("C-z");
    static_cast<void>(terminal.wait_for("Stopped"));
    CHECK(terminal.state("alternate_on") == "0");
    terminal.enter("fg");
    static_cast<void>(terminal.wait_for("> half"));
    CHECK(terminal.state("alternate_on") == "1");
    terminal.type(" a word");
    static_cast<void>(terminal.wait_for("> half a word"));
    terminal.press("C-z");
    static_cast<void>(terminal.wait_for("Stopped"));
    terminal.enter("kill -HUP %1; fg");
    static_cast<void>(terminal.wait_for("What you were writing is kept here"));
    CHECK(terminal.state("alternate_on") == "0");
}

TEST_CASE("a therapist comes to a list and writes to nobody before choosing")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const Person lee{c.practice, "lee"};
    enrol_client(c.okafor, lee, "Lee");
    static_cast<void>(c.okafor.ok({"status"}));
    static_cast<void>(lee.ok({"send", "hello from Lee"}));
    static_cast<void>(c.sam.ok({"send", "hello from Sam"}));
    const Terminal terminal{c.practice.folder() / "tmux", c.okafor.command({}), c.okafor.environment(), {80, 24}};
    static_cast<void>(terminal.wait_for("Conversations"));
    static_cast<void>(terminal.wait_for("Lee  new"));
    static_cast<void>(terminal.wait_for("Sam  new"));
    CHECK_FALSE(contains(terminal.screen(), "hello from"));
    terminal.press("Down");
    static_cast<void>(terminal.wait_for("> Lee"));
    terminal.press("Enter");
    const auto shown = terminal.wait_for("hello from Lee");
    CHECK(contains(shown, "to Lee>"));
    CHECK_FALSE(contains(shown, "hello from Sam"));
    terminal.press("Escape");
    CHECK_FALSE(contains(terminal.wait_for("Conversations"), "Lee  new"));
}

TEST_CASE("a locked screen shows nothing and gives everything back for the passphrase alone")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    static_cast<void>(c.okafor.ok({"send", "a word of hers"}));
    const Terminal terminal{c.practice.folder() / "tmux", kept_open(c.sam.command({})), c.sam.environment(), {80, 24}};
    static_cast<void>(terminal.wait_for("a word of hers"));
    terminal.enter("/lock");
    const auto locked = terminal.wait_for("Holdfast is locked.");
    CHECK_FALSE(contains(locked, "a word of hers"));
    CHECK_FALSE(contains(locked, "Okafor"));
    static_cast<void>(c.okafor.ok({"send", "written meanwhile"}));
    terminal.enter("wrong horse");
    const auto wrong = terminal.wait_for("That is not the passphrase.");
    CHECK_FALSE(contains(wrong, "horse"));
    CHECK_FALSE(contains(wrong, "meanwhile"));
    terminal.enter(
        test::read_file(c.sam.passphrase_file()).substr(0, test::read_file(c.sam.passphrase_file()).find('\n')));
    const auto back = terminal.wait_for("written meanwhile");
    CHECK(contains(back, "New "));
    terminal.press("C-c");
    static_cast<void>(terminal.wait_for("ended with 0"));
}

TEST_CASE("another editor changes the line and leaves nothing on the disk")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const auto session = c.practice.folder() / "session";
    std::filesystem::create_directory(session);
    std::filesystem::permissions(session, std::filesystem::perms::owner_all);
    const auto editor = c.practice.folder() / "editor";
    // It says who may read the file, keeps a copy beside it as editors do, and appends a line.
    test::write_file(editor, "#!/bin/sh\nstat -c %a \"$1\" >'" + (c.practice.folder() / "mode").string() +
                                 "'\ncp \"$1\" \"$1~\"\necho ' and more' >>\"$1\"\n");
    std::filesystem::permissions(editor, std::filesystem::perms::owner_all);
    auto environment = c.sam.environment();
    environment.emplace_back("XDG_RUNTIME_DIR", session.string());
    environment.emplace_back("EDITOR", editor.string());
    const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({}), environment, {80, 24}};
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    terminal.type("begun here");
    static_cast<void>(terminal.wait_for("> begun here"));
    terminal.press("C-x");
    terminal.press("C-e");
    static_cast<void>(terminal.wait_for("begun here and more"));
    CHECK(test::read_file(c.practice.folder() / "mode") == "600\n");
    CHECK(std::filesystem::is_empty(session));
    terminal.press("Enter");
    static_cast<void>(terminal.wait_for("Sent to Dr Okafor."));
    CHECK(c.okafor.texts() == std::vector<std::string>{"begun here and more"});
}

TEST_CASE("while another editor has the terminal the conversation goes on behind it")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const auto session = c.practice.folder() / "session";
    std::filesystem::create_directory(session);
    std::filesystem::permissions(session, std::filesystem::perms::owner_all);
    const auto editor = c.practice.folder() / "editor";
    // It takes Ctrl-C for itself, as editors do, and ends with a line.
    test::write_file(editor,
                     "#!/bin/sh\ntrap 'echo stopped a search' INT\necho 'the editor is here'\n"
                     "until [ \"$more\" = ' and more' ]; do IFS= read -r more; done\necho \"$more\" >>\"$1\"\n");
    std::filesystem::permissions(editor, std::filesystem::perms::owner_all);
    auto environment = c.sam.environment();
    environment.emplace_back("XDG_RUNTIME_DIR", session.string());
    environment.emplace_back("EDITOR", editor.string());
    const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({}), environment, {80, 24}};
    const auto begin = [&] {
        terminal.press("C-x");
        terminal.press("C-e");
        static_cast<void>(terminal.wait_for("the editor is here"));
    };
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    auto other = c.sam.start({"read", "--follow"});  // joins the open conversation, and so waits for it
    static_cast<void>(other.wait_for_line("Open"));
    terminal.type("begun");
    begin();
    static_cast<void>(c.okafor.ok({"send", "written meanwhile"}));
    static_cast<void>(other.wait_for_line("written meanwhile"));
    CHECK_FALSE(contains(terminal.screen(), "written meanwhile"));
    terminal.press("C-c");
    static_cast<void>(terminal.wait_for("stopped a search"));
    terminal.enter(" and more");
    static_cast<void>(terminal.wait_for("> begun and more"));
    CHECK(contains(terminal.screen(), "written meanwhile"));
    CHECK(std::filesystem::is_empty(session));

    // The program is told to end: what is in the editor stays in its file.
    begin();
    terminal.kill_program(SIGTERM);
    static_cast<void>(other.wait());
    REQUIRE_FALSE(std::filesystem::is_empty(session));
    const auto file = std::filesystem::directory_iterator { session } -> path() / "message.txt";
    CHECK(test::read_file(file) == "begun and more");
    CHECK(contains(c.sam.run({"--plain"}, "/drafts\n").out, "begun and more"));
}

TEST_CASE("the bell rings for what others write and says nothing of it")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const Terminal terminal{
        c.practice.folder() / "tmux", c.sam.command({"--bell", "--notify"}), c.sam.environment(), {80, 24}};
    static_cast<void>(terminal.wait_for("to Dr Okafor>"));
    const auto raw = c.practice.folder() / "raw";
    terminal.record(raw);
    static_cast<void>(c.okafor.ok({"send", "a word"}));
    static_cast<void>(terminal.wait_for("a word"));
    const auto bytes = test::read_file(raw);
    CHECK(contains(bytes, "\x07"));
    CHECK(contains(bytes, "\x1B]9;Something new in Holdfast\x07"));
}

}  // namespace holdfast::e2e::full_screen_test
