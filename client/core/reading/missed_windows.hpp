// Promised windows that were not kept, as this device notes and settles them. One rule: nothing is said before this
// device has had everything the relay holds for it, after the time in which a report could still come; a device without
// a connection does not know. PROTOCOL.md, "Reading, rupture and repair".
#pragma once

#include "client/core/reading/judge_windows.hpp"
#include "client/core/step.hpp"

namespace holdfast::client {

/// Entries of so long ago may still decide how a window is judged: the reach of a judgement, and room for a clock that
/// is put back.
inline constexpr auto judged_reach = watch_reach + std::chrono::days{2};

/// A report that passes at the end of the grace has arrived this much later.
inline constexpr std::chrono::seconds judge_after{60};

/// This device's knowledge of what was promised in a conversation and of what excuses its owner, without the messages.
/// Lives until the state changes.
[[nodiscard]] Watched watched(const State& state, const Conversation& conversation);
/// The same with as many of its messages and replies as decide a judgement at `now`.
[[nodiscard]] Watched watched_at(const State& state, const Conversation& conversation, Instant now);

/// When everything from the relay has arrived: notes what was broken, once per window, takes back what was noted and is
/// not so, and says when to look again. Judges by the relay's time; nothing while the clocks do not agree.
void judge_windows(Step& step);
/// At the end of a step: asks the relay for all it has once a window can be judged.
void watch_windows(Step& step);
/// The hours have changed: other windows are to be judged.
void plan_windows(Step& step);

/// After anything that changes which repairs there are: notes which of them settles what, and how long it took.
void note_repairs(Step& step, const ConversationId& id);

/// Oldest first, what was not read or not answered and for which there are no words yet, not even on their way.
[[nodiscard]] std::vector<const Entry*> unrepaired(const State& state, const ConversationId& id);

/// Windows that were not kept as far as this device can tell, and that it has not noted: while there is no connection.
/// Precondition: its clock is not known to be wrong.
[[nodiscard]] std::vector<Judgement> not_known_yet(const State& state, const Conversation& conversation, Instant now);

}  // namespace holdfast::client
