// One command's connection: open the vault, give the order, wait until it is durable, close; or the same in an account
// that is open already. Everything the client showed meanwhile is kept here to be looked at.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "client/shell/event_loop.hpp"
#include "client/shell/open_account.hpp"
#include "client/shell/options.hpp"
#include "client/shell/terminal/output.hpp"

namespace holdfast::shell {

/// The arguments of every command.
struct Context {
    const Options& options;
    const Output& out;
    crypto::Random& random;
    std::optional<hours::TimeZone> zone;  ///< the reader's
    OpenAccount* account = nullptr;       ///< the one that is open, for a command of another window

    [[nodiscard]] Console& console() const noexcept { return out.console(); }
    [[nodiscard]] ui::Here here() const
    {
        return {zone, system_now(), out.plain() ? hours::Wording::spoken : hours::Wording::compact};
    }
};

/// The folder of the account. Errc::no_home when the system has none to offer.
[[nodiscard]] Result<std::filesystem::path> profile_of(const Options& options);

/// Opens the vault in `profile`. On a terminal a wrong passphrase is asked for again, a few times. Errors: those of
/// client::open_vault and passphrase().
[[nodiscard]] Result<client::Vault> open_vault(const Context& context, const std::filesystem::path& profile);

/// Opens the vault with the passphrase. Errors: those of client::open_vault and passphrase().
[[nodiscard]] Result<client::Client> open_client(const Context& context);
/// Says why it could not be opened, and gives the exit code.
[[nodiscard]] int fail_opening(const Context& context, Errc code);

/// Why there is no conversation with `name`, with the names there are.
[[nodiscard]] hours::PlacedError finding_error(const client::Client& client, std::string_view name, Errc code);
/// Says so, and gives the exit code.
[[nodiscard]] int fail_finding(const Context& context, const client::Client& client, std::string_view name, Errc code);

class OneShotClient {
  public:
    /// Errors: those of open_client().
    [[nodiscard]] static Result<std::unique_ptr<OneShotClient>> open(const Context& context);
    /// With a vault already open.
    OneShotClient(client::Client client, const Context& context);
    OneShotClient(OpenAccount& account, const Context& context);
    /// Ends politely. An account that was open before stays so.
    ~OneShotClient();
    OneShotClient(const OneShotClient&) = delete;
    OneShotClient& operator=(const OneShotClient&) = delete;

    [[nodiscard]] client::Client& client() noexcept { return client_; }
    [[nodiscard]] const std::vector<client::Show>& shown() const noexcept { return shown_; }
    /// The newest item of a kind, null when there is none; lives until the next submit() or wait_until_quiet().
    template <class Item>
    [[nodiscard]] const Item* newest() const noexcept
    {
        const auto found = std::find_if(shown_.rbegin(), shown_.rend(),
                                        [](const auto& item) { return std::holds_alternative<Item>(item); });
        return found == shown_.rend() ? nullptr : &std::get<Item>(*found);
    }

    /// wait_until_quiet() once more, after something was given: until it has left and everything is quiet again.
    [[nodiscard]] Status wait_until_quiet_again()
    {
        std::erase_if(shown_, [](const auto& item) { return std::holds_alternative<client::show::CaughtUp>(item); });
        return wait_until_quiet();
    }

    client::Ticket submit(client::Order order) { return loop_.submit(seat_, std::move(order)); }
    /// From now on hears what the client shows, as it happens, beside being kept.
    void listen(EventLoop::Listener listener) { listener_ = std::move(listener); }
    /// The answer to a command, null while there is none.
    [[nodiscard]] const client::show::Answered* answer(client::Ticket ticket) const noexcept;

    /// Connects (at the first call) and waits until all commands are answered, the relay's mail has arrived and `also`
    /// holds. Errors: why there is no connection, timed_out; closed when a signal came.
    [[nodiscard]] Status wait_until_quiet(const std::function<bool()>& also = [] { return true; });

    /// submit(), then wait_until_quiet() unless it was answered at once. The command's own error comes first.
    [[nodiscard]] Status run(client::Order order);

    /// One question, while the connection lives on; the line that was typed, or the next one of a pipe. Empty at the
    /// end of the input, and when a signal came: then the command ends, and nothing may follow from the question.
    [[nodiscard]] std::optional<std::string> ask(std::string_view question);

    /// What was typed of a line when its question was left; once.
    [[nodiscard]] std::string take_unfinished() { return std::exchange(unfinished_, {}); }

    /// From now on ask() reads no further than the end of its line: what is behind it is somebody else's to read.
    void leave_rest() noexcept { leaves_rest_ = true; }

    /// The place in malformed hours, for the newest answer that has one.
    [[nodiscard]] std::optional<hours::PlacedError> place() const;

    /// The conversation with `name`; when it is not known yet, the relay is asked first.
    [[nodiscard]] Result<ConversationId> find(std::string_view name);

  private:
    OneShotClient(std::unique_ptr<OpenAccount> own, const Context& context);
    OneShotClient(OpenAccount& account, std::unique_ptr<OpenAccount> own, const Context& context);
    void tell_server(const client::Show& item);
    [[nodiscard]] bool is_quiet() const;

    std::unique_ptr<OpenAccount> own_;  ///< null: somebody else's
    OpenAccount& account_;
    client::Client& client_;
    EventLoop& loop_;
    const Context& context_;
    std::vector<client::Show> shown_;
    EventLoop::Listener listener_;
    EventLoop::Seat seat_;
    client::Ticket last_ticket_ = 0;
    bool leaves_rest_ = false;
    std::string typed_;  ///< read and not asked for yet
    std::string unfinished_;
};

// Sending what a person wrote, and saying what became of it: shared by the commands that write.

/// Gives an order that becomes a message (a text, a check-in, a repair), waits for the relay's word and says what
/// became of it. The exit code.
[[nodiscard]] int write_and_tell(const Context& context, OneShotClient& one_shot, client::Order order);

}  // namespace holdfast::shell
