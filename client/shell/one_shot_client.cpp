#include "client/shell/one_shot_client.hpp"

#include <algorithm>
#include <utility>

#include "client/shell/platform.hpp"
#include "client/shell/terminal/passphrase.hpp"
#include "client/store/vault_file.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/view.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {

namespace show = client::show;

/// An answer, or a line of a text, is never longer; one byte more is enough for the refusal.
constexpr std::size_t longest_line = wire::max_text_bytes;

Result<std::filesystem::path> profile_of(const Options& options)
{
    if (!options.profile.empty()) return options.profile;
    return platform::default_profile();
}

hours::PlacedError finding_error(const client::Client& client, std::string_view name, Errc code)
{
    if (code == Errc::not_found) return {code, 0, ui::not_found_words(name, client, system_now())};
    if (code == Errc::ambiguous_name) return {code, 0, ui::ambiguous_words(client)};
    return {code, 0, sentence(code)};
}

int fail_finding(const Context& context, const client::Client& client, std::string_view name, Errc code)
{
    return context.out.fail(code, finding_error(client, name, code));
}

Result<client::Vault> open_vault(const Context& context, const std::filesystem::path& profile)
{
    constexpr int attempts = 3;
    const bool asks = !context.options.passphrase_file && !context.options.passphrase_fd;
    for (int attempt = 1;; ++attempt) {
        const auto secret = passphrase(context.options);
        if (secret.has_error()) return secret.errc();
        auto vault = client::open_vault(profile, secret->view(), context.random);
        if (vault.has_value() || vault.errc() != Errc::wrong_passphrase) return vault;
        if (!asks || attempt == attempts) return vault;
        context.out.complain("That is not the passphrase. Once more; nothing appears while you type.");
    }
}

Result<client::Client> open_client(const Context& context)
{
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return profile.errc();
    // Before asking for a passphrase that would open nothing.
    if (!client::vault_exists(*profile)) return Errc::not_enrolled;
    platform::lock_memory();
    auto vault = open_vault(context, *profile);
    if (vault.has_error()) return vault.errc();
    auto client = client::Client::load(std::move(*vault), context.random);
    platform::lock_memory();
    return client;
}

int fail_opening(const Context& context, Errc code)
{
    // Elsewhere it is the relay's store, or a disk that fails for a moment: then nobody has to start afresh.
    if (code == Errc::store_broken)
        return context.out.fail(code,
                                "What is stored here is damaged and cannot be opened. With your recovery kit you can "
                                "start afresh: holdfast restore. Without it, ask for a new invitation.");
    if (code == Errc::no_passphrase) return context.out.fail(code, no_passphrase_words(context.options));
    return context.out.fail(code);
}

/// Every command tells these when they come up: they come up once.
void OneShotClient::tell_server(const client::Show& item)
{
    const bool is_one = std::holds_alternative<show::BehindProxy>(item) ||
                        std::holds_alternative<show::RelayMoved>(item) ||
                        std::holds_alternative<show::TermsChanged>(item);
    if (!is_one) return;
    if (const auto object = ui::event_object(item, client_, system_now())) context_.out.object(*object);
    context_.out.lines(ui::event_lines(item, client_, context_.here()));
}

Result<std::unique_ptr<OneShotClient>> OneShotClient::open(const Context& context)
{
    if (context.account) return std::make_unique<OneShotClient>(*context.account, context);
    auto client = open_client(context);
    if (client.has_error()) return client.errc();
    client->set_ends_soon();
    return std::make_unique<OneShotClient>(std::move(*client), context);
}

OneShotClient::OneShotClient(OpenAccount& account, std::unique_ptr<OpenAccount> own, const Context& context)
    : own_{std::move(own)},
      account_{account},
      client_{account.client()},
      loop_{account.loop()},
      context_{context},
      seat_{loop_.listen([this](const client::Show& item) {
          tell_server(item);
          if (listener_) listener_(item);
          shown_.push_back(item);
      })}
{
    account_.begin_use();
}

OneShotClient::OneShotClient(OpenAccount& account, const Context& context) : OneShotClient{account, nullptr, context} {}

OneShotClient::OneShotClient(client::Client client, const Context& context)
    : OneShotClient{std::make_unique<OpenAccount>(std::move(client)), context}
{
}

OneShotClient::OneShotClient(std::unique_ptr<OpenAccount> own, const Context& context)
    : OneShotClient{*own, std::move(own), context}
{
}

OneShotClient::~OneShotClient()
{
    try {
        loop_.leave(seat_);
        if (own_)
            loop_.finish();
        else
            account_.end_use();
    } catch (...) {
        // The command's own outcome has been told; what was not committed is repeated on the next connection.
    }
}

const show::Answered* OneShotClient::answer(client::Ticket ticket) const noexcept
{
    for (const auto& item : shown_)
        if (const auto* answered = std::get_if<show::Answered>(&item); answered && answered->ticket == ticket)
            return answered;
    return nullptr;
}

/// An account that was open before may have been quiet before, too.
bool OneShotClient::is_quiet() const
{
    if (own_) return newest<show::CaughtUp>() != nullptr;
    return client_.caught_up() && client_.status().connection == client::Connection::online;
}

Status OneShotClient::wait_until_quiet(const std::function<bool()>& also)
{
    const auto wait = context_.options.wait;
    if (!newest<show::Offline>()) loop_.connect(EventLoop::Lifetime::once, wait);
    const auto refused = [&] {
        const auto* answered = answer(last_ticket_);
        return answered && answered->error;
    };
    const auto settled = [&] { return is_quiet() && (last_ticket_ == 0 || answer(last_ticket_)) && also(); };
    const auto end = loop_.run_until([&] { return settled() || refused() || newest<show::Offline>(); }, wait);
    if (settled()) return ok();
    if (refused()) return *answer(last_ticket_)->error;
    if (const auto* offline = newest<show::Offline>()) return offline->reason;
    return end == EventLoop::End::interrupted ? Errc::closed : Errc::timed_out;
}

Status OneShotClient::run(client::Order order)
{
    last_ticket_ = submit(std::move(order));
    const auto ticket = last_ticket_;
    const auto error_of = [&]() -> Status {
        const auto* answered = answer(ticket);
        return answered && answered->error ? Status{*answered->error} : ok();
    };
    if (answer(ticket)) return error_of();
    const auto settled = wait_until_quiet();
    if (answer(ticket)) return error_of();
    return settled;
}

std::optional<std::string> OneShotClient::ask(std::string_view question)
{
    auto& console = context_.console();
    context_.out.raw(question);
    const auto whole = [&] { return typed_.find('\n') != std::string::npos || typed_.size() > longest_line; };
    bool ended = false;
    if (!whole()) {
        const auto line = console.keep_line();
        const auto keyboard = console.listen(
            loop_.io_context(),
            [&](std::string_view bytes) {
                typed_ += bytes;
                ended = ended || bytes.empty();
            },
            leaves_rest_ ? 1 : Console::most_at_once);
        const bool interrupted = loop_.run_until([&] { return ended || whole(); }) != EventLoop::End::done;
        // The last line of a pipe needs no end; on a terminal a line without one was left by Ctrl-D.
        const bool left = interrupted || (!whole() && (typed_.empty() || console.in_is_terminal()));
        if (left && console.in_is_terminal()) {
            unfinished_ = std::exchange(typed_, {}) + line->take();
            console.end_line();
        }
        if (left) return std::nullopt;
    }
    const auto end = std::min(typed_.find('\n'), typed_.size());
    auto line = typed_.substr(0, end);
    typed_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::optional<hours::PlacedError> OneShotClient::place() const
{
    const auto* answered = newest<show::Answered>();
    return answered ? answered->place : std::nullopt;
}

Result<ConversationId> OneShotClient::find(std::string_view name)
{
    auto found = client_.find(name);
    if (found.has_value() || found.errc() != Errc::not_found) return found;
    if (const auto settled = wait_until_quiet(); settled.has_error()) return settled.errc();
    return client_.find(name);
}

}  // namespace holdfast::shell
