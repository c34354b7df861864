#include "client/core/hours/draft.hpp"

#include <algorithm>

#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Extra windows stay in the newest version this long after their end: the therapist sees how many per month.
constexpr Seconds extras_kept = days{40};

using Problem = std::optional<hours::PlacedError>;

hours::PlacedError problem(Errc code) { return {code, 0, sentence(code)}; }

hours::PlacedError no_hours_yet()
{
    return {Errc::not_found, 0, "There are no hours yet. Set them first: holdfast hours edit"};
}

/// The next version of a chain before its changes.
wire::HoursVersion next_version(const State& state, const ChainName& name, Instant now)
{
    auto next = version_before(state, name);
    next.previous = {};
    if (const auto* chain = state.hours.chain(name); chain && !chain->links().empty())
        next.previous = chain->links().back().hash;
    next.owner = name.owner;
    next.conversation = name.conversation;
    next.version = state.hours.next_version(name);
    next.valid_from = now;
    std::erase_if(next.extras, [&](const wire::ExtraWindow& extra) { return extra.end + extras_kept < now; });
    return next;
}

bool same_content(wire::HoursVersion a, const wire::HoursVersion& b)
{
    a.version = b.version;
    a.previous = b.previous;
    a.valid_from = b.valid_from;
    return a == b;
}

/// Takes `from` to `to`, which are working days again, out of the leaves; false when none of them had such a day.
bool give_back(std::vector<wire::Leave>& leaves, const Date& from, const Date& to)
{
    std::vector<wire::Leave> left;
    bool found = false;
    for (const auto& leave : leaves) {
        const bool apart = leave.to < from || to < leave.from;
        found = found || !apart;
        if (apart) left.push_back(leave);
        if (!apart && leave.from < from) left.push_back({leave.from, Date{sys_days{from} - days{1}}, leave.reason});
        if (!apart && to < leave.to) left.push_back({Date{sys_days{to} + days{1}}, leave.to, leave.reason});
    }
    leaves = std::move(left);
    return found;
}

/// The newer reason holds where the same dates were off before.
void add_leave(wire::HoursVersion& next, const wire::Leave& leave)
{
    std::erase_if(next.leaves,
                  [&](const wire::Leave& known) { return known.from == leave.from && known.to == leave.to; });
    next.leaves.push_back(leave);
}

void add_cancellation(wire::HoursVersion& next, const wire::Cancellation& one)
{
    std::erase_if(next.cancellations, [&](const wire::Cancellation& known) { return known.date == one.date; });
    next.cancellations.push_back(one);
}

/// Makes the change an order asks for.
struct Change {
    const State& state;
    Instant now;
    wire::HoursVersion& next;

    Problem operator()(const command::SetHours& order) const
    {
        if (order.rules) next.rules = *order.rules;
        if (order.zone) next.zone = *order.zone;
        if (next.rules.empty() && !next.conversation) return no_hours_yet();
        if (next.zone.empty() && !next.rules.empty()) next.zone = base_zone();
        if (next.zone.empty() && !next.rules.empty())
            return hours::PlacedError{Errc::unknown_zone, 0,
                                      "Name the time zone of these hours, too, such as --zone Europe/London."};
        if (order.holidays) next.holidays = *order.holidays;
        if (order.horizon) next.horizon = order.horizon;
        if (order.notice_period) next.notice_period = *order.notice_period;
        if (order.last_reading) next.last_reading = *order.last_reading;
        if (order.contacts) next.contacts = *order.contacts;
        if (order.replies) next.replies = *order.replies;
        if (order.pace) next.pace = pace_to_write(*order.pace);
        for (const auto& leave : order.leaves) add_leave(next, leave);
        for (const auto& one : order.cancellations) add_cancellation(next, one);
        return {};
    }
    /// Where a conversation's own hours name none, they are in the zone of the others.
    [[nodiscard]] std::string base_zone() const
    {
        const auto* base = state.hours.chain({next.owner, std::nullopt});
        return base && !base->links().empty() ? base->links().back().version.zone : std::string{};
    }
    /// In a conversation's own chain "none" has to be said, or the base's would hold.
    [[nodiscard]] std::optional<wire::Pace> pace_to_write(const wire::Pace& pace) const
    {
        if (pace == wire::Pace{} && !next.conversation) return std::nullopt;
        return pace;
    }
    /// Inside a window it continues it; otherwise it opens one. Either way it begins with its announcement.
    Problem operator()(const command::GiveExtra& order) const
    {
        if (order.length < hours::shortest_extra || order.length > hours::longest_extra)
            return problem(Errc::bad_duration);
        const auto window = state.hours.schedule(next.owner, order.only).window_at(now);
        const auto end = (window && window->end ? *window->end : now) + order.length;
        if (end - now > hours::longest_extra)
            return hours::PlacedError{Errc::bad_duration, 0,
                                      "Your hours are open now. An extra window would keep them open for longer, but "
                                      "ends within 120 minutes from now: ask again nearer to their end."};
        next.extras.push_back({now, end});
        return {};
    }
    Problem operator()(const command::CancelDate& order) const
    {
        if (!order.undo) {
            add_cancellation(next, {order.date, order.reason});
            return {};
        }
        if (std::erase_if(next.cancellations, [&](const wire::Cancellation& c) { return c.date == order.date; }) == 0)
            return hours::PlacedError{Errc::not_found, 0, "This date is not cancelled. See: holdfast hours show"};
        return {};
    }
    Problem operator()(const command::TakeLeave& order) const
    {
        if (order.undo) {
            if (give_back(next.leaves, order.from, order.to)) return {};
            return hours::PlacedError{Errc::not_found, 0, "There is no leave on these dates. See: holdfast hours show"};
        }
        add_leave(next, {order.from, order.to, order.reason});
        return {};
    }
    template <class Other>
    Problem operator()(const Other&) const
    {
        return problem(Errc::bad_command);
    }
};

struct Scope {
    using Only = std::optional<ConversationId>;
    std::optional<Only> operator()(const command::SetHours& order) const { return order.only; }
    std::optional<Only> operator()(const command::GiveExtra& order) const { return order.only; }
    std::optional<Only> operator()(const command::CancelDate& order) const { return order.only; }
    std::optional<Only> operator()(const command::TakeLeave& order) const { return order.only; }
    std::optional<Only> operator()(const command::PublishHours& order) const { return order.version.conversation; }
    template <class Other>
    std::optional<Only> operator()(const Other&) const
    {
        return std::nullopt;
    }
};

/// The relay's objection to a version, given those it has already.
Problem problem_in_chain(const State& state, const wire::HoursVersion& next, Instant now)
{
    const auto* base = state.hours.chain({next.owner, std::nullopt});
    const auto* chain = state.hours.chain({next.owner, next.conversation});
    if (!base || !chain) return {};
    const auto received = chain->links().empty() ? now : std::max(now, chain->links().back().received);
    return hours_chain::schedule_with(*base, next.conversation ? chain : nullptr, next, received).problem();
}

}  // namespace

std::optional<std::optional<ConversationId>> scope_of(const Order& order) { return std::visit(Scope{}, order); }

std::optional<Errc> hindrance(const State& state, const std::optional<ConversationId>& only)
{
    if (!state.enrolled()) return Errc::not_enrolled;
    if (!state.is_therapist()) return Errc::therapists_only;
    const auto* conversation = only ? state.conversation(*only) : nullptr;
    if (only && (!conversation || !state.mine(*conversation))) return Errc::not_found;
    return state.hours.zone_problem(state.account->id, only.value_or(ConversationId{}));
}

wire::HoursVersion version_before(const State& state, const ChainName& name)
{
    const auto* chain = state.hours.chain(name);
    if (chain && !chain->links().empty()) return chain->links().back().version;
    wire::HoursVersion before;
    before.notice_period = hours::default_notice;
    before.last_reading = hours::default_last_reading;
    const auto* base = state.hours.chain({name.owner, std::nullopt});
    if (!name.conversation || !base || base->links().empty()) return before;
    const auto& inherited = base->links().back().version;
    before.notice_period = inherited.notice_period;
    before.last_reading = inherited.last_reading;
    before.replies = inherited.replies;
    return before;
}

hours::Placed<wire::HoursVersion> draft_hours(const State& state, const Order& order, Instant now)
{
    const auto only = scope_of(order);
    if (!only) return problem(Errc::bad_command);
    if (const auto reason = hindrance(state, *only)) return problem(*reason);
    const auto* first = state.hours.chain({state.account->id, std::nullopt});
    if (!std::holds_alternative<command::SetHours>(order) && (!first || first->links().empty())) return no_hours_yet();
    if (*only && (!first || first->links().empty())) return problem(Errc::no_base_hours);
    const ChainName name{state.account->id, *only};
    auto next = next_version(state, name, now);
    if (auto bad = std::visit(Change{state, now, next}, order)) return *std::move(bad);
    if (auto checked = hours::check(hours_chain::content_of(next), only->has_value()); !checked) return checked.error();
    const auto* chain = state.hours.chain(name);
    if (auto bad = problem_in_chain(state, next, now)) return *std::move(bad);
    if (chain && !chain->links().empty() && same_content(chain->links().back().version, next))
        return problem(Errc::nothing_changed);
    if (wire::encode(next).size() > wire::max_hours_bytes) return problem(Errc::too_large);
    return next;
}

}  // namespace holdfast::client
