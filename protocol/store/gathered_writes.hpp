// A SQLite VFS over another, in which the pages of a commit reach the write-ahead log by one call of the system in
// place of two for each page. Inside protocol/store only.
//
//     written pages ──► [buffer] ── sync, read, size, truncate, a write elsewhere, or the buffer is full ──► the file
//
// The one rule: nothing is synced, and nothing else is asked of the file, before all that was written is in it. With
// synchronous=FULL every commit ends with a sync; so a program that is killed loses what was not committed, as without
// this. What fails to be written is the error of the call that needed it.
#pragma once

#include <sqlite3.h>

#include <string>

namespace holdfast::store {

/// Registered for as long as it lives: databases opened through it end before.
class GatheredWrites {
  public:
    /// Over the VFS of this name; empty: the system's. Precondition: it is registered.
    explicit GatheredWrites(const std::string& below);
    ~GatheredWrites();
    GatheredWrites(const GatheredWrites&) = delete;
    GatheredWrites& operator=(const GatheredWrites&) = delete;

    [[nodiscard]] const char* name() const noexcept { return vfs_.zName; }

    /// What SQLite knows of it, and where it leads.
    struct Vfs : sqlite3_vfs {
        sqlite3_vfs* below = nullptr;
    };

  private:
    std::string name_;
    Vfs vfs_;
};

}  // namespace holdfast::store
