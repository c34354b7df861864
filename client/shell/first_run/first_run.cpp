#include "client/shell/first_run/first_run.hpp"

#include <unistd.h>

#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/place.hpp"
#include "client/shell/first_run/check_code.hpp"
#include "client/shell/first_run/first_steps.hpp"
#include "client/shell/platform.hpp"
#include "client/shell/profile.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/shell/terminal/passphrase.hpp"
#include "client/shell/terminal/passphrase_strength.hpp"
#include "client/ui/first_run/first_run_words.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;
using ui::FirstRun;
using ui::FirstStep;

/// A link is a few hundred characters; this much is surely none.
constexpr std::size_t longest_code = 8192;
constexpr int tries = 5;

/// The questions before there is a vault.
class Beginning {
  public:
    Beginning(const Context& context, const std::filesystem::path& profile, std::uint32_t memory_mib)
        : context_{context}, profile_{profile}, memory_mib_{memory_mib}
    {
    }

    Begun run();

  private:
    int leave() const { return context_.out.fail(Errc::not_confirmed, ui::left_words(run_.step())); }
    /// Empty where the person leaves, and at the end of the input.
    std::optional<std::string> ask(const ui::Question& question) const;
    bool ask_code();
    std::optional<crypto::SecretBytes> ask_passphrase();
    Result<crypto::SecretBytes> typed_passphrase(const std::string& question);
    Begun make(crypto::SecretBytes secret);
    /// A vault from before, whose account is not made yet: its passphrase is asked for, and it goes on.
    Begun go_on_begun();
    bool puts_aside() const;
    Status finish(OneShotClient& one_shot, client::Order order) const;

    const Context& context_;
    const std::filesystem::path& profile_;
    std::uint32_t memory_mib_;
    FirstRun run_{static_cast<std::uint8_t>(FirstStep::code), {}};
    std::optional<GoodCode> code_;
    std::string typed_code_;                    ///< as it was given
    std::optional<crypto::SecretBytes> early_;  ///< where it comes first on standard input
    std::string again_;                         ///< typed before, and worth another try
};

std::optional<std::string> Beginning::ask(const ui::Question& question) const
{
    context_.out.lines({question.text});
    if (context_.console().in_is_terminal()) {
        auto line = context_.console().ask_shown("> ", longest_code);
        return line.has_value() ? ui::without_keys(*line) : std::nullopt;
    }
    return platform::read_line(STDIN_FILENO, longest_code);
}

bool Beginning::ask_code()
{
    context_.out.lines(run_.opening());
    while (run_.step() == FirstStep::code) {
        auto line = ask(run_.question());
        if (!line) return false;
        if (ui::trimmed(*line).empty() && !again_.empty()) line = again_;
        const auto taken = run_.answer(*line);
        context_.out.lines(taken.say);
        if (std::holds_alternative<ui::deed::Leave>(taken.deed)) return false;
        const auto* given = std::get_if<ui::deed::CheckCode>(&taken.deed);
        if (!given) continue;
        auto checked = check_code(context_, given->text);
        if (const auto* bad = std::get_if<BadCode>(&checked)) {
            context_.out.lines({bad->words});
            again_ = bad->later ? given->text : std::string{};
            continue;
        }
        code_ = std::get<GoodCode>(std::move(checked));
        typed_code_ = ui::trimmed(given->text);
        run_.facts().role = code_->good.role;
        run_.facts().with = code_->good.name;
        context_.out.lines({ui::good_code_words(code_->good, context_.here())});
        run_.go_on();
    }
    return true;
}

/// From a pipe it is a line of it, unless an option says where it is.
Result<crypto::SecretBytes> Beginning::typed_passphrase(const std::string& question)
{
    if (early_) return std::exchange(early_, std::nullopt).value();
    const bool given = context_.options.passphrase_file || context_.options.passphrase_fd;
    if (given) return passphrase(context_.options);
    if (context_.console().in_is_terminal()) return platform::ask_secret(question, max_passphrase_bytes);
    auto line = platform::read_secret_line(STDIN_FILENO, max_passphrase_bytes);
    return line.has_value() && line->empty() ? Result<crypto::SecretBytes>{Errc::nothing_changed} : std::move(line);
}

bool is_word(const crypto::SecretBytes& secret, std::string_view word)
{
    return secret.view().size() == word.size() && std::ranges::equal(secret.view(), as_bytes(word));
}

/// Empty where the person leaves; with the step at the code where they went back.
std::optional<crypto::SecretBytes> Beginning::ask_passphrase()
{
    context_.out.lines(run_.opening());
    const bool once =
        !context_.console().in_is_terminal() || context_.options.passphrase_file || context_.options.passphrase_fd;
    for (int attempt = 0; attempt < tries; ++attempt) {
        auto first = typed_passphrase("Choose a passphrase: ");
        if (first.has_error() || is_word(*first, "stop")) return std::nullopt;
        if (is_word(*first, "back")) {
            (void)run_.answer("back");
            return std::nullopt;
        }
        if (first->view().empty()) {
            context_.out.line("Nothing was typed. Nothing appears while you type, and Enter ends it.");
            continue;
        }
        if (is_word(*first, ui::trimmed(code_->text)) || is_word(*first, typed_code_)) {
            context_.out.line("That is the invitation, which others have seen. Choose words of your own.");
            continue;
        }
        if (const auto weakness = weakness_of(first->view()); !weakness.empty()) {
            context_.out.lines({weakness});
            if (context_.options.passphrase_file || context_.options.passphrase_fd) return std::nullopt;
            continue;
        }
        context_.out.lines({strength_of(first->view())});
        if (once) return std::move(*first);
        auto second = typed_passphrase("The same words once more: ");
        if (second.has_error()) return std::nullopt;
        if (*first == *second) return std::move(*first);
        context_.out.line("The two differ, so nothing is set yet.");
    }
    return std::nullopt;
}

Status Beginning::finish(OneShotClient& one_shot, client::Order order) const
{
    const auto noted = one_shot.run(command::NoteFirstRun{static_cast<std::uint8_t>(FirstStep::server)});
    if (noted.has_error()) return noted;
    const auto done = one_shot.run(std::move(order));
    if (done.has_value()) mark_made(profile_);
    return done;
}

Begun Beginning::make(crypto::SecretBytes secret)
{
    auto place = place_for(context_, profile_, memory_mib_, std::move(secret));
    if (place.has_error())
        return context_.out.fail(place.errc(), sentence(place.errc()) + " " + ui::left_words(FirstStep::passphrase));
    auto client = client::Client::load(std::move(place->vault), context_.random);
    if (client.has_error()) return context_.out.fail(client.errc());
    context_.out.line("Your account is being made.");
    bool begun = false;
    Status done = ok();
    {
        auto account = std::make_unique<OpenAccount>(std::move(*client));
        {
            OneShotClient one_shot{*account, context_};
            done = finish(one_shot, command::Enrol{code_->text, {}});
        }
        begun = account->client().relay().has_value();
        if (done.has_value()) return account;
    }
    if (!begun) undo_place(profile_, place->aside);
    return context_.out.fail(
        done.errc(), sentence(done.errc()) + " " + ui::left_words(begun ? FirstStep::server : FirstStep::passphrase));
}

/// Whoever has forgotten that passphrase begins afresh: there is no account in it yet that anybody knows of.
bool Beginning::puts_aside() const
{
    const auto answer =
        ask({"That is not the passphrase. Begin afresh with an invitation that was not used? What was "
             "begun is put aside. yes or no",
             {}});
    return answer && ui::parse_yes_no(ui::trimmed(*answer)).value_or(false) &&
           put_aside(profile_, system_now()).has_value();
}

Begun Beginning::go_on_begun()
{
    context_.out.line("You had begun here. Type the passphrase you chose then; nothing appears while you type.");
    auto vault = open_vault(context_, profile_);
    if (vault.has_error() && vault.errc() == Errc::not_enrolled) return exit_ok;  // nothing is in it yet
    if (vault.has_error() && vault.errc() == Errc::wrong_passphrase && puts_aside()) return exit_ok;
    if (vault.has_error()) return context_.out.fail(vault.errc());
    auto client = client::Client::load(std::move(*vault), context_.random);
    if (client.has_error()) return context_.out.fail(client.errc());
    if (!client->relay()) return exit_ok;
    auto account = std::make_unique<OpenAccount>(std::move(*client));
    OneShotClient one_shot{*account, context_};
    const auto settled = one_shot.client().status().enrolled ? ok() : one_shot.wait_until_quiet();
    if (!one_shot.client().status().enrolled) {
        const auto why = settled.has_error() ? settled.errc() : Errc::timed_out;
        return context_.out.fail(why, sentence(why) + " What you did so far is kept. To go on from here: holdfast");
    }
    mark_made(profile_);
    return account;
}

Begun Beginning::run()
{
    if (occupant_of(profile_) == Occupant::begun) {
        auto begun = go_on_begun();
        const auto* ended = std::get_if<int>(&begun);
        if (!ended || *ended != exit_ok) return begun;
    }
    if (context_.options.passphrase_fd == STDIN_FILENO) {
        auto first = passphrase(context_.options);
        if (first.has_error()) return context_.out.fail(first.errc());
        early_ = std::move(*first);
    }
    std::optional<crypto::SecretBytes> secret;
    while (!secret) {
        if (run_.step() == FirstStep::code && !ask_code()) return leave();
        secret = ask_passphrase();
        if (!secret && run_.step() != FirstStep::code) return leave();
    }
    return make(std::move(*secret));
}

}  // namespace

Begun go_on_first_run(const Context& context, std::unique_ptr<OpenAccount> account)
{
    const auto ended = FirstSteps{context, *account}.run();
    if (!ended) return account;
    account->loop().finish();
    return *ended;
}

Begun first_run(const Context& context, const std::filesystem::path& profile, const request::Chat& request)
{
    if (const auto file = in_the_way(profile))
        return context.out.fail(
            Errc::no_home, ui::sanitize_line(file->string()) + " is a file, not a folder. Name another: --profile DIR");
    platform::lock_memory();
    auto begun = Beginning{context, profile, request.vault_memory_mib}.run();
    if (std::holds_alternative<int>(begun)) return begun;
    return go_on_first_run(context, std::get<std::unique_ptr<OpenAccount>>(std::move(begun)));
}

}  // namespace holdfast::shell
