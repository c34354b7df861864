// Merkle trees of RFC 9162 section 2.1: many receipts under one signature, each checkable alone. Every tree has 2^depth
// leaves, whatever it proves, so that a path tells nothing of how many others there are.
// Leaf: SHA-256(0x00 ‖ data). Node: SHA-256(0x01 ‖ left ‖ right). PROTOCOL.md, "Receipts".
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"

namespace holdfast::crypto {

[[nodiscard]] Digest merkle_leaf(BytesView data);

/// A tree in which few places are taken. Where nothing is, stand random bytes: a leaf nobody knows, or the root of a
/// subtree of such leaves, which look the same. So the work follows from the places taken and not from the size.
class MerkleTree {
  public:
    /// Hashes by `merkle_leaf`, by their places. Precondition: at least one, every place below 2^depth.
    MerkleTree(std::size_t depth, const std::map<std::uint64_t, Digest>& leaves, Random& random);

    [[nodiscard]] const Digest& root() const { return levels_.back().front().second; }
    /// Inclusion proof, lowest sibling first; always `depth` digests. Precondition: the place is taken.
    [[nodiscard]] std::vector<Digest> path(std::uint64_t place) const;

  private:
    /// In the order of their places, each beside its neighbour; [0] the leaves, the last the root alone.
    std::vector<std::vector<std::pair<std::uint64_t, Digest>>> levels_;
};

/// The root that `leaf` at `index` leads to along `path` in a tree of 2^path.size() leaves (RFC 9162 section 2.1.3.2).
/// Errc::out_of_range when there is no such place.
[[nodiscard]] Result<Digest> merkle_root_from_path(const Digest& leaf, std::uint64_t index,
                                                   const std::vector<Digest>& path);

}  // namespace holdfast::crypto
