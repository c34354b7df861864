// Attack 4: a sealed record that was altered anywhere, cut anywhere, or is for another key.
#include "protocol/identity/sealed_record.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace sealed_record_test {

using namespace holdfast;
using namespace holdfast::session;

namespace {

struct Practice {
    holdfast::test::SeededRandom random{"sealed record"};
    crypto::DhKeyPair key = crypto::DhKeyPair::generate(random);

    [[nodiscard]] Bytes sealed(BytesView content) { return seal_record(key.pub, content, random).value(); }
    [[nodiscard]] Status opened(BytesView file) const
    {
        const auto content = open_sealed_record(key, file);
        return content.has_error() ? Status{content.errc()} : ok();
    }
};

}  // namespace

TEST_CASE("what was sealed for a record key is opened by it, whatever its size")
{
    Practice p;
    for (const std::size_t size : {0U, 1U, 16383U, 16384U, 65535U, 65536U, 200000U}) {
        const Bytes content(size, std::byte{'w'});
        const auto opened = open_sealed_record(p.key, p.sealed(content));
        REQUIRE(opened.has_value());
        CHECK(std::ranges::equal(opened->view(), content));
    }
}

TEST_CASE("the size of a sealed record says the size of its content to a power of two only")
{
    Practice p;
    const auto size = p.sealed(as_bytes("a")).size();
    CHECK(p.sealed(Bytes(16383)).size() == size);
    CHECK(p.sealed(Bytes(16384)).size() > size);
    CHECK(p.sealed(Bytes(20000)).size() == p.sealed(Bytes(32767)).size());
    CHECK(p.sealed(as_bytes("a")) != p.sealed(as_bytes("a")));
}

TEST_CASE("attack 4: a sealed record that was altered or cut anywhere is not opened, nor by another key")
{
    Practice p;
    const auto file = p.sealed(as_bytes("I could not sleep."));
    REQUIRE(p.opened(file).has_value());
    for (std::size_t at = 0; at < file.size(); at += at < 200 ? 1 : 509) {
        auto other = file;
        other[at] ^= std::byte{1};
        const auto why = p.opened(other);
        REQUIRE(why.has_error());
        CHECK((why.errc() == Errc::bad_record || why.errc() == Errc::wrong_key));
        CHECK(p.opened(BytesView{file}.first(at)).errc() == Errc::bad_record);
    }
    auto longer = file;
    longer.push_back(std::byte{0});
    CHECK(p.opened(longer).errc() == Errc::bad_record);
    CHECK(open_sealed_record(crypto::DhKeyPair::generate(p.random), file).errc() == Errc::wrong_key);
    CHECK(seal_record(DhPublic{}, as_bytes("a"), p.random).errc() == Errc::bad_key);
}

TEST_CASE("attack 4: a record whose last pieces are missing is not taken for a whole one")
{
    Practice p;
    const auto file = p.sealed(Bytes(100000, std::byte{'w'}));
    const std::size_t piece = (std::size_t{64} << 10) + 17;
    CHECK(p.opened(BytesView{file}.first(file.size() - piece)).errc() == Errc::bad_record);
}

}  // namespace sealed_record_test
