// The history in the vault. In memory stands a list of its newest entries without their words, and of older ones where
// something is still to be done: the pages of the list (history_pages.hpp) that are followed. Other pages, and the
// words of entries, are read when somebody asks for them, and let go afterwards.
//
// The list is there because the vault seals a record as a whole, under its row: nothing could be asked of a store for
// what is unread, or of which conversation an entry is, without telling whoever finds the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "client/core/history.hpp"
#include "client/core/history_facts.hpp"
#include "client/core/history_pages.hpp"
#include "client/core/vault/records.hpp"
#include "client/core/vault/vault.hpp"

namespace holdfast::client {

/// Reading throws what the vault's store throws, and VaultError for an entry or a page that does not open.
class History {
  public:
    using Record = StoredEntry;
    using Row = std::uint64_t;

    /// `vault` outlives it. Errors: store_broken, vault_rolled_back.
    [[nodiscard]] Status load(Vault& vault);
    /// This device is the owner's of its conversations; which entries are settled depends on it.
    void be_owner(bool owner) noexcept { owner_ = owner; }
    [[nodiscard]] bool edited() const noexcept { return !edited_.empty(); }
    /// Writes what was edited, inside a transaction of the vault.
    void flush(Vault& vault);
    /// Lets go of every entry that was read, added or edited and is in the vault; references to them end.
    void release();

    /// From now on every page with a time from `since` on is followed.
    void reach_back(Instant since) const;
    /// The heads that are followed, in the order shown, as their entries are now. Those edited since the last flush are
    /// looked at again each time, so that whoever holds an entry of edit() may go on changing it.
    [[nodiscard]] const std::map<Row, ListedEntry>& heads() const;
    /// The facts of all entries that are followed, as they are now. A caller that edits entries while it walks over one
    /// copies it first.
    [[nodiscard]] const HistoryFacts& facts() const;
    [[nodiscard]] const ConversationFacts& of(const ConversationId& id) const { return facts().of(id); }
    /// HistoryFacts::take_changes(), for one caller alone.
    [[nodiscard]] std::optional<std::vector<HeardChange>> take_changes(const ConversationId& id) const;

    // ---- the whole history ------------------------------------------------------------------------------------------

    /// Every entry from a row on, in order.
    void each(const std::function<void(const ListedEntry&)>& take, Row from = 0) const;
    /// The neighbours of a row in a conversation, whether there is an entry or not; null where there is none. They live
    /// until release(), or until some thousand others were asked for.
    [[nodiscard]] const ListedEntry* before(const ConversationId& id, Row row) const;
    [[nodiscard]] const ListedEntry* after(const ConversationId& id, Row row) const;
    /// The latest window in which one's own were reported read.
    [[nodiscard]] std::optional<Span> last_own_read(const ConversationId& id) const;
    /// Empty for the id of none.
    [[nodiscard]] std::optional<Row> row_of(const MessageId& message) const;

    // ---- one entry --------------------------------------------------------------------------------------------------

    /// Precondition of these: the row exists.
    [[nodiscard]] const ListedEntry& head(Row row) const;
    /// Reads it, unless it is here; until release().
    [[nodiscard]] const Entry& at(Row row) const { return loaded(row).entry; }
    /// Reads it, and keeps nothing of it here.
    [[nodiscard]] Entry read(Row row) const;
    /// To be changed, but for number and message; until release().
    [[nodiscard]] Entry& edit(Row row);
    /// Another one in its place, under its number.
    Entry& replace(Row row, Entry entry);
    void erase(Row row);

    /// At the end, under the next number.
    Entry& add(Entry entry);
    /// Entries that are in memory with their words.
    [[nodiscard]] std::size_t held() const noexcept { return loaded_.size(); }
    /// Entries whose heads are followed.
    [[nodiscard]] std::size_t followed() const noexcept { return heads_.size(); }

  private:
    using Page = HistoryPages::Page;
    [[nodiscard]] bool is_followed(Page page) const { return followed_.contains(page); }
    /// Precondition: it was written.
    void follow(Page page) const;
    [[nodiscard]] const ListedEntry* last_before(Page page, const ConversationId& id, Row row) const;
    [[nodiscard]] const ListedEntry* first_after(Page page, const ConversationId& id, Row row) const;
    /// last_own_read() in pages that are not followed, which no edit changes: read once, not with every key.
    [[nodiscard]] std::optional<Span> last_own_read_unfollowed(const ConversationId& id) const;
    /// Looks at an edited row again.
    void refresh(Row row) const;
    void name(Row row, const MessageId& message) const;
    void forget_name(Row row);
    StoredEntry& loaded(Row row) const;
    [[nodiscard]] StoredEntry read_record(Row row) const;
    void write_pages(Vault& vault);

    Vault* vault_ = nullptr;
    bool owner_ = false;
    HistoryPages pages_;
    mutable std::set<Page> followed_;
    mutable std::map<ConversationId, std::optional<Span>> unfollowed_read_;  ///< until another page is followed
    mutable Instant reached_ = Instant::max();     ///< every page with a time from then on is followed
    mutable std::map<Row, StoredEntry> loaded_;    ///< all that was edited, and what was read
    std::set<Row> edited_;                         ///< added, edited and erased since the last flush
    mutable std::map<Row, ListedEntry> heads_;     ///< by row, which is Entry::number; of edited ones, as they were
    mutable HistoryFacts facts_;                   ///< of what heads_ lists
    mutable std::map<MessageId, Row> by_message_;  ///< of those, without those that have none
    Row next_ = 1;
};

}  // namespace holdfast::client
