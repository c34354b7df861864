#include "client/shell/hours/hours_source.hpp"

#include "client/ui/hours/away_view.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"

namespace holdfast::shell {
namespace {

namespace json = boost::json;

struct Shown {
    client::ConversationView view;
    client::Outlook outlook;
    std::vector<wire::HoursVersion> versions;  ///< of the therapist, then of this conversation alone
    client::ExtrasGiven extras;                ///< of a therapist's own hours
};

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
        keep(own, client.own_hours());
        return all;
    }
    for (const auto& view : client.conversations()) {
        if (one && view.id != *one) continue;
        auto& shown = all.emplace_back(Shown{view, client.outlook(view.id, system_now()), {}, {}});
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

void tell_rules(const Output& out, const wire::HoursVersion& version)
{
    out.line("Rules: " + ui::sanitize_line(version.rules) + "  (" + ui::sanitize_line(version.zone) + ")");
    out.line("What comes in the last " + ui::duration_words(version.last_reading) +
             " of a window is promised for the next one. Reductions take effect " +
             ui::duration_words(version.notice_period) + " after they are published.");
    if (version.replies)
        out.line("A reply is promised by the end of the window after the one in which a message is read.");
}

void tell_days_off(const Output& out, const wire::HoursVersion& version)
{
    const auto today = Date{std::chrono::floor<std::chrono::days>(system_now())};
    for (const auto& leave : version.leaves)
        if (leave.to >= today)
            out.line("Leave: " + ui::iso_date(leave.from) + " to " + ui::iso_date(leave.to) +
                     ui::because(leave.reason));
    for (const auto& one : version.cancellations)
        if (one.date >= today) out.line("Cancelled: " + ui::iso_date(one.date) + ui::because(one.reason));
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
    if (const auto* version = with_rules(shown)) add_rules(object, *version);
    json::array leaves, cancellations;
    for (const auto& version : shown.versions) {
        for (const auto& leave : version.leaves)
            leaves.emplace_back(json::object{
                {"from", ui::iso_date(leave.from)}, {"to", ui::iso_date(leave.to)}, {"reason", leave.reason}});
        for (const auto& one : version.cancellations)
            cancellations.emplace_back(json::object{{"date", ui::iso_date(one.date)}, {"reason", one.reason}});
    }
    if (shown.view.name.empty())
        object["extra_windows"] =
            json::object{{"this_month", shown.extras.this_month}, {"last_month", shown.extras.last_month}};
    object["leaves"] = std::move(leaves);
    object["cancellations"] = std::move(cancellations);
    return object;
}

void tell(const Context& context, const Shown& shown, bool named)
{
    context.out.object(shown_object(shown));
    if (named) context.out.line(ui::sanitize_name(shown.view.name) + ":");
    context.out.lines(ui::hours_lines(shown.view, shown.outlook, context.here()));
    if (const auto* version = with_rules(shown)) tell_rules(context.out, *version);
    for (const auto& version : shown.versions) tell_days_off(context.out, version);
    if (const auto extras = ui::extras_words(shown.extras)) context.out.line(*extras);
    context.out.lines(ui::crisis_lines(shown.view, shown.outlook));
}

}  // namespace

void tell_hours(const Context& context, OneShotClient& one_shot, const std::optional<ConversationId>& one)
{
    const auto all = gather(one_shot, one);
    if (all.empty()) context.out.line("No reading time is set.");
    for (const auto& shown : all) tell(context, shown, one.has_value() || all.size() > 1);
}

}  // namespace holdfast::shell
