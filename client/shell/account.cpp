#include <iostream>

#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/shell/passphrase.hpp"
#include "client/shell/platform.hpp"
#include "client/ui/event_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;
namespace json = boost::json;

/// A kit or an invitation is a few hundred characters; this much is surely neither.
constexpr std::size_t longest_secret_text = 8192;
constexpr std::uint32_t passes = client::default_password_cost.passes;

/// The vault for a new account: one that was begun before is used again.
Result<client::Vault> vault_for_new_account(const Context& context, const std::filesystem::path& profile,
                                            std::uint32_t memory_mib)
{
    const bool exists = client::Vault::exists(profile);
    const auto secret = exists ? passphrase(context.options) : new_passphrase(context.options);
    if (secret.has_error()) return secret.errc();
    if (exists) {
        auto vault = client::Vault::open(profile, secret->view(), context.random);
        // A vault whose making was cut short holds nothing yet.
        if (vault.has_value() || vault.errc() != Errc::not_enrolled) return vault;
    }
    return client::Vault::create(profile, secret->view(), context.random,
                                 client::VaultOptions{{memory_mib * 1024, passes}, {}});
}

/// A try without a connection uses nothing up: what was typed in is as good as before.
int fail_beginning(const Context& context, Errc code, const std::string& typed_in)
{
    const bool offline = code == Errc::unreachable || code == Errc::timed_out || code == Errc::closed;
    if (!offline) return context.out.fail(code);
    return context.out.fail(code, "There is no connection to the practice. Your " + typed_in +
                                      " is still good: run the same command again when you are online.");
}

/// Carries `order_from(text)` out on a new account. Where nothing was begun, nothing is left behind.
template <class OrderFrom>
int make_account(const Context& context, std::uint32_t memory_mib, const std::string& given, OrderFrom order_from,
                 void (*tell)(const Context&, Visit&), const std::string& typed_in)
{
    const auto profile = profile_of(context.options);
    if (profile.has_error()) return context.out.fail(profile.errc());
    const bool existed = client::Vault::exists(*profile);
    auto vault = vault_for_new_account(context, *profile, memory_mib);
    if (vault.has_error()) return context.out.fail(vault.errc());
    auto client = client::Client::load(std::move(*vault), context.random);
    if (client.has_error()) return context.out.fail(client.errc());

    Status done = ok();
    bool begun = false;
    {
        Visit visit{std::move(*client), context};
        done = visit.carry_out(order_from(given_or_stdin(given, longest_secret_text)));
        begun = visit.client().relay().has_value();
        if (done.has_value()) context.out.has_happened("The account is ready on this device.", exit_not_shown);
        if (done.has_value()) tell(context, visit);
    }
    if (done.has_value()) return exit_ok;
    if (!begun && !existed) client::Vault::remove(*profile);
    return fail_beginning(context, done.errc(), typed_in);
}

json::object enrolled_object(const show::Enrolled& enrolled)
{
    const bool therapist = enrolled.role == wire::Role::therapist;
    json::object object{{"enrolled", true}, {"role", therapist ? "therapist" : "client"}, {"name", enrolled.name}};
    object["with"] = enrolled.conversation ? json::value(enrolled.therapist) : nullptr;
    return object;
}

void tell_enrolled(const Context& context, Visit& visit)
{
    const auto* enrolled = visit.newest<show::Enrolled>();
    if (!enrolled) return;
    context.out.object(enrolled_object(*enrolled));
    context.out.lines(ui::event_lines(*enrolled, visit.client(), context.here()));
    if (enrolled->contacts.empty()) return;
    client::Outlook outlook;
    outlook.contacts = enrolled->contacts;
    context.out.lines(ui::crisis_lines({}, outlook));
}

void tell_restored(const Context& context, Visit& visit)
{
    const auto* restored = visit.newest<show::Restored>();
    if (!restored) return;
    const bool therapist = restored->role == wire::Role::therapist;
    context.out.object(
        {{"restored", true}, {"role", therapist ? "therapist" : "client"}, {"conversations", restored->conversations}});
    context.out.lines(ui::event_lines(*restored, visit.client(), context.here()));
}

/// Five words a line, numbered, as they are to be printed.
ui::Lines kit_lines(const show::Kit& kit)
{
    constexpr std::size_t a_line = 4;
    ui::Lines lines{"Holdfast recovery kit", ""};
    std::string line;
    for (std::size_t i = 0; i < kit.words.size(); ++i) {
        auto word = std::to_string(i + 1) + " " + ui::sanitize_line(kit.words[i]);
        constexpr std::size_t column = 18;
        word.resize(std::max(word.size() + 1, column), ' ');
        line += word;
        if (i % a_line != a_line - 1 && i + 1 != kit.words.size()) continue;
        while (!line.empty() && line.back() == ' ') line.pop_back();
        lines.push_back("  " + std::exchange(line, {}));
    }
    lines.insert(lines.end(), {"", "Print this page and keep it where only you can find it. Whoever has it can be you.",
                               "With it you come back on a new device: holdfast restore -"});
    return lines;
}

std::string asked_sentence(const show::Kit& kit)
{
    std::string numbers;
    for (std::size_t i = 0; i < kit.asked.size(); ++i) {
        if (i > 0) numbers += i + 1 == kit.asked.size() ? " and " : ", ";
        numbers += std::to_string(kit.asked[i]);
    }
    return "To confirm it, type the words " + numbers + " from the page: holdfast recovery confirm WORDS";
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
    return {{"kit", whole}, {"words", std::move(words)}, {"asked", std::move(asked)}};
}

}  // namespace

std::string given_or_stdin(const std::string& given, std::size_t limit)
{
    if (given != from_stdin) return given;
    std::string text(limit + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

int run(const Context& context, const request::Enrol& request)
{
    const auto order = [&](std::string invitation) -> client::Order {
        return command::Enrol{std::move(invitation), request.name};
    };
    return make_account(context, request.vault_memory_mib, request.invitation, order, tell_enrolled, "code");
}

int run(const Context& context, const request::Restore& request)
{
    const auto order = [](std::string kit) -> client::Order { return command::Restore{std::move(kit)}; };
    return make_account(context, request.vault_memory_mib, request.kit, order, tell_restored, "kit");
}

int run(const Context& context, const request::RecoveryKit&)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    const auto done = (*visit)->carry_out(command::ShowKit{});
    if (done.has_error()) return context.out.fail(done.errc());
    const auto* kit = (*visit)->newest<show::Kit>();
    if (!kit) return context.out.fail(Errc::internal);
    context.out.object(kit_object(*kit));
    context.out.lines(kit_lines(*kit));
    context.out.line(asked_sentence(*kit));
    return exit_ok;
}

int run(const Context& context, const request::RecoveryConfirm& request)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    const auto done = (*visit)->carry_out(command::ConfirmKit{given_or_stdin(request.words, longest_secret_text)});
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("The recovery kit is confirmed.", exit_not_shown);
    context.out.object({{"confirmed", true}});
    context.out.lines(ui::event_lines(show::KitConfirmed{}, (*visit)->client(), context.here()));
    return exit_ok;
}

}  // namespace holdfast::shell
