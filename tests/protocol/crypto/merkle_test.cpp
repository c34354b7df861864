// Merkle trees: roots known from Certificate Transparency's reference tests, and the recursive definition of RFC 9162
// section 2.1 written down once more as an oracle.
#include "protocol/crypto/merkle.hpp"

#include <bit>
#include <span>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "tests/support/catch.hpp"

using namespace holdfast;
using namespace holdfast::crypto;

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
    const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                           "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                           "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                           "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                           "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                           "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                           "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    std::vector<Digest> hashes;
    for (std::size_t i = 0; i < 8; ++i) {
        hashes.push_back(merkle_leaf(from_hex(leaves[i]).value()));
        CHECK(to_hex(MerkleTree{hashes}.root().view()) == roots[i]);
    }
}

TEST_CASE("every leaf of every tree up to 40 leaves leads to the root of the definition")
{
    for (std::size_t size = 1; size <= 40; ++size) {
        const auto leaves = some_leaves(size);
        const MerkleTree tree{leaves};
        CHECK(tree.root() == by_definition(leaves));
        for (std::size_t i = 0; i < size; ++i)
            CHECK(merkle_root_from_path(leaves[i], i, size, tree.path(i)).value() == tree.root());
    }
}

TEST_CASE("an inclusion path is refused or leads elsewhere when anything about it is changed")
{
    const auto leaves = some_leaves(11);
    const MerkleTree tree{leaves};
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        auto path = tree.path(i);
        CHECK(merkle_root_from_path(leaves[(i + 1) % 11], i, 11, path).value() != tree.root());
        const auto elsewhere = merkle_root_from_path(leaves[i], (i + 1) % 11, 11, path);
        CHECK((elsewhere.has_error() || elsewhere.value() != tree.root()));
        path.push_back({});
        CHECK(merkle_root_from_path(leaves[i], i, 11, path).errc() == Errc::out_of_range);
        path.resize(path.size() - 2);
        CHECK(merkle_root_from_path(leaves[i], i, 11, path).errc() == Errc::out_of_range);
    }
    CHECK(merkle_root_from_path(leaves[0], 11, 11, tree.path(0)).errc() == Errc::out_of_range);
    CHECK(merkle_root_from_path(leaves[0], 0, 0, {}).errc() == Errc::out_of_range);
}
