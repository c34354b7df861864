#include "client/core/vault/vault.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "client/core/vault/vault_root.hpp"
#include "protocol/base/descriptor.hpp"
#include "protocol/base/kill_point.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_name = "vault.db";
constexpr std::int32_t application_id = 0x48465631;  // "HFV1"

constexpr std::string_view migrations[] = {
    "CREATE TABLE lock(id INTEGER PRIMARY KEY CHECK (id = 1), salt BLOB NOT NULL, memory_kib INTEGER NOT NULL, "
    "passes INTEGER NOT NULL, nonce BLOB NOT NULL, wrapped BLOB NOT NULL) STRICT;"
    "CREATE TABLE root(id INTEGER PRIMARY KEY CHECK (id = 1), nonce BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;"
    "CREATE TABLE record(kind INTEGER NOT NULL, row INTEGER NOT NULL, version INTEGER NOT NULL, nonce BLOB NOT NULL, "
    "sealed BLOB NOT NULL, PRIMARY KEY (kind, row)) STRICT, WITHOUT ROWID"};
constexpr store::Schema schema{.application_id = application_id, .migrations = migrations};

/// How the records of this program are laid out. A record sealed as one layout never opens as another.
constexpr std::uint32_t layout = 1;

/// The seal of a record covers these beside its bytes, so that none can stand in another's place.
struct RecordName {
    std::string table;
    std::uint8_t kind = 0;
    std::uint64_t row = 0;
    std::uint32_t version = layout;
    static constexpr auto fields()
    {
        return std::tuple{&RecordName::table, &RecordName::kind, &RecordName::row, &RecordName::version};
    }
};

Bytes name_of_record(Kind kind, std::uint64_t row, std::uint32_t version)
{
    return wire::encode(RecordName{"record", static_cast<std::uint8_t>(kind), row, version});
}

Bytes name_of_lock(const crypto::PasswordCost& cost)
{
    return wire::encode(RecordName{"lock", 0, std::uint64_t{cost.memory_kib} << 32 | cost.passes, layout});
}

Errc disk_error()
{
    return errno == ENOSPC || errno == EROFS || errno == EDQUOT ? Errc::disk_full : Errc::store_broken;
}

Bytes name_of_root() { return wire::encode(RecordName{"root", 0, 0, layout}); }

/// Keeps everybody else out of the folder. A link to it may be the person's own, made to keep the vault on another
/// disk; a folder or a link of somebody else could lead to other files, or have links in it that do.
Status take_folder(const fs::path& directory)
{
    struct stat about {};
    if (::lstat(directory.c_str(), &about) != 0) return disk_error();
    if (S_ISLNK(about.st_mode) && about.st_uid != ::geteuid() && about.st_uid != 0) return Errc::unsafe_folder;
    const Descriptor folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.is_open()) return errno == EACCES ? Errc::unsafe_folder : disk_error();
    const bool mine = ::fstat(folder.get(), &about) == 0 && about.st_uid == ::geteuid();
    const bool locked = mine && ((about.st_mode & (S_IRWXG | S_IRWXO)) == 0 || ::fchmod(folder.get(), S_IRWXU) == 0);
    if (!mine) return Errc::unsafe_folder;
    return locked ? ok() : Status{disk_error()};
}

/// Makes the folder, if there is none, for its owner alone.
Status make_folder(const fs::path& directory)
{
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) return disk_error();
    return take_folder(directory);
}

}  // namespace

struct Vault::State {
    State(store::Database opened, crypto::Random& source)
        : database{std::move(opened)},
          random{&source},
          insert{database.prepare("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)")},
          remove{database.prepare("DELETE FROM record WHERE kind = ? AND row = ?")},
          select{database.prepare("SELECT row, version, nonce, sealed FROM record WHERE kind = ? ORDER BY row")},
          write_root{database.prepare("INSERT OR REPLACE INTO root VALUES (1, ?, ?)")}
    {
    }

    store::Database database;
    crypto::Random* random;
    crypto::Secret<32> key;
    store::Statement insert;
    store::Statement remove;
    store::Statement select;
    store::Statement write_root;
    std::optional<VaultRoot> root;                  ///< over the records, as soon as there is a key
    std::optional<store::Transaction> transaction;  // last: ends before the statements do

    Status make_lock(BytesView passphrase, const crypto::PasswordCost& cost);
    Status open_lock(BytesView passphrase);
    /// The same key under another passphrase, at the cost it has.
    Status wrap_anew(BytesView passphrase);
    /// Inside a transaction: the root over what is written by then.
    void seal_root();
    /// Errc::vault_rolled_back unless the records are those the root was sealed over.
    Status check_root();
};

Status Vault::State::make_lock(BytesView passphrase, const crypto::PasswordCost& cost)
{
    const auto salt = random->id<crypto::PasswordSalt>();
    const auto wrapping = crypto::key_from_password(passphrase, salt, cost);
    if (wrapping.has_error()) return wrapping.errc();
    key = random->secret<32>();
    const auto nonce = random->id<crypto::Nonce>();
    const auto wrapped = crypto::seal(wrapping.value(), nonce, name_of_lock(cost), key.view());
    store::Transaction commit{database};
    database.prepare("INSERT INTO lock VALUES (1, ?, ?, ?, ?, ?)")
        .run(salt, cost.memory_kib, cost.passes, nonce, wrapped);
    root.emplace(key);
    seal_root();
    commit.commit();
    return ok();
}

Status Vault::State::open_lock(BytesView passphrase)
{
    auto query = database.prepare("SELECT salt, memory_kib, passes, nonce, wrapped FROM lock");
    auto rows = query.rows();
    if (!rows.next()) return Errc::not_enrolled;
    const crypto::PasswordCost cost{static_cast<std::uint32_t>(rows.int64(1)),
                                    static_cast<std::uint32_t>(rows.int64(2))};
    const auto wrapping = crypto::key_from_password(passphrase, rows.id<crypto::PasswordSalt>(0), cost);
    if (wrapping.has_error()) return Errc::store_broken;
    auto opened = crypto::open(wrapping.value(), rows.id<crypto::Nonce>(3), name_of_lock(cost), rows.view(4));
    if (opened.has_error()) return Errc::wrong_passphrase;
    const crypto::SecretBytes bytes{std::move(opened.value())};
    if (bytes.size() != key.size) return Errc::store_broken;
    key = crypto::Secret<32>::from(bytes.view());
    return ok();
}

Status Vault::State::wrap_anew(BytesView passphrase)
{
    crypto::PasswordCost cost;
    {
        auto query = database.prepare("SELECT memory_kib, passes FROM lock");
        auto rows = query.rows();
        if (!rows.next()) return Errc::store_broken;
        cost = {static_cast<std::uint32_t>(rows.int64(0)), static_cast<std::uint32_t>(rows.int64(1))};
    }
    const auto salt = random->id<crypto::PasswordSalt>();
    const auto wrapping = crypto::key_from_password(passphrase, salt, cost);
    if (wrapping.has_error()) return wrapping.errc();
    const auto nonce = random->id<crypto::Nonce>();
    const auto wrapped = crypto::seal(wrapping.value(), nonce, name_of_lock(cost), key.view());
    store::Transaction commit{database};
    database.prepare("UPDATE lock SET salt = ?, nonce = ?, wrapped = ? WHERE id = 1").run(salt, nonce, wrapped);
    commit.commit();
    return ok();
}

void Vault::State::seal_root()
{
    const auto nonce = random->id<crypto::Nonce>();
    write_root.run(nonce, crypto::seal(key, nonce, name_of_root(), root->value()));
}

Status Vault::State::check_root()
{
    root.emplace(key);
    auto records = database.prepare("SELECT kind, row, nonce FROM record");
    for (auto rows = records.rows(); rows.next();)
        root->put(static_cast<std::uint8_t>(rows.int64(0)), static_cast<std::uint64_t>(rows.int64(1)),
                  rows.id<crypto::Nonce>(2));
    root->keep();
    auto query = database.prepare("SELECT nonce, sealed FROM root");
    auto sealed = query.rows();
    if (!sealed.next()) return Errc::vault_rolled_back;
    const auto value = crypto::open(key, sealed.id<crypto::Nonce>(0), name_of_root(), sealed.view(1));
    if (value.has_error() || value.value() != root->value()) return Errc::vault_rolled_back;
    return ok();
}

Vault::Vault(std::unique_ptr<State> state) noexcept : state_{std::move(state)} {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

bool Vault::exists(const fs::path& directory)
{
    std::error_code error;
    return fs::exists(directory / file_name, error);
}

void Vault::remove(const fs::path& directory) noexcept
{
    for (const auto* ending : {"", "-wal", "-shm", "-journal"}) {
        std::error_code ignored;
        fs::remove(directory / std::string{file_name}.append(ending), ignored);
    }
}

Result<Vault> Vault::create(const fs::path& directory, BytesView passphrase, crypto::Random& random,
                            const VaultOptions& options)
{
    if (exists(directory)) {
        // A creation that was cut short leaves a file without a lock: it holds nothing and is finished here.
        const auto status = open(directory, passphrase, random, options);
        if (!status.has_error() || status.errc() != Errc::not_enrolled)
            return status.has_error() && status.errc() != Errc::wrong_passphrase ? status.errc() : Errc::already_exists;
    }
    if (const auto made = make_folder(directory); made.has_error()) return made.errc();
    try {
        auto database = store::Database::open(directory / file_name, schema, options.vfs);
        if (database.has_error()) return database.errc();
        auto state = std::make_unique<State>(std::move(database.value()), random);
        if (const auto made = state->make_lock(passphrase, options.cost); made.has_error()) return made.errc();
        return Vault{std::move(state)};
    } catch (const store::StoreError& error) {
        return error.code();
    }
}

Result<Vault> Vault::open(const fs::path& directory, BytesView passphrase, crypto::Random& random,
                          const VaultOptions& options)
{
    if (!exists(directory)) return Errc::not_enrolled;
    if (const auto taken = take_folder(directory); taken.has_error()) return taken.errc();
    try {
        auto database = store::Database::open(directory / file_name, schema, options.vfs);
        if (database.has_error()) return database.errc();
        auto state = std::make_unique<State>(std::move(database.value()), random);
        if (const auto opened = state->open_lock(passphrase); opened.has_error()) return opened.errc();
        if (const auto checked = state->check_root(); checked.has_error()) return checked.errc();
        return Vault{std::move(state)};
    } catch (const store::StoreError& error) {
        return error.code();
    }
}

Status Vault::change_passphrase(BytesView passphrase)
{
    try {
        return state_->wrap_anew(passphrase);
    } catch (const store::StoreError& error) {
        return error.code();
    }
}

Status Vault::each(Kind kind, const std::function<bool(std::uint64_t, BytesView)>& take)
{
    auto rows = state_->select.rows(kind);
    while (rows.next()) {
        const auto row = static_cast<std::uint64_t>(rows.int64(0));
        const auto version = static_cast<std::uint32_t>(rows.int64(1));
        auto opened =
            crypto::open(state_->key, rows.id<crypto::Nonce>(2), name_of_record(kind, row, version), rows.view(3));
        if (opened.has_error() || version != layout) return Errc::store_broken;
        const crypto::SecretBytes plain{std::move(opened.value())};
        if (!take(row, plain.view())) return Errc::store_broken;
    }
    return ok();
}

void Vault::begin() { state_->transaction.emplace(state_->database); }

void Vault::put(Kind kind, std::uint64_t row, BytesView plain)
{
    const auto nonce = state_->random->id<crypto::Nonce>();
    const auto sealed = crypto::seal(state_->key, nonce, name_of_record(kind, row, layout), plain);
    state_->insert.run(kind, static_cast<std::int64_t>(row), layout, nonce, sealed);
    state_->root->put(static_cast<std::uint8_t>(kind), row, nonce);
}

void Vault::erase(Kind kind, std::uint64_t row)
{
    state_->remove.run(kind, static_cast<std::int64_t>(row));
    state_->root->erase(static_cast<std::uint8_t>(kind), row);
}

void Vault::commit()
{
    state_->seal_root();
    state_->root->keep();
    kill_point("client-before-commit");
    state_->transaction->commit();
    kill_point("client-after-commit");
    state_->transaction.reset();
}

void Vault::abandon() noexcept
{
    state_->transaction.reset();
    if (state_->root) state_->root->undo();
}

}  // namespace holdfast::client
