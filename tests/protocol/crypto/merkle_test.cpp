// Merkle trees: roots known from Certificate Transparency's reference tests, and the recursive definition of RFC 9162
// section 2.1 written down once more as an oracle.
#include "protocol/crypto/merkle.hpp"

#include <bit>
#include <span>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace merkle_test {

using namespace holdfast;
using namespace holdfast::crypto;
using test::SeededRandom;

namespace {

Digest by_definition(std::span<const Digest> leaves)
{
    if (leaves.size() == 1) return leaves[0];
    const auto split = std::bit_floor(leaves.size() - 1);
    const std::byte tag[1] = {std::byte{1}};
    return sha256_raw({tag, by_definition(leaves.first(split)).view(), by_definition(leaves.subspan(split)).view()});
}

std::vector<Digest> some_leaves(std::size_t count)
{
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(merkle_leaf(as_bytes(std::to_string(i))));
    return leaves;
}

}  // namespace

TEST_CASE("Merkle roots match the reference tests of Certificate Transparency")
{
    const char* leaves[] = {
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const std::pair<std::size_t, const char*> roots[] = {
        {0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {3, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}};
    SeededRandom random{"unused"};
    for (const auto& [depth, root] : roots) {
        std::map<std::uint64_t, Digest> hashes;
        for (std::size_t i = 0; i < std::size_t{1} << depth; ++i) hashes[i] = merkle_leaf(from_hex(leaves[i]).value());
        CHECK(to_hex(MerkleTree(depth, hashes, random).root().view()) == root);
    }
}

TEST_CASE("every leaf of every full tree leads to the root of the definition")
{
    SeededRandom random{"unused"};
    for (std::size_t depth = 0; depth <= 5; ++depth) {
        const auto leaves = some_leaves(std::size_t{1} << depth);
        std::map<std::uint64_t, Digest> taken;
        for (std::size_t i = 0; i < leaves.size(); ++i) taken[i] = leaves[i];
        const MerkleTree tree{depth, taken, random};
        CHECK(tree.root() == by_definition(leaves));
        for (std::size_t i = 0; i < leaves.size(); ++i)
            CHECK(merkle_root_from_path(leaves[i], i, tree.path(i)).value() == tree.root());
    }
}

TEST_CASE("the leaves of a tree that is mostly empty lead to its root, and its paths are of one length")
{
    SeededRandom random{"padding"};
    const auto leaves = some_leaves(3);
    const MerkleTree tree{10, {{0, leaves[0]}, {700, leaves[1]}, {701, leaves[2]}}, random};
    for (const auto& [place, leaf] : {std::pair{0U, leaves[0]}, {700U, leaves[1]}, {701U, leaves[2]}}) {
        CHECK(tree.path(place).size() == 10);
        CHECK(merkle_root_from_path(leaf, place, tree.path(place)).value() == tree.root());
    }
    // The same leaf elsewhere, or alone beside other padding: nothing of the path tells of it.
    const MerkleTree again{10, {{0, leaves[0]}}, random};
    CHECK(again.root() != tree.root());
    CHECK(again.path(0).size() == 10);
}

TEST_CASE("an inclusion path is refused or leads elsewhere when anything about it is changed")
{
    SeededRandom random{"padding"};
    const auto leaves = some_leaves(11);
    std::map<std::uint64_t, Digest> taken;
    for (std::size_t i = 0; i < leaves.size(); ++i) taken[i] = leaves[i];
    const MerkleTree tree{4, taken, random};
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        auto path = tree.path(i);
        CHECK(merkle_root_from_path(leaves[(i + 1) % 11], i, path).value() != tree.root());
        CHECK(merkle_root_from_path(leaves[i], (i + 1) % 11, path).value() != tree.root());
        path.push_back({});
        CHECK(merkle_root_from_path(leaves[i], i, path).value() != tree.root());
        path.resize(path.size() - 2);
        const auto shorter = merkle_root_from_path(leaves[i], i, path);
        CHECK((shorter.has_error() || shorter.value() != tree.root()));
    }
    CHECK(merkle_root_from_path(leaves[0], 16, tree.path(0)).errc() == Errc::out_of_range);
}

}  // namespace merkle_test
