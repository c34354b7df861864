// The client's disk: one SQLite file in which every record is sealed by XChaCha20-Poly1305 under a random key, and that
// key is wrapped by Argon2id from the passphrase. What can be read without the passphrase: how many records of which
// kind there are, and their sizes. A root is sealed over all records, so that none can be put back alone
// (vault_root.hpp). PROTOCOL.md, "Client vault".
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "protocol/base/result.hpp"
#include "protocol/crypto/password.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::client {

/// 256 MiB and three passes: most of a second on a laptop, once per start.
inline constexpr crypto::PasswordCost default_password_cost{256 * 1024, 3};
/// The least a new vault may have outside tests.
inline constexpr crypto::PasswordCost least_password_cost{64 * 1024, 3};

struct VaultOptions {
    crypto::PasswordCost cost = default_password_cost;  ///< of a new vault; an existing one keeps its own
    std::string vfs;                                    ///< a registered SQLite VFS; empty: the system's
};

/// The kinds of records; stored, never renumbered.
enum class Kind : std::uint8_t {
    account = 1,
    keys = 2,
    prekeys = 3,
    enrolment = 4,
    contact = 5,
    conversation = 6,
    session = 7,
    invitation = 8,
    outbox = 9,
    entry = 10,
    write_stream = 11,
    read_stream = 12,
    draft = 13,
    refused = 14,
    hours_link = 15,
    hours_fork = 16,
    pending_hours = 17,
    practice_notice = 18,
    notice_span = 30,
    outage = 31,
    kept_receipt = 40,
    kept_delivery = 41,
    said_promise = 42,
    pace_word = 43,
    kept_login = 44,
    kept_names = 45,
    check_in_draft = 50,
    missed_windows = 60,
};

class Vault {
  public:
    /// True when `directory` holds a vault, whatever its state.
    [[nodiscard]] static bool exists(const std::filesystem::path& directory);

    /// Makes `directory` (0700) and a vault in it (0600). Errors: already_exists, vault_in_use, disk_full,
    /// store_broken, unsafe_folder (it, or the link to it, is another user's); then nothing is left that open() would
    /// take for a vault.
    [[nodiscard]] static Result<Vault> create(const std::filesystem::path& directory, BytesView passphrase,
                                              crypto::Random& random, const VaultOptions& options = {});

    /// Errors: not_enrolled (no vault here), wrong_passphrase, vault_in_use, store_too_new, store_broken, disk_full,
    /// unsafe_folder, vault_rolled_back (a record is missing, or from an older copy).
    [[nodiscard]] static Result<Vault> open(const std::filesystem::path& directory, BytesView passphrase,
                                            crypto::Random& random, const VaultOptions& options = {});

    /// From now on this passphrase opens it, and the earlier one does not. Nothing else changes. Errors: disk_full,
    /// store_broken; then the earlier one still opens it.
    [[nodiscard]] Status change_passphrase(BytesView passphrase);

    /// Removes the vault of an account that never began. Precondition: nobody has it open.
    static void remove(const std::filesystem::path& directory) noexcept;

    Vault(Vault&&) noexcept;
    Vault& operator=(Vault&&) noexcept;
    ~Vault();

    /// Calls `take(row, plain)` for every record of a kind, in the order of rows. `take` returns false for a record it
    /// cannot read. Errc::store_broken when a record does not open or is not taken.
    [[nodiscard]] Status each(Kind kind, const std::function<bool(std::uint64_t row, BytesView plain)>& take);

    /// Inside begin() … commit(); all of it is durable when commit() returns, none of it before. Throws
    /// store::StoreError, after which the vault takes nothing more.
    void begin();
    void put(Kind kind, std::uint64_t row, BytesView plain);
    void erase(Kind kind, std::uint64_t row);
    void commit();
    /// Gives up what begin() started.
    void abandon() noexcept;

  private:
    struct State;
    explicit Vault(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace holdfast::client
