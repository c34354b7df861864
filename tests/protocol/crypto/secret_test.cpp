#include "protocol/crypto/secret.hpp"

#include <type_traits>

#include "protocol/crypto/random.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace secret_test {

using namespace holdfast;
using namespace holdfast::crypto;

static_assert(!std::is_copy_constructible_v<Secret<32>> && !std::is_copy_assignable_v<Secret<32>>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<Secret<32>>);

TEST_CASE("a moved-from secret holds zeros")
{
    auto first = Secret<4>::from(as_bytes("abcd"));
    const Secret<4> second{std::move(first)};
    CHECK(as_text(second.view()) == "abcd");
    CHECK(first == Secret<4>{});  // NOLINT(bugprone-use-after-move): that is the question

    Secret<4> third;
    auto source = second.clone();
    third = std::move(source);
    CHECK(third == second);
    CHECK(source == Secret<4>{});  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("wiping overwrites the bytes in place")
{
    Bytes bytes = to_bytes("do not keep this");
    const std::byte* where = bytes.data();
    const auto size = bytes.size();
    wipe(std::span{bytes});
    CHECK(std::all_of(where, where + size, [](std::byte b) { return b == std::byte{0}; }));
    wipe(bytes);
    CHECK(bytes.empty());
}

TEST_CASE("a secret's memory holds zeros after its life")
{
    alignas(Secret<16>) std::byte place[sizeof(Secret<16>)];
    auto* secret = new (place) Secret<16>{Secret<16>::from(as_bytes("sixteen letters!"))};
    REQUIRE(as_text(BytesView{place}.first(16)) == "sixteen letters!");
    std::destroy_at(secret);
    CHECK(std::all_of(std::begin(place), std::end(place), [](std::byte b) { return b == std::byte{0}; }));
}

TEST_CASE("comparison needs equal length and content")
{
    CHECK(equal_in_constant_time(as_bytes("abc"), as_bytes("abc")));
    CHECK_FALSE(equal_in_constant_time(as_bytes("abc"), as_bytes("abd")));
    CHECK_FALSE(equal_in_constant_time(as_bytes("abc"), as_bytes("abcd")));
    CHECK(equal_in_constant_time({}, {}));
}

TEST_CASE("a secure box moves with its content")
{
    struct Keys {
        Secret<32> one;
        Secret<16> two;
    };
    SecureBox<Keys> box{Keys{Secret<32>{}, Secret<16>::from(as_bytes("sixteen letters!"))}};
    const auto* where = &*box;
    const SecureBox<Keys> other{std::move(box)};
    CHECK(&*other == where);
    CHECK(as_text(other->two.view()) == "sixteen letters!");
}

TEST_CASE("the system's randomness does not repeat, a seed's does")
{
    SystemRandom system;
    CHECK(system.id<MessageId>() != system.id<MessageId>());
    test::SeededRandom a{7}, b{7}, c{8};
    CHECK(a.secret<32>() == b.secret<32>());
    CHECK_FALSE(a.secret<32>() == c.secret<32>());
}

}  // namespace secret_test
