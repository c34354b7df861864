#include "protocol/crypto/merkle.hpp"

#include "protocol/crypto/hash.hpp"

namespace holdfast::crypto {
namespace {

Digest node(const Digest& left, const Digest& right)
{
    constexpr std::byte tag[1] = {std::byte{1}};
    return sha256_raw({tag, left.view(), right.view()});
}

/// Pairs neighbours; a last one without a neighbour moves up as it is. Level by level this gives the tree that the RFC
/// defines by splitting at the largest power of two.
std::vector<Digest> level_above(const std::vector<Digest>& level)
{
    std::vector<Digest> above;
    above.reserve((level.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < level.size(); i += 2) above.push_back(node(level[i], level[i + 1]));
    if (level.size() % 2 == 1) above.push_back(level.back());
    return above;
}

}  // namespace

Digest merkle_leaf(BytesView data)
{
    constexpr std::byte tag[1] = {std::byte{0}};
    return sha256_raw({tag, data});
}

MerkleTree::MerkleTree(std::vector<Digest> leaves)
{
    require(!leaves.empty(), "a Merkle tree needs a leaf");
    levels_.push_back(std::move(leaves));
    while (levels_.back().size() > 1) levels_.push_back(level_above(levels_.back()));
}

std::vector<Digest> MerkleTree::path(std::size_t index) const
{
    require(index < size(), "no such leaf");
    std::vector<Digest> path;
    for (const auto& level : levels_) {
        const auto sibling = index ^ 1U;
        if (sibling < level.size()) path.push_back(level[sibling]);
        index /= 2;
    }
    return path;
}

Result<Digest> merkle_root_from_path(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                     const std::vector<Digest>& path)
{
    if (index >= size) return Errc::out_of_range;
    Digest here = leaf;
    std::uint64_t last = size - 1;
    auto sibling = path.begin();
    for (; last > 0; index /= 2, last /= 2) {
        if (index == last && index % 2 == 0) continue;  // no neighbour: moved up as it is
        if (sibling == path.end()) return Errc::out_of_range;
        here = index % 2 == 1 ? node(*sibling, here) : node(here, *sibling);
        ++sibling;
    }
    if (sibling != path.end()) return Errc::out_of_range;
    return here;
}

}  // namespace holdfast::crypto
