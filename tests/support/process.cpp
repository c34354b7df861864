#include "tests/support/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace holdfast::test {
namespace {

[[noreturn]] void fail(const char* doing) { throw std::system_error(errno, std::generic_category(), doing); }

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) noexcept : number_{number} {}
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }
    void close() noexcept
    {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }
    [[nodiscard]] int get() const noexcept { return number_; }

  private:
    int number_ = -1;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

Pipe make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
    return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

// The arguments of execvpe: everything is allocated before the fork.
struct Image {
    std::vector<char*> arguments;
    std::vector<char*> environment;
};

Image image_of(Command& command, std::vector<std::string>& added)
{
    Image image;
    for (auto& part : command) image.arguments.push_back(part.data());
    image.arguments.push_back(nullptr);
    for (auto& variable : added) image.environment.push_back(variable.data());
    for (char** variable = environ; *variable != nullptr; ++variable) image.environment.push_back(*variable);
    image.environment.push_back(nullptr);
    return image;
}

[[noreturn]] void become(const Image& image, int in, int out, int err)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execvpe(image.arguments[0], image.arguments.data(), image.environment.data());
    static constexpr std::string_view sorry = "cannot run this program\n";
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, sorry.data(), sorry.size());
    ::_exit(127);
}

// The output of a process on one pipe, and how far lines were handed out.
struct Stream {
    Descriptor pipe;
    std::string text;
    std::size_t passed = 0;

    // False at the end of the pipe.
    bool take()
    {
        std::array<char, 4096> piece{};
        const auto count = ::read(pipe.get(), piece.data(), piece.size());
        if (count > 0) text.append(piece.data(), static_cast<std::size_t>(count));
        if (count <= 0) pipe.close();
        return count > 0;
    }

    // The next unseen line with `part` in it.
    bool next_line(std::string_view part, std::string& line)
    {
        for (auto end = text.find('\n', passed); end != std::string::npos; end = text.find('\n', passed)) {
            line = text.substr(passed, end - passed);
            passed = end + 1;
            if (line.find(part) != std::string::npos) return true;
        }
        return false;
    }
};

}  // namespace

struct Process::State {
    pid_t pid = -1;
    Descriptor input;
    Stream out;
    Stream err;
    int status = -1;
    bool reaped = false;
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool drained = false;
    std::jthread reader;

    void drain(const std::stop_token& stop);
    void reap(int raw);
    std::string wait_for(Stream& stream, std::string_view part, std::chrono::milliseconds limit);
    bool wait_until_drained(std::chrono::milliseconds limit);
};

// Looks up now and then, since something the process has started and left behind may keep the pipes open for ever.
void Process::State::drain(const std::stop_token& stop)
{
    static constexpr int look_up_every_ms = 100;
    while (!stop.stop_requested()) {
        std::array<pollfd, 2> watched{pollfd{out.pipe.get(), POLLIN, 0}, pollfd{err.pipe.get(), POLLIN, 0}};
        if (watched[0].fd < 0 && watched[1].fd < 0) break;
        if (::poll(watched.data(), watched.size(), look_up_every_ms) < 0 && errno != EINTR) break;
        const std::lock_guard lock{mutex};
        if (watched[0].revents != 0) out.take();
        if (watched[1].revents != 0) err.take();
        changed.notify_all();
    }
    const std::lock_guard lock{mutex};
    drained = true;
    changed.notify_all();
}

void Process::State::reap(int raw)
{
    status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    reaped = true;
}

std::string Process::State::wait_for(Stream& stream, std::string_view part, std::chrono::milliseconds limit)
{
    std::unique_lock lock{mutex};
    std::string line;
    const bool came = changed.wait_for(lock, limit, [&] { return stream.next_line(part, line) || drained; });
    if (came && line.find(part) != std::string::npos) return line;
    throw std::runtime_error("no line with \"" + std::string{part} + "\"; it printed:\n" + out.text + "and said:\n" +
                             err.text);
}

bool Process::State::wait_until_drained(std::chrono::milliseconds limit)
{
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, limit, [&] { return drained; });
}

Process::Process(Command command, Environment extra) : state_{std::make_unique<State>()}
{
    std::vector<std::string> added;
    for (const auto& [name, value] : extra) added.push_back(name + '=' + value);
    const auto image = image_of(command, added);
    auto in = make_pipe();
    auto out = make_pipe();
    auto err = make_pipe();
    const pid_t pid = ::fork();
    if (pid < 0) fail("fork");
    if (pid == 0) become(image, in.read.get(), out.write.get(), err.write.get());
    state_->pid = pid;
    state_->input = std::move(in.write);
    state_->out.pipe = std::move(out.read);
    state_->err.pipe = std::move(err.read);
    state_->reader = std::jthread{[state = state_.get()](const std::stop_token& stop) { state->drain(stop); }};
}

Process::~Process()
{
    if (state_ && !state_->reaped) kill();
}

Process::Process(Process&&) noexcept = default;

Process& Process::operator=(Process&& other) noexcept
{
    std::swap(state_, other.state_);
    return *this;
}

pid_t Process::pid() const noexcept { return state_->pid; }

bool Process::running()
{
    if (state_->reaped) return false;
    int raw = 0;
    if (::waitpid(state_->pid, &raw, WNOHANG) != state_->pid) return true;
    state_->reap(raw);
    return false;
}

void Process::write(std::string_view text)
{
    // A reader that is gone must be an error of this call, not the end of the test program.
    ::signal(SIGPIPE, SIG_IGN);
    while (!text.empty()) {
        const auto count = ::write(state_->input.get(), text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("writing to a process");
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

void Process::close_input() { state_->input.close(); }

std::string Process::wait_for_line(std::string_view part, std::chrono::milliseconds limit)
{
    return state_->wait_for(state_->out, part, limit);
}

std::string Process::wait_for_error_line(std::string_view part, std::chrono::milliseconds limit)
{
    return state_->wait_for(state_->err, part, limit);
}

std::string Process::out() const
{
    const std::lock_guard lock{state_->mutex};
    return state_->out.text;
}

std::string Process::err() const
{
    const std::lock_guard lock{state_->mutex};
    return state_->err.text;
}

void Process::signal(int signal)
{
    if (running()) ::kill(state_->pid, signal);
}

Finished Process::wait(std::chrono::milliseconds limit)
{
    // Its pipes close with it. Something it started and left behind would keep them open; then the limit ends the wait.
    const bool ended = state_->wait_until_drained(limit);
    if (!ended) {
        const auto said = out() + err();
        kill();
        throw std::runtime_error("a process did not end in time; it printed:\n" + said);
    }
    if (!state_->reaped) {
        int raw = 0;
        while (::waitpid(state_->pid, &raw, 0) < 0 && errno == EINTR) {
        }
        state_->reap(raw);
    }
    return {state_->status, out(), err()};
}

Finished Process::kill()
{
    if (!state_->reaped) {
        ::kill(state_->pid, SIGKILL);
        int raw = 0;
        while (::waitpid(state_->pid, &raw, 0) < 0 && errno == EINTR) {
        }
        state_->reap(raw);
    }
    state_->wait_until_drained(std::chrono::seconds{1});
    return {state_->status, out(), err()};
}

Finished run(Command command, std::string_view input, Environment extra, std::chrono::milliseconds limit)
{
    Process process{std::move(command), std::move(extra)};
    if (!input.empty()) process.write(input);
    process.close_input();
    return process.wait(limit);
}

std::string program(std::string_view name) { return std::string{HOLDFAST_BIN_DIR} + '/' + std::string{name}; }

std::uint16_t free_port()
{
    const Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0) fail("bind");
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
    return ntohs(address.sin_port);
}

std::size_t resident_kib(pid_t pid)
{
    std::ifstream status{"/proc/" + std::to_string(pid) + "/status"};
    for (std::string word; status >> word;) {
        if (word != "VmRSS:") continue;
        std::size_t size = 0;
        status >> size;
        return size;
    }
    return 0;
}

}  // namespace holdfast::test
