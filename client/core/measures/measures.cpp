#include "client/core/measures/measures.hpp"

#include <algorithm>

#include "client/core/plan/plans.hpp"
#include "protocol/measure/score.hpp"
#include "protocol/measure/shipped_hashes.hpp"

namespace holdfast::client {
namespace {

/// A safety question waits for the plan; a device that came back does not know what was agreed before.
bool may_be_asked(const State& state, const Conversation& conversation)
{
    return has_safety_plan(state, conversation.id) || (!state.mine(conversation) && conversation.restored);
}

const KnownMeasure* find_known(const State& state, const Digest& hash)
{
    const auto row = state.measures.find([&](const KnownMeasure& one) { return one.hash == hash; });
    return row ? &state.measures.at(*row) : nullptr;
}

/// Other words under a name and version that were offered here.
bool is_renamed(const State& state, const ConversationId& id, const wire::Measure& measure, const Digest& hash)
{
    return std::ranges::any_of(state.offered_measures.rows(), [&](const auto& row) {
        const auto& offered = row.second;
        if (offered.conversation != id || offered.measure == hash) return false;
        const auto* known = find_known(state, offered.measure);
        return known && known->measure.version == measure.version &&
               measure::is_same_name(known->measure.name, measure.name);
    });
}

/// A device that came back knows none of the earlier offers: it keeps what it cannot score.
bool may_be_unknown(const State& state, const ConversationId& id)
{
    const auto* conversation = state.conversation(id);
    return conversation && conversation->restored;
}

Status check_answers(const State& state, const ConversationId& id, const wire::MeasureAnswers& answers)
{
    const auto row = offered_row(state, id, answers.offer);
    if (!row) return may_be_unknown(state, id) ? ok() : Status{Errc::out_of_range};
    const auto& offered = state.offered_measures.at(*row);
    if (offered.measure != answers.measure) return Errc::out_of_range;
    if (offered.result) return Errc::already_exists;
    return measure::check_chosen(find_known(state, offered.measure)->measure, answers.chosen);
}

}  // namespace

std::optional<Row> offered_row(const State& state, const ConversationId& id, const MessageId& offer)
{
    return state.offered_measures.find(
        [&](const OfferedMeasure& one) { return one.conversation == id && one.offer == offer; });
}

std::vector<MeasureView> measures_in(const State& state, const ConversationId& id)
{
    std::vector<MeasureView> all;
    for (const auto& [row, one] : state.offered_measures.rows()) {
        if (one.conversation != id) continue;
        const auto* known = find_known(state, one.measure);
        MeasureView view{one.offer, one.measure, &known->measure, one.offered, {}, {}, {}, one.begun, one.last_given};
        if (one.result) {
            view.message = one.result->message;
            view.answered = one.result->answered;
            view.chosen = one.result->chosen;
        }
        all.push_back(std::move(view));
    }
    return all;
}

const wire::Measure* known_measure(const State& state, const Digest& hash)
{
    const auto* known = find_known(state, hash);
    return known ? &known->measure : nullptr;
}

std::vector<MessageId> tell_of_self_harm(const State& state, const ConversationId& id)
{
    std::vector<MessageId> messages;
    for (const auto& [row, one] : state.offered_measures.rows()) {
        if (one.conversation != id || !one.result) continue;
        if (measure::tells_of_self_harm(find_known(state, one.measure)->measure, one.result->chosen))
            messages.push_back(one.result->message);
    }
    return messages;
}

bool tells_of_self_harm(const State& state, const Entry& entry)
{
    const auto* answers = std::get_if<wire::MeasureAnswers>(&entry.body);
    const auto* known = answers ? find_known(state, answers->measure) : nullptr;
    return known && measure::check_chosen(known->measure, answers->chosen).has_value() &&
           measure::tells_of_self_harm(known->measure, answers->chosen);
}

bool has_safety_plan(const State& state, const ConversationId& id) { return agreed_plan(state, id).has_value(); }

Status check_offer(const State& state, const ConversationId& id, const wire::Measure& measure)
{
    if (const auto sound = measure::check(measure); sound.has_error()) return sound;
    if (const auto named = measure::check_name(measure); named.has_error()) return named;
    if (is_renamed(state, id, measure, measure::hash_of(measure))) return Errc::wrong_key;
    const auto* conversation = state.conversation(id);
    if (!measure::asks_about_self_harm(measure)) return ok();
    return conversation && may_be_asked(state, *conversation) ? ok() : Status{Errc::not_allowed};
}

Status check_measure(const State& state, const wire::Content& content)
{
    if (const auto* offer = std::get_if<wire::MeasureOffer>(&content.body))
        return check_offer(state, content.conversation, offer->measure);
    const auto* answers = std::get_if<wire::MeasureAnswers>(&content.body);
    return answers ? check_answers(state, content.conversation, *answers) : ok();
}

void note_measure(State& state, const wire::Content& content, const wire::Deliver& delivery)
{
    if (const auto* offer = std::get_if<wire::MeasureOffer>(&content.body))
        return note_offer(state, content.conversation, content.message, offer->measure, delivery.released);
    const auto* answers = std::get_if<wire::MeasureAnswers>(&content.body);
    const auto row = answers ? offered_row(state, content.conversation, answers->offer) : std::nullopt;
    if (!row) return;
    // A clock that is ahead, or a modified program, gives no answers from the future.
    const auto answered = std::min(answers->answered, delivery.received);
    state.offered_measures.edit(*row).result = MeasureResult{content.message, answered, answers->chosen};
}

void note_offer(State& state, const ConversationId& id, const MessageId& message, const wire::Measure& measure,
                Instant now)
{
    const auto hash = measure::hash_of(measure);
    if (!find_known(state, hash)) state.measures.add({hash, measure});
    state.offered_measures.add({id, message, hash, now, {}, {}, {}});
}

void forget_measure(State& state, const Entry& entry)
{
    if (std::holds_alternative<wire::MeasureOffer>(entry.body))
        if (const auto row = offered_row(state, entry.conversation, entry.message)) state.offered_measures.erase(*row);
    const auto* answers = std::get_if<wire::MeasureAnswers>(&entry.body);
    const auto row = answers ? offered_row(state, entry.conversation, answers->offer) : std::nullopt;
    if (row && state.offered_measures.at(*row).result) state.offered_measures.edit(*row).result.reset();
}

}  // namespace holdfast::client
