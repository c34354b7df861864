#include "client/core/vault/vault.hpp"

#include <string>
#include <utility>

#include "protocol/base/kill_point.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

/// How the records of this program are laid out. A record sealed as one layout never opens as another.
constexpr std::uint32_t layout = 1;

/// A seal covers these beside its bytes, so that no record can stand in another's place.
struct SealedAs {
    std::string table;
    std::uint8_t kind = 0;
    std::uint64_t row = 0;
    std::uint32_t version = layout;
    static constexpr auto fields()
    {
        return std::tuple{&SealedAs::table, &SealedAs::kind, &SealedAs::row, &SealedAs::version};
    }
};

Bytes as_record(Kind kind, std::uint64_t row, std::uint32_t version)
{
    return wire::encode(SealedAs{"record", static_cast<std::uint8_t>(kind), row, version});
}

Bytes as_lock(const crypto::PasswordCost& cost)
{
    return wire::encode(SealedAs{"lock", 0, std::uint64_t{cost.memory_kib} << 32 | cost.passes, layout});
}

Bytes as_root() { return wire::encode(SealedAs{"root", 0, 0, layout}); }

/// Errors: out_of_range.
Result<VaultLock> wrap(const crypto::Secret<32>& key, BytesView passphrase, const crypto::PasswordSalt& salt,
                       const crypto::PasswordCost& cost, crypto::Random& random)
{
    const auto wrapping = crypto::key_from_password(passphrase, salt, cost);
    if (wrapping.has_error()) return wrapping.errc();
    VaultLock lock{salt, cost, random.id<crypto::Nonce>(), {}};
    lock.wrapped = crypto::seal(wrapping.value(), lock.nonce, as_lock(cost), key.view());
    return lock;
}

/// Errors: store_broken, wrong_passphrase.
Result<crypto::Secret<32>> unwrap(const VaultLock& lock, BytesView passphrase)
{
    const auto wrapping = crypto::key_from_password(passphrase, lock.salt, lock.cost);
    if (wrapping.has_error()) return Errc::store_broken;
    auto opened = crypto::open(wrapping.value(), lock.nonce, as_lock(lock.cost), lock.wrapped);
    if (opened.has_error()) return Errc::wrong_passphrase;
    const crypto::SecretBytes bytes{std::move(opened.value())};
    if (bytes.size() != crypto::Secret<32>::size) return Errc::store_broken;
    return crypto::Secret<32>::from(bytes.view());
}

}  // namespace

Vault::Vault(std::unique_ptr<RecordStore> store, crypto::Random& random, crypto::Secret<32> key)
    : store_{std::move(store)}, random_{&random}, key_{std::move(key)}, root_{key_}
{
}

Result<Vault> Vault::create(std::unique_ptr<RecordStore> store, BytesView passphrase, crypto::Random& random,
                            const crypto::PasswordCost& cost)
{
    if (store->lock()) return Errc::already_exists;
    const auto salt = random.id<crypto::PasswordSalt>();
    auto key = random.secret<32>();
    const auto lock = wrap(key, passphrase, salt, cost, random);
    if (lock.has_error()) return lock.errc();
    Vault vault{std::move(store), random, std::move(key)};
    vault.store_->begin();
    vault.store_->put_lock(*lock);
    vault.seal_root();
    vault.store_->commit();
    return vault;
}

Result<Vault> Vault::open(std::unique_ptr<RecordStore> store, BytesView passphrase, crypto::Random& random)
{
    const auto lock = store->lock();
    if (!lock) return Errc::not_enrolled;
    auto key = unwrap(*lock, passphrase);
    if (key.has_error()) return key.errc();
    Vault vault{std::move(store), random, std::move(key.value())};
    if (const auto checked = vault.check_root(); checked.has_error()) return checked.errc();
    return vault;
}

Status Vault::change_passphrase(BytesView passphrase)
{
    const auto before = store_->lock();
    if (!before) return Errc::store_broken;
    const auto lock = wrap(key_, passphrase, random_->id<crypto::PasswordSalt>(), before->cost, *random_);
    if (lock.has_error()) return lock.errc();
    store_->begin();
    store_->put_lock(*lock);
    store_->commit();
    return ok();
}

bool Vault::is_passphrase(BytesView passphrase)
{
    const auto lock = store_->lock();
    return lock && unwrap(*lock, passphrase).has_value();
}

void Vault::seal_root()
{
    const auto nonce = random_->id<crypto::Nonce>();
    store_->put_root({nonce, crypto::seal(key_, nonce, as_root(), root_.value())});
}

Status Vault::check_root()
{
    store_->each_nonce([this](Kind kind, std::uint64_t row, const crypto::Nonce& nonce) {
        root_.put(static_cast<std::uint8_t>(kind), row, nonce);
    });
    root_.keep();
    const auto root = store_->root();
    if (!root) return Errc::vault_rolled_back;
    const auto value = crypto::open(key_, root->nonce, as_root(), root->sealed);
    if (value.has_error() || value.value() != root_.value()) return Errc::vault_rolled_back;
    return ok();
}

Status Vault::each(Kind kind, const std::function<bool(std::uint64_t, BytesView)>& take, const RowRange& rows)
{
    const bool all = store_->each(kind, rows, [&](std::uint64_t row, const SealedRecord& record) {
        if (record.version != layout) return false;
        // The root was compared when the vault was opened; an older copy may have been put in its place since.
        if (!root_.has(static_cast<std::uint8_t>(kind), row, record.nonce)) return false;
        auto opened = crypto::open(key_, record.nonce, as_record(kind, row, layout), record.sealed);
        if (opened.has_error()) return false;
        const crypto::SecretBytes plain{std::move(opened.value())};
        return take(row, plain.view());
    });
    return all ? ok() : Status{Errc::store_broken};
}

void Vault::begin() { store_->begin(); }

void Vault::put(Kind kind, std::uint64_t row, BytesView plain)
{
    const auto nonce = random_->id<crypto::Nonce>();
    const auto sealed = crypto::seal(key_, nonce, as_record(kind, row, layout), plain);
    store_->put(kind, row, {layout, nonce, sealed});
    root_.put(static_cast<std::uint8_t>(kind), row, nonce);
}

void Vault::erase(Kind kind, std::uint64_t row)
{
    store_->erase(kind, row);
    root_.erase(static_cast<std::uint8_t>(kind), row);
}

void Vault::commit()
{
    seal_root();
    root_.keep();
    kill_point("client-before-commit");
    store_->commit();
    kill_point("client-after-commit");
}

void Vault::abandon() noexcept
{
    store_->abandon();
    root_.undo();
}

}  // namespace holdfast::client
