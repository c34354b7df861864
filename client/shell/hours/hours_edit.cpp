#include "client/shell/hours/hours_edit.hpp"

#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_source.hpp"
#include "client/shell/hours/hours_words.hpp"
#include "client/shell/hours/publishing.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/hours/hours_interview.hpp"
#include "client/ui/hours/weeks.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using ui::HoursInterview;

constexpr int weeks_shown = 2;

constexpr const char* introduction =
    "Enter takes what stands in brackets, back asks the question before again, stop leaves; nothing changes before "
    "you agree.";
/// False when the person left.
bool hold(const Context& context, OneShotClient& one_shot, HoursInterview& interview)
{
    context.out.lines({introduction});
    while (interview.state() == HoursInterview::State::asking) {
        const auto question = interview.question();
        const auto answer = ask_line(context, one_shot, question.text, question.suggestion);
        if (!answer) return false;
        context.out.lines(interview.answer(*answer));
    }
    return interview.state() == HoursInterview::State::done;
}

command::SetHours order_from(const ui::AgreedHours& agreed)
{
    command::SetHours order;
    order.rules = agreed.rules();
    order.zone = agreed.zone;
    order.notice_period = agreed.notice_period;
    order.contacts = agreed.contacts;
    order.leaves = agreed.leaves;
    order.cancellations = agreed.cancellations;
    return order;
}

/// The first weeks as they would be without notice; what the notice delays is said with the change.
void preview(const Context& context, const command::SetHours& order, const std::optional<wire::HoursVersion>& now)
{
    hours::HoursContent content;
    content.rules = *order.rules;
    content.zone = *order.zone;
    if (now) {
        content.holidays = now->holidays;
        content.horizon = now->horizon;
    }
    for (const auto& leave : order.leaves) content.leaves.push_back({leave.from, leave.to, leave.reason});
    for (const auto& one : order.cancellations) content.cancellations.push_back({one.date, one.reason});
    const auto source = source_of(std::move(content));
    if (!source) return;
    tell_weeks(context, ui::weeks_of(source->schedule, source->zone, source->contents, weeks_shown, context.here()));
}

}  // namespace

int edit_hours(const Context& context, OneShotClient& one_shot)
{
    if (const auto hindrance = hindered(context, one_shot)) return *hindrance;
    const auto now = one_shot.client().own_hours();
    HoursInterview interview{now, context.zone ? std::string{context.zone->name()} : std::string{},
                             today_of_hours(context, one_shot), context.here().wording};
    if (!hold(context, one_shot, interview)) return context.out.fail(Errc::nothing_changed);
    const auto order = order_from(interview.agreed());
    preview(context, order, now);
    return confirm_and_publish(context, one_shot, order, {});
}

int run(const Context& context, const request::HoursEdit&)
{
    if (context.out.json())
        return context.out.fail(Errc::bad_command,
                                "This asks people. Programs set hours with: holdfast hours set --json");
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    if ((*one_shot)->client().status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    return edit_hours(context, **one_shot);
}

}  // namespace holdfast::shell
