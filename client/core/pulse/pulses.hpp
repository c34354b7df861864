// The alliance pulse of a conversation: what a client may be asked about, the answers there are, and whether the newest
// one fell from high. One rule: an answer that was not shared is in no content and on no other device, and that a
// question was passed over is written nowhere. PROTOCOL.md, "Pulse".
#pragma once

#include <optional>
#include <vector>

#include "client/core/step.hpp"

namespace holdfast::client {

/// What ended longer ago is not asked about.
inline constexpr std::chrono::days pulse_asked_within{7};
/// Of one conversation; the oldest go.
inline constexpr std::size_t most_pulses = 200;

/// `now` is corrected time.
[[nodiscard]] PulseView pulse_of(const State& state, const ConversationId& id, Instant now);
/// Of the owner's: the newest answer fell from high, and they have written nothing since it came.
[[nodiscard]] bool suggests_repair(const State& state, const ConversationId& id);
/// The answer about what ended at `at`.
[[nodiscard]] const KeptPulse* kept_pulse(const State& state, const ConversationId& id, Instant at);
/// To be changed; made where there is none.
[[nodiscard]] PulseState& edit_pulse(State& state, const ConversationId& id);
/// In its place; another answer about the same goes.
void keep_pulse(State& state, const ConversationId& id, const KeptPulse& pulse);

/// Whether an answer in a content may be stored; other contents may. Errors: out_of_range.
[[nodiscard]] Status check_pulse(const wire::Content& content);
/// The entry of this message is stored; one of another kind is no answer.
void note_pulse(State& state, const MessageId& message);
/// One's own answer was taken back, or refused: it is on this device alone again.
void forget_pulse(State& state, const Entry& entry);

// ---- pure -----------------------------------------------------------------------------------------------------------

/// One answer in numbers, for a plot; of wire::highest_pulse.
struct PulseNumber {
    Instant at;  ///< what it is about
    std::uint8_t value = 0;
    friend bool operator==(const PulseNumber&, const PulseNumber&) = default;
};
/// A client's own, or those that came to a therapist, in the order of what they are about.
[[nodiscard]] std::vector<PulseNumber> pulse_numbers(const PulseView& pulse);

/// A fall from high: the last value is at least 3 lower than the median of the up to five before it, and that median is
/// 7 or more. Of an even number the median is the mean of the two in the middle.
[[nodiscard]] bool is_fall(const std::vector<PulseNumber>& values);
/// Of the up to five before the last, times two, so that it is whole; empty where there is none before it.
[[nodiscard]] std::optional<unsigned> twice_median_before(const std::vector<PulseNumber>& values);

}  // namespace holdfast::client
