#include "client/core/hours/sync.hpp"

#include <algorithm>

#include "client/core/hours/early_release.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {
namespace {

std::vector<ConversationId> concerned(const State& state, const ChainName& name)
{
    std::vector<ConversationId> ids;
    for (const auto& [row, conversation] : state.conversations.rows())
        if (conversation.roster.owner == name.owner && (!name.conversation || *name.conversation == conversation.id))
            ids.push_back(conversation.id);
    return ids;
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

/// True when the owner's payloads, or the relay's own receipts, name a version the relay has not shown.
bool lacks_named_version(Step& step, const ChainName& name)
{
    bool lacks = step.state.names_newer(name);
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
    if (!chain || !std::ranges::count(chain->links(), hash, &hours_chain::VerifiedVersion::hash)) return false;
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
    const auto held = before || answer.links.empty()
                          ? std::vector<HeldMessage>{}
                          : held_messages(step.state, concerned(step.state, name), step.relay_now);
    const bool news = step.state.hours.take(name, answer.links);
    const auto after = problem_of(step.state, name);
    if (after && after != before) show_problem(step, name);
    if (news && !after) step.show(show::HoursChanged{concerned(step.state, name)});
    if (news && !after) tell_released_early(step, held);
    if (news && step.live.connection.settled) plan_windows(step);
}

}  // namespace

void fetch_hours(Step& step, const ChainName& name)
{
    for (const auto& [request, what] : step.live.connection.pending)
        if (const auto* hours = std::get_if<pending::Hours>(&what); hours && hours->chain == name) return;
    step.request(wire::FetchHours{0, name.owner, name.conversation, step.state.hours.newest_version(name)},
                 pending::Hours{name});
}

void fetch_all_hours(Step& step)
{
    if (step.state.is_therapist()) fetch_hours(step, {step.state.account->id, std::nullopt});
    for (const auto& [row, conversation] : step.state.conversations.rows()) {
        fetch_hours(step, {conversation.roster.owner, std::nullopt});
        fetch_hours(step, {conversation.roster.owner, conversation.id});
    }
}

void probe(Step& step)
{
    const auto& conversations = step.state.conversations.rows();
    const auto owner = step.state.is_therapist() || conversations.empty() ? step.state.account->id
                                                                          : conversations.begin()->second.roster.owner;
    fetch_hours(step, {owner, std::nullopt});
}

void give_back_hours(Step& step)
{
    const auto& self = step.state.account->id;
    std::vector<ChainName> names{{self, std::nullopt}};
    for (const auto& [row, conversation] : step.state.conversations.rows())
        if (step.state.mine(conversation)) names.push_back({self, conversation.id});
    for (const auto& name : names) {
        const auto* chain = step.state.hours.chain(name);
        if (!chain) continue;
        for (const auto& link : chain->links())
            step.request(wire::PublishHours{0, link.link.version, link.link.receipt}, pending::HoursAgain{});
    }
}

void resend_pending_hours(Step& step)
{
    if (!step.state.pending_hours) return;
    const auto& pending_hours = *step.state.pending_hours;
    step.request(wire::PublishHours{0, pending_hours.version, std::nullopt},
                 pending::PublishHours{0, {step.state.account->id, pending_hours.conversation}});
}

void on_hours_chain(Step& step, const wire::HoursChain& answer, const OpenRequest* what)
{
    const ChainName name{answer.owner, answer.conversation};
    if (!what && leaves_gap(step.state, name, answer)) return fetch_hours(step, name);
    take_links(step, name, answer);
    const bool settled = settle_pending(step, name);
    const auto* publish = what ? std::get_if<pending::PublishHours>(what) : nullptr;
    if (publish) {
        if (!settled) step.state.pending_hours.clear();
        step.answer(publish->ticket, settled ? std::nullopt : std::optional{Errc::broken_chain});
    }
    const auto* asked = what ? std::get_if<pending::Hours>(what) : nullptr;
    if (!asked) return;
    if (asked->chain == name && answer.links.size() >= wire::hours_page) return fetch_hours(step, name);
    on_nothing_more(step, asked->chain);
}

void on_nothing_more(Step& step, const ChainName& name)
{
    if (!lacks_named_version(step, name)) return;
    step.state.hours.withheld(name);
    show_problem(step, name);
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
    fetch_hours(step, what.chain);
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
            auto& newest = name.conversation ? heads.own : heads.base;
            if (!newest || newest->version < head->version) newest = head;
            fetch_hours(step, name);
        }
        if (problem_of(step.state, name) != before) show_problem(step, name);
    }
}

}  // namespace holdfast::client
