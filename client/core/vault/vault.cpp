#include "client/core/vault/vault.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/kill_point.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

Bytes as_lock(const crypto::PasswordCost& cost)
{
    return sealed_as("lock", 0, std::uint64_t{cost.memory_kib} << 32 | cost.passes);
}

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

Vault::Vault(std::unique_ptr<SealedRecords> records) : records_{std::move(records)}, nonces_{*records_} {}

Result<Vault> Vault::create(std::unique_ptr<RecordStore> store, BytesView passphrase, crypto::Random& random,
                            const crypto::PasswordCost& cost)
{
    if (store->lock()) return Errc::already_exists;
    const auto salt = random.id<crypto::PasswordSalt>();
    auto key = random.secret<32>();
    const auto lock = wrap(key, passphrase, salt, cost, random);
    if (lock.has_error()) return lock.errc();
    Vault vault{std::make_unique<SealedRecords>(std::move(store), random, std::move(key))};
    vault.store().begin();
    vault.store().put_lock(*lock);
    vault.nonces_.write();
    vault.store().commit();
    return vault;
}

Result<Vault> Vault::open(std::unique_ptr<RecordStore> store, BytesView passphrase, crypto::Random& random)
{
    const auto lock = store->lock();
    if (!lock) return Errc::not_enrolled;
    auto key = unwrap(*lock, passphrase);
    if (key.has_error()) return key.errc();
    Vault vault{std::make_unique<SealedRecords>(std::move(store), random, std::move(key.value()))};
    if (const auto loaded = vault.nonces_.load(); loaded.has_error()) return loaded.errc();
    return vault;
}

Status Vault::change_passphrase(BytesView passphrase)
{
    const auto before = store().lock();
    if (!before) return Errc::store_broken;
    auto& random = records_->random();
    const auto lock = wrap(records_->key(), passphrase, random.id<crypto::PasswordSalt>(), before->cost, random);
    if (lock.has_error()) return lock.errc();
    store().begin();
    store().put_lock(*lock);
    store().commit();
    return ok();
}

bool Vault::is_passphrase(BytesView passphrase)
{
    const auto lock = store().lock();
    return lock && unwrap(*lock, passphrase).has_value();
}

Status Vault::each(Kind kind, const std::function<bool(std::uint64_t, BytesView)>& take, const RowRange& rows)
{
    for (auto rest = rows;;) {
        const auto first = nonces_.first_row(kind, rest);
        if (first.has_error()) return first.errc();
        if (!first.value()) return ok();
        auto part = NonceBook::together(kind, *first.value());
        part.last = std::min(part.last, rows.last);
        if (const auto status = each_of(kind, take, part); status.has_error()) return status;
        if (part.last == rows.last) return ok();
        rest.first = part.last + 1;
    }
}

/// The root was compared when the vault was opened, and a page when it was read; an older copy may have been put in a
/// record's place since.
Status Vault::each_of(Kind kind, const std::function<bool(std::uint64_t, BytesView)>& take, const RowRange& rows)
{
    const auto known = nonces_.nonces(kind, rows);
    if (known.has_error()) return known.errc();
    Status status = ok();
    auto expected = known->begin();
    const auto take_one = [&](std::uint64_t row, const SealedRecord& record) -> Status {
        if (expected == known->end() || *expected != NonceBook::RowNonce{row, record.nonce})
            return Errc::vault_rolled_back;
        ++expected;
        auto opened = records_->open(kind, row, record);
        if (opened.has_error()) return opened.errc();
        const crypto::SecretBytes plain{std::move(opened.value())};
        return take(row, plain.view()) ? ok() : Status{Errc::store_broken};
    };
    (void)store().each(kind, rows, [&](std::uint64_t row, const SealedRecord& record) {
        status = take_one(row, record);
        return !status.has_error();
    });
    if (!status.has_error() && expected != known->end()) return Errc::vault_rolled_back;
    return status;
}

Result<std::uint64_t> Vault::last_row(Kind kind)
{
    const auto last = nonces_.last_row(kind);
    if (last.has_error()) return last.errc();
    return last->value_or(0);
}

void Vault::begin() { store().begin(); }

void Vault::put(Kind kind, std::uint64_t row, BytesView plain)
{
    nonces_.put(kind, row, records_->put(kind, row, plain));
}

void Vault::erase(Kind kind, std::uint64_t row)
{
    store().erase(kind, row);
    nonces_.erase(kind, row);
}

void Vault::commit()
{
    nonces_.write();
    nonces_.keep();
    kill_point("client-before-commit");
    store().commit();
    kill_point("client-after-commit");
}

void Vault::abandon() noexcept
{
    store().abandon();
    nonces_.undo();
}

}  // namespace holdfast::client
