#include "protocol/crypto/sign.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>

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

/// Keys that passed the check lately: one list of devices is opened several times in a row, and the check of a key
/// costs more than that of a signature. Public data.
class ValidKeys {
  public:
    [[nodiscard]] bool has(const SignPublic& pub) const
    {
        const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(count_);
        return std::find(keys_.begin(), end, pub) != end;
    }
    void add(const SignPublic& pub)
    {
        keys_[next_] = pub;
        next_ = (next_ + 1) % keys_.size();
        count_ = std::min(count_ + 1, keys_.size());
    }

  private:
    std::array<SignPublic, 32> keys_{};
    std::size_t next_ = 0;
    std::size_t count_ = 0;
};

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
    static thread_local ValidKeys valid;
    if (valid.has(pub)) return ok();
    init();
    if (crypto_core_ed25519_is_valid_point(octets(pub.value.data())) != 1) return Errc::bad_key;
    valid.add(pub);
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
