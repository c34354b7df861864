// Merkle trees of RFC 9162 section 2.1: many receipts under one signature, each checkable alone.
// Leaf: SHA-256(0x00 ‖ data). Node: SHA-256(0x01 ‖ left ‖ right). A tree of n leaves splits at the largest power of two
// below n. PROTOCOL.md, "Receipts".
#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::crypto {

[[nodiscard]] Digest merkle_leaf(BytesView data);

/// All levels of one tree, computed once.
class MerkleTree {
  public:
    /// Precondition: at least one leaf (hashes by `merkle_leaf`).
    explicit MerkleTree(std::vector<Digest> leaves);

    [[nodiscard]] std::size_t size() const noexcept { return levels_.front().size(); }
    [[nodiscard]] const Digest& root() const noexcept { return levels_.back().front(); }
    /// Inclusion proof of one leaf, lowest sibling first. Precondition: index < size().
    [[nodiscard]] std::vector<Digest> path(std::size_t index) const;

  private:
    std::vector<std::vector<Digest>> levels_;  // [0] the leaves, last the root alone
};

/// The root that `leaf` at `index` of `size` leaves leads to along `path` (RFC 9162 section 2.1.3.2).
/// Errc::out_of_range when index ≥ size or the path has another length than such a tree gives.
[[nodiscard]] Result<Digest> merkle_root_from_path(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                                   const std::vector<Digest>& path);

}  // namespace holdfast::crypto
