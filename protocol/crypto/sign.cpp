#include "protocol/crypto/sign.hpp"

#include <sodium.h>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

/// opaque<V> label ‖ message, the bytes that Ed25519 sees.
Bytes signed_input(Label label, BytesView message)
{
    Bytes input;
    input.reserve(1 + label.text().size() + message.size());
    input.push_back(static_cast<std::byte>(label.text().size()));
    append(input, as_bytes(label.text()));
    append(input, message);
    return input;
}

/// libsodium's form of the private key: seed ‖ public key.
Secret<64> expanded(const SignKeyPair& key)
{
    Secret<64> out;
    std::copy(key.seed.view().begin(), key.seed.view().end(), out.writable().begin());
    std::copy(key.pub.value.begin(), key.pub.value.end(), out.writable().begin() + 32);
    return out;
}

}  // namespace

SignKeyPair SignKeyPair::generate(Random& random) { return from_seed(random.secret<32>()); }

SignKeyPair SignKeyPair::from_seed(Secret<32> seed)
{
    init();
    SignKeyPair pair{std::move(seed), {}};
    Secret<64> both;
    crypto_sign_seed_keypair(octets(pair.pub.value.data()), octets(both.writable().data()),
                             octets(pair.seed.view().data()));
    return pair;
}

Status check_sign_public(const SignPublic& pub)
{
    init();
    if (crypto_core_ed25519_is_valid_point(octets(pub.value.data())) != 1) return Errc::bad_key;
    return ok();
}

Signature sign(Label label, const SignKeyPair& key, BytesView message)
{
    init();
    const auto input = signed_input(label, message);
    Signature signature;
    crypto_sign_detached(octets(signature.value.data()), nullptr, octets(input.data()), input.size(),
                         octets(expanded(key).view().data()));
    return signature;
}

Status verify(Label label, const SignPublic& pub, BytesView message, const Signature& signature)
{
    init();
    const auto input = signed_input(label, message);
    if (crypto_sign_verify_detached(octets(signature.value.data()), octets(input.data()), input.size(),
                                    octets(pub.value.data())) != 0)
        return Errc::bad_signature;
    return ok();
}

}  // namespace holdfast::crypto
