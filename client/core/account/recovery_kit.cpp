#include "client/core/account/recovery_kit.hpp"

#include <algorithm>
#include <cctype>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

constexpr std::uint8_t kit_version = 1;
constexpr std::size_t group = 4;
/// 20 bits and more of typing mistakes are found; the kit is no secret shared with anybody who could forge one.
constexpr std::size_t check_bytes = 4;
/// A kit of more words is not one of ours.
constexpr std::size_t max_kit_text_bytes = 4096;

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

Bytes check_of(BytesView body)
{
    const auto digest = crypto::sha256(crypto::labels::recovery_kit, body);
    return to_bytes(digest.view().first(check_bytes));
}

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
    append(bytes, check_of(bytes));
    const auto text = to_base32(bytes);
    crypto::wipe(bytes);
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size(); at += group) words.push_back(text.substr(at, group));
    return words;
}

std::vector<std::string> split_words(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&](bool number) {
        const bool digits = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
        if (!word.empty() && !(number && digits)) words.push_back(word);
        word.clear();
    };
    for (const char c : text) {
        if (c == '.' || c == ':' || c == ')')
            end_word(true);
        else if (c == '-' || std::isspace(static_cast<unsigned char>(c)))
            end_word(false);
        else
            word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    end_word(false);
    return words;
}

Result<RecoveryKit> parse_kit(std::string_view text)
{
    if (text.size() > max_kit_text_bytes) return Errc::bad_kit;
    std::string joined;
    for (const auto& word : split_words(text)) joined += word;
    // Digits that base32 does not have, and the letters they look like.
    std::ranges::replace(joined, '0', 'O');
    std::ranges::replace(joined, '8', 'B');
    const auto bytes = from_base32(joined);
    if (bytes.has_error() || bytes.value().size() < check_bytes) return Errc::bad_kit;
    const auto body = BytesView{bytes.value()}.first(bytes.value().size() - check_bytes);
    if (!std::ranges::equal(check_of(body), BytesView{bytes.value()}.last(check_bytes))) return Errc::bad_kit;
    auto decoded = wire::decode<KitBody>(body);
    if (decoded.has_error() || decoded.value().version != kit_version) return Errc::bad_kit;
    auto relay = session::RelayAddress::parse(decoded.value().address);
    if (relay.has_error()) return Errc::bad_kit;
    relay->behind_proxy = decoded->behind_proxy;
    return RecoveryKit{std::move(decoded.value().identity_seed), decoded.value().relay_key, relay.value(),
                       std::move(decoded.value().therapists)};
}

}  // namespace holdfast::client
