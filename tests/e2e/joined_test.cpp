// More than one window: commands beside an open conversation, and under `holdfast unlock`.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "client/shell/join/frames.hpp"
#include "protocol/base/descriptor.hpp"
#include "tests/e2e/asked.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::joined_test {
namespace {

namespace fs = std::filesystem;
namespace join = shell::join;

fs::path socket_of(const Person& person) { return person.profile() / "open.sock"; }

/// A connection as a window makes it, to be used as no window would.
class RawWindow {
  public:
    explicit RawWindow(const Person& person) : socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = socket_of(person).string();
        REQUIRE(path.size() < sizeof(address.sun_path));
        path.copy(address.sun_path, path.size());
        REQUIRE(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    }
    void send(BytesView bytes) const
    {
        REQUIRE(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
    }
    /// Whether the other end has closed.
    [[nodiscard]] bool is_let_go() const
    {
        char byte = 0;
        return ::recv(socket_.get(), &byte, 1, 0) <= 0;
    }

  private:
    Descriptor socket_;
};

Bytes ask(std::vector<std::string> words)
{
    join::Ask ask;
    ask.words = std::move(words);
    ask.folder = "/";
    return join::framed(join::FromJoined{ask});
}

/// From here on nobody can give the passphrase.
void lose_passphrase(const Person& person) { fs::remove(person.passphrase_file()); }

Process unlocked(const Person& person, const std::string& length)
{
    auto agent = person.start({"unlock", "--stay", "--for", length});
    static_cast<void>(agent.wait_for_line("Unlocked until"));
    return agent;
}

TEST_CASE("a second window takes no passphrase for a message and keeps a line that Ctrl-C leaves")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    auto chat = c.sam.start({});
    static_cast<void>(chat.wait_for_line("With Dr Okafor"));
    const Terminal second{c.practice.folder() / "tmux", kept_open(c.sam.command({})), c.sam.environment()};
    static_cast<void>(second.wait_for("this one asks for no passphrase"));
    second.enter(test::read_file(c.sam.passphrase_file()));
    static_cast<void>(second.wait_for("Nothing was sent: this is your passphrase."));
    second.enter("hello from the second");
    static_cast<void>(second.wait_for("Sent to Dr Okafor."));
    second.type("half a line");
    static_cast<void>(second.wait_for("half a line"));
    second.press("C-c");
    static_cast<void>(second.wait_for("What you were writing is kept here; nothing of it was sent."));
    CHECK(c.okafor.texts() == std::vector<std::string>{"hello from the second"});
    CHECK(contains(c.sam.ok({"drafts"}), "half a line"));
}

TEST_CASE("commands beside an open conversation are carried out by it and both see what happens")
{
    Couple c{closed_rules()};
    auto chat = c.sam.start({});
    static_cast<void>(chat.wait_for_line("With Dr Okafor"));
    lose_passphrase(c.sam);
    CHECK(text_of(c.sam.object({"status"}), "connection") == "online");
    const auto sent = c.sam.run({"send", "-"}, "from the second window\n");
    CHECK(sent.status == 0);
    CHECK(contains(sent.out, "Held."));
    static_cast<void>(chat.wait_for_line("Held."));
    CHECK(c.sam.texts() == std::vector<std::string>{"from the second window"});
    CHECK(contains(c.sam.ok({"--plain", "read", "--all"}), "from the second window"));
    chat.close_input();
    CHECK(chat.wait().status == 0);
    CHECK_FALSE(fs::exists(socket_of(c.sam)));
    CHECK(c.sam.error({"status"}) == "no_passphrase/1");
}

TEST_CASE("an answer of a second window goes to that window alone and its errors too")
{
    Couple c{closed_rules()};
    auto chat = c.sam.start({});
    static_cast<void>(chat.wait_for_line("With Dr Okafor"));
    CHECK(c.sam.error({"send", "--with", "Nobody", "-"}, "x") == "not_found/1");
    CHECK(c.sam.error({"invite", "--name", "Kim"}) == "therapists_only/1");
    CHECK(contains(c.sam.run({"recovery", "kit"}).out, "Holdfast recovery kit"));
    chat.close_input();
    const auto ended = chat.wait();
    CHECK(ended.status == 0);
    CHECK_FALSE(contains(ended.out, "Nobody"));
    CHECK_FALSE(contains(ended.out, "recovery kit"));
}

TEST_CASE("a script of ten commands needs one passphrase under unlock")
{
    Couple c{open_rules};
    const auto unlocked = c.sam.object({"unlock", "--for", "5m"});
    CHECK(text_of(unlocked, "event") == "unlocked");
    lose_passphrase(c.sam);
    for (int i = 1; i <= 4; ++i) CHECK(c.sam.run({"send", "-"}, "message " + std::to_string(i)).status == 0);
    CHECK(c.sam.run({"check-in", "--rating", "sleep=3"}).status == 0);
    CHECK(c.sam.run({"hours", "show"}).status == 0);
    CHECK(c.sam.run({"read"}).status == 0);
    CHECK(c.sam.run({"pace"}).status == 0);
    CHECK(c.sam.run({"audit"}).status == 0);
    CHECK(text_of(c.sam.object({"status"}), "connection") == "online");
    CHECK(c.okafor.texts() ==
          std::vector<std::string>{"message 1", "message 2", "message 3", "message 4", "[check_in]"});
    CHECK(text_of(c.sam.object({"lock"}), "event") == "locked");
    CHECK(c.sam.error({"status"}) == "no_passphrase/1");
    CHECK(contains(c.sam.ok({"lock"}), "Nothing is unlocked here."));
}

TEST_CASE("what is unlocked is locked when its time is over")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.sam, "2s");
    lose_passphrase(c.sam);
    CHECK(c.sam.run({"status"}).status == 0);
    CHECK(agent.wait().status == 0);
    CHECK(c.sam.error({"status"}) == "no_passphrase/1");
    CHECK_FALSE(fs::exists(socket_of(c.sam)));
}

TEST_CASE("nobody is there between two commands of what is unlocked")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.sam, "5m");
    CHECK(c.sam.run({"status"}).status == 0);
    const auto connections = [&] { return c.practice.status().at("connections").to_number<int>(); };
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    while (connections() != 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{20});  // between two looks
    CHECK(connections() == 0);
    CHECK(agent.running());
}

TEST_CASE("after an agent was killed its socket is recognised and nothing is sent twice")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.sam, "5m");
    CHECK(c.sam.run({"send", "-"}, "before").status == 0);
    static_cast<void>(agent.kill());
    CHECK(fs::exists(socket_of(c.sam)));
    CHECK(c.sam.run({"status"}).status == 0);  // with the passphrase
    CHECK(c.sam.run({"unlock", "--for", "5m"}).status == 0);
    CHECK(c.sam.run({"send", "-"}, "after").status == 0);
    CHECK(c.sam.texts() == std::vector<std::string>{"before", "after"});
    CHECK(c.sam.run({"lock"}).status == 0);
}

TEST_CASE("a window that has lost the one with the vault says so and ends")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.okafor, "5m");
    auto asked = c.okafor.start({"hours", "edit"});
    static_cast<void>(asked.wait_for_line("nothing changes before you agree"));
    static_cast<void>(agent.kill());
    const auto ended = asked.wait();
    CHECK(ended.status == 2);
    CHECK(contains(ended.err, "Whether this was done before shows"));
}

TEST_CASE("a window that is killed or interrupted ends its own command only")
{
    Couple c{closed_rules()};
    auto chat = c.okafor.start({});
    static_cast<void>(chat.wait_for_line("With Sam"));
    auto killed = c.okafor.start({"send", "-"});
    killed.write("never whole");
    auto interrupted = c.okafor.start({"hours", "edit"});
    static_cast<void>(interrupted.wait_for_line("nothing changes before you agree"));
    static_cast<void>(killed.kill());
    interrupted.signal(SIGINT);
    const auto ended = interrupted.wait();
    INFO(ended.out << ended.err);
    CHECK(ended.status == 1);
    CHECK_FALSE(ended.err.empty());
    chat.write("the conversation goes on\n");
    static_cast<void>(chat.wait_for_line("Held for Sam"));
    CHECK(c.okafor.texts() == std::vector<std::string>{"the conversation goes on"});
}

TEST_CASE("what is no window neither stops nor slows the conversation")
{
    Couple c{closed_rules()};
    auto chat = c.sam.start({});
    static_cast<void>(chat.wait_for_line("With Dr Okafor"));
    const RawWindow half{c.sam};
    const auto whole = ask({"status"});
    half.send(BytesView{whole}.first(7));
    const RawWindow nonsense{c.sam};
    nonsense.send(as_bytes("\xFF\xFF\xFF\xFF and so on"));
    CHECK(nonsense.is_let_go());
    const RawWindow wrong{c.sam};
    wrong.send(join::framed(join::FromJoined{join::Interrupt{}}));
    CHECK(wrong.is_let_go());
    for (int i = 0; i < 1000; ++i) {
        const RawWindow one{c.sam};
        one.send(BytesView{whole}.first(static_cast<std::size_t>(i) % 5));
    }
    std::vector<RawWindow> many;
    for (int i = 0; i < 100; ++i) many.emplace_back(c.sam);
    many.clear();
    CHECK(c.sam.run({"status"}).status == 0);
    chat.write("still here\n");
    static_cast<void>(chat.wait_for_line("Held."));
}

TEST_CASE("a window that stops reading holds up nobody else")
{
    Couple c{open_rules};
    for (int i = 0; i < 10; ++i) REQUIRE(c.okafor.run({"send", "-"}, std::string(59'000, 'x')).status == 0);
    auto chat = c.sam.start({"--json"});
    static_cast<void>(chat.wait_for_line("connected"));
    const RawWindow stopped{c.sam};
    stopped.send(ask({"--json", "read", "--all"}));
    CHECK(c.sam.run({"status"}).status == 0);
    CHECK(c.sam.texts().size() == 10);
}

TEST_CASE("a second conversation joins the first and either may end")
{
    Couple c{closed_rules()};
    auto first = c.sam.start({});
    static_cast<void>(first.wait_for_line("With Dr Okafor"));
    auto second = c.sam.start({});
    static_cast<void>(second.wait_for_line("With Dr Okafor"));
    second.write("from the second\n");
    static_cast<void>(second.wait_for_line("Held."));
    static_cast<void>(first.wait_for_line("Held."));
    second.close_input();
    CHECK(second.wait().status == 0);
    first.write("from the first\n");
    static_cast<void>(first.wait_for_line("Held."));
    first.close_input();
    CHECK(first.wait().status == 0);
    CHECK(c.sam.texts() == std::vector<std::string>{"from the second", "from the first"});
}

TEST_CASE("the line that is written in one window is no draft of another")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    const auto first = open(c, "first", c.sam, {});
    first.wait_for("to Dr Okafor>");
    first.type("not yet said");
    const auto drafts = [&] { return c.sam.object({"drafts"}).at("drafts").as_array().size(); };
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    while (drafts() != 1 && std::chrono::steady_clock::now() < deadline) continue;
    REQUIRE(drafts() == 1);
    const auto second = open(c, "second", c.sam, {"send"});
    second.wait_for("A line with a single dot");
    second.enter("said in the second");
    second.enter(".");
    const auto seen = ended(second);
    CHECK(contains(seen, "ended with 0"));
    CHECK_FALSE(contains(seen, "not yet said"));
    first.wait_for("said in the second");
    CHECK(drafts() == 1);
    first.enter("");
    while (drafts() != 0 && std::chrono::steady_clock::now() < deadline) continue;
    CHECK(c.sam.texts() == std::vector<std::string>{"said in the second", "not yet said"});
}

TEST_CASE("a passphrase is not changed and nothing restored while the vault is open elsewhere")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.sam, "5m");
    test::write_file(c.practice.folder() / "new", "quite another long passphrase of five words\n");
    CHECK(c.sam.error({"passphrase", "change", "--new-passphrase-file", (c.practice.folder() / "new").string()}) ==
          "vault_in_use/1");
    CHECK(c.sam.error({"unlock"}) == "vault_in_use/1");
    CHECK(c.sam.error({"unlock", "--for", "25h"}) == "bad_duration/1");
    CHECK(c.sam.error({"unlock", "--for", "soon"}) == "bad_duration/1");
}

TEST_CASE("attack 35: no other user joins a conversation")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.sam, "5m");
    struct stat about {};
    REQUIRE(::stat(c.sam.profile().c_str(), &about) == 0);
    CHECK((about.st_mode & 077) == 0);
    REQUIRE(::lstat(socket_of(c.sam).c_str(), &about) == 0);
    CHECK(S_ISSOCK(about.st_mode));
    CHECK((about.st_mode & 077) == 0);
    if (::geteuid() != 0) return;  // what follows needs another user
    // Even one who gets through to the socket.
    const auto as_nobody = [&](const std::string& words) {
        return test::run({"setpriv", "--reuid=65534", "--clear-groups", "sh", "-c", words}).status;
    };
    CHECK(as_nobody("test -e '" + socket_of(c.sam).string() + "'") != 0);
}

TEST_CASE("attack 35: a link in the place of the socket leads nowhere")
{
    Couple c{closed_rules()};
    const auto elsewhere = c.practice.folder() / "elsewhere";
    test::write_file(elsewhere, "somebody's file");
    fs::create_symlink(elsewhere, socket_of(c.sam));
    CHECK(c.sam.run({"status"}).status == 0);
    CHECK(c.sam.error({"unlock", "--for", "5m"}) == "cannot_listen/1");
    CHECK(test::read_file(elsewhere) == "somebody's file");
    CHECK(fs::is_symlink(socket_of(c.sam)));
}

TEST_CASE("a passphrase on standard input is no part of what a joined command reads")
{
    Couple c{closed_rules()};
    auto agent = unlocked(c.sam, "5m");
    const test::Command words{
        test::program("holdfast"), "--profile", c.sam.profile().string(), "--passphrase-fd", "0", "send", "-"};
    CHECK(test::run(words, "the passphrase\nthe text\n").status == 0);
    CHECK(c.sam.texts() == std::vector<std::string>{"the text"});
}

}  // namespace
}  // namespace holdfast::e2e::joined_test
