// The small schema the store's tests share.
#pragma once

#include <string_view>

#include "protocol/store/sqlite.hpp"

namespace holdfast::store::test {

inline constexpr std::string_view one_migration[] = {
    "CREATE TABLE note(id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"};
inline constexpr std::string_view three_migrations[] = {
    one_migration[0],
    "CREATE TABLE tag(note INTEGER NOT NULL REFERENCES note(id), word TEXT NOT NULL) STRICT;"
    "INSERT INTO tag SELECT id, 'old' FROM note;"
    "CREATE INDEX tag_word ON tag(word)",
    "ALTER TABLE note ADD COLUMN at INTEGER"};
inline constexpr Schema first{.application_id = 0x54455354, .migrations = one_migration};
inline constexpr Schema third{.application_id = 0x54455354, .migrations = three_migrations};

inline std::int64_t count(Database& db, std::string_view sql)
{
    auto query = db.prepare(sql);
    auto rows = query.rows();
    return rows.next() ? rows.int64(0) : -1;
}

}  // namespace holdfast::store::test
