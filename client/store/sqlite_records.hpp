// A RecordStore in one SQLite file. PROTOCOL.md, "Client vault".
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "client/core/vault/record_store.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::client {

/// Opens or creates the file; its folder must exist. `vfs` names a registered SQLite VFS; empty is the system's. What
/// it throws is a store::StoreError. Errors: those of store::Database::open.
[[nodiscard]] Result<std::unique_ptr<RecordStore>> open_sqlite_records(const std::filesystem::path& file,
                                                                       const std::string& vfs);

}  // namespace holdfast::client
