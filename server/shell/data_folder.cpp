#include "server/shell/data_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "protocol/base/faults.hpp"
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

fs::path log_of(const fs::path& store) { return store.string() + "-wal"; }

/// The copy beside the store, opened once as what it becomes: whole, this relay's, and a new incarnation.
Status prepare(const fs::path& fresh, const fs::path& copy, const SignPublic& relay, crypto::Random& random,
               Instant now)
{
    std::error_code error;
    if (!fs::is_regular_file(copy, error)) return Errc::not_found;
    if (fs::file_size(copy, error) == 0) return Errc::store_broken;  // would open as a new store
    fs::remove(log_of(fresh), error);
    if (!fs::copy_file(copy, fresh, fs::copy_options::overwrite_existing, error)) return Errc::disk_full;
    if (::chmod(fresh.c_str(), 0600) != 0) return Errc::store_broken;
    auto store = RelayStore::open(fresh, relay, random, now);
    if (!store) return store.errc();
    store->mark_restored(random);
    return ok();
}

/// The copy under this name is decided on: it is the store, wherever the moving of files has come to.
fs::path decided(const DataFolder& folder) { return folder.store().string() + ".restored"; }

Status move_file(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    if (!fs::exists(from, error)) return ok();
    fs::rename(from, to, error);
    if (error) return Errc::store_broken;
    return ok();
}

/// Goes on with a restore that was decided on; nothing where there is none. A relay that was killed left a log, which
/// belongs to the old store and must never meet the new one.
Status put_in_place(const DataFolder& folder)
{
    std::error_code ignored;
    if (!fs::exists(decided(folder), ignored)) return ok();
    const fs::path old = folder.store().string() + ".replaced";
    if (fs::exists(folder.store(), ignored)) fs::remove(log_of(old), ignored);
    if (const auto moved = move_file(folder.store(), old); !moved) return moved.errc();
    faults::point("restore-between-moves");
    if (const auto moved = move_file(log_of(folder.store()), log_of(old)); !moved) return moved.errc();
    faults::point("restore-before-last-move");
    if (const auto moved = move_file(decided(folder), folder.store()); !moved) return moved.errc();
    faults::point("restore-after-last-move");
    return give_to_owner(folder.path);
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

Status restore_store(const DataFolder& folder, const fs::path& copy, crypto::Random& random, Instant now)
{
    const auto lock = take_data_folder(folder);
    if (!lock) return lock.errc();
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    const fs::path fresh = folder.store().string() + ".restoring";
    if (const auto prepared = prepare(fresh, copy, key->pub, random, now); !prepared) {
        std::error_code ignored;
        fs::remove(fresh, ignored);
        return prepared.errc();
    }
    faults::point("restore-before-decision");
    if (const auto moved = move_file(fresh, decided(folder)); !moved) return moved.errc();
    faults::point("restore-after-decision");
    return put_in_place(folder);
}

Result<host::FileLock> take_data_folder(const DataFolder& folder)
{
    std::error_code ignored;
    if (!fs::exists(folder.relay_key(), ignored)) return Errc::no_relay_yet;
    auto lock = host::FileLock::take(folder.lock());
    if (!lock) return lock;
    if (const auto placed = put_in_place(folder); !placed) return placed.errc();
    return lock;
}

}  // namespace holdfast::server
