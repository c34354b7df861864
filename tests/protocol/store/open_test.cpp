#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "protocol/store/sqlite.hpp"
#include "tests/protocol/store/store_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::store::open_test {
namespace {

using holdfast::test::read_file;
using holdfast::test::TempDir;
using holdfast::test::write_file;

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

/// The umask of this process, set back at the end of the scope.
class Umask {
  public:
    explicit Umask(mode_t mask) : before_(::umask(mask)) {}
    ~Umask() { ::umask(before_); }
    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;

  private:
    mode_t before_;
};

void add_note(Database& db, std::string_view body)
{
    db.prepare("INSERT INTO note(body) VALUES (?)").run(as_bytes(body));
}

TEST_CASE("the file and its log are for the owner only, whatever the umask")
{
    const TempDir dir;
    const auto mask = GENERATE(mode_t{0000}, mode_t{0777});
    const Umask umask{mask};
    auto db = Database::open(dir / "s.db", test::first).value();
    add_note(db, "x");
    CHECK(mode_of(dir / "s.db") == 0600);
    CHECK(mode_of(dir / "s.db-wal") == 0600);
    CHECK_FALSE(std::filesystem::exists(dir / "s.db-shm"));  // exclusive: the index is in memory
    REQUIRE(db.backup_to(dir / "copy.db"));
    CHECK(mode_of(dir / "copy.db") == 0600);
}

TEST_CASE("every pragma the store rests on is in force")
{
    const TempDir dir;
    auto db = Database::open(dir / "s.db", test::first).value();
    const auto text = [&](std::string_view sql) {
        auto query = db.prepare(sql);
        auto rows = query.rows();
        return rows.next() ? rows.text(0) : std::string{};
    };
    CHECK(text("PRAGMA locking_mode") == "exclusive");
    CHECK(text("PRAGMA journal_mode") == "wal");
    CHECK(test::count(db, "PRAGMA synchronous") == 2);
    CHECK(test::count(db, "PRAGMA foreign_keys") == 1);
    CHECK(test::count(db, "PRAGMA trusted_schema") == 0);
    CHECK(test::count(db, "PRAGMA temp_store") == 2);
    CHECK(test::count(db, "PRAGMA secure_delete") == 1);
    CHECK(test::count(db, "PRAGMA cell_size_check") == 1);
}

TEST_CASE("what was committed is there when the file is opened again")
{
    const TempDir dir;
    {
        auto db = Database::open(dir / "s.db", test::first).value();
        add_note(db, "kept");
    }
    auto db = Database::open(dir / "s.db", test::first).value();
    CHECK(test::count(db, "SELECT count(*) FROM note") == 1);
}

TEST_CASE("an older store is brought up to date and keeps its rows")
{
    const TempDir dir;
    {
        auto db = Database::open(dir / "s.db", test::first).value();
        CHECK(db.version() == 1);
        add_note(db, "old");
    }
    auto db = Database::open(dir / "s.db", test::third).value();
    CHECK(db.version() == 3);
    CHECK(test::count(db, "SELECT count(*) FROM note JOIN tag ON tag.note = note.id WHERE word = 'old'") == 1);
}

TEST_CASE("attack 24: a newer store is refused and left as it is")
{
    const TempDir dir;
    REQUIRE(Database::open(dir / "s.db", test::third));
    const auto before = read_file(dir / "s.db");
    CHECK(Database::open(dir / "s.db", test::first).errc() == Errc::store_too_new);
    CHECK(read_file(dir / "s.db") == before);
}

TEST_CASE("another program's database, and what is no database, is refused and left as it is")
{
    const TempDir dir;
    constexpr Schema foreign{.application_id = 99, .migrations = test::one_migration};
    REQUIRE(Database::open(dir / "foreign.db", foreign));
    write_file(dir / "text.db", std::string(5000, 'x'));
    for (const auto* name : {"foreign.db", "text.db"}) {
        const auto before = read_file(dir / name);
        CHECK(Database::open(dir / name, test::first).errc() == Errc::store_broken);
        CHECK(read_file(dir / name) == before);
    }
    CHECK(Database::open(dir / "no folder" / "s.db", test::first).errc() == Errc::store_broken);
}

TEST_CASE("wrong SQL in a migration is our own bug")
{
    constexpr std::string_view wrong[] = {"CREATE TABEL note(id)"};
    const Schema schema{.application_id = 1, .migrations = wrong};
    CHECK_THROWS_AS(Database::open(":memory:", schema), std::logic_error);
}

TEST_CASE("a second connection of the same process is refused")
{
    const TempDir dir;
    auto db = Database::open(dir / "s.db", test::first).value();
    CHECK(Database::open(dir / "s.db", test::first).errc() == Errc::vault_in_use);
    add_note(db, "the first one goes on");
}

/// Another process that holds the database until it is killed.
class Holder {
  public:
    explicit Holder(const std::filesystem::path& path)
    {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        child_ = ::fork();
        REQUIRE(child_ >= 0);
        if (child_ == 0) hold(path, ends[1]);
        ::close(ends[1]);
        char ready = 0;
        REQUIRE(::read(ends[0], &ready, 1) == 1);
        ::close(ends[0]);
    }
    ~Holder() { kill(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void kill()
    {
        if (child_ <= 0) return;
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
    }

  private:
    [[noreturn]] static void hold(const std::filesystem::path& path, int ready)
    {
        auto db = Database::open(path, test::first);
        if (!db) ::_exit(1);
        add_note(*db, "committed before the kill");
        if (::write(ready, "r", 1) != 1) ::_exit(1);
        for (;;) ::pause();
    }
    pid_t child_ = 0;
};

TEST_CASE("a second process is refused while the first lives, and finds its commits when it was killed")
{
    const TempDir dir;
    Holder holder{dir / "s.db"};
    CHECK(Database::open(dir / "s.db", test::first).errc() == Errc::vault_in_use);
    CHECK(Database::open(dir / "s.db", test::first).errc() == Errc::vault_in_use);
    holder.kill();
    auto db = Database::open(dir / "s.db", test::first).value();
    CHECK(test::count(db, "SELECT count(*) FROM note") == 1);
}

TEST_CASE("a backup is a complete store and never overwrites")
{
    const TempDir dir;
    auto db = Database::open(dir / "s.db", test::first).value();
    add_note(db, "copied");
    REQUIRE(db.backup_to(dir / "copy.db"));
    add_note(db, "later");
    CHECK(db.backup_to(dir / "copy.db").errc() == Errc::already_exists);
    CHECK(db.backup_to(dir / "no folder" / "copy.db").errc() == Errc::store_broken);

    auto copy = Database::open(dir / "copy.db", test::first).value();
    CHECK(copy.version() == 1);
    CHECK(test::count(copy, "SELECT count(*) FROM note") == 1);
    CHECK(test::count(db, "SELECT count(*) FROM note") == 2);
}

}  // namespace
}  // namespace holdfast::store::open_test
