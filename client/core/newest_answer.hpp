// The newest of one's own answers of a sort that stands: neither taken back nor refused. Whoever takes back the last
// one has said what the one before it says, and the other side knows no other.
#pragma once

#include <optional>
#include <ranges>

#include "client/core/state.hpp"

namespace holdfast::client {

template <class Answer>
[[nodiscard]] std::optional<Entry> newest_answer(const State& state, const ConversationId& id)
{
    for (const Row row : std::views::reverse(state.entries.of(id).rows)) {
        const auto& head = state.entries.head(row);
        if (head.mine && counts(head) && head.is<Answer>()) return state.entries.read(row);
    }
    return std::nullopt;
}

}  // namespace holdfast::client
