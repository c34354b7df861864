#include "client/core/vault/vault_root.hpp"

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

Digest sum_of(const Digest& a, const Digest& b)
{
    Digest sum = a;
    for (std::size_t i = 0; i < Digest::size; ++i) sum.value[i] ^= b.value[i];
    return sum;
}

}  // namespace

VaultRoot::VaultRoot(const crypto::Secret<32>& vault_key)
    : key_{crypto::hkdf<32>({}, {vault_key.view()}, crypto::labels::vault_root_key)}
{
}

Digest VaultRoot::mac_of(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) const
{
    return crypto::hmac_sha256(key_.view(), crypto::labels::vault_root, {wire::encode(RecordSeal{kind, row, nonce})});
}

void VaultRoot::put(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce)
{
    set({kind, row}, mac_of(kind, row, nonce));
}

bool VaultRoot::has(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) const
{
    const auto found = macs_.find({kind, row});
    return found != macs_.end() && found->second == mac_of(kind, row, nonce);
}

void VaultRoot::erase(std::uint8_t kind, std::uint64_t row) { set({kind, row}, std::nullopt); }

void VaultRoot::undo()
{
    for (auto changes = std::exchange(changes_, {}); !changes.empty(); changes.pop_back())
        set(changes.back().first, changes.back().second);
    changes_.clear();
}

Bytes VaultRoot::value() const { return wire::encode(RootValue{sum_, macs_.size()}); }

void VaultRoot::set(const Name& name, std::optional<Digest> mac)
{
    const auto found = macs_.find(name);
    std::optional<Digest> before;
    if (found != macs_.end()) before = found->second;
    if (before) sum_ = sum_of(sum_, *before);
    if (mac) sum_ = sum_of(sum_, *mac);
    if (mac)
        macs_[name] = *mac;
    else if (before)
        macs_.erase(found);
    changes_.emplace_back(name, before);
}

}  // namespace holdfast::client
