#include "client/store/vault_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "client/store/sqlite_records.hpp"
#include "protocol/base/descriptor.hpp"
#include "protocol/store/sqlite.hpp"

namespace holdfast::client {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "vault.db";
/// The file, and what SQLite puts beside it.
constexpr const char* file_names[] = {file_name, "vault.db-wal", "vault.db-shm", "vault.db-journal"};

Errc disk_error()
{
    return errno == ENOSPC || errno == EROFS || errno == EDQUOT ? Errc::disk_full : Errc::store_broken;
}

/// Keeps everybody else out of the folder. A link to it may be the person's own, made to keep the vault on another
/// disk; a folder or a link of somebody else could lead to other files, or have links in it that do.
Status take_folder(const fs::path& directory)
{
    struct stat about {};
    if (::lstat(directory.c_str(), &about) != 0) return disk_error();
    if (S_ISLNK(about.st_mode) && about.st_uid != ::geteuid() && about.st_uid != 0) return Errc::unsafe_folder;
    const Descriptor folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.is_open()) return errno == EACCES ? Errc::unsafe_folder : disk_error();
    const bool mine = ::fstat(folder.get(), &about) == 0 && about.st_uid == ::geteuid();
    const bool locked = mine && ((about.st_mode & (S_IRWXG | S_IRWXO)) == 0 || ::fchmod(folder.get(), S_IRWXU) == 0);
    if (!mine) return Errc::unsafe_folder;
    return locked ? ok() : Status{disk_error()};
}

/// Makes the folder, if there is none, for its owner alone.
Status make_folder(const fs::path& directory)
{
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) return disk_error();
    return take_folder(directory);
}

/// What the file throws, as an error.
template <class Act>
auto caught(const Act& act) -> decltype(act())
{
    try {
        return act();
    } catch (const store::StoreError& error) {
        return error.code();
    }
}

}  // namespace

bool vault_exists(const fs::path& directory)
{
    std::error_code error;
    return fs::exists(directory / file_name, error);
}

void remove_vault(const fs::path& directory) noexcept
{
    for (const auto* file : file_names) {
        std::error_code ignored;
        fs::remove(directory / file, ignored);
    }
}

bool move_vault(const fs::path& from, const fs::path& to) noexcept
{
    for (const auto* file : file_names) {
        std::error_code failed;
        if (!fs::exists(from / file, failed)) continue;
        fs::rename(from / file, to / file, failed);
        if (failed) return false;
    }
    return true;
}

Result<Vault> create_vault(const fs::path& directory, BytesView passphrase, crypto::Random& random,
                           const VaultOptions& options)
{
    if (vault_exists(directory)) {
        // A creation that was cut short leaves a file without a lock: it holds nothing and is finished here.
        const auto status = open_vault(directory, passphrase, random, options);
        if (!status.has_error() || status.errc() != Errc::not_enrolled)
            return status.has_error() && status.errc() != Errc::wrong_passphrase ? status.errc() : Errc::already_exists;
    }
    if (const auto made = make_folder(directory); made.has_error()) return made.errc();
    return caught([&]() -> Result<Vault> {
        auto records = open_sqlite_records(directory / file_name, options.vfs);
        if (records.has_error()) return records.errc();
        return Vault::create(std::move(records.value()), passphrase, random, options.cost);
    });
}

Result<Vault> open_vault(const fs::path& directory, BytesView passphrase, crypto::Random& random,
                         const VaultOptions& options)
{
    if (!vault_exists(directory)) return Errc::not_enrolled;
    if (const auto taken = take_folder(directory); taken.has_error()) return taken.errc();
    return caught([&]() -> Result<Vault> {
        auto records = open_sqlite_records(directory / file_name, options.vfs);
        if (records.has_error()) return records.errc();
        return Vault::open(std::move(records.value()), passphrase, random);
    });
}

Status change_passphrase(Vault& vault, BytesView passphrase)
{
    return caught([&]() -> Status { return vault.change_passphrase(passphrase); });
}

}  // namespace holdfast::client
