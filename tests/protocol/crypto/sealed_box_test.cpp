#include "protocol/crypto/sealed_box.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace sealed_box_test {

using namespace holdfast;
using namespace holdfast::crypto;

TEST_CASE("a sealed box is opened by its reader alone, whole and unaltered")
{
    holdfast::test::SeededRandom random{"sealed box"};
    const auto reader = DhKeyPair::generate(random);
    const auto box = seal_box(reader.pub, as_bytes("a secret")).value();
    CHECK(box.size() == 8 + box_overhead);
    CHECK(as_text(open_box(reader, box)->view()) == "a secret");
    CHECK(open_box(DhKeyPair::generate(random), box).errc() == Errc::cannot_decrypt);
    for (std::size_t at = 0; at < box.size(); ++at) {
        auto other = box;
        other[at] ^= std::byte{1};
        CHECK(open_box(reader, other).errc() == Errc::cannot_decrypt);
        CHECK(open_box(reader, BytesView{box}.first(at)).errc() == Errc::cannot_decrypt);
    }
}

TEST_CASE("attack 1: nothing is sealed for a key of low order or one that is not canonical")
{
    CHECK(seal_box(DhPublic{}, as_bytes("a")).errc() == Errc::bad_key);
    DhPublic top;
    top.value.fill(std::byte{0xff});
    CHECK(seal_box(top, as_bytes("a")).errc() == Errc::bad_key);
}

}  // namespace sealed_box_test
