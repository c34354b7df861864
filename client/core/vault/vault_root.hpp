// One value over the records of a vault, sealed beside them and written in the same transaction: a single record put
// back from an older copy, left out or doubled is noticed when the vault is opened, and one that was put back since,
// when it is read. Records of long kinds are in it by the pages of their nonces (nonce_book.hpp). A copy of everything
// is not noticed here but at the next login. PROTOCOL.md, "Client vault".
//
// The value is the sum (bit by bit, without carry) of one MAC a record, so a change costs two MACs, however many there
// are. Nobody without the vault's key sees a MAC or a sum, so nobody can choose records whose sums agree.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "client/core/vault/record_store.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::client {

class VaultRoot {
  public:
    /// `vault_key` is the key the records are sealed under.
    explicit VaultRoot(const crypto::Secret<32>& vault_key);

    /// A record is there under this name now, sealed with this nonce, which no other seal has.
    void put(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce);
    /// None is. Harmless when there was none.
    void erase(std::uint8_t kind, std::uint64_t row);
    /// Of this kind: the nonces in `rows`, in order, and the first and the last row there.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, crypto::Nonce>> nonces(std::uint8_t kind,
                                                                              const RowRange& rows) const;
    [[nodiscard]] std::optional<std::uint64_t> first_row(std::uint8_t kind, const RowRange& rows) const;
    [[nodiscard]] std::optional<std::uint64_t> last_row(std::uint8_t kind, const RowRange& rows) const;

    /// Keeps, or drops, everything put and erased since the last of these calls.
    void keep() noexcept { changes_.clear(); }
    void undo();

    /// To be sealed: the sum and the number of records.
    [[nodiscard]] Bytes value() const;

  private:
    using Name = std::pair<std::uint8_t, std::uint64_t>;
    [[nodiscard]] Digest mac_of(std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) const;
    void set(const Name& name, const std::optional<crypto::Nonce>& nonce);
    void mix(const Name& name, const crypto::Nonce& nonce);

    crypto::Secret<32> key_;
    Digest sum_;
    std::map<Name, crypto::Nonce> nonces_;
    std::vector<std::pair<Name, std::optional<crypto::Nonce>>> changes_;  ///< what was there before each change
};

}  // namespace holdfast::client
