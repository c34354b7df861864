#include "protocol/session/chain.hpp"

#include <limits>

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"

namespace holdfast::session {

crypto::Secret<32> cipher_key(const MessageKey& key)
{
    return crypto::hkdf<32>({}, {key.view()}, crypto::labels::ratchet_message);
}

MessageKey Chain::step()
{
    constexpr std::byte for_message[1] = {std::byte{1}};
    constexpr std::byte for_chain[1] = {std::byte{2}};
    require(next < std::numeric_limits<std::uint32_t>::max(), "a chain never uses up its numbers");
    auto message = crypto::hmac_sha256_raw(key.view(), {for_message});
    key = crypto::hmac_sha256_raw(key.view(), {for_chain});
    ++next;
    return message;
}

}  // namespace holdfast::session
