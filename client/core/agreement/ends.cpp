#include "client/core/agreement/ends.hpp"

#include <algorithm>

namespace holdfast::client {
namespace {

/// One is enough; more are kept for those that are taken back.
constexpr std::size_t max_noes = 8;

std::optional<Row> row_of(const State& state, const MessageId& proposal)
{
    return state.proposed_ends.find([&](const ProposedEnd& one) { return one.proposal == proposal; });
}

bool is_replaced(const State& state, const MessageId& proposal)
{
    return state.proposed_ends.find([&](const ProposedEnd& one) { return one.agreed && one.what.replaces == proposal; })
        .has_value();
}

LastWindow window_of(const State& state, const ProposedEnd& one)
{
    return {one.proposal, one.by == state.account->id, {one.what.from, one.what.by}};
}

/// Of the open proposals the newest here.
std::optional<LastWindow> open_proposal(const State& state, const ConversationId& id, Instant now)
{
    std::optional<LastWindow> newest;
    for (const auto& [row, one] : state.proposed_ends.rows()) {
        const bool open = one.conversation == id && !one.agreed && one.withdrawn.empty() && now < one.what.by;
        if (open && !is_replaced(state, one.what.replaces)) newest = window_of(state, one);
    }
    return newest;
}

void note_answer(State& state, const AccountId& writer, const MessageId& message, const wire::EndAnswer& answer)
{
    const auto row = row_of(state, answer.proposal);
    if (!row) return;
    auto& known = state.proposed_ends.edit(*row);
    if (!answer.agreed && known.withdrawn.size() < max_noes) known.withdrawn.push_back(message);
    if (answer.agreed && !known.agreed && writer != known.by) known.agreed = message;
}

}  // namespace

std::optional<LastWindow> agreed_end(const State& state, const ConversationId& id)
{
    std::optional<LastWindow> last;
    for (const auto& [row, one] : state.proposed_ends.rows()) {
        const bool counts = one.conversation == id && one.agreed && one.withdrawn.empty();
        if (!counts || is_replaced(state, one.proposal)) continue;
        const auto window = window_of(state, one);
        const auto key = [](const LastWindow& end) { return std::pair{end.window.by, end.proposal}; };
        if (!last || key(*last) < key(window)) last = window;
    }
    return last;
}

bool has_window(const State& state, const Conversation& conversation, const Span& window)
{
    const auto& schedule = state.hours.schedule(conversation.roster.owner, conversation.id);
    const auto there = schedule.window_at(window.by - instant_resolution);
    return there && there->end && *there->end >= window.by;
}

EndPlan end_plan(const State& state, const ConversationId& id, Instant now)
{
    const auto* conversation = state.conversation(id);
    EndPlan plan;
    if (!conversation || state.over_since(*conversation)) return plan;
    plan.agreed = agreed_end(state, id);
    plan.off = plan.agreed && !has_window(state, *conversation, plan.agreed->window);
    if (plan.off && plan.agreed->window.by <= now) plan = {};  // it is over, and nothing ended with it
    plan.proposed = open_proposal(state, id, now);
    return plan;
}

Status check_end(const State& state, const wire::Content& content)
{
    const auto* proposal = std::get_if<wire::EndProposal>(&content.body);
    if (proposal && proposal->replaces == content.message) return Errc::out_of_range;
    const auto* answer = std::get_if<wire::EndAnswer>(&content.body);
    if (!answer) return ok();
    const auto row = row_of(state, answer->proposal);
    // One that an earlier device had is not known here, and the answer says nothing.
    if (!row) return ok();
    const auto& known = state.proposed_ends.at(*row);
    const bool fits = known.conversation == content.conversation && !(answer->agreed && known.by == content.account);
    return fits ? ok() : Status{Errc::out_of_range};
}

void note_end(State& state, const ConversationId& id, const AccountId& writer, const MessageId& message,
              const EntryBody& body)
{
    if (const auto* proposal = std::get_if<wire::EndProposal>(&body))
        state.proposed_ends.add({id, message, writer, *proposal});
    if (const auto* answer = std::get_if<wire::EndAnswer>(&body)) note_answer(state, writer, message, *answer);
}

void forget_end(State& state, const Entry& entry)
{
    std::vector<Row> rows;
    for (const auto& [row, one] : state.proposed_ends.rows())
        if (one.proposal == entry.message || one.agreed == entry.message ||
            std::ranges::count(one.withdrawn, entry.message))
            rows.push_back(row);
    for (const Row row : rows) {
        if (state.proposed_ends.at(row).proposal == entry.message) {
            state.proposed_ends.erase(row);
            continue;
        }
        auto& one = state.proposed_ends.edit(row);
        if (one.agreed == entry.message) one.agreed.reset();
        std::erase(one.withdrawn, entry.message);
    }
}

}  // namespace holdfast::client
