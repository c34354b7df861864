#include "client/core/messages/blank.hpp"
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/pulse/pulse_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using client::DraftKind;

/// Something is to be repaired there: a promised window, or what made the pulse fall.
bool is_to_repair(const client::Client& client, const ConversationId& id)
{
    return !client.unrepaired(id).empty() || client.pulse(id, system_now()).suggests_repair;
}

/// The conversation meant: the one named, or the only one in which something is to be repaired.
Result<ConversationId> to_repair(OneShotClient& one_shot, const std::string& with)
{
    if (!with.empty()) return one_shot.find(with);
    std::optional<ConversationId> only;
    for (const auto& one : one_shot.client().conversations()) {
        if (!is_to_repair(one_shot.client(), one.id)) continue;
        if (only) return Errc::ambiguous_name;
        only = one.id;
    }
    return only ? Result<ConversationId>{*only} : one_shot.find(with);
}

/// Of one's own words, but not of an answer to the question.
void keep_unfinished_words(OneShotClient& one_shot, const ConversationId& id)
{
    const auto begun = unfinished_answer(one_shot);
    if (begun.empty() || ui::agreement(begun)) return;
    static_cast<void>(one_shot.submit(command::SaveDraft{id, begun, DraftKind::repair}));
}

/// A repair is shown whole and confirmed before it leaves: the draft, or the person's own words in its place. Empty
/// when the person left or said no; own words are kept.
std::optional<std::string> agreed_words(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                                        const std::string& draft)
{
    auto words = draft;
    for (;;) {
        context.out.lines({words == draft ? "A draft:" : "Your words:"});
        for (const auto& line : ui::sanitize_text(words)) context.out.line("  " + line);
        const auto answer = ask_line(
            context, one_shot,
            "Send this to " + ui::who(one_shot.client().conversation(id)) + "? yes or no; or type your own words.", {});
        if (!answer) {
            keep_unfinished_words(one_shot, id);
            return std::nullopt;
        }
        const auto given = trimmed(*answer);
        if (const auto yes = ui::agreement(given)) return *yes ? std::optional{words} : std::nullopt;
        if (given.empty()) {
            context.out.line("Please answer yes or no, or type your own words.");
            continue;
        }
        if (given == ".") {  // ends a text elsewhere
            context.out.line("A dot alone is no message. Please answer yes or no, or type your own words in one line.");
            continue;
        }
        if (const auto unusable = ui::unusable_words(given)) {
            context.out.lines({*unusable});
            continue;
        }
        words = given;
        static_cast<void>(one_shot.submit(command::SaveDraft{id, words, DraftKind::repair}));
    }
}

int repair_asked(const Context& context, OneShotClient& one_shot, const ConversationId& id, const std::string& draft)
{
    if (context.options.yes) return write_and_tell(context, one_shot, command::Repair{id, draft});
    if (!can_ask(context)) {
        context.out.object(ui::object_of("repair_draft", id, {{"text", draft}}));
        return context.out.fail(Errc::empty_text,
                                "Nothing was sent. Give your own words, or --yes to send the draft as it is.");
    }
    const auto begun = one_shot.client().draft(id, DraftKind::repair);
    const auto words = agreed_words(context, one_shot, id, begun.empty() ? draft : begun);
    if (words) return write_and_tell(context, one_shot, command::Repair{id, *words});
    const bool own = !one_shot.client().draft(id, DraftKind::repair).empty();
    return context.out.fail(Errc::not_confirmed, own ? "Nothing was sent. Your words are kept here: holdfast repair "
                                                       "shows them again."
                                                     : "Nothing was sent.");
}

/// A therapist's device that was not there in a window, and does not know yet whether anybody waited.
bool nothing_is_known(const client::Client& client)
{
    if (client.missed().empty()) return false;
    for (const auto& one : client.conversations())
        if (is_to_repair(client, one.id)) return false;
    return true;
}

int nothing_to_repair(const Context& context, const client::Client& client)
{
    const auto missed = client.missed();
    const auto zone = client.own_outlook(system_now()).zone;
    context.out.lines(ui::missed_lines(missed, zone, context.here()));
    const auto* words = missed.empty()
                            ? "There is nothing to repair here: every window was kept, as far as this device knows."
                            : "Whether somebody waited is known when your hours next open; then there is a draft.";
    return context.out.fail(Errc::not_found, words);
}

}  // namespace

int run(const Context& context, const request::Repair& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    // Missed windows are known once the relay has told everything; without it, what was noted before is repaired.
    (void)one_shot.wait_until_quiet();
    if (request.with.empty() && nothing_is_known(one_shot.client()))
        return nothing_to_repair(context, one_shot.client());
    const auto conversation = to_repair(one_shot, request.with);
    if (conversation.has_error()) return fail_finding(context, one_shot.client(), request.with, conversation.errc());
    const auto broken = one_shot.client().unrepaired(*conversation);
    if (one_shot.client().status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    if (!is_to_repair(one_shot.client(), *conversation)) return nothing_to_repair(context, one_shot.client());
    const auto zone = one_shot.client().outlook(*conversation, system_now()).zone;
    if (request.text.empty())
        return repair_asked(context, one_shot, *conversation,
                            broken.empty() ? ui::pulse_repair_draft() : ui::repair_draft(broken, zone, context.here()));
    auto text = given_or_stdin(context, request.text, wire::max_text_bytes);
    if (const auto unusable = ui::unusable_words(text))
        return context.out.fail(client::is_blank(text) ? Errc::empty_text : Errc::bad_encoding, *unusable);
    return write_and_tell(context, one_shot, command::Repair{*conversation, std::move(text)});
}

}  // namespace holdfast::shell
