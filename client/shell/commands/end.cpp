// Ending a conversation: at once, or with a last window that both agree on; and blocking.
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/ending_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/input/date_words.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using EndDeed = request::End::What;

constexpr const char* nothing_ended = "Nothing was ended.";

void tell(const Context& context, OneShotClient& one_shot, const ConversationId& id)
{
    const auto& client = one_shot.client();
    const auto with = client.conversation(id);
    const auto outlook = client.outlook(id, system_now());
    context.out.object(ui::ending_object(with, outlook));
    if (with.ended) {
        context.out.line(ui::ended_words(with, context.here()));
        context.out.lines(ui::crisis_lines(with, outlook, context.here()));
        return;
    }
    const auto plan = ui::end_plan_lines(with, outlook, context.here());
    if (plan.empty()) context.out.line("No end is agreed on or proposed.");
    context.out.lines(plan);
}

/// A no where nobody can be asked and nothing was said beforehand.
bool is_confirmed(const Context& context, OneShotClient& one_shot, const std::string& question)
{
    if (context.options.yes) return true;
    return can_ask(context) && ask_yes_no(context, one_shot, question).value_or(false);
}

/// Nobody who was asked needs to hear what a script does.
int not_done(const Context& context, std::string words, std::string_view in_a_script)
{
    if (!can_ask(context)) words.append(" ").append(in_a_script);
    return context.out.fail(Errc::not_confirmed, words);
}

/// Whether what was not read is taken back; empty when the person leaves. What nobody says stays to be read.
std::optional<bool> takes_back(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                               const request::End& request)
{
    if (request.take_back || request.keep || context.options.yes || !can_ask(context)) return request.take_back;
    const auto held = ui::held_messages(one_shot.client(), id, one_shot.client().corrected(system_now()));
    if (held.empty()) return false;
    const auto zone = one_shot.client().outlook(id, system_now()).zone;
    auto lines = ui::held_lines(held, zone, {}, context.here());
    if (!lines.empty()) lines.pop_back();  // how to take one of them back
    context.out.lines(lines);
    return ask_yes_no(context, one_shot, "Take back what was not read? Enter leaves it to be read.", false);
}

int end_now(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::End& request)
{
    context.out.line(ui::before_ending_words(one_shot.client().conversation(id)));
    const auto take_back = takes_back(context, one_shot, id, request);
    if (!take_back) return context.out.fail(Errc::not_confirmed, nothing_ended);
    const auto held = one_shot.client().on_their_way(id).size();
    if (held > 0) context.out.line(ui::ends_with_words(held, *take_back));
    if (request.only_show) {
        tell(context, one_shot, id);
        return exit_ok;
    }
    if (!is_confirmed(context, one_shot, "End it now?"))
        return not_done(context, std::string{nothing_ended}, "In a script, --yes ends it.");
    const auto done = one_shot.run(command::End{id, *take_back});
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("The conversation has ended.", exit_not_shown);
    (void)one_shot.wait_until_quiet_again();
    tell(context, one_shot, id);
    return exit_ok;
}

/// The last window that begins on a date, where the therapist is.
std::optional<hours::Window> last_window_on(const client::Client& client, const ConversationId& id, const Date& date)
{
    const auto& schedule = client.schedule(id);
    const auto zone = schedule.zone();
    if (!zone) return std::nullopt;
    const auto now = client.corrected(system_now());
    std::optional<hours::Window> found;
    auto window = schedule.window_at(now);
    if (!window) window = schedule.next_window(now);
    while (window && window->end && zone->date_of(window->begin) <= date) {
        if (zone->date_of(window->begin) == date) found = window;
        window = schedule.next_window(*window->end);
    }
    return found;
}

int propose(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::End& request)
{
    const auto& client = one_shot.client();
    const auto zone = client.schedule(id).zone();
    const auto now = system_now();
    const auto today = zone ? zone->date_of(now) : Date{std::chrono::floor<std::chrono::days>(now)};
    const auto date = ui::parse_date(request.date, today);
    if (!date) return context.out.fail(Errc::bad_date, ui::date_wanted);
    const auto window = last_window_on(client, id, *date);
    if (!window)
        return context.out.fail(Errc::bad_date,
                                "There is no window on " + ui::date_words(*date, zone, context.here()) +
                                    ". Nothing was proposed; holdfast hours preview shows the windows.");
    const wire::EndProposal proposal{window->begin, *window->end, {}};
    context.out.line("To " + ui::who(client.conversation(id)) + ": " +
                     ui::end_proposal_words(proposal, zone, context.here()));
    if (request.only_show) {
        tell(context, one_shot, id);
        return exit_ok;
    }
    if (!is_confirmed(context, one_shot, "Propose this?"))
        return not_done(context, "Nothing was proposed.", "In a script, --yes proposes it.");
    return write_and_tell(context, one_shot, command::ProposeEnd{id, proposal.from, proposal.by});
}

/// The one that is meant: by its id, or the one that can be answered so.
std::optional<client::LastWindow> meant(const client::EndPlan& plan, const request::End& request)
{
    const bool yes = request.what == EndDeed::agree;
    const auto fits = [&](const std::optional<client::LastWindow>& one) {
        if (!one || (yes && one->mine)) return false;
        return request.proposal.empty() || to_hex(one->proposal.view()) == request.proposal;
    };
    if (fits(plan.proposed)) return plan.proposed;
    return !yes && fits(plan.agreed) ? plan.agreed : std::nullopt;
}

int answer(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::End& request)
{
    const auto plan = one_shot.client().end_plan(id, system_now());
    const auto last = meant(plan, request);
    if (!last)
        return context.out.fail(Errc::not_found,
                                "There is no last window to answer. To propose one: holdfast end "
                                "propose DATE");
    const bool agrees = request.what == EndDeed::agree;
    context.out.lines(ui::end_plan_lines(one_shot.client().conversation(id),
                                         one_shot.client().outlook(id, system_now()), context.here()));
    const auto* question = agrees       ? "Do you agree that it ends with this window?"
                           : last->mine ? "Withdraw it? The conversation then goes on."
                                        : "Say no to it? The conversation then goes on.";
    if (!is_confirmed(context, one_shot, question))
        return not_done(context, "Nothing was answered.", "In a script, --yes answers.");
    return write_and_tell(context, one_shot, command::AnswerEnd{id, last->proposal, agrees});
}

}  // namespace

int run(const Context& context, const request::End& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    (void)one_shot.wait_until_quiet();
    const auto with = one_shot.client().conversation(*id);
    if (request.what == EndDeed::show) {
        tell(context, one_shot, *id);
        if (const auto deleted = ui::deletion_words(with, context.here())) context.out.line(*deleted);
        return exit_ok;
    }
    if (with.ended) {
        tell(context, one_shot, *id);
        return context.out.fail(Errc::conversation_ended);
    }
    if (request.what == EndDeed::now) return end_now(context, one_shot, *id, request);
    if (request.what == EndDeed::propose) return propose(context, one_shot, *id, request);
    return answer(context, one_shot, *id, request);
}

int run(const Context& context, const request::Block& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    const auto with = one_shot.client().conversation(*id);
    if (!request.undo) context.out.lines(ui::before_blocking_lines(with));
    if (request.only_show) return tell(context, one_shot, *id), exit_ok;
    if (!request.undo && !is_confirmed(context, one_shot, "Block " + ui::who(with) + "?"))
        return not_done(context, "Nothing was changed.", "In a script, --yes does it.");
    const auto done = one_shot.run(command::Block{*id, request.undo});
    if (done.has_error() && done.errc() == Errc::not_found)
        return context.out.fail(done.errc(), ui::capital(ui::who(with)) + " is not blocked.");
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened(request.undo ? "What comes is shown again." : "Blocked.", exit_not_shown);
    (void)one_shot.wait_until_quiet_again();
    tell(context, one_shot, *id);
    return exit_ok;
}

}  // namespace holdfast::shell
