#include "client/core/hours_commands.hpp"

#include <algorithm>

#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono_literals;

/// Extra windows stay in the newest version this long after their end: the therapist sees how many a month.
constexpr Seconds extras_kept = std::chrono::days{40};

std::vector<ConversationId> concerned(const State& state, const ChainName& name)
{
    std::vector<ConversationId> ids;
    for (const auto& [row, conversation] : state.conversations.rows())
        if (conversation.roster.owner == name.owner && (!name.conversation || *name.conversation == conversation.id))
            ids.push_back(conversation.id);
    return ids;
}

void fetch(Step& step, const ChainName& name)
{
    for (const auto& [request, what] : step.live.link.pending)
        if (const auto* hours = std::get_if<pending::Hours>(&what); hours && hours->chain == name) return;
    step.request(wire::FetchHours{0, name.owner, name.conversation, step.state.hours.next_version(name)},
                 pending::Hours{name});
}

/// The problem of a chain as its conversations see it.
std::optional<Errc> problem_of(const State& state, const ChainName& name)
{
    return state.hours.problem(name.owner, name.conversation.value_or(ConversationId{}));
}

void show_problem(Step& step, const ChainName& name)
{
    if (const auto problem = problem_of(step.state, name))
        step.show(show::HoursProblem{concerned(step.state, name), *problem});
}

const std::optional<wire::HoursHead>& head_in(const wire::HoursHeads& heads, const ChainName& name)
{
    return name.conversation ? heads.own : heads.base;
}

/// True when the owner's payloads name a version the relay has not shown.
bool lacks_named_version(Step& step, const ChainName& name)
{
    bool lacks = false;
    for (const auto& id : concerned(step.state, name))
        lacks = step.state.hours.compare(name, head_in(step.state.conversation(id)->heads, name)) || lacks;
    return lacks;
}

/// True when the version that was waiting for its receipt is now part of the chain.
bool settle_pending(Step& step, const ChainName& name)
{
    if (!step.state.pending_hours || step.state.pending_hours->conversation != name.conversation) return false;
    const auto* chain = step.state.hours.chain(name);
    const auto hash = hours_chain::hash_of(step.state.pending_hours->version.body);
    if (!chain || !std::ranges::count(chain->links(), hash, &hours_chain::Link::hash)) return false;
    step.state.pending_hours.clear();
    return true;
}

/// A push that leaves a version out: this device was away, or the relay keeps one back.
bool leaves_gap(const State& state, const ChainName& name, const wire::HoursChain& answer)
{
    if (answer.links.empty()) return false;
    const auto first = wire::decode<wire::HoursVersion>(answer.links.front().version.body);
    return first.has_value() && first.value().version > state.hours.next_version(name);
}

void take_links(Step& step, const ChainName& name, const wire::HoursChain& answer)
{
    const auto before = problem_of(step.state, name);
    const bool news = step.state.hours.take(name, answer.links);
    const auto after = problem_of(step.state, name);
    if (after && after != before) show_problem(step, name);
    if (news && !after) step.show(show::HoursChanged{concerned(step.state, name)});
}

/// The next version of a chain before its changes.
wire::HoursVersion next_version(const Step& step, const ChainName& name)
{
    wire::HoursVersion next;
    const auto* chain = step.state.hours.chain(name);
    const auto* base = step.state.hours.chain({name.owner, std::nullopt});
    next.notice = hours::default_notice;
    next.last_reading = hours::default_last_reading;
    if (chain && !chain->links().empty()) {
        next = chain->links().back().version;
        next.previous = chain->links().back().hash;
    } else if (name.conversation && base && !base->links().empty()) {
        next.notice = base->links().back().version.notice;
        next.last_reading = base->links().back().version.last_reading;
    }
    next.owner = name.owner;
    next.conversation = name.conversation;
    next.version = step.state.hours.next_version(name);
    next.valid_from = step.time;
    std::erase_if(next.extras, [&](const wire::ExtraWindow& extra) { return extra.end + extras_kept < step.time; });
    return next;
}

bool same_content(wire::HoursVersion a, const wire::HoursVersion& b)
{
    a.version = b.version;
    a.previous = b.previous;
    a.valid_from = b.valid_from;
    return a == b;
}

/// Why this account may not change these hours now; success also when it may later.
std::optional<Errc> hindrance(const State& state, const std::optional<ConversationId>& only)
{
    if (!state.enrolled()) return Errc::not_enrolled;
    if (!state.is_therapist()) return Errc::therapists_only;
    const auto* conversation = only ? state.conversation(*only) : nullptr;
    if (only && (!conversation || !state.mine(*conversation))) return Errc::not_found;
    return std::nullopt;
}

/// Signs and publishes the next version after `change`. While the relay has not said what it has, the order waits.
template <class Change>
void publish(Step& step, Ticket ticket, const Order& order, const std::optional<ConversationId>& only,
             const Change& change)
{
    if (const auto reason = hindrance(step.state, only)) return step.answer(ticket, *reason);
    if (!step.online() || step.state.pending_hours || step.is_pending<pending::Hours>()) {
        step.live.waiting.push_back({ticket, order});
        return;
    }
    const ChainName name{step.state.account->id, only};
    const auto* chain = step.state.hours.chain(name);
    auto next = next_version(step, name);
    change(next);
    if (const auto checked = hours::check(hours_chain::content_of(next), only.has_value()); checked.has_error())
        return step.show(show::Answered{ticket, checked.error().code, checked.error()});
    if (chain && !chain->links().empty() && same_content(chain->links().back().version, next))
        return step.answer(ticket, Errc::nothing_changed);
    auto version = hours_chain::sign_version(next, step.state.keys->identity);
    if (version.body.size() > wire::max_hours_bytes) return step.answer(ticket, Errc::too_large);
    step.state.pending_hours.set({only, version});
    step.request(wire::PublishHours{0, std::move(version)}, pending::PublishHours{ticket, name});
}

}  // namespace

void fetch_all_hours(Step& step)
{
    if (step.state.is_therapist()) fetch(step, {step.state.account->id, std::nullopt});
    for (const auto& [row, conversation] : step.state.conversations.rows()) {
        fetch(step, {conversation.roster.owner, std::nullopt});
        fetch(step, {conversation.roster.owner, conversation.id});
    }
}

void probe(Step& step)
{
    const auto& conversations = step.state.conversations.rows();
    const auto owner = step.state.is_therapist() || conversations.empty() ? step.state.account->id
                                                                          : conversations.begin()->second.roster.owner;
    fetch(step, {owner, std::nullopt});
}

void resend_pending_hours(Step& step)
{
    if (!step.state.pending_hours) return;
    const auto& pending_hours = *step.state.pending_hours;
    step.request(wire::PublishHours{0, pending_hours.version},
                 pending::PublishHours{0, {step.state.account->id, pending_hours.conversation}});
}

void on_hours_chain(Step& step, const wire::HoursChain& answer, const Pending* what)
{
    const ChainName name{answer.owner, answer.conversation};
    if (!what && leaves_gap(step.state, name, answer)) return fetch(step, name);
    take_links(step, name, answer);
    const bool settled = settle_pending(step, name);
    const auto* publish = what ? std::get_if<pending::PublishHours>(what) : nullptr;
    if (publish) {
        if (!settled) step.state.pending_hours.clear();
        step.answer(publish->ticket, settled ? std::nullopt : std::optional{Errc::broken_chain});
    }
    if (!what || publish) return;
    if (answer.links.size() >= wire::hours_page) return fetch(step, name);
    if (lacks_named_version(step, name)) {
        step.state.hours.withheld(name);
        show_problem(step, name);
    }
}

void on_hours_refused(Step& step, const pending::PublishHours& what, const wire::Failure& failure)
{
    const auto code = static_cast<Errc>(failure.code);
    // It had arrived before the connection ended; its receipt comes with the chain.
    if (code == Errc::nothing_changed || failure.retry)
        step.answer(what.ticket, failure.retry ? std::optional{code} : std::nullopt);
    else {
        step.state.pending_hours.clear();
        step.answer(what.ticket, code);
    }
    fetch(step, what.chain);
}

void note_heads(Step& step, const wire::Content& content)
{
    const auto row = *step.state.row_of(content.conversation);
    const auto& conversation = step.state.conversations.at(row);
    const auto& owner = conversation.roster.owner;
    if (content.account != owner || owner == step.state.account->id) return;
    for (const ChainName& name : {ChainName{owner, std::nullopt}, ChainName{owner, conversation.id}}) {
        const auto before = problem_of(step.state, name);
        const auto& head = head_in(content.heads, name);
        if (step.state.hours.compare(name, head)) {
            auto& heads = step.state.conversations.edit(row).heads;
            (name.conversation ? heads.own : heads.base) = head;
            fetch(step, name);
        }
        if (problem_of(step.state, name) != before) show_problem(step, name);
    }
}

void set_hours(Step& step, Ticket ticket, const command::SetHours& order)
{
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        if (order.rules) next.rules = *order.rules;
        if (order.zone) next.zone = *order.zone;
        if (order.holidays) next.holidays = *order.holidays;
        if (order.horizon) next.horizon = order.horizon;
        if (order.notice) next.notice = *order.notice;
        if (order.last_reading) next.last_reading = *order.last_reading;
        if (order.contacts) next.contacts = *order.contacts;
    });
}

void give_extra(Step& step, Ticket ticket, const command::GiveExtra& order)
{
    if (order.length < wire::extra_window_min || order.length > wire::extra_window_max)
        return step.answer(ticket, Errc::bad_duration);
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        next.extras.push_back({step.time, step.time + order.length});
    });
}

void cancel_date(Step& step, Ticket ticket, const command::CancelDate& order)
{
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        std::erase_if(next.cancellations, [&](const wire::Cancellation& c) { return c.date == order.date; });
        next.cancellations.push_back({order.date, order.reason});
    });
}

void take_leave(Step& step, Ticket ticket, const command::TakeLeave& order)
{
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        next.leaves.push_back({order.from, order.to, order.reason});
    });
}

}  // namespace holdfast::client
