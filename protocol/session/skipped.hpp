// Message keys kept for messages that have not come yet, e.g. those the gate holds while control passed. Bounded: the
// oldest go first. PROTOCOL.md, "Ratchet".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/session/chain.hpp"

namespace holdfast::session {

/// Keys one message may skip, over both chains it concerns: above the 900 messages the relay holds for a pair of
/// devices, low enough that a forged counter costs about a millisecond at most.
inline constexpr std::uint32_t max_skip_per_message = 1000;
/// Keys kept in one session: two full queues.
inline constexpr std::size_t max_skipped_keys = 2000;

class SkippedKeys {
  public:
    struct Entry {
        DhPublic chain;
        std::uint32_t number = 0;
        MessageKey key;
        std::uint64_t serial = 0;  ///< tells this key from every other one added here or to what this was cloned from
        static constexpr auto fields() { return std::tuple{&Entry::chain, &Entry::number, &Entry::key}; }
    };

    /// Keeps a key; drops the oldest when there is no room. Returns how many were dropped (0 or 1).
    std::size_t add(const DhPublic& chain, std::uint32_t number, MessageKey key);
    /// The key, taken out: it opens one message. Empty when it is not there.
    [[nodiscard]] std::optional<MessageKey> take(const DhPublic& chain, std::uint32_t number);
    [[nodiscard]] bool contains(const DhPublic& chain, std::uint32_t number) const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    /// Oldest first.
    [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
    [[nodiscard]] SkippedKeys clone() const;
    static constexpr auto fields() { return std::tuple{&SkippedKeys::entries_}; }

  private:
    std::vector<Entry> entries_;  // oldest first
    std::uint64_t last_serial_ = 0;
};

}  // namespace holdfast::session
