// The client's records, sealed: each by XChaCha20-Poly1305 under a random key, and that key is wrapped by Argon2id from
// the passphrase. What can be read without the passphrase: how many records of which kind there are, and their sizes. A
// root is sealed over all records, so that none can be put back alone (nonce_book.hpp). What holds them is a
// RecordStore's. PROTOCOL.md, "Client vault".
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "client/core/vault/nonce_book.hpp"
#include "client/core/vault/record_store.hpp"
#include "client/core/vault/sealed_records.hpp"
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
    /// vault_rolled_back (a record is missing, or from an older copy; of those that grow with the history it is noticed
    /// when they are read).
    [[nodiscard]] static Result<Vault> open(std::unique_ptr<RecordStore> store, BytesView passphrase,
                                            crypto::Random& random);

    /// From now on this passphrase opens it, and the earlier one does not; the cost stays as it was. Nothing else
    /// changes. When the store throws, the earlier one still opens it. Errors: store_broken (the lock is gone).
    [[nodiscard]] Status change_passphrase(BytesView passphrase);
    /// Whether this one opens it. Takes as long as open().
    [[nodiscard]] bool is_passphrase(BytesView passphrase);

    /// Calls `take(row, plain)` for every record of a kind in `rows`, in the order of rows. `take` returns false for a
    /// record it cannot read, and does not use the vault. Errors: vault_rolled_back (one is missing, from an older copy
    /// or was brought in), store_broken (one does not open or is not taken).
    [[nodiscard]] Status each(Kind kind, const std::function<bool(std::uint64_t row, BytesView plain)>& take,
                              const RowRange& rows = {});

    /// The highest row of a kind; 0 without any. Errors: vault_rolled_back, store_broken.
    [[nodiscard]] Result<std::uint64_t> last_row(Kind kind);

    /// Inside begin() … commit(); all of it is durable when commit() returns, none of it before. Throws VaultError
    /// where what a change needs does not open.
    void begin();
    void put(Kind kind, std::uint64_t row, BytesView plain);
    void erase(Kind kind, std::uint64_t row);
    void commit();
    /// Gives up what begin() started.
    void abandon() noexcept;

  private:
    explicit Vault(std::unique_ptr<SealedRecords> records);
    [[nodiscard]] RecordStore& store() const { return records_->store(); }
    /// As each(), for rows that are together (NonceBook).
    [[nodiscard]] Status each_of(Kind kind, const std::function<bool(std::uint64_t row, BytesView plain)>& take,
                                 const RowRange& rows);

    std::unique_ptr<SealedRecords> records_;
    NonceBook nonces_;
};

}  // namespace holdfast::client
