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

void tell_plan(const Context& context, OneShotClient& visit, const client::HoursPlan& plan)
{
    const auto name_of = [&](const ConversationId& id) { return visit.view(id).name; };
    context.out.object(ui::plan_object(plan, name_of));
    context.out.lines(ui::plan_lines(plan, name_of, context.here()));
    context.out.line(ui::phrase::relay_reads_hours);
}

enum class Consent { given, refused, not_asked };

/// Clients who are closed out see whom to turn to; without any contact that is the emergency number alone.
bool lacks_contacts(OneShotClient& visit, const wire::HoursVersion& version)
{
    if (!version.contacts.empty()) return false;
    const auto base = version.conversation ? visit.client().own_hours() : std::nullopt;
    return !base || base->contacts.empty();
}

Consent consent(const Context& context, OneShotClient& visit, const wire::HoursVersion& version)
{
    const bool without = lacks_contacts(visit, version);
    if (without)
        context.out.line(
            "No crisis contact is given: while you are closed, your clients see no number but the emergency "
            "one. To give one: --crisis 'NAME: NUMBER'");
    if (context.options.yes) return Consent::given;
    if (!can_ask(context)) return Consent::not_asked;
    const auto* question = without ? "Publish this without any contact?" : "Publish this?";
    return ask_yes_no(context, visit, question, false).value_or(false) ? Consent::given : Consent::refused;
}

int fail_publishing(const Context& context, OneShotClient& visit, Errc code,
                    const std::optional<hours::PlacedError>& place)
{
    return context.out.fail(code, ui::refusal_words(visit.client(), code, place));
}

}  // namespace

std::optional<int> hindered(const Context& context, OneShotClient& visit)
{
    if (const auto settled = visit.wait_until_quiet(); settled.has_error()) return context.out.fail(settled.errc());
    if (const auto fault = visit.client().clock_fault())
        return context.out.fail(Errc::bad_date, ui::clock_fault_words(*fault));
    return std::nullopt;
}

int confirm_and_publish(const Context& context, OneShotClient& visit, const client::Order& order,
                        const std::optional<ConversationId>& one)
{
    // Only with everything the relay has is it known what follows what.
    if (const auto hindrance = hindered(context, visit)) return *hindrance;
    for (int showing = 1;; ++showing) {
        const auto plan = visit.client().plan(order, system_now());
        if (!plan) return fail_publishing(context, visit, plan.error().code, plan.error());
        tell_plan(context, visit, *plan);
        switch (consent(context, visit, plan->version)) {
            case Consent::not_asked: return context.out.fail(Errc::not_confirmed);
            case Consent::refused: return context.out.fail(Errc::not_confirmed, ui::phrase::nothing_published);
            case Consent::given: break;
        }
        const auto done = visit.run(client::command::PublishHours{plan->version});
        if (done.has_error() && done.errc() == Errc::plan_outdated && showing < most_showings) continue;
        if (done.has_error()) return fail_publishing(context, visit, done.errc(), visit.place());
        context.out.has_happened("The change is published.", exit_not_shown);
        tell_news(context, visit, {});
        tell_hours(context, visit, one);
        return exit_ok;
    }
}

}  // namespace holdfast::shell
