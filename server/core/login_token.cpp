#include "server/core/login_token.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {
namespace {

/// The input of the MAC.
struct TokenFor {
    AccountId account;
    DeviceId device;
    std::uint64_t number = 0;
    static constexpr auto fields() { return std::tuple{&TokenFor::account, &TokenFor::device, &TokenFor::number}; }
};

}  // namespace

LoginTokens::LoginTokens(const crypto::SignKeyPair& relay)
    : key_{crypto::hkdf<32>({}, {relay.seed.view()}, crypto::labels::login_token_key)}
{
}

wire::LoginToken LoginTokens::make(const Address& device, std::uint64_t number) const
{
    const auto covered = wire::encode(TokenFor{device.account, device.device, number});
    return {number, crypto::hmac_sha256(key_.view(), crypto::labels::login_token, {covered})};
}

bool LoginTokens::is_own(const Address& device, const wire::LoginToken& token) const
{
    if (token.number == 0) return token.mac == Digest{};
    return crypto::equal_in_constant_time(make(device, token.number).mac.view(), token.mac.view());
}

}  // namespace holdfast::server
