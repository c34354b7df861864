#include "client/shell/join/joined_process.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "protocol/base/exit_code.hpp"
#include "protocol/link/link.hpp"

namespace holdfast::shell::join {
namespace {

namespace asio = boost::asio;
using link::as_result;

/// It says at once what it wants; one that does not holds a place for nobody.
constexpr std::chrono::seconds longest_silence{5};
/// So much output waits for a window before its command does.
constexpr std::size_t much_output = std::size_t{256} << 10;
/// And so long, before the window counts as gone: a pager that somebody reads in may take its time.
constexpr std::chrono::minutes longest_stop{10};
/// What is shown as it happens cannot wait; a window that leaves so much of it unread is let go.
constexpr std::size_t most_output = std::size_t{8} << 20;

constexpr std::size_t usual_width = 80;
constexpr std::size_t least_width = 20;

}  // namespace

struct JoinedProcess::HeldInput final : Console::Held {
    explicit HeldInput(std::weak_ptr<JoinedProcess> of) : process{std::move(of)} {}
    ~HeldInput() override
    {
        if (const auto one = process.lock()) one->listener_ = nullptr;
    }
    std::weak_ptr<JoinedProcess> process;
};

struct JoinedProcess::HeldKeys final : Console::Held {
    explicit HeldKeys(std::weak_ptr<JoinedProcess> of) : process{std::move(of)} {}
    ~HeldKeys() override
    {
        if (const auto one = process.lock()) one->send(WantsKeys{false});
    }
    std::weak_ptr<JoinedProcess> process;
};

struct JoinedProcess::HeldSize final : Console::Held {
    explicit HeldSize(std::weak_ptr<JoinedProcess> of) : process{std::move(of)} {}
    ~HeldSize() override
    {
        if (const auto one = process.lock()) one->on_size_ = nullptr;
    }
    std::weak_ptr<JoinedProcess> process;
};

JoinedProcess::JoinedProcess(OpenAccount& account, Protocol::socket socket, Choose choose)
    : account_{account},
      socket_{std::move(socket)},
      choose_{std::move(choose)},
      patience_{account.loop().io_context(), longest_silence}
{
}

void JoinedProcess::begin()
{
    auto self = shared_from_this();
    patience_.async_wait([self](boost::system::error_code cancelled) {
        if (!cancelled && !self->task_) self->let_go();
    });
    asio::co_spawn(
        socket_.get_executor(), [self]() -> asio::awaitable<void> { co_await self->read_frames(); }, asio::detached);
}

void JoinedProcess::let_go() noexcept
{
    gone_ = true;
    patience_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
    outbox_.clear();
    waiting_ = 0;
    if (task_) task_->interrupt();
}

void JoinedProcess::interrupt() noexcept { task_ ? task_->interrupt() : let_go(); }

// ---- what comes -----------------------------------------------------------------------------------------------------

asio::awaitable<void> JoinedProcess::read_frames()
{
    Frames frames;
    std::array<std::byte, read_at_once> piece{};
    while (!gone_) {
        const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(piece), as_result);
        if (failed) break;
        frames.feed(BytesView{piece}.first(size));
        for (auto next = frames.next();; next = frames.next()) {
            if (next.has_error() || (*next && !take(**next))) co_return let_go();
            if (!*next) break;
        }
    }
    let_go();
}

bool JoinedProcess::take(BytesView body)
{
    auto message = wire::decode<FromJoined>(body);
    if (message.has_error()) return false;
    const bool first = !task_ && !over_;
    if (first != std::holds_alternative<Ask>(*message)) return false;
    std::visit([this](auto& one) { on(std::move(one)); }, *message);
    return true;
}

void JoinedProcess::on(Ask ask)
{
    patience_.cancel();
    ask_ = std::move(ask);
    auto command = ask_.format == format ? choose_(ask_) : Command{};
    if (!command) {
        over_ = true;
        return send(NotTaken{});
    }
    // The console outlives the command, whatever becomes of the connection.
    task_ = std::make_shared<Task>([self = shared_from_this(), command = std::move(command)] {
        const int code = command(*self);
        self->over_ = true;
        self->send(Ended{static_cast<std::uint8_t>(code)});
    });
    account_.loop().begin(task_);
}

void JoinedProcess::on(const Typed& typed)
{
    asked_for_input_ = false;
    input_ended_ = input_ended_ || typed.bytes.empty();
    typed_ += to_text(typed.bytes);
    hand_over_typed();
}

void JoinedProcess::on(const Interrupt&) { interrupt(); }

void JoinedProcess::on(const Resized& resized)
{
    ask_.width = resized.width;
    if (on_size_) on_size_();
}

void JoinedProcess::on(const NotShown& not_shown) { not_shown_ = not_shown.nobody_reads; }

// ---- what goes ------------------------------------------------------------------------------------------------------

void JoinedProcess::send(const FromOwner& message)
{
    if (gone_) return;
    auto frame = framed(message);
    waiting_ += frame.size();
    outbox_.push_back(std::move(frame));
    if (waiting_ > most_output) return let_go();
    if (std::exchange(writing_, true)) return;
    auto self = shared_from_this();
    asio::co_spawn(
        socket_.get_executor(), [self]() -> asio::awaitable<void> { co_await self->write_frames(); }, asio::detached);
}

asio::awaitable<void> JoinedProcess::write_frames()
{
    while (!gone_ && !outbox_.empty()) {
        const auto frame = std::move(outbox_.front());
        outbox_.pop_front();
        const auto [failed, size] = co_await asio::async_write(socket_, asio::buffer(frame), as_result);
        if (failed) co_return let_go();
        waiting_ -= std::min(waiting_, frame.size());
    }
    writing_ = false;
    if (over_) let_go();
}

void JoinedProcess::send_pieces(std::string_view bytes, bool to_standard_error)
{
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), longest_piece))) {
        const auto piece = to_bytes(as_bytes(bytes.substr(0, longest_piece)));
        send(to_standard_error ? FromOwner{Complained{piece}} : FromOwner{Shown{piece}});
    }
}

void JoinedProcess::write(std::string_view bytes)
{
    const bool own_turn = task_ && Task::current() == task_.get();
    const bool lost = gone_ || not_shown_;
    if (lost && own_turn) throw OutputFailed{not_shown_.value_or(true), {}};
    if (lost) return;
    send_pieces(bytes, false);
    if (!own_turn || waiting_ <= much_output) return;
    const auto taken = account_.loop().run_until([this] { return gone_ || waiting_ <= much_output; }, longest_stop);
    if (taken == EventLoop::End::timed_out) let_go();
    if (gone_) throw OutputFailed{true, {}};
}

void JoinedProcess::complain(std::string_view bytes) { send_pieces(bytes, true); }

std::size_t JoinedProcess::width()
{
    return ask_.width == 0 ? usual_width : std::max<std::size_t>(ask_.width, least_width);
}

// ---- the input of its command ---------------------------------------------------------------------------------------

void JoinedProcess::ask_for_input()
{
    if (input_ended_ || gone_ || std::exchange(asked_for_input_, true)) return;
    send(WantsInput{});
}

/// A listener may go, or another one come, while it listens.
void JoinedProcess::hand_over_typed()
{
    while (listener_ && !typed_.empty()) {
        const auto listener = listener_;
        listener(std::exchange(typed_, {}));
    }
    if (!listener_) return;
    if (!input_ended_) return ask_for_input();
    const auto listener = std::exchange(listener_, nullptr);
    listener({});
}

std::unique_ptr<Console::Held> JoinedProcess::listen(asio::io_context& loop, Listener listener, std::size_t)
{
    listener_ = std::move(listener);
    asio::post(loop, [one = weak_from_this()] {
        if (const auto process = one.lock()) process->hand_over_typed();
    });
    return std::make_unique<HeldInput>(weak_from_this());
}

std::string JoinedProcess::read(std::size_t limit)
{
    auto& loop = account_.loop();
    std::string text;
    bool ended = false;
    const auto held = listen(
        loop.io_context(),
        [&](std::string_view bytes) {
            text += bytes;
            ended = bytes.empty();
            if (text.size() >= limit) listener_ = nullptr;
        },
        most_at_once);
    if (loop.run_until([&] { return ended || text.size() >= limit; }) != EventLoop::End::done) throw Interrupted{};
    if (text.size() > limit) typed_.insert(0, text.substr(limit));
    text.resize(std::min(text.size(), limit));
    return text;
}

Result<std::string> JoinedProcess::ask_shown(const std::string& question, std::size_t limit)
{
    auto& loop = account_.loop();
    write(question);
    std::string line;
    bool ended = false;
    const auto whole = [&line] { return line.find('\n') != std::string::npos; };
    const auto held = listen(
        loop.io_context(),
        [&](std::string_view bytes) {
            line += bytes;
            ended = bytes.empty();
            if (whole()) listener_ = nullptr;
        },
        most_at_once);
    const auto end = loop.run_until([&] { return ended || whole(); });
    if (end != EventLoop::End::done || !whole()) return Errc::not_confirmed;
    typed_.insert(0, line.substr(line.find('\n') + 1));
    line.resize(std::min(line.find('\n'), limit + 1));
    return line;
}

std::unique_ptr<Console::Held> JoinedProcess::take_keys()
{
    send(WantsKeys{true});
    return std::make_unique<HeldKeys>(weak_from_this());
}

std::unique_ptr<Console::Held> JoinedProcess::watch_size(asio::io_context&, std::function<void()> changed)
{
    on_size_ = std::move(changed);
    return std::make_unique<HeldSize>(weak_from_this());
}

}  // namespace holdfast::shell::join
