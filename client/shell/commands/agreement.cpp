// The agreement of a conversation about messages: shown, written by the therapist, answered by the client.
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/agreement_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using AgreementDeed = request::Agreement::What;

constexpr const char* none_yet = "There is no text about messages yet. Your therapist can send one.";
constexpr const char* answer_command = "holdfast agreement agree, or holdfast agreement decline";

/// `in`: none for a therapist's own, which nobody answers. Version 0 is not sent to anybody yet.
boost::json::object agreement_object(const std::optional<ConversationId>& in, std::uint64_t version,
                                     std::string_view text, std::optional<bool> agreed)
{
    auto object = ui::object_of("agreement", in, {{"version", version}, {"text", text}});
    object["agreed"] = agreed ? boost::json::value(*agreed) : nullptr;
    return object;
}

std::optional<bool> answer_of(const client::AgreementView& agreement)
{
    return agreement.is_answered() ? std::optional{agreement.word->agreed} : std::nullopt;
}

/// A therapist's own, without anybody to answer it; before she wrote one, the text to begin with.
int show_own(const Context& context, const client::Client& client)
{
    const auto own = client.own_agreement();
    if (own) {
        context.out.object(agreement_object({}, own->version, own->text, answer_of(*own)));
        context.out.lines(ui::agreement_lines(*own));
        context.out.line("It goes to everybody you work with, and comes with each invitation.");
        return exit_ok;
    }
    context.out.object(agreement_object({}, 0, ui::default_agreement(client.status().name), {}));
    context.out.line("Nothing is sent yet. A text to begin with:");
    context.out.lines(ui::sanitize_text(ui::default_agreement(client.status().name)));
    context.out.line("To take it or write your own: holdfast agreement edit");
    return exit_ok;
}

int show_with(const Context& context, const client::Client& client, const ConversationId& id)
{
    const auto agreement = client.agreement(id);
    if (!agreement) return context.out.fail(Errc::not_found, none_yet);
    context.out.object(agreement_object(id, agreement->version, agreement->text, answer_of(*agreement)));
    context.out.lines(ui::agreement_lines(*agreement));
    context.out.line(ui::agreement_state(*agreement, client.conversation(id), answer_command));
    return exit_ok;
}

/// Shown whole before it is taken. Empty when the person leaves.
std::optional<std::string> asked_text(const Context& context, OneShotClient& one_shot)
{
    const auto own = one_shot.client().own_agreement();
    const auto begin = own ? own->text : ui::default_agreement(one_shot.client().status().name);
    for (const auto& line : ui::sanitize_text(begin)) context.out.line("  " + line);
    if (!own) {
        const auto takes = ask_yes_no(context, one_shot, "Use this text?");
        if (!takes || *takes) return takes ? std::optional{begin} : std::nullopt;
    }
    context.out.lines({"Your own text. A line with a single dot ends it; Ctrl-C leaves everything as it is."});
    const auto text = ask_text(context, one_shot,
                               [](const std::string& so_far) { return so_far.size() <= wire::max_agreement_bytes; });
    if (!text) return std::nullopt;
    for (const auto& line : ui::sanitize_text(*text)) context.out.line("  " + line);
    const auto sends = ask_yes_no(context, one_shot, "Send this to everybody you work with?");
    return sends.value_or(false) ? text : std::nullopt;
}

int edit(const Context& context, OneShotClient& one_shot, const std::string& given)
{
    if (one_shot.client().status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    std::optional<std::string> text;
    if (given.empty() && can_ask(context))
        text = asked_text(context, one_shot);
    else
        text = given_or_stdin(context, given.empty() ? std::string{from_stdin} : given, wire::max_agreement_bytes);
    if (!text) return context.out.fail(Errc::not_confirmed, "Nothing was changed or sent.");
    const auto done = one_shot.run(command::SetAgreement{std::string{trimmed(*text)}});
    if (done.has_error() && done.errc() == Errc::text_too_long)
        return context.out.fail(done.errc(), "This text has " + std::to_string(text->size()) + " bytes; it may have " +
                                                 std::to_string(wire::max_agreement_bytes) + ".");
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("The text is changed and goes to everybody you work with.", exit_not_shown);
    (void)one_shot.wait_until_quiet();
    return show_own(context, one_shot.client());
}

/// That this text is the one the person has read: by its version, or shown here. Empty when it is.
std::optional<int> not_read(const Context& context, OneShotClient& one_shot, const client::AgreementView& known,
                            const request::Agreement& request)
{
    if (request.read) {
        if (*request.read == known.version) return std::nullopt;
        return context.out.fail(Errc::not_confirmed, "The text is version " + std::to_string(known.version) +
                                                         " now. Nothing was answered. To read it: holdfast agreement");
    }
    if (!can_ask(context))
        return context.out.fail(Errc::not_confirmed,
                                "Nothing was answered. Read the text first (holdfast agreement), and say which one you "
                                "have read: --text-version " +
                                    std::to_string(known.version));
    context.out.lines(ui::agreement_lines(known));
    const bool agrees = request.what == AgreementDeed::agree;
    const auto said =
        ask_yes_no(context, one_shot, agrees ? "Do you agree to this text?" : "Answer that you would rather not?");
    if (said.value_or(false)) return std::nullopt;
    return context.out.fail(Errc::not_confirmed, "Nothing was answered.");
}

int answer(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::Agreement& request)
{
    // The answer goes to the text that was read, even when another version comes meanwhile.
    const auto known = one_shot.client().agreement(id);
    if (!known) return context.out.fail(Errc::not_found, none_yet);
    if (const auto stays = not_read(context, one_shot, *known, request)) return *stays;
    const bool agreed = request.what == AgreementDeed::agree;
    const auto done = one_shot.run(command::AnswerAgreement{id, known->hash, agreed, context.here().today()});
    if (done.has_error() && done.errc() == Errc::not_allowed)
        return context.out.fail(done.errc(), "The text is yours to write and your client's to answer.");
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("Your answer is kept and goes to your therapist.", exit_not_shown);
    (void)one_shot.wait_until_quiet();
    return show_with(context, one_shot.client(), id);
}

}  // namespace

int run(const Context& context, const request::Agreement& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    if (request.what == AgreementDeed::edit) return edit(context, one_shot, request.text);
    (void)one_shot.wait_until_quiet();
    const bool hers = one_shot.client().status().role == wire::Role::therapist;
    if (hers && request.with.empty() && request.what == AgreementDeed::show)
        return show_own(context, one_shot.client());
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    if (request.what == AgreementDeed::show) return show_with(context, one_shot.client(), *id);
    return answer(context, one_shot, *id, request);
}

}  // namespace holdfast::shell
