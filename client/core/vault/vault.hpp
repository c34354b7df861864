// The client's records, sealed: each by XChaCha20-Poly1305 under a random key, and that key is wrapped by Argon2id from
// the passphrase. What can be read without the passphrase: how many records of which kind there are, and their sizes. A
// root is sealed over all records, so that none can be put back alone (vault_root.hpp). What holds them is a
// RecordStore's. PROTOCOL.md, "Client vault".
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "client/core/vault/record_store.hpp"
#include "client/core/vault/vault_root.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/password.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::client {

/// 256 MiB and three passes: most of a second on a laptop, once per start.
inline constexpr crypto::PasswordCost default_password_cost{256 * 1024, 3};
/// The least a new vault may have outside tests.
inline constexpr crypto::PasswordCost least_password_cost{64 * 1024, 3};

/// Every call lets through what its store throws.
class Vault {
  public:
    /// A new vault in a store that has none. `random` must outlive it. Errors: already_exists, out_of_range (a cost
    /// nobody can use).
    [[nodiscard]] static Result<Vault> create(std::unique_ptr<RecordStore> store, BytesView passphrase,
                                              crypto::Random& random, const crypto::PasswordCost& cost);

    /// Errors: not_enrolled (the store has no vault), wrong_passphrase, store_broken (the lock is damaged),
    /// vault_rolled_back (a record is missing, or from an older copy).
    [[nodiscard]] static Result<Vault> open(std::unique_ptr<RecordStore> store, BytesView passphrase,
                                            crypto::Random& random);

    /// From now on this passphrase opens it, and the earlier one does not; the cost stays as it was. Nothing else
    /// changes. When the store throws, the earlier one still opens it. Errors: store_broken (the lock is gone).
    [[nodiscard]] Status change_passphrase(BytesView passphrase);
    /// Whether this one opens it. Takes as long as open().
    [[nodiscard]] bool is_passphrase(BytesView passphrase);

    /// Calls `take(row, plain)` for every record of a kind in `rows`, in the order of rows. `take` returns false for a
    /// record it cannot read, and does not use the vault. Errc::store_broken when a record does not open or is not
    /// taken.
    [[nodiscard]] Status each(Kind kind, const std::function<bool(std::uint64_t row, BytesView plain)>& take,
                              const RowRange& rows = {});

    /// The highest row of a kind; 0 without any.
    [[nodiscard]] std::uint64_t last_row(Kind kind) const { return root_.last_row(static_cast<std::uint8_t>(kind)); }

    /// Inside begin() … commit(); all of it is durable when commit() returns, none of it before.
    void begin();
    void put(Kind kind, std::uint64_t row, BytesView plain);
    void erase(Kind kind, std::uint64_t row);
    void commit();
    /// Gives up what begin() started.
    void abandon() noexcept;

  private:
    Vault(std::unique_ptr<RecordStore> store, crypto::Random& random, crypto::Secret<32> key);
    /// Inside a transaction: the root over what is written by then.
    void seal_root();
    /// Errc::vault_rolled_back unless the records are those the root was sealed over.
    [[nodiscard]] Status check_root();

    std::unique_ptr<RecordStore> store_;
    crypto::Random* random_;
    crypto::Secret<32> key_;
    VaultRoot root_;
};

}  // namespace holdfast::client
