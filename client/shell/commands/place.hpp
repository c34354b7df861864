// Where a new account comes to stand: a new vault in its profile, with what stood there before put aside beside it. One
// rule: where nothing comes of it, all is as it was.
#pragma once

#include <filesystem>
#include <optional>

#include "client/shell/one_shot_client.hpp"
#include "client/store/vault_file.hpp"

namespace holdfast::shell {

/// The new vault, with what stood there before beside it.
struct Place {
    client::Vault vault;
    std::optional<std::filesystem::path> aside;
};

/// `secret`: the passphrase where it is known already; otherwise it is asked for. Errors: already_enrolled,
/// not_confirmed, and those of new_passphrase(), open_vault() and create_vault().
[[nodiscard]] Result<Place> place_for(const Context& context, const std::filesystem::path& profile,
                                      std::uint32_t memory_mib, std::optional<crypto::SecretBytes> secret);

/// Where nothing came of it.
void undo_place(const std::filesystem::path& profile, const std::optional<std::filesystem::path>& aside);

}  // namespace holdfast::shell
