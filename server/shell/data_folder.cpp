#include "server/shell/data_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "server/core/relay_key.hpp"
#include "server/core/relay_store.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

Status make_folder(const fs::path& path)
{
    std::error_code error;
    if (fs::is_directory(path, error)) return ok();
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    if (::mkdir(path.c_str(), 0700) == 0) return ok();
    return errno == ENOSPC ? Errc::disk_full : Errc::store_broken;
}

// root sets up, another user runs the relay: what root made goes to the owner of the folder.
Status give_to_owner(const fs::path& folder)
{
    struct stat owner {};
    if (::stat(folder.c_str(), &owner) != 0) return Errc::store_broken;
    if (::geteuid() != 0 || owner.st_uid == 0) return ok();
    for (const auto& file : fs::directory_iterator{folder})
        if (::lchown(file.path().c_str(), owner.st_uid, owner.st_gid) != 0) return Errc::store_broken;
    return ok();
}

}  // namespace

Result<SignPublic> create_data_folder(const DataFolder& folder, crypto::Random& random, Instant now)
{
    if (const auto made = make_folder(folder.path); !made) return made.errc();
    const auto lock = host::FileLock::take(folder.lock());
    if (!lock) return lock.errc();
    std::error_code ignored;
    if (fs::exists(folder.relay_key(), ignored) || fs::exists(folder.store(), ignored)) return Errc::already_exists;
    if (::chmod(folder.path.c_str(), 0700) != 0) return Errc::store_broken;
    const auto key = create_relay_key(folder.relay_key(), random);
    if (!key) return key.errc();
    const auto pub = key->pub;
    // The store in a scope of its own: closed, its write-ahead log is gone before the files are given away.
    if (const auto store = RelayStore::open(folder.store(), pub, random, now); !store) {
        fs::remove(folder.relay_key(), ignored);
        return store.errc();
    }
    if (const auto given = give_to_owner(folder.path); !given) return given.errc();
    return pub;
}

Result<host::FileLock> take_data_folder(const DataFolder& folder)
{
    std::error_code ignored;
    if (!fs::exists(folder.relay_key(), ignored)) return Errc::no_relay_yet;
    return host::FileLock::take(folder.lock());
}

}  // namespace holdfast::server
