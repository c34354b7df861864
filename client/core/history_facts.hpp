// The answers of the history to every step and every key, kept up to date entry by entry, so that nobody looks through
// all of it: a history grows for years, and what is asked of it concerns its newest part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "client/core/history.hpp"
#include "client/core/sorted.hpp"

namespace holdfast::client {

using Row = std::uint64_t;

/// A message or a reply that the relay has received was added, or is no longer as it was.
struct HeardChange {
    bool gone = false;
    AccountId from;
    Instant received;
    std::optional<Instant> read;  ///< the begin of the window it was reported read in
    bool counts = true;           ///< neither taken back nor refused
};

/// Of one conversation.
struct ConversationFacts {
    /// Windows by their ends.
    struct ByEnd {
        bool operator()(const Span& a, const Span& b) const noexcept
        {
            return a.by != b.by ? a.by < b.by : a.from < b.from;
        }
    };
    using InWindow = std::map<Span, Sorted<Row>, ByEnd>;

    Sorted<Row> rows;
    std::set<Row> unseen;            ///< not yet shown
    std::set<Row> unreported;        ///< somebody else's that the person has seen, and nobody was told
    std::set<Row> undelivered;       ///< one's own that the reader has, which may not be shown yet
    std::set<Row> missing;           ///< entries with a Missing
    std::map<Row, Broken> broken;    ///< and with a Broken
    std::map<Row, Instant> repairs;  ///< and with a Repair that counts: up to when it speaks
    InWindow own_read;               ///< by the window they were reported read in
    InWindow others_read;
    Sorted<Instant> received;    ///< when the relay received the entries
    std::size_t own_unread = 0;  ///< received, counting, and in no report
    std::size_t others_unread = 0;
    /// Own messages that count towards a pace, by the end of the window promised (none: it has no end): how many; and
    /// all with a promise by when they were written.
    std::map<std::optional<Instant>, std::size_t> paced;
    Sorted<Instant> paced_written;
    std::size_t paced_unpromised = 0;
};

/// Follows from the entries alone, whatever the order they were put and erased in.
class HistoryFacts {
  public:
    void put(const Entry& entry) { put(ListedEntry{entry}, entry.body); }
    /// The body counts of a Broken and a Repair alone.
    void put(const ListedEntry& head, const EntryBody& body);
    /// As it was put. Precondition: it was.
    void erase(const ListedEntry& was);
    /// Whether an entry that was put is put as its words are now.
    [[nodiscard]] bool knows_words(const Entry& entry) const;
    /// Empty facts for a conversation without entries.
    [[nodiscard]] const ConversationFacts& of(const ConversationId& id) const;
    /// Conversations that have entries, or had.
    [[nodiscard]] std::vector<ConversationId> conversations() const;
    /// The changes since the last call, in order. Empty at the first call, and where there were too many to keep: then
    /// every entry is to be looked at.
    [[nodiscard]] std::optional<std::vector<HeardChange>> take_changes(const ConversationId& id);

  private:
    struct Kept {
        ConversationFacts facts;
        std::optional<std::vector<HeardChange>> changes;
    };
    static void note(Kept& kept, const ListedEntry& entry, bool gone);
    std::map<ConversationId, Kept> kept_;
};

/// Neither taken back nor refused.
[[nodiscard]] constexpr bool counts(const EntryHead& entry) noexcept
{
    return entry.stage != Stage::taken_back && entry.stage != Stage::refused;
}

/// Whether nothing is to be done about an entry any more, for the owner of the conversation or for the other one: of
/// ConversationFacts it is in the rows, the windows and the times alone.
[[nodiscard]] bool is_settled(const ListedEntry& entry, bool owner);

/// The entry as the relay received it; empty for an entry that is no message, or that the relay has not received.
[[nodiscard]] std::optional<HeardChange> heard(const ListedEntry& entry);

}  // namespace holdfast::client
