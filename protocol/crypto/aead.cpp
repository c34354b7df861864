#include "protocol/crypto/aead.hpp"

#include <sodium.h>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {

static_assert(aead_overhead == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(Nonce::size == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

Bytes seal(const Secret<32>& key, const Nonce& nonce, BytesView associated, BytesView text)
{
    init();
    Bytes sealed(text.size() + aead_overhead);
    crypto_aead_xchacha20poly1305_ietf_encrypt(octets(sealed.data()), nullptr, octets(text.data()), text.size(),
                                               octets(associated.data()), associated.size(), nullptr,
                                               octets(nonce.value.data()), octets(key.view().data()));
    return sealed;
}

Result<Bytes> open(const Secret<32>& key, const Nonce& nonce, BytesView associated, BytesView sealed)
{
    init();
    if (sealed.size() < aead_overhead) return Errc::cannot_decrypt;
    Bytes text(sealed.size() - aead_overhead);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(octets(text.data()), nullptr, nullptr, octets(sealed.data()),
                                                   sealed.size(), octets(associated.data()), associated.size(),
                                                   octets(nonce.value.data()), octets(key.view().data())) != 0)
        return Errc::cannot_decrypt;
    return text;
}

}  // namespace holdfast::crypto
