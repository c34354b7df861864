#include "protocol/store/sqlite.hpp"

#include <limits>

#include "protocol/store/connection.hpp"

namespace holdfast::store {

Errc errc_of(int status) noexcept
{
    switch (status & 0xff) {
        case SQLITE_FULL: return Errc::disk_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Errc::vault_in_use;
        default: return Errc::store_broken;
    }
}

void Connection::fail(int status, const char* doing)
{
    const std::string words = std::string{doing} + ": " + sqlite3_errstr(status) + " (" + sqlite3_errmsg(handle) + ")";
    failure.emplace(errc_of(status), words);
    throw *failure;
}

void Connection::execute(const char* sql)
{
    check_usable();
    check(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), "execute");
}

Database::Database(std::unique_ptr<Connection> connection) noexcept : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Statement Database::prepare(std::string_view sql)
{
    connection_->check_usable();
    require(sql.size() < std::numeric_limits<int>::max(), "a statement of this size is not ours");
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    const int status = sqlite3_prepare_v3(connection_->handle, sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &handle, &tail);
    if (status == SQLITE_ERROR) throw std::logic_error(std::string{"SQL: "} + sqlite3_errmsg(connection_->handle));
    connection_->check(status, "prepare");
    Statement statement{*connection_, handle};
    const bool whole = handle != nullptr && tail == sql.data() + sql.size();
    if (!whole) throw std::logic_error("SQL: exactly one statement, without a semicolon");
    return statement;
}

void Database::execute(const std::string& sql) { connection_->execute(sql.c_str()); }

std::int64_t Database::version()
{
    auto query = prepare("PRAGMA user_version");
    auto rows = query.rows();
    require(rows.next(), "user_version always has a row");
    return rows.int64(0);
}

std::uint64_t Database::steps() const noexcept { return connection_->steps; }

void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }

void Statement::begin_binding(std::size_t count)
{
    connection_->check_usable();
    require(sqlite3_stmt_busy(handle_.get()) == 0, "the statement's earlier rows are still in use");
    require(static_cast<std::size_t>(sqlite3_bind_parameter_count(handle_.get())) == count, "one value for each ?");
}

void Statement::bind_null(int position) { connection_->check(sqlite3_bind_null(handle_.get(), position), "bind"); }

void Statement::bind_integer(int position, std::int64_t value)
{
    connection_->check(sqlite3_bind_int64(handle_.get(), position, value), "bind");
}

void Statement::bind_bytes(int position, BytesView value)
{
    // A null pointer would bind NULL; no bytes are a value.
    const int status = value.empty()
                           ? sqlite3_bind_zeroblob(handle_.get(), position, 0)
                           : sqlite3_bind_blob64(handle_.get(), position, value.data(), value.size(), SQLITE_TRANSIENT);
    connection_->check(status, "bind");
}

void Statement::bind_text(int position, std::string_view value)
{
    const char* data = value.empty() ? "" : value.data();
    connection_->check(sqlite3_bind_text64(handle_.get(), position, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
                       "bind");
}

bool Statement::step()
{
    connection_->check_usable();
    ++connection_->steps;
    const int status = sqlite3_step(handle_.get());
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) return false;
    reset();
    connection_->fail(status, "step");
}

void Statement::reset() noexcept
{
    sqlite3_reset(handle_.get());  // repeats the status of the last step, which was looked at there
    sqlite3_clear_bindings(handle_.get());
}

std::int64_t Statement::run_bound()
{
    const auto before = sqlite3_total_changes64(connection_->handle);
    while (step()) {
    }
    const bool changed = sqlite3_total_changes64(connection_->handle) != before;
    reset();
    return changed ? sqlite3_changes64(connection_->handle) : 0;
}

Rows::~Rows() { statement_.reset(); }

bool Rows::next() { return statement_.step(); }

void Rows::expect(int column, int type) const
{
    if (sqlite3_column_type(statement_.handle_.get(), column) != type) mismatch();
}

void Rows::mismatch() const { statement_.connection_->fail(SQLITE_MISMATCH, "column"); }

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_.handle_.get(), column) == SQLITE_NULL; }

std::int64_t Rows::int64(int column) const
{
    expect(column, SQLITE_INTEGER);
    return sqlite3_column_int64(statement_.handle_.get(), column);
}

Instant Rows::instant(int column) const { return Instant{Instant::duration{int64(column)}}; }

BytesView Rows::view(int column) const
{
    expect(column, SQLITE_BLOB);
    const void* data = sqlite3_column_blob(statement_.handle_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.handle_.get(), column));
    if (data == nullptr && size != 0) statement_.connection_->fail(SQLITE_NOMEM, "column");
    return {static_cast<const std::byte*>(data), size};
}

std::string Rows::text(int column) const
{
    expect(column, SQLITE_TEXT);
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.handle_.get(), column));
    if (data == nullptr) statement_.connection_->fail(SQLITE_NOMEM, "column");
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.handle_.get(), column))};
}

Transaction::Transaction(Database& database)
    : connection_(*database.connection_), changes_before_(sqlite3_total_changes64(connection_.handle))
{
    require(sqlite3_get_autocommit(connection_.handle) != 0, "transactions are not nested");
    connection_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    // After some errors SQLite has rolled back by itself. A rollback that fails leaves the file as the next open finds
    // it.
    if (sqlite3_get_autocommit(connection_.handle) == 0) {
        sqlite3_exec(connection_.handle, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

bool Transaction::has_changes() const noexcept
{
    return sqlite3_total_changes64(connection_.handle) != changes_before_;
}

void Transaction::commit()
{
    require(sqlite3_get_autocommit(connection_.handle) == 0 || connection_.failure, "committed already");
    connection_.execute("COMMIT");
}

}  // namespace holdfast::store
