#include "client/core/vault/vault_root.hpp"

#include <iterator>

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

struct RootValue {
    Digest sum;
    std::uint64_t records = 0;
    static constexpr auto fields() { return std::tuple{&RootValue::sum, &RootValue::records}; }
};

struct RecordSeal {
    std::uint8_t kind = 0;
    std::uint64_t row = 0;
    crypto::Nonce nonce;
    static constexpr auto fields() { return std::tuple{&RecordSeal::kind, &RecordSeal::row, &RecordSeal::nonce}; }
};

}  // namespace

VaultRoot::VaultRoot(const crypto::Secret<32>& vault_key)
    : key_{crypto::hkdf<32>({}, {vault_key.view()}, crypto::labels::vault_root_key)}
{
}

Digest VaultRoot::mac_of(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) const
{
    return crypto::hmac_sha256(key_.view(), crypto::labels::vault_root, {wire::encode(RecordSeal{kind, row, nonce})});
}

void VaultRoot::put(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) { set({kind, row}, nonce); }

std::vector<std::pair<std::uint64_t, crypto::Nonce>> VaultRoot::nonces(std::uint8_t kind, const RowRange& rows) const
{
    std::vector<std::pair<std::uint64_t, crypto::Nonce>> all;
    for (auto at = nonces_.lower_bound({kind, rows.first}); at != nonces_.upper_bound({kind, rows.last}); ++at)
        all.emplace_back(at->first.second, at->second);
    return all;
}

std::optional<std::uint64_t> VaultRoot::first_row(std::uint8_t kind, const RowRange& rows) const
{
    const auto first = nonces_.lower_bound({kind, rows.first});
    if (first == nonces_.end() || first->first > Name{kind, rows.last}) return std::nullopt;
    return first->first.second;
}

std::optional<std::uint64_t> VaultRoot::last_row(std::uint8_t kind, const RowRange& rows) const
{
    const auto after = nonces_.upper_bound({kind, rows.last});
    if (after == nonces_.begin() || std::prev(after)->first < Name{kind, rows.first}) return std::nullopt;
    return std::prev(after)->first.second;
}

void VaultRoot::erase(std::uint8_t kind, std::uint64_t row) { set({kind, row}, std::nullopt); }

void VaultRoot::undo()
{
    for (auto changes = std::exchange(changes_, {}); !changes.empty(); changes.pop_back())
        set(changes.back().first, changes.back().second);
    changes_.clear();
}

Bytes VaultRoot::value() const { return wire::encode(RootValue{sum_, nonces_.size()}); }

void VaultRoot::set(const Name& name, const std::optional<crypto::Nonce>& nonce)
{
    const auto place = nonces_.lower_bound(name);
    const bool known = place != nonces_.end() && place->first == name;
    const auto before = known ? std::optional{place->second} : std::nullopt;
    if (before) mix(name, *before);
    if (nonce) mix(name, *nonce);
    if (known && nonce)
        place->second = *nonce;
    else if (nonce)
        nonces_.emplace_hint(place, name, *nonce);
    else if (known)
        nonces_.erase(place);
    changes_.emplace_back(name, before);
}

/// Into the sum, or out of it.
void VaultRoot::mix(const Name& name, const crypto::Nonce& nonce)
{
    const auto mac = mac_of(name.first, name.second, nonce);
    for (std::size_t i = 0; i < Digest::size; ++i) sum_.value[i] ^= mac.value[i];
}

}  // namespace holdfast::client
