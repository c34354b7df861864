#include "client/core/messages/give_back.hpp"

#include <algorithm>

#include "client/core/messages/compose.hpp"
#include "client/core/plan/plans.hpp"
#include "client/core/rhythm/rhythms.hpp"

namespace holdfast::client {
namespace {

/// The signed record that a message of the history brought. Empty for a message of an earlier device.
template <class Brought>
std::optional<Brought> brought_by(const State& state, const MessageId& message)
{
    const auto row = state.entry_row(message);
    if (!row) return std::nullopt;
    const auto entry = state.entries.read(*row);
    const auto* brought = std::get_if<Brought>(&entry.body);
    return brought ? std::optional{*brought} : std::nullopt;
}

/// A message that no device has confirmed goes to the new one by itself. A word goes again in any case: one that is on
/// its way would come before its subject.
void send_again(Step& step, const ConversationId& id, const MessageId& before, wire::Body body)
{
    if (!step.state.outbox_row(before)) write_message(step, 0, id, std::move(body));
}

void give_plan_back(Step& step, const ConversationId& id)
{
    const auto standing = plan_while_closed(step.state, id);
    if (!standing) return;
    const auto kept = kept_plan(step.state, id, standing->hash);
    send_again(step, id, kept.message, wire::CopingPlan{kept.plan});
    if (!standing->word) return;
    const auto word = brought_by<wire::CopingPlanAnswer>(step.state, kept.words.back().message);
    if (word) write_message(step, 0, id, *word);
}

void give_rhythm_back(Step& step, const ConversationId& id)
{
    const auto timeline = rhythm_timeline(step.state, id);
    for (const auto& version : timeline.versions) {
        const auto kept = kept_rhythm(step.state, id, version.hash);
        const bool open = version.stage == RhythmStage::proposed && version.mine;
        if (open) send_again(step, id, kept.message, wire::Rhythm{kept.text});
        if (version.stage != RhythmStage::in_force) continue;
        const auto agreed = std::ranges::find(kept.words, wire::RhythmSays::agreed, &KeptRhythmWord::says);
        if (agreed == kept.words.end()) continue;
        const auto word = brought_by<wire::RhythmAnswer>(step.state, agreed->message);
        if (!word) continue;
        send_again(step, id, kept.message, wire::Rhythm{kept.text});
        write_message(step, 0, id, *word);
    }
}

}  // namespace

void give_back(Step& step, const AccountId& member)
{
    std::vector<ConversationId> shared;
    for (const auto& [row, conversation] : step.state.conversations.rows())
        if (step.state.others(conversation) == std::vector{member}) shared.push_back(conversation.id);
    for (const auto& id : shared) {
        give_plan_back(step, id);
        give_rhythm_back(step, id);
    }
}

}  // namespace holdfast::client
