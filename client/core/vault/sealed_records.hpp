// Single records of a vault, sealed under its key for the place they stand in. Whether a record is the newest that
// stood there says its nonce alone, which no other seal has; who keeps the nonces is NonceBook.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>

#include "client/core/vault/record_store.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::client {

/// A record that the program needs is gone, from an older copy (vault_rolled_back) or damaged (store_broken). The
/// program ends with it.
class VaultError : public std::runtime_error {
  public:
    explicit VaultError(Errc code) : std::runtime_error{"a record of the vault does not open"}, code_{code} {}
    [[nodiscard]] Errc code() const noexcept { return code_; }

  private:
    Errc code_;
};

class SealedRecords {
  public:
    /// `random` must outlive it.
    SealedRecords(std::unique_ptr<RecordStore> store, crypto::Random& random, crypto::Secret<32> key);

    [[nodiscard]] RecordStore& store() noexcept { return *store_; }
    [[nodiscard]] const crypto::Secret<32>& key() const noexcept { return key_; }
    [[nodiscard]] crypto::Random& random() noexcept { return *random_; }

    /// Returns the nonce it is sealed with.
    crypto::Nonce put(Kind kind, std::uint64_t row, BytesView plain);
    /// Errors: store_broken.
    [[nodiscard]] Result<Bytes> open(Kind kind, std::uint64_t row, const SealedRecord& record) const;
    /// The one sealed with `nonce`. Errors: vault_rolled_back (another one or none stands there), store_broken.
    [[nodiscard]] Result<Bytes> read(Kind kind, std::uint64_t row, const crypto::Nonce& nonce);

    void put_root(BytesView plain);
    /// Errors: vault_rolled_back.
    [[nodiscard]] Result<Bytes> read_root();

  private:
    std::unique_ptr<RecordStore> store_;
    crypto::Random* random_;
    crypto::Secret<32> key_;
};

/// The place that a seal in the vault covers beside the bytes, so that no record can stand in another's place. `table`
/// is "record", "lock" or "root".
[[nodiscard]] Bytes sealed_as(const char* table, std::uint8_t kind = 0, std::uint64_t row = 0);

}  // namespace holdfast::client
