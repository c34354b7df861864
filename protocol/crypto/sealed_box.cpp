#include "protocol/crypto/sealed_box.hpp"

#include <sodium.h>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {

static_assert(box_overhead == crypto_box_SEALBYTES);

Result<Bytes> seal_box(const DhPublic& reader, BytesView content)
{
    if (const auto usable = check_dh_public(reader); usable.has_error()) return usable.errc();
    init();
    Bytes box(content.size() + box_overhead);
    if (crypto_box_seal(octets(box.data()), octets(content.data()), content.size(), octets(reader.value.data())) != 0)
        return Errc::bad_key;
    return box;
}

Result<SecretBytes> open_box(const DhKeyPair& reader, BytesView box)
{
    if (box.size() < box_overhead) return Errc::cannot_decrypt;
    init();
    Bytes content(box.size() - box_overhead);
    if (crypto_box_seal_open(octets(content.data()), octets(box.data()), box.size(), octets(reader.pub.value.data()),
                             octets(reader.secret.view().data())) != 0)
        return Errc::cannot_decrypt;
    return SecretBytes{std::move(content)};
}

}  // namespace holdfast::crypto
