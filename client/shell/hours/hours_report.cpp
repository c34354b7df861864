#include "client/shell/hours/hours_source.hpp"

#include "client/ui/hours/away_view.hpp"
#include "client/ui/hours/hours_view.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

namespace json = boost::json;

struct Shown {
    client::ConversationView view;
    client::Outlook outlook;
    std::vector<wire::HoursVersion> versions;  ///< of the therapist, then of this conversation alone
    client::ExtrasGiven extras;                ///< of a therapist's own hours
    std::vector<hours::Window> coming;
};

constexpr std::size_t most_coming = 6;

/// The windows that come, for rules that cannot be said in words.
std::vector<hours::Window> coming(const hours::Schedule& schedule)
{
    std::vector<hours::Window> windows;
    auto at = system_now();
    while (windows.size() < most_coming) {
        const auto next = schedule.next_window(at);
        if (!next) break;
        windows.push_back(*next);
        at = next->begin;
    }
    return windows;
}

/// All conversations, or the one asked for; for a therapist, without a name, their own hours.
std::vector<Shown> gather(OneShotClient& one_shot, const std::optional<ConversationId>& one)
{
    const auto& client = one_shot.client();
    std::vector<Shown> all;
    const auto keep = [](Shown& shown, std::optional<wire::HoursVersion> version) {
        if (version) shown.versions.push_back(std::move(*version));
    };
    if (!one && client.status().role == wire::Role::therapist) {
        auto& own = all.emplace_back();
        own.view.mine = true;
        own.outlook = client.own_outlook(system_now());
        own.extras = client.extras_given(system_now());
        own.coming = coming(client.own_schedule());
        keep(own, client.own_hours());
        return all;
    }
    for (const auto& view : client.conversations()) {
        if (one && view.id != *one) continue;
        auto& shown = all.emplace_back(
            Shown{view, client.outlook(view.id, system_now()), {}, {}, coming(client.schedule(view.id))});
        keep(shown, client.newest_hours(view.id, false));
        keep(shown, client.newest_hours(view.id, true));
    }
    return all;
}

/// The version whose rules hold: the conversation's where it has rules, else the therapist's.
const wire::HoursVersion* with_rules(const Shown& shown)
{
    const wire::HoursVersion* found = nullptr;
    for (const auto& version : shown.versions)
        if (!version.rules.empty()) found = &version;
    return found;
}

void add_rules(json::object& object, const wire::HoursVersion& version)
{
    object["version"] = version.version;
    object["rules"] = version.rules;
    object["notice_seconds"] = version.notice_period.count();
    object["last_reading_seconds"] = version.last_reading.count();
    object["replies"] = version.replies;
}

json::object shown_object(const Shown& shown)
{
    auto object = ui::outlook_object(shown.view, shown.outlook);
    if (shown.view.name.empty()) object["with"] = nullptr;
    const auto* version = with_rules(shown);
    if (version && !ui::is_suspended(shown.view, shown.outlook)) add_rules(object, *version);
    json::array leaves, cancellations;
    for (const auto& each : shown.versions) {
        for (const auto& leave : each.leaves)
            leaves.emplace_back(json::object{
                {"from", ui::iso_date(leave.from)}, {"to", ui::iso_date(leave.to)}, {"reason", leave.reason}});
        for (const auto& one : each.cancellations)
            cancellations.emplace_back(json::object{{"date", ui::iso_date(one.date)}, {"reason", one.reason}});
    }
    if (shown.view.name.empty())
        object["extra_windows"] =
            json::object{{"this_month", shown.extras.this_month}, {"last_month", shown.extras.last_month}};
    object["leaves"] = std::move(leaves);
    object["cancellations"] = std::move(cancellations);
    return object;
}

void tell_rules(const Context& context, const Shown& shown)
{
    if (const auto* version = with_rules(shown))
        context.out.lines(ui::rules_lines(*version, shown.coming, shown.view.mine, context.here()));
    for (const auto& version : shown.versions) context.out.lines(ui::days_off_lines(version, context.here()));
}

void tell(const Context& context, const Shown& shown, bool named)
{
    context.out.object(shown_object(shown));
    if (named) context.out.line(ui::sanitize_name(shown.view.name) + ":");
    context.out.lines(ui::hours_lines(shown.view, shown.outlook, context.here()));
    if (!ui::is_suspended(shown.view, shown.outlook)) tell_rules(context, shown);
    if (const auto extras = ui::extras_words(shown.extras)) context.out.line(*extras);
    context.out.lines(ui::crisis_lines(shown.view, shown.outlook, context.here()));
}

constexpr std::size_t drawing_columns = 80;

}  // namespace

void tell_weeks(const Context& context, const ui::Weeks& weeks)
{
    if (context.out.plain() || context.console().width() < drawing_columns)
        context.out.lines(ui::week_words(weeks, context.here()));
    else
        context.out.picture(ui::grid_lines(weeks, context.here()));
}

void tell_hours(const Context& context, OneShotClient& one_shot, const std::optional<ConversationId>& one)
{
    const auto all = gather(one_shot, one);
    if (all.empty()) context.out.line("No reading time is set.");
    for (const auto& shown : all) tell(context, shown, one.has_value() || all.size() > 1);
}

}  // namespace holdfast::shell
