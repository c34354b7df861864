#include "protocol/crypto/aead.hpp"

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"

namespace aead_test {

using namespace holdfast;
using namespace holdfast::crypto;

namespace {
const auto key = Secret<32>::from(from_hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f").value());
const auto nonce = Nonce::from(from_hex("404142434445464748494a4b4c4d4e4f5051525354555657").value()).value();
const Bytes associated = from_hex("50515253c0c1c2c3c4c5c6c7").value();
constexpr std::string_view text =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
    "it.";
}  // namespace

TEST_CASE("XChaCha20-Poly1305 matches appendix A.3.1 of draft-irtf-cfrg-xchacha")
{
    const auto sealed = seal(key, nonce, associated, as_bytes(text));
    CHECK(to_hex(sealed) ==
          "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54"
          "c216"
          "cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c6"
          "8b13"
          "b52ec0875924c1c7987947deafd8780acf49");
    CHECK(as_text(open(key, nonce, associated, sealed).value()) == text);
}

TEST_CASE("a ciphertext opens only whole, with its own key, nonce and associated data")
{
    const auto sealed = seal(key, nonce, associated, as_bytes("hello"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto damaged = sealed;
        damaged[i] ^= std::byte{0x10};
        CHECK(open(key, nonce, associated, damaged).errc() == Errc::cannot_decrypt);
        CHECK(open(key, nonce, associated, BytesView{sealed}.first(i)).errc() == Errc::cannot_decrypt);
    }
    auto longer = sealed;
    longer.push_back({});
    CHECK(open(key, nonce, associated, longer).errc() == Errc::cannot_decrypt);
    CHECK(open(key, nonce, {}, sealed).errc() == Errc::cannot_decrypt);
    CHECK(open(key, Nonce{}, associated, sealed).errc() == Errc::cannot_decrypt);
    CHECK(open(Secret<32>{}, nonce, associated, sealed).errc() == Errc::cannot_decrypt);
}

TEST_CASE("an empty text can be sealed")
{
    const auto sealed = seal(key, nonce, {}, {});
    CHECK(sealed.size() == aead_overhead);
    CHECK(open(key, nonce, {}, sealed).value().empty());
}

}  // namespace aead_test
