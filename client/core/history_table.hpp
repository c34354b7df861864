// The history in the vault. In memory stands a list of its entries without their words; the words are read when
// somebody asks for them, and let go at the end of the step.
//
// The list is there because the vault seals a record as a whole, under its row: nothing could be asked of a store for
// what is unread, or of which conversation an entry is, without telling whoever finds the disk. So each entry is opened
// once when the vault is, for its head, and again when it is read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "client/core/history.hpp"
#include "client/core/history_facts.hpp"
#include "client/core/vault/records.hpp"
#include "client/core/vault/vault.hpp"

namespace holdfast::client {

/// Reading throws what the vault's store throws, and VaultError for an entry that does not open.
class History {
  public:
    using Record = StoredEntry;
    using Row = std::uint64_t;

    /// `vault` outlives it. Errors: store_broken.
    [[nodiscard]] Status load(Vault& vault);
    [[nodiscard]] bool edited() const noexcept { return !edited_.empty(); }
    /// Writes what was edited, inside a transaction of the vault.
    void flush(Vault& vault);
    /// Lets go of every entry that was read, added or edited and is in the vault; references to them end.
    void release();

    /// As the entries are now, in the order shown. What was edited since the last flush is looked at again each time,
    /// so that whoever holds an entry of edit() may go on changing it.
    [[nodiscard]] const std::map<Row, ListedEntry>& heads() const;
    /// The facts of all entries as they are now. A caller that edits entries while it walks over one copies it first.
    [[nodiscard]] const HistoryFacts& facts() const;
    [[nodiscard]] const ConversationFacts& of(const ConversationId& id) const { return facts().of(id); }
    /// HistoryFacts::take_changes(), for one caller alone.
    [[nodiscard]] std::optional<std::vector<HeardChange>> take_changes(const ConversationId& id) const;
    /// Empty for the id of none.
    [[nodiscard]] std::optional<Row> row_of(const MessageId& message) const;

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

  private:
    /// Looks at an edited row again.
    void refresh(Row row) const;
    void name(Row row, const MessageId& message);
    void forget_name(Row row);
    StoredEntry& loaded(Row row) const;
    [[nodiscard]] StoredEntry read_record(Row row) const;

    Vault* vault_ = nullptr;
    mutable std::map<Row, StoredEntry> loaded_;  ///< all that was edited, and what was read
    std::set<Row> edited_;                       ///< added, edited and erased since the last flush
    mutable std::map<Row, ListedEntry> heads_;   ///< by row, which is Entry::number; of edited ones, as they were
    mutable HistoryFacts facts_;                 ///< of what heads_ lists
    std::map<MessageId, Row> by_message_;        ///< without those that have none
    Row next_ = 1;
};

}  // namespace holdfast::client
