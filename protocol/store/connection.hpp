// Inside protocol/store only: the handle behind Database, Statement and Transaction.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/store/gathered_writes.hpp"
#include "protocol/store/sqlite.hpp"

namespace holdfast::store {

struct Connection {
    GatheredWrites vfs;
    sqlite3* handle = nullptr;
    std::optional<StoreError> failure;  ///< the first one; every later use repeats it
    std::uint64_t steps = 0;            ///< of statements, since it was opened

    /// `below` as in Database::open.
    explicit Connection(const std::string& below) : vfs{below} {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { sqlite3_close_v2(handle); }

    /// Throws the earlier failure, if there was one.
    void check_usable() const
    {
        if (failure) throw *failure;
    }
    /// Remembers `status` as the failure and throws it.
    [[noreturn]] void fail(int status, const char* doing);
    /// fail() unless `status` is SQLITE_OK.
    void check(int status, const char* doing)
    {
        if (status != SQLITE_OK) fail(status, doing);
    }
    void execute(const char* sql);
};

/// Errc::disk_full, vault_in_use (only while opening) or store_broken.
[[nodiscard]] Errc errc_of(int status) noexcept;

}  // namespace holdfast::store
