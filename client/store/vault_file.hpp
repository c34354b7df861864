// The vault of a profile: a file in a folder of its owner's alone. What is asked of files and folders is asked here;
// what the file holds is the vault's (client/core/vault). PROTOCOL.md, "Client vault".
#pragma once

#include <filesystem>
#include <string>

#include "client/core/vault/vault.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/password.hpp"
#include "protocol/crypto/random.hpp"

namespace holdfast::client {

struct VaultOptions {
    crypto::PasswordCost cost = default_password_cost;  ///< of a new vault; an existing one keeps its own
    std::string vfs;                                    ///< a registered SQLite VFS; empty: the system's
};

/// True when `directory` holds a vault, whatever its state.
[[nodiscard]] bool vault_exists(const std::filesystem::path& directory);

/// Makes `directory` (0700) and a vault in it (0600). `random` must outlive it. Errors: already_exists, vault_in_use,
/// disk_full, store_broken, unsafe_folder (it, or the link to it, is another user's); then nothing is left that
/// open_vault() would take for a vault.
[[nodiscard]] Result<Vault> create_vault(const std::filesystem::path& directory, BytesView passphrase,
                                         crypto::Random& random, const VaultOptions& options = {});

/// Errors: not_enrolled (no vault here), wrong_passphrase, vault_in_use, store_too_new, store_broken, disk_full,
/// unsafe_folder, vault_rolled_back (a record is missing, or from an older copy).
[[nodiscard]] Result<Vault> open_vault(const std::filesystem::path& directory, BytesView passphrase,
                                       crypto::Random& random, const VaultOptions& options = {});

/// As Vault::change_passphrase; what the file throws is an error here: disk_full, store_broken.
[[nodiscard]] Status change_passphrase(Vault& vault, BytesView passphrase);

/// Removes the vault of an account that never began. Precondition: nobody has it open.
void remove_vault(const std::filesystem::path& directory) noexcept;

/// Moves all files of a vault into another folder, the database first: what is interrupted leaves a vault in one of the
/// two, whole once its journal has followed. False where one stayed behind. Precondition: nobody has it open.
[[nodiscard]] bool move_vault(const std::filesystem::path& from, const std::filesystem::path& to) noexcept;

}  // namespace holdfast::client
