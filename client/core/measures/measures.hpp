// The questionnaires of a conversation, as this account knows them: what was offered, the answers so far, and those
// that were sent. Two rules: both score by the words that were offered, and nobody is asked about harming themselves
// before a safety plan is agreed. PROTOCOL.md, "Measures".
#pragma once

#include <optional>
#include <vector>

#include "client/core/step.hpp"

namespace holdfast::client {

/// Why an offer is refused where has_safety_plan() says no.
inline constexpr const char* no_safety_plan =
    "This one asks about thoughts of being dead or of hurting oneself. It can be offered once the two of you have "
    "agreed on a coping plan: holdfast plan edit. Nothing was sent.";

[[nodiscard]] std::vector<MeasureView> measures_in(const State& state, const ConversationId& id);
[[nodiscard]] const wire::Measure* known_measure(const State& state, const Digest& hash);
/// The messages with answers that tell of thoughts of harming oneself, oldest first.
[[nodiscard]] std::vector<MessageId> tell_of_self_harm(const State& state, const ConversationId& id);
[[nodiscard]] bool tells_of_self_harm(const State& state, const Entry& entry);
/// Whether both have agreed on a plan for bad times. Nobody is asked about harming themselves before.
[[nodiscard]] bool has_safety_plan(const State& state, const ConversationId& id);

/// Whether this may be offered here. Errors: out_of_range, wrong_key, not_allowed: see command::OfferMeasure.
[[nodiscard]] Status check_offer(const State& state, const ConversationId& id, const wire::Measure& measure);
/// Whether an offer or answers in a content may be stored; other contents may. Errors: those of check_offer;
/// out_of_range (answers to what was never offered, to other words, or with choices that are not there); already_exists
/// (answered before).
[[nodiscard]] Status check_measure(const State& state, const wire::Content& content);
/// It is stored. Precondition: it was checked.
void note_measure(State& state, const wire::Content& content, const wire::Deliver& delivery);

/// One's own offer, which goes out in `message`.
void note_offer(State& state, const ConversationId& id, const MessageId& message, const wire::Measure& measure,
                Instant now);
[[nodiscard]] std::optional<Row> offered_row(const State& state, const ConversationId& id, const MessageId& offer);
/// One's own offer or answers were taken back, or refused: an offer is gone, and answers are open again.
void forget_measure(State& state, const Entry& entry);

}  // namespace holdfast::client
