// The list of the history in the vault: the heads of entries whose rows stand close together are one record, a page,
// and a note of what is in it stands in the directory, which alone is read whole at a start. So a start reads the pages
// in which something is still to be done, and others are read when somebody looks at them. PROTOCOL.md, "Client vault".
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <vector>

#include "client/core/history.hpp"
#include "client/core/history_facts.hpp"
#include "client/core/vault/record_store.hpp"
#include "client/core/vault/vault.hpp"

namespace holdfast::client {

/// The heads of the entries with rows that differ in their last six bits alone, in order.
struct ListPage {
    static constexpr Kind kind = Kind::entry_list;
    std::vector<ListedEntry> entries;
    static constexpr auto fields() { return std::tuple{&ListPage::entries}; }
};

/// A page in short, so that it is read only by who needs it.
struct PageNote {
    std::uint8_t place = 0;                    ///< the last six bits of its number
    bool open = false;                         ///< an entry is not settled (is_settled)
    Instant newest;                            ///< the latest of all times in its entries
    std::vector<std::uint32_t> conversations;  ///< the first bytes of their ids, in order
    Bytes messages;                            ///< the first two bytes of the id of each
    static constexpr auto fields()
    {
        return std::tuple{&PageNote::place, &PageNote::open, &PageNote::newest, &PageNote::conversations,
                          &PageNote::messages};
    }
    [[nodiscard]] bool may_have(const ConversationId& id) const;
    /// True for every message that is there, and for one in a thousand others.
    [[nodiscard]] bool may_have(const MessageId& id) const;
    friend bool operator==(const PageNote&, const PageNote&) = default;
};

/// Of pages whose numbers differ in their last six bits alone, in order.
struct PageNotes {
    static constexpr Kind kind = Kind::entry_pages;
    std::vector<PageNote> pages;
    static constexpr auto fields() { return std::tuple{&PageNotes::pages}; }
};

class HistoryPages {
  public:
    using Page = std::uint64_t;
    static constexpr unsigned bits = 6;
    [[nodiscard]] static Page of(Row row) noexcept { return row >> bits; }
    /// The rows of a page: from first(page) on, before first(page + 1).
    [[nodiscard]] static Row first(Page page) noexcept { return page << bits; }

    /// Reads the directory. `vault` outlives it. Errors: store_broken, vault_rolled_back.
    [[nodiscard]] Status load(Vault& vault);
    /// By number. A page that was begun and not written has an empty one.
    [[nodiscard]] const std::map<Page, PageNote>& notes() const noexcept { return notes_; }
    void begin(Page page) { notes_.try_emplace(page); }

    /// A page as it was written; it lives until release(), or until `most_viewed` others were viewed. Throws what the
    /// vault's store throws, and VaultError.
    [[nodiscard]] const std::vector<ListedEntry>& view(Page page) const;
    static constexpr std::size_t most_viewed = 128;
    void release();

    /// In a transaction of the vault: pages as they are now, each with its entries, and their notes.
    void write(Vault& vault, const std::map<Page, std::vector<ListedEntry>>& pages, bool owner);

  private:
    void write_notes(Vault& vault, std::uint64_t of_pages);
    void let_go(std::size_t kept) const;

    Vault* vault_ = nullptr;
    std::map<Page, PageNote> notes_;
    mutable std::map<Page, std::vector<ListedEntry>> viewed_;
    mutable std::deque<Page> order_;  ///< of the views
};

}  // namespace holdfast::client
