// Compares the answers of remembered.cpp with the functions of libsodium below those it takes the place of. Each
// question is asked twice, and then with one bit changed.
#include <sodium.h>

#include "protocol/crypto/sodium.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace remembered_test {

using namespace holdfast;

namespace {

using Block = ByteArray<64>;

unsigned char* octets(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* octets(const std::byte* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

Block block(const char* seed)
{
    Block bytes{};
    holdfast::test::SeededRandom{seed}.fill(bytes);
    return bytes;
}

/// Calls check() for a block, for the block again, and for what differs from it in one bit.
template <class Check>
void for_three(const char* seed, const Check& check)
{
    crypto::init();
    auto bytes = block(seed);
    check(bytes);
    check(bytes);
    bytes[7] ^= std::byte{4};
    check(bytes);
}

}  // namespace

TEST_CASE("remembered keys and signatures are those of libsodium")
{
    for_three("seed", [&](const Block& seed) {
        ByteArray<32> pub{};
        ByteArray<32> expected_pub{};
        Block key{};
        Block expected_key{};
        CHECK(crypto_sign_seed_keypair(octets(pub.data()), octets(key.data()), octets(seed.data())) == 0);
        crypto_sign_ed25519_seed_keypair(octets(expected_pub.data()), octets(expected_key.data()), octets(seed.data()));
        CHECK(pub == expected_pub);
        CHECK(key == expected_key);
        CHECK(crypto_core_ed25519_is_valid_point(octets(pub.data())) == 1);
        CHECK(crypto_core_ed25519_is_valid_point(octets(Block{}.data())) == 0);

        for (const auto& message : {block("message"), block("another message")}) {
            Block signature{};
            Block expected{};
            unsigned long long length = 0;
            CHECK(crypto_sign_detached(octets(signature.data()), &length, octets(message.data()), message.size(),
                                       octets(key.data())) == 0);
            crypto_sign_ed25519_detached(octets(expected.data()), nullptr, octets(message.data()), message.size(),
                                         octets(key.data()));
            CHECK(signature == expected);
            CHECK(length == signature.size());
        }
    });
}

TEST_CASE("remembered verdicts on signatures are those of libsodium")
{
    ByteArray<32> pub{};
    Block key{};
    crypto::init();
    crypto_sign_seed_keypair(octets(pub.data()), octets(key.data()), octets(block("seed").data()));
    for_three("message", [&](const Block& message) {
        Block signature{};
        const auto good = block("message");
        crypto_sign_detached(octets(signature.data()), nullptr, octets(good.data()), good.size(), octets(key.data()));
        const int verdict = crypto_sign_verify_detached(octets(signature.data()), octets(message.data()),
                                                        message.size(), octets(pub.data()));
        CHECK((verdict == 0) == (message == good));
        signature[0] ^= std::byte{1};
        CHECK(crypto_sign_verify_detached(octets(signature.data()), octets(message.data()), message.size(),
                                          octets(pub.data())) != 0);
    });
}

TEST_CASE("remembered agreements and passphrases are those of libsodium")
{
    for_three("secret", [](const Block& secret) {
        ByteArray<32> pub{};
        ByteArray<32> shared{};
        ByteArray<32> expected{};
        CHECK(crypto_scalarmult_base(octets(pub.data()), octets(secret.data())) == 0);
        crypto_scalarmult_curve25519_base(octets(expected.data()), octets(secret.data()));
        CHECK(pub == expected);
        CHECK(crypto_scalarmult(octets(shared.data()), octets(secret.data()), octets(pub.data())) == 0);
        CHECK(crypto_scalarmult_curve25519(octets(expected.data()), octets(secret.data()), octets(pub.data())) == 0);
        CHECK(shared == expected);
        CHECK(crypto_scalarmult(octets(shared.data()), octets(secret.data()), octets(ByteArray<32>{}.data())) != 0);

        const auto* password = as_text(secret).data();
        CHECK(crypto_pwhash(octets(shared.data()), 32, password, 64, octets(secret.data()), 1, 8192,
                            crypto_pwhash_ALG_ARGON2ID13) == 0);
        CHECK(crypto_pwhash_argon2id(octets(expected.data()), 32, password, 64, octets(secret.data()), 1, 8192,
                                     crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0);
        CHECK(shared == expected);
    });
}

}  // namespace remembered_test
