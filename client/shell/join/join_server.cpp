#include "client/shell/join/join_server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "client/shell/carry_out.hpp"
#include "client/shell/join/joins.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/link/link.hpp"

namespace holdfast::shell::join {
namespace {

namespace asio = boost::asio;
using link::as_result;

/// More windows than anybody has; each command has a stack of its own.
constexpr std::size_t most_commands = 16;
/// Connections, those included that have not said yet what they want.
constexpr std::size_t most_connections = 64;
/// After its interruption a command has so long to say how it ended.
constexpr std::chrono::seconds longest_ending{2};
constexpr std::chrono::milliseconds pause_without_descriptors{100};

constexpr std::string_view too_many = "Too many windows use Holdfast at once. End one of them, then try again.";

/// What a command of another window is made of: all of it lives as long as the command.
struct Carried {
    Options options;
    std::optional<hours::TimeZone> zone;
};

std::optional<hours::TimeZone> zone_named(const std::string& name)
{
    const auto zone = hours::TimeZone::find(name);
    return zone.has_value() ? std::optional{*zone} : std::nullopt;
}

}  // namespace

JoinServer::JoinServer(const Context& owner, OpenAccount& account, const std::filesystem::path& profile,
                       Special special)
    : owner_{owner}, account_{account}, profile_{profile}, special_{std::move(special)}
{
    begin();
}

void JoinServer::begin()
{
    auto& loop = account_.loop().io_context();
    here_ = std::make_shared<bool>(true);
    socket_.reset();
    auto socket = ListeningSocket::open(loop, profile_);
    if (socket.has_error()) {
        listening_ = socket.errc();
        return;
    }
    socket_.emplace(std::move(*socket));
    asio::co_spawn(loop, accept_all(here_), asio::detached);
}

void JoinServer::end()
{
    here_.reset();
    if (socket_) socket_->close();
    for (const auto& one : joined_) one->interrupt();
    const auto all_gone = [this] { return std::ranges::all_of(joined_, &JoinedProcess::is_gone); };
    account_.loop().wind_down(all_gone, longest_ending);
    drop();
}

void JoinServer::drop()
{
    here_.reset();
    if (socket_) socket_->close();
    for (const auto& one : std::exchange(joined_, {})) one->let_go();
    account_.loop().end_tasks();
}

asio::awaitable<void> JoinServer::accept_all(std::weak_ptr<bool> here)
{
    auto& acceptor = socket_->acceptor();
    while (!here.expired()) {
        auto [failed, socket] = co_await acceptor.async_accept(as_result);
        if (here.expired() || failed == asio::error::operation_aborted) co_return;
        if (failed) {
            asio::steady_timer pause{co_await asio::this_coro::executor, pause_without_descriptors};
            co_await pause.async_wait(as_result);
            continue;
        }
        std::erase_if(joined_, [](const auto& one) { return one->is_gone() && !one->has_command(); });
        if (joined_.size() >= most_connections || !is_own(socket)) continue;
        joined_.push_back(std::make_shared<JoinedProcess>(account_, std::move(socket), [this, here](const Ask& ask) {
            return here.expired() ? JoinedProcess::Command{} : choose(ask);
        }));
        joined_.back()->begin();
    }
}

std::size_t JoinServer::commands() const noexcept
{
    return static_cast<std::size_t>(std::ranges::count_if(joined_, &JoinedProcess::has_command));
}

JoinedProcess::Command JoinServer::choose(const Ask& ask)
{
    auto parsed = parse_options(ask.words);
    auto* options = std::get_if<Options>(&parsed);
    if (!options || !can_join(options->request)) return {};
    take_from(*options, ask.folder);
    options->plain = options->plain || ask.plain;
    const bool full = commands() >= most_commands;
    auto carried = std::make_shared<const Carried>(Carried{std::move(*options), zone_named(ask.zone)});
    return [this, full, carried](Console& console) {
        const Output out{carried->options.json, carried->options.plain, console};
        if (full) return out.fail(Errc::rate_limited, too_many);
        const Context context{carried->options, out, owner_.random, carried->zone, &account_};
        if (const auto done = special_ ? special_(context) : std::nullopt) return *done;
        return carry_out(context);
    };
}

}  // namespace holdfast::shell::join
