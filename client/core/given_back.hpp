// Records that this very account signed on an earlier device, given back to its new device by the other member. They
// are taken only where the conversation is older than the device, so that nobody brings an earlier word
// back to somebody who has said another since. PROTOCOL.md, "A new device".
#pragma once

#include <optional>

#include "client/core/state.hpp"

namespace holdfast::client {

/// The account that signed what a content brings, by its own word: a coping plan, a rhythm, or a word on one. Empty for
/// every other content.
[[nodiscard]] std::optional<AccountId> signer_of(const EntryBody& body);

/// Whether another member brings what this account itself signed, to a device that cannot know it.
[[nodiscard]] bool gives_back(const State& state, const wire::Content& content);

/// The key that must have signed the record of a content: this account's where it is given back, else its writer's.
/// `writer` as in check_plan(). Errors: wrong_key (nobody knows the writer).
[[nodiscard]] Result<SignPublic> signer_key(const State& state, const wire::Content& content, const SignPublic* writer);

}  // namespace holdfast::client
