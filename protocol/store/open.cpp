// Opening, migrating and copying a database file.
#include <cerrno>

#include "protocol/store/connection.hpp"

#include "protocol/base/files.hpp"
#include "protocol/base/kill_point.hpp"

namespace holdfast::store {
namespace {

constexpr std::string_view in_memory = ":memory:";

[[noreturn]] void fail_errno(const char* doing)
{
    const auto code = errno == ENOSPC || errno == EDQUOT ? Errc::disk_full : Errc::store_broken;
    throw StoreError(code, std::string{doing} + ": errno " + std::to_string(errno));
}

/// SQLite gives the -wal the same mode. False if it exists.
bool create_private(const std::filesystem::path& path)
{
    if (make_private_file(path)) return true;
    if (errno != EEXIST) fail_errno("create");
    return false;
}

void make_private(const std::filesystem::path& path)
{
    if (!create_private(path) && !protect_file(path)) fail_errno("protect");
}

/// The one value of a query, as text.
std::string scalar(Connection& connection, const char* sql)
{
    sqlite3_stmt* raw = nullptr;
    connection.check(sqlite3_prepare_v2(connection.handle, sql, -1, &raw, nullptr), "prepare");
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement{raw, sqlite3_finalize};
    const int status = sqlite3_step(raw);
    if (status != SQLITE_ROW) connection.fail(status, sql);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    return text == nullptr ? std::string{} : std::string{text};
}

struct Pragma {
    const char* set;
    const char* get;
    const char* expected;
};

/// The pragmas that each connection sets and reads back: a pragma with a typing error would be ignored in silence.
constexpr Pragma connection_pragmas[] = {
    {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA locking_mode", "exclusive"},  // first: no shared wal-index is ever made
    {"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"},                 // a commit is on the disk when it returns
    {"PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2"},  // no temporary files beside ours
    {"PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1"},
    {"PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA mmap_size=0", nullptr, nullptr},  // an I/O error stays an error, never a signal
};
constexpr Pragma wal_pragma{"PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal"};

void apply(Connection& connection, const Pragma& pragma)
{
    connection.execute(pragma.set);
    if (pragma.get == nullptr) return;
    if (scalar(connection, pragma.get) != pragma.expected) connection.fail(SQLITE_MISUSE, pragma.set);
}

void configure(Connection& connection, bool memory)
{
    connection.check(sqlite3_extended_result_codes(connection.handle, 1), "configure");
    for (const int option : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION}) {
        connection.check(sqlite3_db_config(connection.handle, option, 0, nullptr), "configure");
    }
    connection.check(sqlite3_db_config(connection.handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr), "configure");
    const std::string_view only_for_files = connection_pragmas[0].set;
    for (const auto& pragma : connection_pragmas) {
        if (!memory || pragma.set != only_for_files) apply(connection, pragma);
    }
}

/// The version of a file that is ours; 0 for an empty one. Reads only, and takes the lock that keeps others out.
std::int64_t identify(Connection& connection, const Schema& schema)
{
    const auto tables = scalar(connection, "SELECT count(*) FROM sqlite_schema");
    const auto application = scalar(connection, "PRAGMA application_id");
    const auto version = std::stoll(scalar(connection, "PRAGMA user_version"));
    const bool empty = tables == "0" && application == "0" && version == 0;
    if (empty) return 0;
    const bool ours = application == std::to_string(schema.application_id) && version > 0;
    if (!ours) throw StoreError(Errc::store_broken, "the file belongs to another program");
    if (version > std::ssize(schema.migrations))
        throw StoreError(Errc::store_too_new, "version " + std::to_string(version));
    return version;
}

/// As sqlite3_exec, with a point after each statement at which a test can end the process.
int run_statements(Connection& connection, const std::string& sql)
{
    const char* rest = sql.c_str();
    while (*rest != '\0') {
        sqlite3_stmt* raw = nullptr;
        if (const int status = sqlite3_prepare_v2(connection.handle, rest, -1, &raw, &rest); status != SQLITE_OK)
            return status;
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement{raw, sqlite3_finalize};
        if (raw == nullptr) continue;  // white space or a comment at the end
        int status = sqlite3_step(raw);
        while (status == SQLITE_ROW) status = sqlite3_step(raw);
        if (status != SQLITE_DONE) return status;
        kill_point("migration-statement");
    }
    return SQLITE_OK;
}

/// Brings the file from version `number - 1` to `number`, or leaves it as it is.
void migrate(Connection& connection, const Schema& schema, std::int64_t number)
{
    const std::string sql{schema.migrations[static_cast<std::size_t>(number - 1)]};
    connection.execute("BEGIN IMMEDIATE");
    const int status = run_statements(connection, sql);
    if (status == SQLITE_ERROR) {
        throw std::logic_error("migration " + std::to_string(number) + ": " + sqlite3_errmsg(connection.handle));
    }
    connection.check(status, "migrate");
    connection.execute(("PRAGMA application_id=" + std::to_string(schema.application_id)).c_str());
    connection.execute(("PRAGMA user_version=" + std::to_string(number)).c_str());
    kill_point("migration-before-commit");
    connection.execute("COMMIT");
    kill_point("migration-after-commit");
}

std::unique_ptr<Connection> connect(const std::filesystem::path& path, const std::string& vfs)
{
    const bool memory = path == in_memory;
    auto connection = std::make_unique<Connection>(vfs);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int status = sqlite3_open_v2(path.c_str(), &connection->handle, flags, connection->vfs.name());
    connection->check(status, "open");
    configure(*connection, memory);
    return connection;
}

}  // namespace

Result<Database> Database::open(const std::filesystem::path& path, const Schema& schema, const std::string& vfs)
{
    require(!path.empty() && schema.application_id != 0 && !schema.migrations.empty(),
            "a schema has an id and a version");
    try {
        if (path != in_memory) make_private(path);
        auto connection = connect(path, vfs);
        auto version = identify(*connection, schema);
        if (path != in_memory) {
            apply(*connection, wal_pragma);
            connection->execute(("PRAGMA wal_autocheckpoint=" + std::to_string(schema.checkpoint_pages)).c_str());
        }
        while (version < std::ssize(schema.migrations)) migrate(*connection, schema, ++version);
        return Database{std::move(connection)};
    } catch (const StoreError& error) {
        return error.code();
    }
}

Result<Database> Database::open_as_it_is(const std::filesystem::path& path, const Schema& schema,
                                         const std::string& vfs)
{
    std::error_code unreadable;
    if (!std::filesystem::is_regular_file(path, unreadable)) return Errc::not_found;
    try {
        auto connection = connect(path, vfs);
        if (identify(*connection, schema) == 0) return Errc::store_broken;
        return Database{std::move(connection)};
    } catch (const StoreError& error) {
        return error.code();
    }
}

Status Database::check_whole()
{
    try {
        connection_->check_usable();
        if (scalar(*connection_, "PRAGMA quick_check(1)") != "ok") return Errc::store_broken;
        return ok();
    } catch (const StoreError& error) {
        return error.code();
    }
}

Status Database::backup_to(const std::filesystem::path& path)
{
    connection_->check_usable();
    require(sqlite3_get_autocommit(connection_->handle) != 0, "a backup is not part of a transaction");
    bool created = false;
    try {
        created = create_private(path);
        if (!created) return Errc::already_exists;
        auto copy = prepare("VACUUM INTO ?");
        copy.bind(1, std::string_view{path.native()});
        const int status = sqlite3_step(copy.handle_.get());
        // Not Connection::check: what failed may be the other disk, and this database goes on.
        if (status != SQLITE_DONE) throw StoreError(errc_of(status), "copy");
        if (!sync_file(path) || !sync_folder_of(path)) fail_errno("sync");
        return ok();
    } catch (const StoreError& error) {
        std::error_code ignored;
        if (created) std::filesystem::remove(path, ignored);
        return error.code();
    }
}

}  // namespace holdfast::store
