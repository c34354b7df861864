#include "client/shell/arguments.hpp"
#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace json = boost::json;

/// A name given means the chain of that conversation alone.
Result<std::optional<ConversationId>> only(Visit& visit, std::string_view with)
{
    if (with.empty()) return std::optional<ConversationId>{};
    const auto found = visit.find(with);
    if (found.has_error()) return found.errc();
    return std::optional{*found};
}

/// The therapist's own hours where there is no conversation to look from.
client::Outlook own_outlook(const client::Client& client)
{
    const auto now = client.corrected(system_now());
    const auto& schedule = client.own_schedule();
    client::Outlook outlook;
    outlook.usable = schedule.usable();
    outlook.open = schedule.window_at(now);
    outlook.next = schedule.next_window(now);
    outlook.zone = schedule.zone();
    return outlook;
}

struct Shown {
    client::ConversationView view;
    client::Outlook outlook;
    std::vector<wire::HoursVersion> versions;  ///< of the therapist, then of this conversation alone
};

/// All conversations, or the one asked for; for a therapist, without a name, their own hours.
std::vector<Shown> gather(Visit& visit, const std::optional<ConversationId>& one)
{
    const auto& client = visit.client();
    std::vector<Shown> all;
    const auto keep = [](Shown& shown, std::optional<wire::HoursVersion> version) {
        if (version) shown.versions.push_back(std::move(*version));
    };
    if (!one && client.status().role == wire::Role::therapist) {
        auto& own = all.emplace_back();
        own.view.mine = true;
        own.outlook = own_outlook(client);
        keep(own, client.own_hours());
        return all;
    }
    for (const auto& view : client.conversations()) {
        if (one && view.id != *one) continue;
        auto& shown = all.emplace_back(Shown{view, client.outlook(view.id, system_now()), {}});
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

std::string duration_words(Seconds span)
{
    const auto whole = [](std::int64_t count, const char* unit) {
        return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
    };
    if (span.count() > 0 && span % std::chrono::days{1} == Seconds{0})
        return whole(std::chrono::duration_cast<std::chrono::days>(span).count(), "day");
    return whole(std::chrono::duration_cast<std::chrono::minutes>(span).count(), "minute");
}

std::string date_words(const Date& date)
{
    return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, std::string_view{"2026-03-05"}.size());
}

std::string because(const std::string& reason)
{
    return reason.empty() ? std::string{} : " (" + ui::sanitize_line(reason) + ")";
}

void tell_rules(const Output& out, const wire::HoursVersion& version)
{
    out.line("Rules: " + ui::sanitize_line(version.rules) + "  (" + ui::sanitize_line(version.zone) + ")");
    out.line("What comes in the last " + duration_words(version.last_reading) +
             " of a window is promised for the next one. Reductions take effect " + duration_words(version.notice) +
             " after they are published.");
    if (version.replies)
        out.line("A reply is promised by the end of the window after the one in which a message is read.");
}

void tell_days_off(const Output& out, const wire::HoursVersion& version)
{
    const auto today = Date{std::chrono::floor<std::chrono::days>(system_now())};
    for (const auto& leave : version.leaves)
        if (leave.to >= today)
            out.line("Leave: " + date_words(leave.from) + " to " + date_words(leave.to) + because(leave.reason));
    for (const auto& one : version.cancellations)
        if (one.date >= today) out.line("Cancelled: " + date_words(one.date) + because(one.reason));
}

void add_rules(json::object& object, const wire::HoursVersion& version)
{
    object["version"] = version.version;
    object["rules"] = version.rules;
    object["notice_seconds"] = version.notice.count();
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
            leaves.emplace_back(
                json::object{{"from", date_words(leave.from)}, {"to", date_words(leave.to)}, {"reason", leave.reason}});
        for (const auto& one : version.cancellations)
            cancellations.emplace_back(json::object{{"date", date_words(one.date)}, {"reason", one.reason}});
    }
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
    context.out.lines(ui::crisis_lines(shown.view, shown.outlook));
}

/// Publishes, then shows the hours as they are now.
int publish(const Context& context, Visit& visit, client::Order order, const std::optional<ConversationId>& one)
{
    const auto done = visit.carry_out(std::move(order));
    if (done.has_error()) return context.out.fail(done.errc(), visit.place());
    for (const auto& shown : gather(visit, one)) tell(context, shown, one.has_value());
    return exit_ok;
}

/// Opens the vault, finds the conversation meant, and publishes what `make_order(only)` says.
template <class MakeOrder>
int change(const Context& context, const std::string& with, MakeOrder make_order)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    const auto one = only(**visit, with);
    if (one.has_error()) return fail_finding(context, one.errc());
    return publish(context, **visit, make_order(*one), *one);
}

/// From words to a command; errors are bad_duration, bad_date, bad_command.
Result<command::SetHours> set_hours_from(const request::HoursSet& request)
{
    command::SetHours order;
    order.rules = request.rules;
    order.zone = request.zone;
    order.replies = request.replies;
    for (const auto& [text, target] :
         {std::pair{&request.notice, &order.notice}, std::pair{&request.last_reading, &order.last_reading}}) {
        if (!*text) continue;
        const auto span = parse_duration(**text);
        if (span.has_error()) return span.errc();
        *target = *span;
    }
    if (!request.holidays.empty()) {
        auto dates = parse_dates(request.holidays);
        if (dates.has_error()) return dates.errc();
        order.holidays = std::move(*dates);
    }
    if (request.holidays_until) {
        const auto date = parse_date(*request.holidays_until);
        if (date.has_error()) return date.errc();
        order.horizon = *date;
    }
    for (const auto& text : request.crisis) {
        auto contact = parse_contact(text);
        if (contact.has_error()) return contact.errc();
        if (!order.contacts) order.contacts.emplace();
        order.contacts->push_back(std::move(*contact));
    }
    return order;
}

}  // namespace

int run(const Context& context, const request::HoursShow& request)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    // Hours are shown from the vault where the relay is away; that is said, and the exit code tells it.
    const auto settled = (*visit)->settle();
    const auto one = only(**visit, request.with);
    if (one.has_error()) return fail_finding(context, one.errc());
    const auto all = gather(**visit, *one);
    if (all.empty()) context.out.line("No reading time is set.");
    for (const auto& shown : all) tell(context, shown, all.size() > 1);
    return settled.has_error() ? context.out.fail(settled.errc()) : exit_ok;
}

int run(const Context& context, const request::HoursSet& request)
{
    auto order = set_hours_from(request);
    if (order.has_error()) return context.out.fail(order.errc());
    return change(context, request.with, [&](std::optional<ConversationId> one) -> client::Order {
        order->only = one;
        return std::move(*order);
    });
}

int run(const Context& context, const request::HoursExtra& request)
{
    const auto length = parse_duration(request.length);
    if (length.has_error()) return context.out.fail(length.errc());
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    if (request.all) return publish(context, **visit, command::GiveExtra{*length, {}}, {});
    const auto found = (*visit)->find(request.with);
    if (found.has_error()) return fail_finding(context, found.errc());
    return publish(context, **visit, command::GiveExtra{*length, *found}, *found);
}

int run(const Context& context, const request::HoursCancel& request)
{
    const auto date = parse_date(request.date);
    if (date.has_error()) return context.out.fail(date.errc());
    return change(context, request.with, [&](std::optional<ConversationId> one) -> client::Order {
        return command::CancelDate{*date, request.reason, one};
    });
}

int run(const Context& context, const request::HoursLeave& request)
{
    const auto span = parse_date_span(request.dates);
    if (span.has_error()) return context.out.fail(span.errc());
    return change(context, request.with, [&](std::optional<ConversationId> one) -> client::Order {
        return command::TakeLeave{span->from, span->to, request.reason, one};
    });
}

}  // namespace holdfast::shell
