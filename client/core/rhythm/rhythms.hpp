// The rhythm of check-ins of a conversation as this account knows it: its versions, and the words on them. One rule: a
// version or a word counts only under its writer's identity key. What is in force, and since when, follows from the
// words and the times at which the relay let them through, on both sides alike. PROTOCOL.md, "Rhythm".
#pragma once

#include <optional>
#include <vector>

#include "client/core/rhythm/due.hpp"
#include "client/core/step.hpp"

namespace holdfast::client {

/// The versions there are, the oldest first, and those of them that are or were in force, as they follow each other.
struct RhythmTimeline {
    std::vector<RhythmView> versions;
    std::vector<InForce> in_force;  ///< points into `versions`

    RhythmTimeline() = default;
    RhythmTimeline(RhythmTimeline&&) = default;
    RhythmTimeline& operator=(RhythmTimeline&&) = default;
    [[nodiscard]] const RhythmView* find(const Digest& hash) const;
};

[[nodiscard]] RhythmTimeline rhythm_timeline(const State& state, const ConversationId& id);

/// One that there is, as it was signed, and the words on it. Precondition: there is one with this hash.
[[nodiscard]] RhythmVersion kept_rhythm(const State& state, const ConversationId& id, const Digest& hash);

/// Whether a version or a word in a content may be stored; other contents may. `writer`: the identity key of a writer
/// whom this account does not know yet. Errors: those of session::open_rhythm() and open_rhythm_word(); not_allowed (an
/// author agrees to or declines their own version).
[[nodiscard]] Status check_rhythm(const State& state, const wire::Content& content, const SignPublic* writer);
/// It is stored. Precondition: it was checked, and the conversation is known.
void note_rhythm(State& state, const wire::Content& content);

/// This account's own, which go out in `message`.
void note_own_rhythm(State& state, const ConversationId& id, const wire::Signed& text, const MessageId& message);
void note_own_rhythm_word(State& state, const wire::RhythmWord& word, const MessageId& message);
/// One's own version or word was taken back, or refused: it counts no longer.
void forget_rhythm(State& state, const Entry& entry);

[[nodiscard]] wire::RhythmTerms rhythm_draft_of(const State& state, const ConversationId& id);
/// Empty terms: none is kept.
void set_rhythm_draft(State& state, const ConversationId& id, const wire::RhythmTerms& terms);

}  // namespace holdfast::client
