// The nonce that each record of a vault is sealed with, which tells the newest record from an older copy of it. Nonces
// of kinds with few records are in the root (vault_root.hpp). Kinds that grow with the history have theirs in pages,
// which are records, too:
//
//     root ── nonce_index: up to 64 nonces ── nonce_page: up to 64 nonces ── up to 64 records
//
// So opening a vault looks at one nonce for 4096 such records; a page is read, and compared with the nonce above it,
// when a record of its rows is asked for, and a change of a record writes its page and the index of that. PROTOCOL.md,
// "Client vault".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "client/core/vault/sealed_records.hpp"
#include "client/core/vault/vault_root.hpp"

namespace holdfast::client {

/// A page as it is sealed: the nonces of rows that differ in their last six bits alone, in order.
struct NoncePage {
    static constexpr unsigned bits = 6;
    struct One {
        std::uint8_t place = 0;  ///< the last bits of its row
        crypto::Nonce nonce;
        static constexpr auto fields() { return std::tuple{&One::place, &One::nonce}; }
    };
    std::vector<One> nonces;
    static constexpr auto fields() { return std::tuple{&NoncePage::nonces}; }
};

/// Rows of kinds in pages are below 2^54. Writing throws what the store throws, and VaultError where a page that a
/// change needs does not open.
class NonceBook {
  public:
    using RowNonce = std::pair<std::uint64_t, crypto::Nonce>;

    /// `records` outlives it.
    explicit NonceBook(SealedRecords& records);

    /// Reads what is in the root. Errors: vault_rolled_back, unless the root is sealed over exactly that.
    [[nodiscard]] Status load();

    /// The first row with a record in `rows`; empty without any. Errors of all questions: vault_rolled_back,
    /// store_broken (a page does not open).
    [[nodiscard]] Result<std::optional<std::uint64_t>> first_row(Kind kind, const RowRange& rows);
    [[nodiscard]] Result<std::optional<std::uint64_t>> last_row(Kind kind);
    /// The rows from `first` on that stand in one page with it, or in the root.
    [[nodiscard]] static RowRange together(Kind kind, std::uint64_t first);
    /// Their nonces. Precondition: the rows are together.
    [[nodiscard]] Result<std::vector<RowNonce>> nonces(Kind kind, const RowRange& rows);

    void put(Kind kind, std::uint64_t row, const crypto::Nonce& nonce) { set({kind, row}, nonce); }
    /// Harmless when there was none.
    void erase(Kind kind, std::uint64_t row) { set({kind, row}, std::nullopt); }
    /// Writes the pages that changed, and the root.
    void write();
    /// Keeps, or drops, everything put and erased since the last of these calls.
    void keep();
    void undo();

  private:
    using Name = std::pair<Kind, std::uint64_t>;
    using Page = std::map<std::uint64_t, crypto::Nonce>;  ///< by row
    /// The page that has a record's nonce; empty: the root has it.
    [[nodiscard]] static std::optional<Name> page_of(const Name& name);
    [[nodiscard]] Result<std::optional<crypto::Nonce>> nonce_of(const Name& name);
    /// From memory or the store; an empty one where there is none. Lives until the next call.
    [[nodiscard]] Result<Page*> page(const Name& name);
    [[nodiscard]] Result<Page> read_page(const Name& name);
    [[nodiscard]] Result<std::optional<std::uint64_t>> last_row_in(Kind kind, const RowRange& rows);
    void set(const Name& name, const std::optional<crypto::Nonce>& nonce);
    void let_go();

    SealedRecords* records_;
    VaultRoot root_;
    std::map<Name, Page> pages_;  ///< those that changed, and some that were read
    std::set<Name> changed_;      ///< since they were written
    std::set<Name> touched_;      ///< since keep() or undo()
};

}  // namespace holdfast::client
