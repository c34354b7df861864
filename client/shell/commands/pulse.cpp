// The alliance pulse: a client's answer to one question, kept on the device unless it is shared; a therapist's view of
// what was shared.
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/json/json_experiment.hpp"
#include "client/ui/pulse/pulse_view.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using PulseDeed = request::Pulse::What;

constexpr const char* pulse_range = "The answer is a whole number from 0, not at all, to 10, fully.";
constexpr const char* nothing_to_answer =
    "There is nothing to answer now. The question comes after a window in which you read what your therapist wrote, "
    "and "
    "after a session that you noted (holdfast session done).";

int tell_pulse(const Context& context, OneShotClient& one_shot, const ConversationId& id)
{
    const auto now = system_now();
    const auto pulse = one_shot.client().pulse(id, now);
    const auto with = one_shot.client().conversation(id);
    context.out.object(ui::pulse_object(pulse, id));
    context.out.lines(ui::pulse_lines(pulse, with, one_shot.client().outlook(id, now).zone, context.here()));
    if (pulse.suggests_repair) context.out.line(ui::pulse_fall_words("holdfast repair"));
    if (pulse.off) context.out.line("You are not asked. To be asked again: holdfast pulse on");
    return exit_ok;
}

/// Enter passes the question over. Empty then, and when the person leaves.
std::optional<unsigned> asked_value(const Context& context, OneShotClient& one_shot, const std::string& question)
{
    for (;;) {
        const auto answer =
            ask_line(context, one_shot, question + " 0 is not at all, 10 is fully (Enter passes it over)", {});
        const auto given = trimmed(answer.value_or(std::string{}));
        if (given.empty()) return std::nullopt;
        const auto value = ui::held_number(given);
        if (value && *value <= wire::highest_pulse) return static_cast<unsigned>(*value);
        context.out.line(pulse_range);
    }
}

int keep_answer(const Context& context, OneShotClient& one_shot, const command::AnswerPulse& order)
{
    const auto done = one_shot.run(order);
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("Your answer is kept here.", exit_not_shown);
    context.out.object(ui::pulse_object(one_shot.client().pulse(order.conversation, system_now()), order.conversation));
    context.out.line("Kept on this device alone.");
    return exit_ok;
}

/// No, Enter and leaving keep it here.
bool wants_to_share(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                    const request::Pulse& request)
{
    if (request.share) return true;
    if (context.out.json() || request.keep) return false;
    const auto who = ui::who(one_shot.client().conversation(id));
    return ask_yes_no(context, one_shot, "Share this answer with " + who + "?", false).value_or(false);
}

int answer_asked(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                 const request::Pulse& request)
{
    const auto now = system_now();
    const auto occasion = one_shot.client().pulse(id, now).occasion;
    if (!occasion) return context.out.fail(Errc::not_found, nothing_to_answer);
    const auto zone = one_shot.client().outlook(id, now).zone;
    const auto question = ui::pulse_question(*occasion, zone, context.here());
    static_cast<void>(one_shot.submit(command::NotePulseAsked{id, occasion->at}));
    auto value = request.value;
    if (value)
        context.out.line(question + " " + std::to_string(*value) + " of 10.");
    else if (!context.out.json())
        value = asked_value(context, one_shot, question);
    if (!value && context.out.json()) return tell_pulse(context, one_shot, id);
    if (!value) return exit_ok;
    if (*value > wire::highest_pulse) return context.out.fail(Errc::out_of_range, pulse_range);
    command::AnswerPulse order{id, occasion->about, occasion->at, static_cast<std::uint8_t>(*value), false};
    order.share = wants_to_share(context, one_shot, id, request);
    return order.share ? write_and_tell(context, one_shot, order) : keep_answer(context, one_shot, order);
}

/// By the time it is about, or the newest that is here alone.
std::optional<client::PulseAnswerView> kept_answer(const client::PulseView& pulse, const std::string& which)
{
    std::optional<client::PulseAnswerView> found;
    for (const auto& one : pulse.answers)
        if (which.empty() ? !one.shared : to_rfc3339(one.answer.at) == which) found = one;
    return found;
}

int share_kept(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::Pulse& request)
{
    const auto pulse = one_shot.client().pulse(id, system_now());
    const auto found = kept_answer(pulse, request.which);
    if (!found || found->shared) return context.out.fail(Errc::not_found, "There is no answer that is here alone.");
    const auto zone = one_shot.client().outlook(id, system_now()).zone;
    context.out.line(ui::pulse_question({found->answer.about, found->answer.at}, zone, context.here()) + " " +
                     std::to_string(found->answer.value) + " of 10.");
    if (context.out.json() && !context.options.yes) context.out.object(ui::pulse_object(pulse, id));
    const auto who = ui::who(one_shot.client().conversation(id));
    const bool may =
        context.options.yes ||
        (!context.out.json() && ask_yes_no(context, one_shot, "Share this answer with " + who + "?").value_or(false));
    if (!may) return context.out.fail(Errc::not_confirmed, "Nothing was sent. The answer stays on this device.");
    return write_and_tell(context, one_shot, command::SharePulse{id, found->answer.at});
}

int set_asked(const Context& context, OneShotClient& one_shot, const ConversationId& id, bool on)
{
    const auto done = one_shot.run(command::SetPulse{id, on});
    if (done.has_error() && done.errc() != Errc::nothing_changed) return context.out.fail(done.errc());
    context.out.has_happened(on ? "You are asked." : "You are not asked.", exit_not_shown);
    context.out.object(ui::pulse_object(one_shot.client().pulse(id, system_now()), id));
    context.out.line(on ? "You are asked once after each window and session; every question can be passed over."
                        : "You are not asked any more. What you answered stays. To be asked again: holdfast pulse on");
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Pulse& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    const bool therapist = one_shot.client().conversation(*id).mine;
    if (request.what == PulseDeed::list || (therapist && request.what == PulseDeed::answer && !request.value)) {
        (void)one_shot.wait_until_quiet();
        return tell_pulse(context, one_shot, *id);
    }
    if (therapist) return context.out.fail(Errc::not_allowed, "The question is your client's to answer, and to share.");
    if (request.what == PulseDeed::share) return share_kept(context, one_shot, *id, request);
    if (request.what != PulseDeed::answer) return set_asked(context, one_shot, *id, request.what == PulseDeed::on);
    return answer_asked(context, one_shot, *id, request);
}

}  // namespace holdfast::shell
