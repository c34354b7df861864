#include "protocol/crypto/merkle.hpp"

#include <algorithm>

#include "protocol/crypto/hash.hpp"

namespace holdfast::crypto {
namespace {

Digest node(const Digest& left, const Digest& right)
{
    constexpr std::byte tag[1] = {std::byte{1}};
    return sha256_raw({tag, left.view(), right.view()});
}

using Level = std::vector<std::pair<std::uint64_t, Digest>>;

/// Whether the node behind `i` is its neighbour.
bool has_neighbour(const Level& level, std::size_t i)
{
    return i + 1 < level.size() && level[i].first / 2 == level[i + 1].first / 2;
}

/// Where nodes without a neighbour stand on all levels, those of one after those of another.
std::size_t count_missing(Level level, std::size_t depth)
{
    std::size_t missing = 0;
    for (; depth > 0; --depth) {
        std::size_t above = 0;
        for (std::size_t i = 0; i < level.size(); ++i) {
            const auto parent = level[i].first / 2;
            if (has_neighbour(level, i))
                ++i;
            else
                ++missing;
            level[above++].first = parent;
        }
        level.resize(above);
    }
    return missing;
}

/// Gives every node of `level` a neighbour; those that are missing are taken from `random`.
Level with_neighbours(const Level& level, BytesView& random)
{
    Level pairs;
    pairs.reserve(2 * level.size());
    for (std::size_t i = 0; i < level.size(); ++i) {
        pairs.push_back(level[i]);
        if (has_neighbour(level, i)) {
            pairs.push_back(level[++i]);
            continue;
        }
        const auto place = level[i].first;
        const auto neighbour = Digest::from(random.first(Digest::size)).value();
        random = random.subspan(Digest::size);
        pairs.insert(place % 2 == 0 ? pairs.end() : pairs.end() - 1, {place ^ 1U, neighbour});
    }
    return pairs;
}

Level level_above(const Level& pairs)
{
    Level above;
    above.reserve(pairs.size() / 2);
    for (std::size_t i = 0; i < pairs.size(); i += 2)
        above.emplace_back(pairs[i].first / 2, node(pairs[i].second, pairs[i + 1].second));
    return above;
}

}  // namespace

Digest merkle_leaf(BytesView data)
{
    constexpr std::byte tag[1] = {std::byte{0}};
    return sha256_raw({tag, data});
}

MerkleTree::MerkleTree(std::size_t depth, const std::map<std::uint64_t, Digest>& leaves, Random& random)
{
    require(!leaves.empty() && leaves.rbegin()->first >> depth == 0, "a Merkle tree needs a leaf, and has so many");
    Level level{leaves.begin(), leaves.end()};
    Bytes bytes(Digest::size * count_missing(level, depth));
    random.fill(bytes);  // once: the system is asked for it
    BytesView rest{bytes};
    for (; depth > 0; --depth) {
        levels_.push_back(with_neighbours(level, rest));
        level = level_above(levels_.back());
    }
    levels_.push_back(std::move(level));
}

std::vector<Digest> MerkleTree::path(std::uint64_t place) const
{
    std::vector<Digest> path;
    path.reserve(levels_.size() - 1);
    for (std::size_t i = 0; i + 1 < levels_.size(); ++i, place /= 2) {
        const auto& level = levels_[i];
        const auto found =
            std::partition_point(level.begin(), level.end(), [&](const auto& one) { return one.first < (place ^ 1U); });
        require(found != level.end() && found->first == (place ^ 1U), "no such leaf");
        path.push_back(found->second);
    }
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
