#include "client/shell/hours/publishing.hpp"

#include "client/shell/commands/news.hpp"
#include "client/shell/hours/hours_source.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/clock_view.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/phrases.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

/// A change that is overtaken again and again is left for later.
constexpr int most_showings = 3;

void tell_plan(const Context& context, OneShotClient& one_shot, const client::HoursPlan& plan)
{
    const auto name_of = [&](const ConversationId& id) { return one_shot.client().conversation(id).name; };
    context.out.object(ui::plan_object(plan, name_of));
    context.out.lines(ui::plan_lines(plan, name_of, context.here()));
    context.out.line(ui::phrase::relay_reads_hours);
}

enum class Consent { given, refused, not_asked };

/// Clients who are closed out see whom to turn to; without any contact that is the emergency number alone.
bool lacks_contacts(OneShotClient& one_shot, const wire::HoursVersion& version)
{
    if (!version.contacts.empty()) return false;
    const auto base = version.conversation ? one_shot.client().own_hours() : std::nullopt;
    return !base || base->contacts.empty();
}

Consent consent(const Context& context, OneShotClient& one_shot, const wire::HoursVersion& version)
{
    const bool without = lacks_contacts(one_shot, version);
    if (without)
        context.out.line(
            "No crisis contact is given: while you are closed, your clients see no number but the emergency one. "
            "Answer no to give one first: holdfast hours edit asks for it, and hours set takes --crisis 'NAME: "
            "NUMBER'.");
    if (context.options.yes) return Consent::given;
    if (!can_ask(context)) return Consent::not_asked;
    const auto* question = without ? "Publish this without any contact?" : "Publish this?";
    return ask_yes_no(context, one_shot, question, false).value_or(false) ? Consent::given : Consent::refused;
}

int fail_publishing(const Context& context, OneShotClient& one_shot, Errc code,
                    const std::optional<hours::PlacedError>& place)
{
    return context.out.fail(code, ui::refusal_words(one_shot.client(), code, place));
}

}  // namespace

std::optional<int> hindered(const Context& context, OneShotClient& one_shot)
{
    if (const auto settled = one_shot.wait_until_quiet(); settled.has_error()) return context.out.fail(settled.errc());
    if (const auto fault = one_shot.client().clock_fault())
        return context.out.fail(Errc::bad_date, ui::clock_fault_words(*fault));
    return std::nullopt;
}

int confirm_and_publish(const Context& context, OneShotClient& one_shot, const client::Order& order,
                        const std::optional<ConversationId>& one)
{
    // Only with everything the relay has is it known what follows what.
    if (const auto hindrance = hindered(context, one_shot)) return *hindrance;
    for (int showing = 1;; ++showing) {
        const auto plan = one_shot.client().plan(order, system_now());
        if (!plan) return fail_publishing(context, one_shot, plan.error().code, plan.error());
        tell_plan(context, one_shot, *plan);
        switch (consent(context, one_shot, plan->version)) {
            case Consent::not_asked: return context.out.fail(Errc::not_confirmed);
            case Consent::refused: return context.out.fail(Errc::not_confirmed, ui::phrase::nothing_published);
            case Consent::given: break;
        }
        const auto done = one_shot.run(client::command::PublishHours{plan->version});
        if (done.has_error() && done.errc() == Errc::plan_outdated && showing < most_showings) continue;
        if (done.has_error()) return fail_publishing(context, one_shot, done.errc(), one_shot.place());
        context.out.has_happened("The change is published.", exit_not_shown);
        tell_news(context, one_shot, {});
        tell_hours(context, one_shot, one);
        return exit_ok;
    }
}

}  // namespace holdfast::shell
