// A terminal for one program, in tmux: keys go in, the screen is looked at.
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <thread>

#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e {

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// False, with a warning, where tmux is not installed.
inline bool has_terminal()
{
    if (test::run({"sh", "-c", "command -v tmux"}).status == 0) return true;
    WARN("skipped: tmux is not installed");
    return false;
}

/// A command that leaves its exit code on the screen and the screen open, for Terminal.
inline Command kept_open(const Command& command)
{
    std::string line;
    for (const auto& word : command) line += "\"" + word + "\" ";
    // Ctrl-C goes to the shell too, which has to stay; the trap is not handed on to the command.
    return {"sh", "-c", "trap : INT; " + line + "; echo ended with $?; exec sleep 600"};
}

struct TerminalSize {
    int columns = 90;
    int rows = 30;
};

/// A detached terminal with one program in it.
class Terminal {
  public:
    Terminal(const std::filesystem::path& socket, const Command& command, const test::Environment& environment,
             TerminalSize size = {})
        : socket_{socket.string()}
    {
        std::string line = "echo $$ >'" + socket_ + ".pid'; exec env ";
        for (const auto& [name, value] : environment) line += name + "='" + value + "' ";
        for (const auto& word : command) line += "'" + word + "' ";
        const auto started = tmux({"-f", "/dev/null", "new-session", "-d", "-x", std::to_string(size.columns), "-y",
                                   std::to_string(size.rows), line});
        INFO(started.err);
        REQUIRE(started.status == 0);
    }
    /// A signal to the program, and nothing else. Not for one that is kept open.
    void kill_program(int signal = SIGKILL) const { REQUIRE(::kill(program(), signal) == 0); }
    [[nodiscard]] pid_t program() const { return std::stoi(test::read_file(socket_ + ".pid")); }
    ~Terminal() { static_cast<void>(tmux({"kill-server"})); }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void type(const std::string& text) const { REQUIRE(tmux({"send-keys", "-l", text}).status == 0); }
    void press(const std::string& key) const { REQUIRE(tmux({"send-keys", key}).status == 0); }
    /// A line and Enter.
    void enter(const std::string& text) const
    {
        if (!text.empty()) type(text);
        press("Enter");
    }
    /// As a terminal's user pastes it: marked as a paste where the program asked for that.
    void paste(const std::string& text) const
    {
        REQUIRE(tmux({"set-buffer", text}).status == 0);
        REQUIRE(tmux({"paste-buffer", "-p"}).status == 0);
    }
    void resize(TerminalSize size) const
    {
        REQUIRE(tmux({"resize-window", "-x", std::to_string(size.columns), "-y", std::to_string(size.rows)}).status ==
                0);
    }
    /// From now on every byte the program writes goes to `file`, too.
    void record(const std::filesystem::path& file) const
    {
        REQUIRE(tmux({"pipe-pane", "-o", "exec cat >>'" + file.string() + "'"}).status == 0);
    }
    /// As tmux's formats name it: pane_title, cursor_x, alternate_on.
    [[nodiscard]] std::string state(const std::string& name) const
    {
        auto value = tmux({"display-message", "-p", "#{" + name + "}"}).out;
        while (value.ends_with('\n')) value.pop_back();
        return value;
    }
    [[nodiscard]] std::string screen() const { return tmux({"capture-pane", "-p"}).out; }
    /// The screen once it contains `part`; fails after a while.
    std::string wait_for(std::string_view part) const { return wait_for_any({part}); }
    std::string wait_for_any(std::initializer_list<std::string_view> parts) const
    {
        const auto deadline = std::chrono::steady_clock::now() + test::patience;
        for (;;) {
            auto shown = screen();
            for (const auto part : parts)
                if (contains(shown, part)) return shown;
            if (std::chrono::steady_clock::now() > deadline)
                FAIL("never shown: " << *parts.begin() << "\non:\n" << shown);
            std::this_thread::sleep_for(std::chrono::milliseconds{50});  // between two looks at the screen
        }
    }

  private:
    [[nodiscard]] Finished tmux(Command words) const
    {
        words.insert(words.begin(), {"tmux", "-u", "-S", socket_});
        return test::run(std::move(words));
    }

    std::string socket_;
};

}  // namespace holdfast::e2e
