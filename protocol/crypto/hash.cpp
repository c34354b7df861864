#include "protocol/crypto/hash.hpp"

#include <sodium.h>

#include "protocol/crypto/sha256.hpp"
#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

/// opaque<V> label: its length is below 64, so the prefix is one byte.
void add_label(auto& sink, Label label)
{
    const std::byte prefix[1] = {static_cast<std::byte>(label.text().size())};
    sink.add(prefix);
    sink.add(as_bytes(label.text()));
}

Digest finish(Sha256& hash, std::initializer_list<BytesView> parts)
{
    for (BytesView part : parts) hash.add(part);
    Digest out;
    hash.finish(out.value);
    return out;
}

}  // namespace

Digest sha256(Label label, std::initializer_list<BytesView> parts)
{
    Sha256 hash;
    add_label(hash, label);
    return finish(hash, parts);
}

Digest sha256_raw(std::initializer_list<BytesView> parts)
{
    Sha256 hash;
    return finish(hash, parts);
}

ByteArray<64> sha512_raw(std::initializer_list<BytesView> parts)
{
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    for (BytesView part : parts) crypto_hash_sha512_update(&state, octets(part.data()), part.size());
    ByteArray<64> out;
    crypto_hash_sha512_final(&state, octets(out.data()));
    return out;
}

Digest hmac_sha256(BytesView key, Label label, std::initializer_list<BytesView> parts)
{
    Hmac hmac{key};
    add_label(hmac, label);
    for (BytesView part : parts) hmac.add(part);
    Digest out;
    hmac.finish(out.value);
    return out;
}

Secret<32> hmac_sha256_raw(BytesView key, std::initializer_list<BytesView> parts)
{
    Hmac hmac{key};
    for (BytesView part : parts) hmac.add(part);
    Secret<32> out;
    hmac.finish(out.writable());
    return out;
}

}  // namespace holdfast::crypto
