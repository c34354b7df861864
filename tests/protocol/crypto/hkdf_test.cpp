// HKDF against RFC 5869's cases and, over many sizes, against OpenSSL's own implementation.
#include "protocol/crypto/hkdf.hpp"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace hkdf_test {

using namespace holdfast;
using namespace holdfast::crypto;

namespace {

std::string hkdf_hex(std::string_view salt, std::string_view ikm, std::string_view info, std::size_t size)
{
    Bytes out(size);
    hkdf_raw(from_hex(salt).value(), {from_hex(ikm).value()}, {from_hex(info).value()}, out);
    return to_hex(out);
}

Bytes openssl_hkdf(Bytes salt, Bytes ikm, Bytes info, std::size_t size)
{
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free};
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context{EVP_KDF_CTX_new(kdf.get()),
                                                                            EVP_KDF_CTX_free};
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, ikm.data(), ikm.size()),
                                 OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), salt.size()),
                                 OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
                                 OSSL_PARAM_construct_end()};
    Bytes out(size);
    REQUIRE(EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), size, params) == 1);
    return out;
}

}  // namespace

TEST_CASE("HKDF matches RFC 5869 cases 1 to 3")
{
    CHECK(hkdf_hex("000102030405060708090a0b0c", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "f0f1f2f3f4f5f6f7f8f9",
                   42) == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");

    std::string ikm, salt, info;
    for (int i = 0; i < 80; ++i) {
        const std::byte at[3] = {std::byte(i), std::byte(0x60 + i), std::byte(0xb0 + i)};
        ikm += to_hex(BytesView{at}.subspan(0, 1));
        salt += to_hex(BytesView{at}.subspan(1, 1));
        info += to_hex(BytesView{at}.subspan(2, 1));
    }
    CHECK(hkdf_hex(salt, ikm, info, 82) ==
          "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f"
          "09b8"
          "367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
    CHECK(hkdf_hex("", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", 42) ==
          "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("HKDF agrees with OpenSSL for many sizes of salt, input, info and output")
{
    test::SeededRandom random{"hkdf"};
    const auto some = [&](std::size_t bound) {
        Bytes bytes(1 + random.below(bound));
        random.fill(bytes);
        return bytes;
    };
    for (int i = 0; i < 200; ++i) {
        const Bytes salt = some(100), ikm = some(200), info = some(300);
        Bytes out(1 + random.below(500));
        hkdf_raw(salt, {ikm}, {info}, out);
        CHECK(out == openssl_hkdf(salt, ikm, info, out.size()));
    }
}

TEST_CASE("the labelled form puts the length-prefixed label before the context")
{
    constexpr Label label{"holdfast v1 test"};
    Bytes info{std::byte{16}};
    append(info, as_bytes("holdfast v1 testcontext"));
    const auto key = hkdf<64>(as_bytes("salt"), {as_bytes("in"), as_bytes("put")}, label, as_bytes("context"));
    CHECK(to_hex(key.view()) == to_hex(openssl_hkdf(to_bytes("salt"), to_bytes("input"), info, 64)));
}

}  // namespace hkdf_test
