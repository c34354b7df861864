// Ed25519: public keys against RFC 8032, signatures against OpenSSL over the labelled input.
#include "protocol/crypto/sign.hpp"

#include <openssl/evp.h>

#include <memory>

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace sign_test {

using namespace holdfast;
using namespace holdfast::crypto;

namespace {

Bytes openssl_signature(BytesView seed, BytesView message)
{
    const auto raw = [](BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); };
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()), EVP_PKEY_free};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    Bytes out(64);
    std::size_t size = out.size();
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, raw(message),
                           message.size()) == 1);
    return out;
}

SignPublic key(std::string_view hex) { return SignPublic::from(from_hex(hex).value()).value(); }

}  // namespace

TEST_CASE("Ed25519 public keys match RFC 8032 section 7.1")
{
    const std::pair<const char*, const char*> rows[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"},
    };
    for (auto [seed, pub] : rows)
        CHECK(to_hex(SignKeyPair::from_seed(Secret<32>::from(from_hex(seed).value())).pub.view()) == pub);
}

TEST_CASE("a signature is plain Ed25519 over the length-prefixed label and the message")
{
    test::SeededRandom random{1};
    const auto pair = SignKeyPair::generate(random);
    Bytes input{std::byte{17}};
    append(input, as_bytes("holdfast v1 loginhello"));
    const auto signature = sign(labels::sign_login, pair, as_bytes("hello"));
    CHECK(to_hex(signature.view()) == to_hex(openssl_signature(pair.seed.view(), input)));
}

TEST_CASE("a signature verifies for its own label, key and message only")
{
    test::SeededRandom random{2};
    const auto pair = SignKeyPair::generate(random);
    const auto other = SignKeyPair::generate(random);
    const auto signature = sign(labels::sign_login, pair, as_bytes("hello"));
    CHECK(verify(labels::sign_login, pair.pub, as_bytes("hello"), signature).has_value());
    CHECK(verify(labels::sign_prekey, pair.pub, as_bytes("hello"), signature).errc() == Errc::bad_signature);
    CHECK(verify(labels::sign_login, other.pub, as_bytes("hello"), signature).errc() == Errc::bad_signature);
    CHECK(verify(labels::sign_login, pair.pub, as_bytes("hellO"), signature).errc() == Errc::bad_signature);
    for (std::size_t i = 0; i < Signature::size; ++i) {
        auto damaged = signature;
        damaged.value[i] ^= std::byte{1};
        CHECK(verify(labels::sign_login, pair.pub, as_bytes("hello"), damaged).errc() == Errc::bad_signature);
    }
}

TEST_CASE("a key that is refused is refused again and a valid one stays so however many others are checked")
{
    test::SeededRandom random{"keys"};
    std::vector<SignPublic> valid;
    for (int i = 0; i < 40; ++i) valid.push_back(SignKeyPair::generate(random).pub);
    const auto identity = key("0100000000000000000000000000000000000000000000000000000000000000");
    for (int round = 0; round < 2; ++round)
        for (const auto& one : valid) {
            CHECK(check_sign_public(one).has_value());
            CHECK(check_sign_public(identity).errc() == Errc::bad_key);
            CHECK(check_sign_public(SignPublic{}).errc() == Errc::bad_key);
        }
}

TEST_CASE("attack 1: low-order, non-canonical and off-curve Ed25519 keys are refused")
{
    for (const char* hex : {
             "0100000000000000000000000000000000000000000000000000000000000000",
             "0000000000000000000000000000000000000000000000000000000000000000",
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
             "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p + 1: the identity again
             "0200000000000000000000000000000000000000000000000000000000000000",  // no point
         })
        CHECK(check_sign_public(key(hex)).errc() == Errc::bad_key);
    CHECK(check_sign_public(key("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")).has_value());

    // With the identity as key, R = S·B verifies for every message under lax rules; here it does not.
    Signature forged;
    forged.value[0] = std::byte{1};
    CHECK(verify(labels::sign_login, key("0100000000000000000000000000000000000000000000000000000000000000"),
                 as_bytes("anything"), forged)
              .errc() == Errc::bad_signature);
}

}  // namespace sign_test
