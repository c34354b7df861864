#include "protocol/crypto/merkle.hpp"

#include "protocol/crypto/hash.hpp"

namespace holdfast::crypto {
namespace {

Digest node(const Digest& left, const Digest& right)
{
    constexpr std::byte tag[1] = {std::byte{1}};
    return sha256_raw({tag, left.view(), right.view()});
}

/// Gives every node of `level` a neighbour, and the nodes above the pairs.
std::map<std::uint64_t, Digest> level_above(std::map<std::uint64_t, Digest>& level, Random& random)
{
    std::map<std::uint64_t, Digest> above;
    for (auto here = level.begin(); here != level.end(); ++here) {
        const auto [neighbour, fresh] = level.try_emplace(here->first ^ 1U);
        if (fresh) neighbour->second = random.id<Digest>();
        const bool left = here->first % 2 == 0;
        above.try_emplace(here->first / 2,
                          left ? node(here->second, neighbour->second) : node(neighbour->second, here->second));
        if (left) here = neighbour;
    }
    return above;
}

}  // namespace

Digest merkle_leaf(BytesView data)
{
    constexpr std::byte tag[1] = {std::byte{0}};
    return sha256_raw({tag, data});
}

MerkleTree::MerkleTree(std::size_t depth, std::map<std::uint64_t, Digest> leaves, Random& random)
{
    require(!leaves.empty() && leaves.rbegin()->first >> depth == 0, "a Merkle tree needs a leaf, and has so many");
    levels_.push_back(std::move(leaves));
    while (levels_.size() <= depth) {
        auto above = level_above(levels_.back(), random);
        levels_.push_back(std::move(above));
    }
}

std::vector<Digest> MerkleTree::path(std::uint64_t place) const
{
    require(levels_.front().contains(place), "no such leaf");
    std::vector<Digest> path;
    for (std::size_t i = 0; i + 1 < levels_.size(); ++i, place /= 2) path.push_back(levels_[i].at(place ^ 1U));
    return path;
}

Result<Digest> merkle_root_from_path(const Digest& leaf, std::uint64_t index, const std::vector<Digest>& path)
{
    Digest here = leaf;
    for (const Digest& sibling : path) {
        here = index % 2 == 1 ? node(sibling, here) : node(here, sibling);
        index /= 2;
    }
    if (index != 0) return Errc::out_of_range;
    return here;
}

}  // namespace holdfast::crypto
