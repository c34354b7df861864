// A small layer over SQLite for the relay's store and the client's vault. One rule: exactly one connection, in one
// thread, has a database file; it alone writes and checkpoints (SQLite before 3.51.3 can lose commits when two
// connections checkpoint). A second process that opens the file is refused.
//
//     static constexpr std::string_view migrations[] = {"CREATE TABLE note(id BLOB PRIMARY KEY, at INTEGER) STRICT"};
//     auto db = Database::open(path, {.application_id = 0x484f4c44, .migrations = migrations});
//     auto insert = db->prepare("INSERT INTO note VALUES (?, ?)");      // once
//     Transaction batch{*db};
//     insert.run(message_id, now);
//     batch.commit();                                                   // durable when this returns
//
// Database, Statement, Rows and Transaction are the driver: the relay's tables (server/core/store) know no more of
// SQLite, and keep to SQL that PostgreSQL has too (tests/lint/sql.py), so that a driver for it can offer the same.
//
// A failure that asking again cannot help throws StoreError. After one, nothing that was not committed before may be
// called saved or accepted: the owner lets it travel to the top and ends the process. The connection enforces it: every
// later use throws the same error, nothing is retried.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"

struct sqlite3_stmt;

namespace holdfast::store {

/// The database can no longer be relied on. `code` is Errc::disk_full or Errc::store_broken; `what` is for the log and
/// holds SQLite's words, never a bound value.
class StoreError : public std::runtime_error {
  public:
    StoreError(Errc code, const std::string& what) : std::runtime_error(what), code_(code) {}
    [[nodiscard]] Errc code() const noexcept { return code_; }

  private:
    Errc code_;
};

/// The schema a program expects of its file. The schema's version is the number of migrations applied; a migration that
/// has been published never changes, new ones are appended. Each is one or more SQL statements.
struct Schema {
    std::int32_t application_id;  ///< tells our files from others'; never 0
    std::span<const std::string_view> migrations;
    /// Pages after which a commit copies the -wal into the file; SQLite's own number. More of them write a page that
    /// changes often less often, and leave more to read after a crash.
    int checkpoint_pages = 1000;
};

class Statement;
struct Connection;  // the handle and its failure; connection.hpp

/// Owns one connection. Statements and transactions made from it must end before it does.
class Database {
  public:
    /// Opens or creates `path` (file and its -wal with mode 0600, whatever the umask; the folder must exist), or a
    /// database in memory for ":memory:", and brings its schema up to date, each migration in a transaction of its own.
    /// `vfs` names a registered SQLite VFS; empty is the system's.
    /// Errors: vault_in_use (another connection has it), store_too_new (more migrations than we know; file untouched),
    /// disk_full, store_broken (not a database, another program's, unreadable; file untouched). A failed migration
    /// leaves the version before it. Throws std::logic_error when our own SQL is wrong.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, const Schema& schema,
                                               const std::string& vfs = {});
    /// An existing file as it is, to be looked at: nothing is made and no migration is applied. Errors: not_found, and
    /// those of open().
    [[nodiscard]] static Result<Database> open_as_it_is(const std::filesystem::path& path, const Schema& schema,
                                                        const std::string& vfs = {});
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// Reads every page and compares what refers to each other. Errors: store_broken.
    [[nodiscard]] Status check_whole();

    /// Compiles one statement; keep it and run it many times. Throws std::logic_error when the SQL is wrong.
    [[nodiscard]] Statement prepare(std::string_view sql);

    /// Runs one or more statements without values or rows.
    void execute(const std::string& sql);

    /// Steps of statements since it was opened: each row found, and each run to the end. A measure of work that is the
    /// same on every machine.
    [[nodiscard]] std::uint64_t steps() const noexcept;
    /// Migrations applied to the file.
    [[nodiscard]] std::int64_t version();

    /// Writes a compact copy of the last committed state to the new file `path` (mode 0600), synced with its folder.
    /// Nothing else runs meanwhile. Not inside a transaction. Errors: already_exists (never overwrites), disk_full,
    /// store_broken; then no file is left, and this database goes on.
    [[nodiscard]] Status backup_to(const std::filesystem::path& path);

  private:
    friend class Transaction;
    explicit Database(std::unique_ptr<Connection> connection) noexcept;
    std::unique_ptr<Connection> connection_;
};

/// The rows of one run of a statement: `while (rows.next()) …`. The statement is ready for the next run when this ends.
/// Columns count from 0. A column of another type or size than asked for throws StoreError: the file is not ours.
class Rows {
  public:
    explicit Rows(Statement& statement) noexcept : statement_(statement) {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    [[nodiscard]] bool next();

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t int64(int column) const;
    [[nodiscard]] Instant instant(int column) const;
    [[nodiscard]] Bytes bytes(int column) const { return to_bytes(view(column)); }
    [[nodiscard]] std::string text(int column) const;
    /// The column's bytes without a copy, until the next call of next().
    [[nodiscard]] BytesView view(int column) const;
    template <class IdType>
    [[nodiscard]] IdType id(int column) const
    {
        const auto value = IdType::from(view(column));
        if (!value) mismatch();
        return *value;
    }

  private:
    void expect(int column, int type) const;
    [[noreturn]] void mismatch() const;
    Statement& statement_;
};

/// A compiled statement; its values are bound by position in the order of the arguments, one for each `?`. Values:
/// integers (64-bit ones signed), enums, bool, Instant (milliseconds), Id<…>, bytes, text, std::nullopt, std::optional
/// of these. Values are copied.
class Statement {
  public:
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) noexcept = default;

    /// Runs it to its end; the number of rows an INSERT, UPDATE or DELETE changed (0: an ignored duplicate, nothing
    /// found).
    template <class... Values>
    std::int64_t run(const Values&... values)
    {
        bind_all(values...);
        return run_bound();
    }

    /// Starts a query. One at a time per statement.
    template <class... Values>
    [[nodiscard]] Rows rows(const Values&... values)
    {
        bind_all(values...);
        return Rows{*this};
    }

  private:
    friend class Database;
    friend class Rows;
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };
    Statement(Connection& connection, sqlite3_stmt* handle) noexcept : connection_(&connection), handle_(handle) {}

    template <class... Values>
    void bind_all(const Values&... values)
    {
        begin_binding(sizeof...(values));
        int position = 0;
        (bind(++position, values), ...);
    }

    template <class Value>
    void bind(int position, const Value& value)
    {
        if constexpr (std::same_as<Value, std::nullopt_t>) {
            bind_null(position);
        } else if constexpr (requires { value.has_value(); }) {
            value ? bind(position, *value) : bind_null(position);
        } else if constexpr (std::is_enum_v<Value> || std::integral<Value>) {
            static_assert(sizeof(Value) < sizeof(std::int64_t) || std::is_signed_v<Value>,
                          "SQLite's integers are signed: bound the value and convert it first");
            bind_integer(position, static_cast<std::int64_t>(value));
        } else if constexpr (std::same_as<Value, Instant>) {
            bind_integer(position, value.time_since_epoch().count());
        } else if constexpr (requires { Value::from(value.view()); }) {
            bind_bytes(position, value.view());
        } else if constexpr (std::convertible_to<const Value&, std::string_view>) {
            bind_text(position, value);
        } else {
            bind_bytes(position, value);
        }
    }

    void begin_binding(std::size_t count);
    void bind_null(int position);
    void bind_integer(int position, std::int64_t value);
    void bind_bytes(int position, BytesView value);
    void bind_text(int position, std::string_view value);
    std::int64_t run_bound();
    bool step();
    void reset() noexcept;

    Connection* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// All or nothing: what runs between construction and commit() is durable when commit() returns, and undone when the
/// transaction ends without it. Not nested.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// When it throws, the file holds the state before or after, which of them the next open shows.
    void commit();
    /// Whether a row was changed in it.
    [[nodiscard]] bool has_changes() const noexcept;

  private:
    Connection& connection_;
    std::int64_t changes_before_;
};

}  // namespace holdfast::store
