#include <functional>

#include "client/core/account/recovery_kit.hpp"
#include "client/shell/arguments.hpp"
#include "client/shell/commands/code_words.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/place.hpp"
#include "client/shell/platform.hpp"
#include "client/shell/profile.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/shell/terminal/passphrase.hpp"
#include "client/store/vault_file.hpp"
#include "client/ui/kit_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/relay_address.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;
namespace json = boost::json;

/// A kit or an invitation is a few hundred characters; this much is surely neither.
constexpr std::size_t longest_secret_text = 8192;

constexpr const char* interrupted = "Nothing was done.";

/// The origin of an account: an invitation or a kit.
struct Making {
    std::string given;  ///< as an argument; empty or "-": asked for, or standard input
    std::uint32_t memory_mib = 0;
    Result<std::string> (*ask)();                                ///< on the terminal
    std::optional<std::string> (*fault)(std::string_view text);  ///< what is wrong with it, before anything is done
    std::function<client::Order(std::string text)> order;
    void (*tell)(const Context&, OneShotClient&);
    const char* typed_in;  ///< "code" or "kit"
};

Result<std::string> text_of(const Context& context, const Making& making)
{
    if (!making.given.empty() && making.given != from_stdin) return making.given;
    if (platform::is_terminal(0) && !context.out.json()) return making.ask();
    return given_or_stdin(context, std::string{from_stdin}, longest_secret_text);
}

/// A try without a connection uses nothing up: what was typed in is as good as before.
int fail_beginning(const Context& context, Errc code, const std::string& typed_in)
{
    const bool offline = code == Errc::unreachable || code == Errc::timed_out || code == Errc::closed;
    if (!offline) return context.out.fail(code);
    const bool kit = typed_in == "kit";
    return context.out.fail(
        code, "There is no connection to the practice. Your " + typed_in +
                  " is still good: run the same command again when you are online." +
                  (kit ? " If the practice has another address now, name it: holdfast restore --server HOST" : ""));
}

int make_account(const Context& context, const Making& making)
{
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return context.out.fail(profile.errc());
    if (const auto file = in_the_way(*profile))
        return context.out.fail(
            Errc::no_home, ui::sanitize_line(file->string()) + " is a file, not a folder. Name another: --profile DIR");
    // Where both come on standard input, the passphrase is its first line.
    std::optional<crypto::SecretBytes> early;
    if (context.options.passphrase_fd == 0) {
        auto first =
            occupant_of(*profile) == Occupant::begun ? passphrase(context.options) : new_passphrase(context.options);
        if (first.has_error()) return context.out.fail(first.errc());
        early = std::move(*first);
    }
    auto text = text_of(context, making);
    if (text.has_error() && text.errc() == Errc::not_confirmed) return context.out.fail(text.errc(), interrupted);
    if (text.has_error()) return context.out.fail(text.errc());
    auto order = making.order(*text);
    if (const auto fault = making.fault(*text))
        return context.out.fail(std::holds_alternative<command::Enrol>(order) ? Errc::bad_code : Errc::bad_kit, *fault);
    auto place = place_for(context, *profile, making.memory_mib, std::move(early));
    if (place.has_error() && place.errc() == Errc::not_confirmed) return context.out.fail(place.errc(), interrupted);
    if (place.has_error() && place.errc() == Errc::nothing_changed)
        return context.out.fail(place.errc(),
                                std::string{"Nothing was set up. The "} + making.typed_in + " can still be used.");
    if (place.has_error()) return context.out.fail(place.errc());
    auto client = client::Client::load(std::move(place->vault), context.random);
    if (client.has_error()) return context.out.fail(client.errc());

    Status done = ok();
    bool begun = false;
    {
        OneShotClient one_shot{std::move(*client), context};
        done = one_shot.run(std::move(order));
        begun = one_shot.client().relay().has_value();
        if (done.has_value()) {
            mark_made(*profile);
            context.out.has_happened("The account is ready on this device.", exit_not_shown);
            making.tell(context, one_shot);
        }
    }
    if (done.has_value()) return exit_ok;
    if (!begun) undo_place(*profile, place->aside);
    return fail_beginning(context, done.errc(), making.typed_in);
}

json::object enrolled_object(const show::Enrolled& enrolled)
{
    const bool therapist = enrolled.role == wire::Role::therapist;
    auto object =
        ui::object_of("enrolled", enrolled.conversation,
                      {{"enrolled", true}, {"role", therapist ? "therapist" : "client"}, {"name", enrolled.name}});
    object["with"] = enrolled.conversation ? json::value(enrolled.therapist) : nullptr;
    return object;
}

void tell_enrolled(const Context& context, OneShotClient& one_shot)
{
    const auto* enrolled = one_shot.newest<show::Enrolled>();
    if (!enrolled) return;
    context.out.object(enrolled_object(*enrolled));
    context.out.lines(ui::event_lines(*enrolled, one_shot.client(), context.here()));
    if (enrolled->role == wire::Role::therapist) return;
    client::Outlook outlook;
    outlook.contacts = enrolled->contacts;
    context.out.lines(ui::crisis_lines({}, outlook, context.here()));
}

void tell_restored(const Context& context, OneShotClient& one_shot)
{
    const auto* restored = one_shot.newest<show::Restored>();
    if (!restored) return;
    const bool therapist = restored->role == wire::Role::therapist;
    context.out.object(ui::object_of(
        "restored", {}, {{"role", therapist ? "therapist" : "client"}, {"conversations", restored->conversations}}));
    context.out.lines(ui::event_lines(*restored, one_shot.client(), context.here()));
}

std::string asked_sentence(const show::Kit& kit)
{
    return "Then confirm it with groups " + ui::numbers_words(kit.asked) + " of the page: holdfast recovery confirm";
}

int fail_changing(const Context& context, Errc code)
{
    if (code == Errc::nothing_changed) return context.out.fail(code, "The passphrase was not changed.");
    return fail_opening(context, code);
}

json::object kit_object(const show::Kit& kit)
{
    json::array words, asked;
    std::string whole;
    for (const auto& word : kit.words) {
        words.emplace_back(word);
        whole.append(whole.empty() ? "" : " ").append(word);
    }
    for (const auto number : kit.asked) asked.emplace_back(number);
    return ui::object_of("kit", {}, {{"kit", whole}, {"words", std::move(words)}, {"asked", std::move(asked)}});
}

}  // namespace

std::string given_or_stdin(const Context& context, const std::string& given, std::size_t limit)
{
    if (given != from_stdin) return given;
    auto text = context.console().read(limit + 1);
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

int run(const Context& context, const request::Enrol& request)
{
    const auto ask = []() {
        return platform::ask_shown("The code your therapist or practice gave you: ", longest_secret_text);
    };
    const auto fault = [](std::string_view text) -> std::optional<std::string> {
        const auto parsed = session::parse_invitation(text);
        return parsed.has_error() ? std::optional{bad_code_words(text, parsed.errc())} : std::nullopt;
    };
    const auto order = [&request](std::string text) -> client::Order {
        return command::Enrol{std::move(text), request.name};
    };
    return make_account(context,
                        {request.invitation, request.vault_memory_mib, ask, fault, order, tell_enrolled, "code"});
}

int run(const Context& context, const request::Restore& request)
{
    // Before the kit and a passphrase are typed.
    if (!request.server.empty() && session::RelayAddress::parse(request.server).has_error())
        return context.out.fail(Errc::bad_address);
    // Line by line, until the kit is whole or a line is empty.
    const auto ask = []() -> Result<std::string> {
        std::string typed;
        for (;;) {
            const auto line = platform::ask_shown(
                typed.empty() ? "This device takes the place of the one you had, which takes part no more.\n"
                                "The groups of your kit, from the printed page, line by line (an empty line ends):\n> "
                              : "> ",
                longest_secret_text);
            if (line.has_error()) return line.errc();
            typed += *line + " ";
            if (trimmed(*line).empty() || client::parse_kit(typed).has_value()) return typed;
        }
    };
    const auto fault = [](std::string_view text) -> std::optional<std::string> {
        return client::parse_kit(text).has_error() ? std::optional{bad_kit_words(text)} : std::nullopt;
    };
    const auto order = [&request](std::string text) -> client::Order {
        return command::Restore{std::move(text), request.server};
    };
    return make_account(context, {request.kit, request.vault_memory_mib, ask, fault, order, tell_restored, "kit"});
}

int run(const Context& context, const request::RecoveryKit&)
{
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    const auto done = (*one_shot)->run(command::ShowKit{});
    if (done.has_error()) return context.out.fail(done.errc());
    const auto* kit = (*one_shot)->newest<show::Kit>();
    if (!kit) return context.out.fail(Errc::internal);
    context.out.object(kit_object(*kit));
    context.out.lines(ui::kit_lines(*kit));
    context.out.line(asked_sentence(*kit));
    return exit_ok;
}

int run(const Context& context, const request::RecoveryConfirm& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    if (const auto shown = one_shot.run(command::ShowKit{}); shown.has_error()) return context.out.fail(shown.errc());
    const auto asked =
        one_shot.newest<show::Kit>() ? ui::numbers_words(one_shot.newest<show::Kit>()->asked) : std::string{};
    const bool asks = (request.words.empty() || request.words == from_stdin) && can_ask(context);
    std::string groups;
    if (asks) {
        const auto answer = ask_line(context, one_shot, "Groups " + asked + " from the printed page:", {});
        if (!answer) return context.out.fail(Errc::not_confirmed, "The kit is not confirmed yet. Nothing was changed.");
        groups = *answer;
    } else {
        const auto given = request.words.empty() ? std::string{from_stdin} : request.words;
        groups = given_or_stdin(context, given, longest_secret_text);
    }
    const auto done = one_shot.run(command::ConfirmKit{std::move(groups)});
    if (done.has_error() && done.errc() == Errc::bad_kit) return context.out.fail(done.errc(), bad_groups_words(asked));
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("The recovery kit is confirmed.", exit_not_shown);
    context.out.object(ui::object_of("kit_confirmed", {}, {{"confirmed", true}}));
    context.out.lines(ui::event_lines(show::KitConfirmed{}, one_shot.client(), context.here()));
    return exit_ok;
}

int run(const Context& context, const request::PassphraseChange& request)
{
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return context.out.fail(profile.errc());
    if (!client::vault_exists(*profile)) return context.out.fail(Errc::not_enrolled);
    auto vault = open_vault(context, *profile);
    if (vault.has_error()) return fail_changing(context, vault.errc());
    auto asked = context.options;
    asked.passphrase_fd.reset();
    asked.passphrase_file = request.new_file;
    const auto chosen = new_passphrase(asked);
    if (chosen.has_error()) return fail_changing(context, chosen.errc());
    if (const auto done = client::change_passphrase(*vault, chosen->view()); done.has_error())
        return context.out.fail(done.errc());
    context.out.has_happened("The passphrase is changed.", exit_not_shown);
    context.out.object(ui::object_of("passphrase_changed", {}, {}));
    context.out.line(
        "From now on the new passphrase opens Holdfast here. Copies that were made before open with the old "
        "one.");
    return exit_ok;
}

}  // namespace holdfast::shell
