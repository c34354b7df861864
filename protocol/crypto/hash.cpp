#include "protocol/crypto/hash.hpp"

#include <sodium.h>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

class Sha256 {
  public:
    Sha256() { crypto_hash_sha256_init(&state_); }
    void add(BytesView part) { crypto_hash_sha256_update(&state_, octets(part.data()), part.size()); }
    [[nodiscard]] Digest finish()
    {
        Digest out;
        crypto_hash_sha256_final(&state_, octets(out.value.data()));
        return out;
    }

  private:
    crypto_hash_sha256_state state_{};
};

class Hmac {
  public:
    explicit Hmac(BytesView key)
    {
        // An empty key may come without an address, which libsodium does not take.
        static constexpr std::byte none{};
        crypto_auth_hmacsha256_init(&state_, octets(key.empty() ? &none : key.data()), key.size());
    }
    ~Hmac() { sodium_memzero(&state_, sizeof state_); }
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;
    void add(BytesView part) { crypto_auth_hmacsha256_update(&state_, octets(part.data()), part.size()); }
    void finish(std::span<std::byte, 32> out) { crypto_auth_hmacsha256_final(&state_, octets(out.data())); }

  private:
    crypto_auth_hmacsha256_state state_{};
};

/// opaque<V> label: its length is below 64, so the prefix is one byte.
void add_label(auto& sink, Label label)
{
    const std::byte prefix[1] = {static_cast<std::byte>(label.text().size())};
    sink.add(prefix);
    sink.add(as_bytes(label.text()));
}

}  // namespace

Digest sha256(Label label, std::initializer_list<BytesView> parts)
{
    Sha256 hash;
    add_label(hash, label);
    for (BytesView part : parts) hash.add(part);
    return hash.finish();
}

Digest sha256_raw(std::initializer_list<BytesView> parts)
{
    Sha256 hash;
    for (BytesView part : parts) hash.add(part);
    return hash.finish();
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
