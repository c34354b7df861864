// The sessions in the vault. What each message changes is a record of its own; the keys of skipped messages, which may
// be two thousand, stand in other records, a few dozen in each, so that a commit seals those that changed and no more.
// A key that was used is gone from the vault with the commit of its message, as everything else a session forgets.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "client/core/vault/records.hpp"
#include "client/core/vault/table.hpp"

namespace holdfast::client {

class SessionTable : public Table<PeerSessions> {
  public:
    /// Errors: store_broken, also for keys of a session that is not there.
    [[nodiscard]] Status load(Vault& vault);
    /// Writes what was edited, inside a transaction of the vault.
    void flush(Vault& vault);

  private:
    /// Keys that follow one another: of one chain, with numbers that are close together.
    struct BlockName {
        Digest transcript;
        DhPublic chain;
        std::uint32_t block = 0;
        friend std::strong_ordering operator<=>(const BlockName&, const BlockName&) = default;
    };
    struct Block {
        BlockName name;
        Row row = 0;
        std::size_t first = 0;               ///< the place of its first key, when it was last written
        std::vector<std::uint64_t> serials;  ///< of its keys
    };
    /// In the order of their keys' age.
    using Blocks = std::vector<Block>;

    [[nodiscard]] bool take(Row row, const SkippedBlock& block);
    void flush_blocks(Vault& vault, Row peer);
    void put_block(Vault& vault, const PeerSessions& peer, const Block& block) const;
    /// Without rows.
    [[nodiscard]] static Blocks blocks_of(const PeerSessions& peer);
    /// By name; none where two have one name, since a writer may come back to a chain of theirs.
    [[nodiscard]] static std::map<BlockName, const Block*> by_name(const Blocks& blocks);

    std::map<Row, Blocks> stored_;  ///< by the row of the sessions
    Row next_block_ = 1;            ///< blocks rise in the order they began: their keys are read in that of their age
};

}  // namespace holdfast::client
