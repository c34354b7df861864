// The newest of one's own answers of a sort that stands: neither taken back nor refused. Whoever takes back the last
// one has said what the one before it says, and the other side knows no other.
#pragma once

#include <limits>
#include <optional>

#include "client/core/state.hpp"

namespace holdfast::client {

template <class Answer>
[[nodiscard]] std::optional<Entry> newest_answer(const State& state, const ConversationId& id)
{
    const auto* one = state.entries.before(id, std::numeric_limits<Row>::max());
    while (one != nullptr && !(one->mine && counts(*one) && one->is<Answer>()))
        one = state.entries.before(id, one->number);
    if (one == nullptr) return std::nullopt;
    return state.entries.read(one->number);
}

}  // namespace holdfast::client
