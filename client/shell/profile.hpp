// The folder of an account before there is one: what stands in it, and how what stood in it makes room. One rule:
// nothing is deleted that may hold what somebody wrote.
#pragma once

#include <filesystem>
#include <optional>

#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

enum class Occupant {
    nobody,
    begun,  ///< an account whose making was interrupted
    account,
};
[[nodiscard]] Occupant occupant_of(const std::filesystem::path& profile);

/// The file that stands where this folder, or one above it, would have to be.
[[nodiscard]] std::optional<std::filesystem::path> in_the_way(const std::filesystem::path& profile);

/// From now on the vault in it is one that is only begun, or no more.
[[nodiscard]] Status mark_begun(const std::filesystem::path& profile);
void mark_made(const std::filesystem::path& profile) noexcept;

/// Moves the vault into a folder of its own beside it, named after the time; that folder. Precondition: nobody has it
/// open. Errors: disk_full; then all is as it was.
[[nodiscard]] Result<std::filesystem::path> put_aside(const std::filesystem::path& profile, Instant now);
/// The way back, where nothing came of the new one. Best effort.
void bring_back(const std::filesystem::path& profile, const std::filesystem::path& aside) noexcept;

}  // namespace holdfast::shell
