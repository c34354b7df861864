// The next session: what is marked for it, and one page before it.
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/session/session_view.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

constexpr std::size_t newest_offered = 10;
constexpr std::size_t least_of_an_id = 8;

bool may_be_chosen(const client::ListedEntry& head)
{
    const bool gone = head.stage == client::Stage::taken_back || head.stage == client::Stage::refused;
    return head.is_written() && !head.is<wire::Mark>() && !gone;
}

/// The newest messages, the oldest of them first.
void offer_newest(const Context& context, const client::Client& client, const ConversationId& id)
{
    std::vector<client::Entry> newest;
    for (const auto* head = client.before(id, client::Client::past_the_last); head && newest.size() < newest_offered;
         head = client.before(id, head->number))
        if (may_be_chosen(*head)) newest.push_back(client.read(*head));
    for (auto entry = newest.rbegin(); entry != newest.rend(); ++entry)
        context.out.line("  " + ui::numbered_line(*entry, client, context.here()));
}

/// By its number or id, or the beginning of one.
std::optional<client::Entry> chosen_entry(const client::Client& client, const ConversationId& id,
                                          const std::string& which)
{
    const auto number = ui::held_number(which);
    std::optional<client::Entry> found;
    for (const auto& head : client.list(id)) {
        if (!may_be_chosen(head)) continue;
        const bool by_id = which.size() >= least_of_an_id && to_hex(head.message.view()).starts_with(which);
        if (by_id || (number && head.number == *number)) found = client.read(head);
    }
    return found;
}

std::string mark_question(wire::MarkState state, const client::ConversationView& with)
{
    switch (state) {
        case wire::MarkState::on: return "Mark this for the session? " + ui::capital(ui::who(with)) + " sees the mark.";
        case wire::MarkState::off: return "Take this off the list for the session?";
        case wire::MarkState::done: return "Tick this off?";
    }
    return {};
}

int fail_mark(const Context& context, Errc code)
{
    switch (code) {
        case Errc::nothing_changed: return context.out.fail(code, "That is how it is already.");
        case Errc::not_allowed: return context.out.fail(code, "Only what is marked can be ticked off.");
        case Errc::too_large:
            return context.out.fail(code, "The list for the session is full. Take some off first: holdfast session");
        default: return context.out.fail(code);
    }
}

/// What was given, or chosen from the newest. Empty when the person leaves, and where nobody can be asked.
std::string which_message(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                          const std::string& given)
{
    if (!given.empty()) return given;
    offer_newest(context, one_shot.client(), id);
    if (!can_ask(context)) return {};
    const auto answer = ask_line(context, one_shot, "Which one? Its number:", {});
    return std::string{ui::trimmed(answer.value_or(std::string{}))};
}

}  // namespace

int run(const Context& context, const request::Mark& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    const auto which = which_message(context, one_shot, *id, request.which);
    if (which.empty()) return context.out.fail(Errc::not_confirmed, "Nothing was marked. Say which: holdfast mark N");
    const auto entry = chosen_entry(one_shot.client(), *id, which);
    if (!entry)
        return context.out.fail(Errc::not_found, "There is no such message here. This lists them: holdfast mark");
    context.out.object(ui::entry_object(*entry, one_shot.client(), system_now()));
    for (const auto& line : ui::entry_lines(*entry, one_shot.client(), context.here())) context.out.line("  " + line);
    if (request.only_show) return exit_ok;
    const auto with = one_shot.client().conversation(*id);
    const bool may =
        context.options.yes ||
        (can_ask(context) && ask_yes_no(context, one_shot, mark_question(request.state, with)).value_or(false));
    if (!may) return context.out.fail(Errc::not_confirmed, "Nothing was changed.");
    const command::SetMark order{*id, entry->message, request.state};
    const auto now = one_shot.client().marked(*id, entry->message);
    if (now == request.state) return fail_mark(context, Errc::nothing_changed);
    if (now == wire::MarkState::off && request.state == wire::MarkState::done)
        return fail_mark(context, Errc::not_allowed);
    return write_and_tell(context, one_shot, order);
}

int run(const Context& context, const request::Session& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    if (request.done) {
        const auto done = one_shot.run(command::NoteSession{*id});
        if (done.has_error()) return context.out.fail(done.errc());
        context.out.has_happened("The session is noted.", exit_not_shown);
        context.out.line("Noted on this device: the last session was today. The next page begins here.");
    } else {
        // What has arrived by now belongs to it.
        (void)one_shot.wait_until_quiet();
    }
    const auto page = ui::session_page(one_shot.client(), *id);
    context.out.object(ui::session_object(page, one_shot.client(), *id));
    if (!request.done) context.out.lines(ui::session_lines(page, one_shot.client(), *id, context.here()));
    return exit_ok;
}

}  // namespace holdfast::shell
