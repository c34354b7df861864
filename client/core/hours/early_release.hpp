// Messages that go out earlier than their writer was told: "you can take it back until then" was a promise, so whoever
// wrote one is told as soon as the hours that let it through are known. Judged by the signed hours, before and after.
#pragma once

#include <optional>
#include <vector>

#include "client/core/step.hpp"

namespace holdfast::client {

/// An own message at the relay, and when the gate lets it through by the hours known now; empty: no opening is known.
struct HeldMessage {
    ConversationId conversation;
    MessageId message;
    Instant received;
    std::optional<Instant> release;
};

/// Messages promised for later than `now`, or not at all. The reader's receipt may be here already: the hours
/// that let a message through can come after it.
[[nodiscard]] std::vector<HeldMessage> held_messages(const State& state, const std::vector<ConversationId>& of,
                                                     Instant now);

/// `before`: the same under the hours that were known before. Shows those that have gone out since then and would not
/// have by now.
void tell_released_early(Step& step, const std::vector<HeldMessage>& before);

}  // namespace holdfast::client
