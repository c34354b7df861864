// One writer's contents in order: each quotes its number and the hash of the one before, per (sending device,
// conversation, class). So a relay that drops, repeats or reorders is found out, and a message taken back leaves no
// mark. PROTOCOL.md, "Payload".
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::session {

/// The writer's side.
struct WriteChain {
    std::uint64_t sequence = 0;  ///< of the last content
    Digest hash;                 ///< its hash; zero before the first
    static constexpr auto fields() { return std::tuple{&WriteChain::sequence, &WriteChain::hash}; }

    /// Fills in number and previous hash, encodes, and moves on. Returns the bytes that go into every payload.
    [[nodiscard]] Bytes append(wire::Content content);
    friend bool operator==(const WriteChain&, const WriteChain&) = default;
};

/// A content that is known not to come: taken back while held.
struct WithdrawnEntry {
    MessageId message;
    std::uint64_t sequence = 0;
    Digest hash;
    static constexpr auto fields()
    {
        return std::tuple{&WithdrawnEntry::message, &WithdrawnEntry::sequence, &WithdrawnEntry::hash};
    }
    friend bool operator==(const WithdrawnEntry&, const WithdrawnEntry&) = default;
};

/// The result of following one content.
struct Followed {
    std::uint64_t missing =
        0;                ///< contents between the last one and this one that have neither come nor been withdrawn
    bool broken = false;  ///< it does not quote the content before it: something was swapped
    bool late = false;    ///< it is one of those that were missing
    friend bool operator==(const Followed&, const Followed&) = default;
};

/// The reader's side.
struct ReadChain {
    std::uint64_t sequence = 0;
    Digest hash;
    std::vector<std::uint64_t> missing;     ///< ascending; at most max_missing, the oldest go
    std::vector<WithdrawnEntry> withdrawn;  ///< at most max_withdrawn, the oldest go
    static constexpr auto fields()
    {
        return std::tuple{&ReadChain::sequence, &ReadChain::hash, &ReadChain::missing, &ReadChain::withdrawn};
    }

    /// Errc::replayed for a content seen before or withdrawn, without change.
    [[nodiscard]] Result<Followed> follow(const wire::Content& content, const Digest& content_hash);
    /// Closes the gap, or keeps it from opening. Returns true when it was shown as missing until now. Nothing happens
    /// for a content that has come already, nor for a number that was withdrawn before.
    bool withdraw(const wire::Withdrawn& withdrawn);
    [[nodiscard]] bool is_withdrawn(const MessageId& message) const noexcept;
    friend bool operator==(const ReadChain&, const ReadChain&) = default;
};

/// As many gaps as a ratchet keeps keys for: nothing older can come any more.
inline constexpr std::size_t max_missing = 2000;
inline constexpr std::size_t max_withdrawn = 2000;

}  // namespace holdfast::session
