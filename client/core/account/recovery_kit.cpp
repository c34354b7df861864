#include "client/core/account/recovery_kit.hpp"

#include "protocol/identity/printed_words.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

constexpr std::uint8_t kit_version = 1;

struct KitBody {
    std::uint8_t version = kit_version;
    crypto::Secret<32> identity_seed;
    SignPublic relay_key;
    std::string address;
    bool behind_proxy = false;
    std::vector<AccountId> therapists;
    static constexpr auto fields()
    {
        return std::tuple{&KitBody::version, &KitBody::identity_seed, &KitBody::relay_key,
                          &KitBody::address, &KitBody::behind_proxy,  &KitBody::therapists};
    }
};

}  // namespace

std::vector<std::string> kit_words(const RecoveryKit& kit)
{
    KitBody body;
    body.identity_seed = kit.identity_seed.clone();
    body.relay_key = kit.relay_key;
    body.address = kit.relay.canonical();
    body.behind_proxy = kit.relay.behind_proxy;
    body.therapists = kit.therapists;
    Bytes bytes = wire::encode(body);
    auto words = session::printed_words(bytes, crypto::labels::recovery_kit);
    crypto::wipe(bytes);
    return words;
}

Result<RecoveryKit> parse_kit(std::string_view text)
{
    auto body = session::read_printed_words(text, crypto::labels::recovery_kit);
    if (body.has_error()) return body.errc();
    auto decoded = wire::decode<KitBody>(*body);
    crypto::wipe(*body);
    if (decoded.has_error() || decoded.value().version != kit_version) return Errc::bad_kit;
    auto relay = session::RelayAddress::parse(decoded.value().address);
    if (relay.has_error()) return Errc::bad_kit;
    relay->behind_proxy = decoded->behind_proxy;
    return RecoveryKit{std::move(decoded.value().identity_seed), decoded.value().relay_key, relay.value(),
                       std::move(decoded.value().therapists)};
}

}  // namespace holdfast::client
