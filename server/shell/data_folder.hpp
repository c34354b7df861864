// The folder in which a relay keeps what must not be lost: its key and its store. One process has it at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/sign.hpp"
#include "server/shell/host_linux.hpp"

namespace holdfast::server {

struct DataFolder {
    std::filesystem::path path;
    [[nodiscard]] std::filesystem::path store() const { return path / "relay.db"; }
    [[nodiscard]] std::filesystem::path relay_key() const { return path / "relay.key"; }
    [[nodiscard]] std::filesystem::path lock() const { return path / "lock"; }
};

/// For root: everything in the folder is done with the rights of the user it belongs to, who may have put anything into
/// it. Errors: those of host::owner_of and host::ActingAs::start.
[[nodiscard]] Result<host::ActingAs> act_as_owner(const DataFolder& folder);

/// Makes the folder (mode 0700), the relay key and an empty store; gives back the relay's public key. When root does it
/// in a folder of another user, that user has the files. Errors: already_exists (there is a key or a store; nothing
/// was changed), data_in_use, disk_full, store_broken (the folder cannot be made or written), and act_as_owner's.
[[nodiscard]] Result<SignPublic> create_data_folder(const DataFolder& folder, crypto::Random& random, Instant now);

/// The key of a relay that lost it, into a folder that is made where it is missing; gives back its public half. Errors:
/// already_exists (there is a key; it stays), wrong_relay (the store there belongs to another key), and those of
/// create_data_folder.
[[nodiscard]] Result<SignPublic> write_relay_key(const DataFolder& folder, const crypto::SignKeyPair& key);

/// False where there surely is no relay in the folder.
[[nodiscard]] bool may_have_relay(const DataFolder& folder);

/// The relay's key, read as the folder's owner: they may have put something else in its place. Errors: act_as_owner's
/// and those of load_relay_key.
[[nodiscard]] Result<crypto::SignKeyPair> relay_key_in(const DataFolder& folder);

/// An empty store beside the key that is there, for a relay whose store is lost and of which no copy is left. Errors:
/// already_exists (there is a store), those of take_data_folder and load_relay_key, disk_full, store_broken.
[[nodiscard]] Result<SignPublic> create_empty_store(const DataFolder& folder, crypto::Random& random, Instant now);

/// Moves a file out of the folder to the new private file `to`, which is this process's: the folder's owner reads it,
/// and no link in the folder leads to another file. Errors: not_found, already_exists (`to`), disk_full, store_broken;
/// then nothing is at `to` that was not there.
[[nodiscard]] Status move_out(const DataFolder& folder, const std::filesystem::path& file,
                              const std::filesystem::path& to);

/// Takes the folder for this process, and finishes a restore that was killed between its steps. Errors: no_relay_yet,
/// data_in_use, disk_full, store_broken.
[[nodiscard]] Result<host::FileLock> take_data_folder(const DataFolder& folder);

/// What a copy of the store would bring back.
struct RestoreDrill {
    Instant last;  ///< when the relay that made it was at work last
    std::uint64_t therapists = 0;
    std::uint64_t clients = 0;
    std::uint64_t held = 0;  ///< messages that wait for an opening
};
/// Does with a copy what restore_store() does, in a file beside the store that is removed again: nothing else changes,
/// and a relay may run. Errors: those of restore_store but data_in_use.
[[nodiscard]] Result<RestoreDrill> try_restore(const DataFolder& folder, const std::filesystem::path& copy,
                                               crypto::Random& random, Instant now);

/// Writes a copy in the folder anew, encrypted under a key that follows from the relay key (sealed_copy.hpp), and
/// removes the one that was not. Errors: those of act_as_owner, load_relay_key and seal_copy; already_exists.
[[nodiscard]] Status seal_file(const DataFolder& folder, const std::filesystem::path& plain,
                               const std::filesystem::path& sealed);

/// Before a newer program brings the store up to date: a copy of it as it is, in the folder `backups`, one for each
/// version. Empty where nothing is to be brought up to date. Errors: disk_full, store_broken.
[[nodiscard]] Result<std::optional<std::filesystem::path>> copy_before_migration(const DataFolder& folder);

struct Sizes {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
};
/// Writes the store of a relay that does not run anew without the space that nothing uses any more. Killed at whatever
/// moment, the store is whole. Errors: those of take_data_folder and load_relay_key, disk_full (it takes the size of
/// the store beside it), store_broken; then nothing has changed.
[[nodiscard]] Result<Sizes> compact_store(const DataFolder& folder, crypto::Random& random, Instant now);

/// Puts a copy of the store, made by a backup, encrypted or not, in the place of the store of a relay that does not
/// run, as a new incarnation: people's devices then bring back what the copy does not know. Root may hand in a copy
/// that the folder's owner cannot read. The store that was there stays beside it as relay.db.replaced. Killed at
/// whatever moment, it has happened or it has not. Errors: those of take_data_folder and load_relay_key; not_found (no
/// such copy), wrong_relay (another relay's), store_too_new, store_broken, disk_full; unless the files cannot even be
/// renamed, nothing is changed on error.
[[nodiscard]] Status restore_store(const DataFolder& folder, const std::filesystem::path& copy, crypto::Random& random,
                                   Instant now);

}  // namespace holdfast::server
