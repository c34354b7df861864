// The account stays open for a time: one process has the vault open, and the commands of this user are carried out by
// it (client/shell/join), so that a script needs the passphrase once.
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/join/join_server.hpp"
#include "client/shell/platform.hpp"
#include "client/shell/terminal/passphrase.hpp"
#include "client/store/vault_file.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

using std::chrono::milliseconds;

constexpr Seconds shortest_unlock = std::chrono::seconds{1};
constexpr Seconds longest_unlock = std::chrono::hours{24};
/// Time that was slept is noticed so soon after waking up.
constexpr auto look_every = std::chrono::seconds{5};
constexpr int unlock_attempts = 3;

constexpr std::string_view unlock_length_wanted = "Write how long, such as 30m, from 1m to 24h.";
constexpr std::string_view open_already =
    "Holdfast is open already, so its commands ask for no passphrase. holdfast lock ends that, or closing its window.";

/// As other lengths are written; seconds are for trying it out.
Result<Seconds> lifetime_of(std::string_view text)
{
    auto length =
        text.ends_with('s') ? parse_duration(std::string{text.substr(0, text.size() - 1)} + "m") : parse_duration(text);
    if (length.has_error()) return length;
    if (text.ends_with('s')) *length = Seconds{length->count() / 60};
    if (*length < shortest_unlock || *length > longest_unlock) return Errc::bad_duration;
    return length;
}

bool is_open(const std::filesystem::path& profile)
{
    boost::asio::io_context loop;
    return join::connect_beside(loop, profile).has_value();
}

void tell_unlocked(const Context& context, Seconds length)
{
    const auto until = system_now() + length;
    context.out.object(ui::object_of("unlocked", {}, {{"until", ui::time_value(until)}}));
    context.out.line("Unlocked until " + ui::instant_words(until, {}, context.here()) +
                     ". Until then commands ask for no passphrase; holdfast lock ends it.");
}

/// Wakes the loop now and then, so that what it waits for is looked at.
class Pulse {
  public:
    Pulse(boost::asio::io_context& loop, std::function<milliseconds()> left) : timer_{loop}, left_{std::move(left)}
    {
        wait();
    }

  private:
    void wait()
    {
        timer_.expires_after(std::clamp<milliseconds>(left_(), milliseconds{1}, look_every));
        timer_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) wait();
        });
    }
    boost::asio::steady_timer timer_;
    std::function<milliseconds()> left_;
};

int fail_unlocking(const Context& context, const request::Unlock& request, Errc code)
{
    if (!request.report_to) return fail_opening(context, code);
    platform::report(*request.report_to, code);
    return exit_code(code);
}

/// Until the time is over, `holdfast lock` or a signal.
int stay(const Context& context, const request::Unlock& request, const std::filesystem::path& profile, Seconds length)
{
    auto client = open_client(context);
    if (client.has_error()) return fail_unlocking(context, request, client.errc());
    if (!client->status().enrolled) return fail_unlocking(context, request, Errc::not_enrolled);
    OpenAccount account{std::move(*client)};
    bool locked = false;
    const auto on_lock = [&locked](const Context& joined) -> std::optional<int> {
        if (!std::holds_alternative<request::Lock>(joined.options.request)) return std::nullopt;
        locked = true;
        joined.out.object(ui::object_of("locked", {}, {}));
        joined.out.line("Locked.");
        return exit_ok;
    };
    join::JoinServer server{context, account, profile, on_lock};
    if (server.listening().has_error()) return fail_unlocking(context, request, server.listening().errc());
    const auto end = platform::time_since_boot() + length;
    const auto left = [end] { return end - platform::time_since_boot(); };
    if (request.report_to)
        platform::report(*request.report_to, ok());
    else
        tell_unlocked(context, length);
    const Pulse pulse{account.loop().io_context(), left};
    static_cast<void>(account.loop().run_until([&] { return locked || left() <= milliseconds{0}; }));
    server.end();
    account.loop().finish();
    return exit_ok;
}

int start(const Context& context, const request::Unlock& request, const std::filesystem::path& profile, Seconds length)
{
    const std::vector<std::string> words{"unlock",       "--stay",    "--for",
                                         request.length, "--profile", std::filesystem::absolute(profile).string()};
    const bool asks = !context.options.passphrase_file && !context.options.passphrase_fd;
    for (int attempt = 1;; ++attempt) {
        const auto secret = passphrase(context.options);
        if (secret.has_error()) return context.out.fail(secret.errc());
        const auto started = platform::start_beside(words, secret->view());
        if (started.has_value()) break;
        const bool again = asks && attempt < unlock_attempts && started.errc() == Errc::wrong_passphrase;
        if (!again) return fail_opening(context, started.errc());
        context.out.complain("That is not the passphrase. Once more; nothing appears while you type.");
    }
    tell_unlocked(context, length);
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Unlock& request)
{
    const auto length = lifetime_of(request.length);
    if (length.has_error()) return context.out.fail(length.errc(), unlock_length_wanted);
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return context.out.fail(profile.errc());
    if (!client::vault_exists(*profile)) return context.out.fail(Errc::not_enrolled);
    if (is_open(*profile)) return context.out.fail(Errc::vault_in_use, open_already);
    return request.stay ? stay(context, request, *profile, *length) : start(context, request, *profile, *length);
}

int run(const Context& context, const request::Lock&)
{
    if (context.account)
        return context.out.fail(Errc::vault_in_use, "Holdfast is open in a window. Close that one: /quit.");
    context.out.object(ui::object_of("locked", {}, {}));
    context.out.line("Nothing is unlocked here.");
    return exit_ok;
}

}  // namespace holdfast::shell
