// A stream of sealed pieces: nothing in it can be changed, moved, left out or cut off without notice.
#include "protocol/crypto/sealed_stream.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::crypto::sealed_stream_test {
namespace {

struct Sealed {
    test::SeededRandom random{"stream"};
    Secret<32> key = random.secret<32>();
    StreamSealer sealer{key};
    Bytes first = sealer.seal(as_bytes("first"), false);
    Bytes second = sealer.seal(as_bytes("second"), false);
    Bytes last = sealer.seal({}, true);

    [[nodiscard]] StreamOpener opener() const { return StreamOpener::open(key, sealer.header()).value(); }
};

TEST_CASE("pieces open in their order, and the last says that nothing is missing")
{
    const Sealed s;
    auto opener = s.opener();
    CHECK(as_text(opener.open(s.first).value()) == "first");
    CHECK(as_text(opener.open(s.second).value()) == "second");
    CHECK_FALSE(opener.is_whole());
    CHECK(opener.open(s.last).value().empty());
    CHECK(opener.is_whole());
    CHECK(opener.open(s.last).errc() == Errc::cannot_decrypt);
}

TEST_CASE("attack 4: another key, a damaged piece, one that is left out and one that is too short are refused")
{
    Sealed s;
    auto opener = s.opener();
    SECTION("another key")
    {
        auto other = StreamOpener::open(s.random.secret<32>(), s.sealer.header()).value();
        CHECK(other.open(s.first).errc() == Errc::cannot_decrypt);
    }
    SECTION("each byte of a piece")
    {
        for (std::size_t at = 0; at < s.first.size(); ++at) {
            auto damaged = s.first;
            damaged[at] ^= std::byte{1};
            auto fresh = s.opener();
            CHECK(fresh.open(damaged).errc() == Errc::cannot_decrypt);
        }
    }
    SECTION("left out") { CHECK(opener.open(s.second).errc() == Errc::cannot_decrypt); }
    SECTION("too short")
    {
        CHECK(opener.open(BytesView{s.first}.first(stream_overhead - 1)).errc() == Errc::cannot_decrypt);
    }
    SECTION("no header")
    {
        CHECK(StreamOpener::open(s.key, BytesView{s.first}.first(3)).errc() == Errc::cannot_decrypt);
    }
}

}  // namespace
}  // namespace holdfast::crypto::sealed_stream_test
