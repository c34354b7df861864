#include "server/shell/data_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "protocol/base/kill_point.hpp"
#include "server/core/relay_key.hpp"
#include "server/core/store/relay_store.hpp"
#include "server/core/store/schema.hpp"
#include "server/core/store/tables.hpp"
#include "server/shell/sealed_copy.hpp"

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

fs::path log_of(const fs::path& store) { return store.string() + "-wal"; }

/// Opens a file as the user `owner`, and where they may not, as root, who does not follow a link there.
Result<Descriptor> open_for_reading(const fs::path& file, host::Owner owner)
{
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    {
        const auto acting = host::ActingAs::start(owner);
        if (!acting) return acting.errc();
        Descriptor opened{::open(file.c_str(), flags)};
        if (opened.is_open()) return opened;
    }
    Descriptor opened{::open(file.c_str(), flags | O_NOFOLLOW)};
    if (opened.is_open()) return opened;
    return Errc::not_found;
}

/// Opens a file of the folder with the rights of its owner.
Result<Descriptor> open_as_owner(const fs::path& file, host::Owner owner)
{
    const auto acting = host::ActingAs::start(owner);
    if (!acting) return acting.errc();
    Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!opened.is_open()) return Errc::not_found;
    return opened;
}

/// Opens a copy of a store, sealed or not. This hands a file that only root may read to the folder's owner: so it has
/// to be a relay's store.
Result<Descriptor> open_copy(const fs::path& copy, host::Owner owner)
{
    auto file = open_for_reading(copy, owner);
    if (!file) return file;
    struct stat about {};
    if (::fstat(file->get(), &about) != 0 || !S_ISREG(about.st_mode)) return Errc::not_found;
    ByteArray<store_head_size> head{};
    const auto size = ::pread(file->get(), head.data(), head.size(), 0);
    if (size < 0) return Errc::store_broken;
    const auto begun = BytesView{head}.first(static_cast<std::size_t>(size));
    if (!is_relay_store(begun) && !is_sealed_copy(begun)) return Errc::store_broken;
    return file;
}

/// All of `from` into `to`, on the disk when it returns.
Status copy_all(const Descriptor& from, const Descriptor& to)
{
    std::vector<std::byte> piece(std::size_t{1} << 16);
    for (;;) {
        const auto got = ::read(from.get(), piece.data(), piece.size());
        if (got == 0) return ::fsync(to.get()) == 0 ? ok() : Status{Errc::disk_full};
        if (got < 0) return Errc::store_broken;
        if (::write(to.get(), piece.data(), static_cast<std::size_t>(got)) != got) return Errc::disk_full;
    }
}

/// A new private file that `fill` writes. Nothing is left of it where that fails.
template <class Fill>
Status write_private(const fs::path& to, Fill fill)
{
    const Descriptor file{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!file.is_open() && errno == EEXIST) return Errc::already_exists;
    if (!file.is_open() || ::fchmod(file.get(), 0600) != 0)
        return errno == ENOSPC || errno == EDQUOT ? Errc::disk_full : Errc::store_broken;
    const auto filled = fill(file);
    std::error_code ignored;
    if (!filled) fs::remove(to, ignored);
    return filled;
}

Status copy_into(const fs::path& to, const Descriptor& from)
{
    return write_private(to, [&](const Descriptor& file) { return copy_all(from, file); });
}

/// What a copy has in it, whether it is sealed or not.
Status unpack(const fs::path& to, const Descriptor& copy, const crypto::SignKeyPair& relay)
{
    ByteArray<sealed_copy_mark_size> head{};
    const auto size = ::pread(copy.get(), head.data(), head.size(), 0);
    if (size < 0 || !is_sealed_copy(BytesView{head}.first(static_cast<std::size_t>(size)))) return copy_into(to, copy);
    return write_private(to, [&](const Descriptor& file) { return open_sealed_copy(copy, file, relay); });
}

void remove_store(const fs::path& store)
{
    std::error_code ignored;
    fs::remove(log_of(store), ignored);
    fs::remove(store, ignored);
}

/// The copy beside the store, opened once as what it becomes: whole, this relay's, and a new incarnation.
Result<RelayStore> prepare(const fs::path& fresh, const Descriptor& copy, const crypto::SignKeyPair& relay,
                           crypto::Random& random, Instant now)
{
    remove_store(fresh);
    if (const auto copied = unpack(fresh, copy, relay); !copied) return copied.errc();
    auto store = RelayStore::open(fresh, relay.pub, random, now);
    if (!store) return store.errc();
    if (const auto whole = store->check_whole(); !whole) return whole.errc();
    store->mark_restored(random);
    return store;
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
    kill_point("restore-between-moves");
    if (const auto moved = move_file(log_of(folder.store()), log_of(old)); !moved) return moved.errc();
    kill_point("restore-before-last-move");
    if (const auto moved = move_file(decided(folder), folder.store()); !moved) return moved.errc();
    kill_point("restore-after-last-move");
    return ok();
}

}  // namespace

Result<host::ActingAs> act_as_owner(const DataFolder& folder)
{
    const auto owner = host::owner_of(folder.path);
    if (!owner) return owner.errc();
    return host::ActingAs::start(*owner);
}

Status move_out(const DataFolder& folder, const fs::path& file, const fs::path& to)
{
    const auto owner = host::owner_of(folder.path);
    if (!owner) return owner.errc();
    const auto from = open_as_owner(file, *owner);
    if (!from) return from.errc();
    std::error_code ignored;
    if (const auto copied = copy_into(to, *from); !copied) return copied.errc();
    const auto acting = host::ActingAs::start(*owner);
    if (acting) fs::remove(file, ignored);
    return ok();
}

Result<crypto::SignKeyPair> relay_key_in(const DataFolder& folder)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    return load_relay_key(folder.relay_key());
}

Result<SignPublic> create_data_folder(const DataFolder& folder, crypto::Random& random, Instant now)
{
    if (const auto made = make_folder(folder.path); !made) return made.errc();
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto lock = host::FileLock::take(folder.lock());
    if (!lock) return lock.errc();
    std::error_code ignored;
    if (fs::exists(folder.relay_key(), ignored) || fs::exists(folder.store(), ignored)) return Errc::already_exists;
    if (::chmod(folder.path.c_str(), 0700) != 0) return Errc::store_broken;
    const auto key = create_relay_key(folder.relay_key(), random);
    if (!key) return key.errc();
    const auto pub = key->pub;
    if (const auto store = RelayStore::open(folder.store(), pub, random, now); !store) {
        fs::remove(folder.relay_key(), ignored);
        return store.errc();
    }
    return pub;
}

Result<SignPublic> write_relay_key(const DataFolder& folder, const crypto::SignKeyPair& key)
{
    if (const auto made = make_folder(folder.path); !made) return made.errc();
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto lock = host::FileLock::take(folder.lock());
    if (!lock) return lock.errc();
    std::error_code ignored;
    if (fs::exists(folder.relay_key(), ignored)) return Errc::already_exists;
    if (fs::exists(folder.store(), ignored)) {
        const auto fits = RelayStore::check(folder.store(), key.pub);
        if (!fits && fits.errc() == Errc::wrong_relay) return fits.errc();
    }
    if (const auto saved = save_relay_key(folder.relay_key(), key); !saved) return saved.errc();
    return key.pub;
}

Result<SignPublic> create_empty_store(const DataFolder& folder, crypto::Random& random, Instant now)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto lock = take_data_folder(folder);
    if (!lock) return lock.errc();
    std::error_code ignored;
    if (fs::exists(folder.store(), ignored)) return Errc::already_exists;
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    fs::remove(log_of(folder.store()), ignored);
    const auto store = RelayStore::open(folder.store(), key->pub, random, now);
    if (!store) return store.errc();
    return key->pub;
}

Status restore_store(const DataFolder& folder, const fs::path& copy, crypto::Random& random, Instant now)
{
    const auto owner = host::owner_of(folder.path);
    if (!owner) return owner.errc();
    auto opened = open_copy(copy, *owner);
    const auto acting = host::ActingAs::start(*owner);
    if (!acting) return acting.errc();
    const auto lock = take_data_folder(folder);
    if (!lock) return lock.errc();
    if (!opened) return opened.errc();
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    const fs::path fresh = folder.store().string() + ".restoring";
    if (const auto prepared = prepare(fresh, *opened, *key, random, now); !prepared) {
        remove_store(fresh);
        return prepared.errc();
    }
    kill_point("restore-before-decision");
    if (const auto moved = move_file(fresh, decided(folder)); !moved) return moved.errc();
    kill_point("restore-after-decision");
    return put_in_place(folder);
}

Result<RestoreDrill> try_restore(const DataFolder& folder, const fs::path& copy, crypto::Random& random, Instant now)
{
    const auto owner = host::owner_of(folder.path);
    if (!owner) return owner.errc();
    auto opened = open_copy(copy, *owner);
    const auto acting = host::ActingAs::start(*owner);
    if (!acting) return acting.errc();
    if (!opened) return opened.errc();
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    const fs::path drill = folder.store().string() + ".drill";
    auto result = [&]() -> Result<RestoreDrill> {
        auto store = prepare(drill, *opened, *key, random, now);
        if (!store) return store.errc();
        auto batch = store->begin();
        auto& tables = store->tables();
        const auto counts = tables.accounts.counts();
        return RestoreDrill{tables.relay.clock().last, counts.therapists, counts.clients, tables.queue.totals().held};
    }();
    remove_store(drill);
    return result;
}

Status seal_file(const DataFolder& folder, const fs::path& plain, const fs::path& sealed)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    const Descriptor from{::open(plain.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!from.is_open()) return Errc::not_found;
    const auto done = write_private(sealed, [&](const Descriptor& to) { return seal_copy(from, to, *key); });
    std::error_code ignored;
    if (done) fs::remove(plain, ignored);
    return done;
}

Result<std::optional<fs::path>> copy_before_migration(const DataFolder& folder)
{
    auto db = store::Database::open_as_it_is(folder.store(), relay_schema());
    const auto newest = std::ssize(relay_schema().migrations);
    // What keeps a store from being opened is said when it is.
    if (!db || db->version() >= newest) return std::optional<fs::path>{};
    const auto backups = folder.path / "backups";
    std::error_code error;
    if (!fs::is_directory(backups, error) && (::mkdir(backups.c_str(), 0700) != 0)) return Errc::store_broken;
    const auto copy = backups / ("before-version-" + std::to_string(newest) + ".db");
    fs::remove(copy, error);
    if (const auto copied = db->backup_to(copy); !copied) return copied.errc();
    return std::optional{copy};
}

Result<Sizes> compact_store(const DataFolder& folder, crypto::Random& random, Instant now)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto lock = take_data_folder(folder);
    if (!lock) return lock.errc();
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    const fs::path compact = folder.store().string() + ".compacting";
    remove_store(compact);
    std::error_code error;
    {
        auto store = RelayStore::open(folder.store(), key->pub, random, now);
        if (!store) return store.errc();
        if (const auto copied = store->backup_to(compact); !copied) return copied.errc();
    }  // its log goes with it: what is left is one file, which the next line replaces at once
    if (fs::exists(log_of(folder.store()), error)) return Errc::store_broken;
    if (const auto whole = RelayStore::check(compact, key->pub); !whole) return whole.errc();
    const Sizes sizes{fs::file_size(folder.store(), error), fs::file_size(compact, error)};
    kill_point("compact-before-move");
    if (const auto moved = move_file(compact, folder.store()); !moved) return moved.errc();
    return sizes;
}

bool may_have_relay(const DataFolder& folder)
{
    std::error_code unseen;
    return fs::status(folder.relay_key(), unseen).type() != fs::file_type::not_found;
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
