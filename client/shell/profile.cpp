#include "client/shell/profile.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "client/store/vault_file.hpp"
#include "protocol/base/files.hpp"

namespace holdfast::shell {
namespace {

namespace fs = std::filesystem;

/// An empty file that stands beside a vault until the account in it is made. It tells nothing but that.
constexpr const char* begun_mark = "begun";

/// "before-2026-11-29T14-37-05Z"
std::string name_of(Instant now)
{
    auto time = to_rfc3339(std::chrono::floor<std::chrono::seconds>(now));
    std::replace(time.begin(), time.end(), ':', '-');
    return "before-" + time;
}

}  // namespace

Occupant occupant_of(const fs::path& profile)
{
    if (!client::vault_exists(profile)) return Occupant::nobody;
    std::error_code failed;
    return fs::exists(profile / begun_mark, failed) ? Occupant::begun : Occupant::account;
}

std::optional<fs::path> in_the_way(const fs::path& profile)
{
    std::error_code failed;
    for (auto path = fs::absolute(profile, failed); !path.empty(); path = path.parent_path()) {
        const auto found = fs::status(path, failed);
        if (fs::exists(found)) return fs::is_directory(found) ? std::nullopt : std::optional{path};
        if (path == path.root_path()) break;
    }
    return std::nullopt;
}

Status mark_begun(const fs::path& profile)
{
    std::error_code failed;
    fs::create_directories(profile, failed);
    if (failed) return Errc::disk_full;
    const auto made = write_new_file(profile / begun_mark, {});
    const bool stands = made.has_value() || made.errc() == Errc::already_exists;  // of an earlier try
    return stands ? ok() : Status{Errc::disk_full};
}

void mark_made(const fs::path& profile) noexcept
{
    std::error_code ignored;
    fs::remove(profile / begun_mark, ignored);
}

Result<fs::path> put_aside(const fs::path& profile, Instant now)
{
    const auto aside = profile / name_of(now);
    std::error_code failed;
    fs::create_directory(aside, failed);
    if (failed) return Errc::disk_full;
    fs::permissions(aside, fs::perms::owner_all, failed);
    if (client::move_vault(profile, aside)) return aside;
    bring_back(profile, aside);
    return Errc::disk_full;
}

void bring_back(const fs::path& profile, const fs::path& aside) noexcept
{
    std::error_code ignored;
    if (client::move_vault(aside, profile)) fs::remove(aside, ignored);
}

}  // namespace holdfast::shell
