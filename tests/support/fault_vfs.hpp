// A SQLite VFS around the system's that counts what changes the disk and makes a chosen one fail: tests fail at every
// step in turn, with the real store and no mock.
//
//     FaultVfs vfs;                                   // open the store with vfs.name()
//     vfs.reset(); act(); const auto steps = vfs.operations();
//     for (n = 1; n <= steps; ++n) { fresh store; vfs.fail_at(n, FaultVfs::Fault::disk_full); act(); check; }
//
// Works for one thread and for databases in exclusive locking mode (it offers no shared memory).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/support/memory_vfs.hpp"

namespace holdfast::test {

class FaultVfs {
  public:
    enum class Fault {
        disk_full,   ///< the step and every later write says SQLITE_FULL, syncs say SQLITE_IOERR_FSYNC
        sync_error,  ///< the first sync, write or truncate from that step on fails once; later ones work
        killed,      ///< kill -9: nothing from that step on reaches the file, what was written stays
        power_cut,   ///< as killed, and each file also loses what it wrote since its last sync
        torn,  ///< as power_cut, but a disk writes in any order: of each sector written since the last sync either
               ///< the old or the new content is there, as chosen by shuffle()
    };

    FaultVfs();
    /// On files in memory, which outlive it.
    explicit FaultVfs(MemoryVfs& files);
    ~FaultVfs();  ///< after every database opened through it
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] const std::string& name() const noexcept;

    /// Steps (writes, syncs, truncations and deletions) since construction or the last reset().
    [[nodiscard]] std::int64_t operations() const noexcept;
    /// Counts from 0 again, and the disk is well again.
    void reset() noexcept;
    /// reset(), then the n-th step from now (from 1) meets `fault`.
    void fail_at(std::int64_t n, Fault fault) noexcept;
    /// Decides what a torn write leaves.
    void shuffle(std::uint64_t seed) noexcept;
    /// Does to the disk what `fault` says, now and between two steps; the databases are closed afterwards.
    void strike(Fault fault);
    /// True once the fault has happened.
    [[nodiscard]] bool failed() const noexcept;

    struct State;

  private:
    explicit FaultVfs(sqlite3_vfs* below);
    std::unique_ptr<State> state_;
};

}  // namespace holdfast::test
