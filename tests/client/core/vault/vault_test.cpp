// The vault alone: what it gives back, to whom, and what a thief of the disk finds.
#include "client/core/vault/vault.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "client/core/vault/records.hpp"
#include "client/store/vault_file.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace vault_test {

using namespace holdfast;
using namespace holdfast::client;

namespace {

const VaultOptions cheap{{8, 1}, {}};
constexpr std::string_view passphrase = "correct horse";

struct Disk {
    holdfast::test::TempDir folder;
    holdfast::test::SeededRandom random{"vault"};
    [[nodiscard]] std::filesystem::path path() const { return folder.path() / "vault"; }
    Result<Vault> create() { return create_vault(path(), as_bytes(passphrase), random, cheap); }
    Result<Vault> open(std::string_view with = passphrase) { return open_vault(path(), as_bytes(with), random, cheap); }
};

/// The error; Errc::internal for a vault that opened.
Errc why(const Result<Vault>& vault) { return vault.has_error() ? vault.errc() : Errc::internal; }

void put(Vault& vault, std::uint64_t row, std::string_view text)
{
    vault.begin();
    vault.put(Kind::draft, row, as_bytes(text));
    vault.commit();
}

std::vector<std::string> all(Vault& vault)
{
    std::vector<std::string> texts;
    const auto read = vault.each(Kind::draft, [&](std::uint64_t, BytesView plain) {
        texts.push_back(to_text(plain));
        return true;
    });
    if (read.has_error()) texts.push_back(std::string{name(read.errc())});
    return texts;
}

unsigned mode_of(const std::filesystem::path& path)
{
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777U;
}

void run_sql(const std::filesystem::path& vault, const std::string& sql)
{
    constexpr std::string_view two[] = {"", ""};
    auto db = store::Database::open(vault / "vault.db", {0x48465631, std::span{two}.first(1)});
    REQUIRE(db.has_value());
    db->execute(sql);
}

/// The secret halves of a member's own keys. Kills the member, whose vault is copied.
std::vector<std::string> secret_keys(client::test::Member& member)
{
    member.go_offline();
    member.restart();
    const holdfast::test::TempDir folder;
    const auto copy = folder / "vault";
    std::filesystem::copy(member.directory(), copy, std::filesystem::copy_options::recursive);
    holdfast::test::SeededRandom random{"copy"};
    auto vault = open_vault(copy, as_bytes(client::test::passphrase), random, cheap);
    REQUIRE(vault.has_value());
    std::vector<std::string> secrets;
    const auto read_keys = vault->each(Kind::keys, [&](std::uint64_t, BytesView plain) {
        const auto keys = wire::decode<Keys>(plain);
        if (keys.has_error()) return false;
        for (const auto* secret : {&keys->identity.seed, &keys->agreement.secret, &keys->signing.seed})
            secrets.push_back(to_text(secret->view()));
        return true;
    });
    CHECK(read_keys.has_value());
    const auto read_prekeys = vault->each(Kind::prekeys, [&](std::uint64_t, BytesView plain) {
        const auto store = wire::decode<PrekeyStore>(plain);
        if (store.has_error()) return false;
        for (const auto& one : store->prekeys.signed_prekeys) secrets.push_back(to_text(one.prekey.pair.secret.view()));
        for (const auto& one : store->prekeys.one_time) secrets.push_back(to_text(one.pair.secret.view()));
        return true;
    });
    CHECK(read_prekeys.has_value());
    return secrets;
}

}  // namespace

TEST_CASE("a new passphrase opens the vault in place of the old one, and nothing else has changed")
{
    Disk disk;
    {
        auto vault = disk.create().value();
        put(vault, 1, "one");
        REQUIRE(vault.change_passphrase(as_bytes("a new one")).has_value());
        put(vault, 2, "two");
    }
    CHECK(why(disk.open()) == Errc::wrong_passphrase);
    auto vault = disk.open("a new one").value();
    CHECK(all(vault) == std::vector<std::string>{"one", "two"});
}

TEST_CASE("records come back as they were written, after the passphrase")
{
    Disk disk;
    {
        auto vault = disk.create();
        REQUIRE(vault.has_value());
        put(vault.value(), 1, "one");
        put(vault.value(), 2, "two");
        put(vault.value(), 1, "uno");
    }
    auto vault = disk.open();
    REQUIRE(vault.has_value());
    CHECK(all(vault.value()) == std::vector<std::string>{"uno", "two"});
}

TEST_CASE("attack 10: nothing opens without the passphrase, and only the owner may look at the files")
{
    Disk disk;
    {
        auto vault = disk.create();
        put(vault.value(), 1, "secret");
    }
    CHECK(why(disk.open("wrong horse")) == Errc::wrong_passphrase);
    CHECK(why(disk.open("")) == Errc::wrong_passphrase);
    CHECK(mode_of(disk.path()) == 0700);
    for (const auto& file : std::filesystem::directory_iterator{disk.path()}) CHECK(mode_of(file.path()) == 0600);
}

TEST_CASE("attack 10: no word, name, key or id of a conversation is found in a vault's files")
{
    client::test::ClientWorld p{"2026-03-03T09:00:00Z"};
    auto& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00");
    auto& alice = p.client("Alice Canary", okafor);
    alice >> "canary in the text";
    okafor >> "canary in the answer";
    (void)alice.order(command::SaveDraft{alice.conversation(), "canary in the draft"});
    const auto account = *alice.client().status().account;
    const auto conversation = alice.conversation();
    for (const auto& member : {&alice, &okafor})
        for (const auto& file : std::filesystem::directory_iterator{member->directory()}) {
            const auto bytes = holdfast::test::read_file(file.path());
            for (const std::string& word : {std::string{"anary"}, std::string{"Okafor"}, std::string{"Tu 09:00"},
                                            to_text(account.view()), to_text(conversation.view())})
                CHECK(bytes.find(word) == std::string::npos);
        }
}

TEST_CASE("attack 10: nothing that a relay is sent names anybody or holds a secret key")
{
    client::test::ClientWorld p{"2026-03-03T09:00:00Z"};
    auto& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00");
    const auto invitation = p.invitation(okafor, "Alice Canary");
    auto& alice = p.newcomer("Alice Canary");
    alice.step(Command{1, command::Enrol{invitation.code, "Alice Canary"}});
    alice.go_online();
    REQUIRE(alice.client().status().enrolled);
    alice >> "canary in the text";
    okafor >> "canary in the answer";
    const auto account = *alice.client().status().account;

    const auto handed_over = session::parse_invitation(invitation.link);
    REQUIRE(handed_over.has_value());
    const auto keys = session::InvitationKeys::derive(handed_over->secret);
    std::vector<std::string> secrets{"anary",
                                     "Okafor",
                                     to_text(handed_over->secret.view()),
                                     to_text(keys.psk.key.view()),
                                     to_text(keys.mac_key.view()),
                                     to_text(keys.redeem.seed.view()),
                                     to_text(keys.name_key.view())};
    for (auto* member : {&alice, &okafor})
        for (auto& secret : secret_keys(*member)) secrets.push_back(std::move(secret));
    CHECK(secrets.size() > 100);  // one-time prekeys are most of them

    Bytes batch;
    for (const auto* member : {&alice, &okafor})
        for (const auto& frame : member->sent()) wire::append_frame(batch, frame);
    const auto sent = to_text(batch);
    CHECK(sent.find(to_text(account.view())) != std::string::npos);  // what is sent would be found
    for (const auto& secret : secrets) CHECK(sent.find(secret) == std::string::npos);
}

TEST_CASE("attack 35: a vault in a folder of somebody else, or behind their link, is not touched")
{
    if (::geteuid() != 0) return (void)std::puts("skipped: only root can give a folder away");
    namespace fs = std::filesystem;
    constexpr uid_t somebody = 54321;
    Disk disk;
    REQUIRE(disk.create().has_value());

    SECTION("a folder of theirs")
    {
        REQUIRE(::chown(disk.path().c_str(), somebody, somebody) == 0);
        CHECK(why(disk.open()) == Errc::unsafe_folder);
        fs::remove(disk.path() / "vault.db");
        CHECK(why(disk.create()) == Errc::unsafe_folder);
    }
    SECTION("a link of theirs to a folder of one's own")
    {
        const auto kept = disk.folder.path() / "kept";
        fs::rename(disk.path(), kept);
        fs::create_directory_symlink(kept, disk.path());
        CHECK(disk.open().has_value());
        REQUIRE(::lchown(disk.path().c_str(), somebody, somebody) == 0);
        CHECK(why(disk.open()) == Errc::unsafe_folder);
    }
    SECTION("a link in place of the file")
    {
        const auto victim = disk.folder.path() / "victim";
        fs::rename(disk.path() / "vault.db", victim);
        fs::permissions(victim, fs::perms::owner_read | fs::perms::others_read);
        fs::create_symlink(victim, disk.path() / "vault.db");
        CHECK(why(disk.open()) == Errc::store_broken);
        CHECK(mode_of(victim) == 0404);
    }
}

TEST_CASE("a vault's folder that others could enter is closed when it is opened")
{
    Disk disk;
    REQUIRE(disk.create().has_value());
    REQUIRE(::chmod(disk.path().c_str(), 0755) == 0);
    REQUIRE(disk.open().has_value());
    CHECK(mode_of(disk.path()) == 0700);
}

TEST_CASE("a second process on one vault is refused")
{
    Disk disk;
    auto vault = disk.create();
    REQUIRE(vault.has_value());
    CHECK(why(disk.open()) == Errc::vault_in_use);
}

TEST_CASE("a vault is not created over another one")
{
    Disk disk;
    {
        REQUIRE(disk.create().has_value());
    }
    CHECK(why(disk.create()) == Errc::already_exists);
    CHECK(why(create_vault(disk.path(), as_bytes("other"), disk.random, cheap)) == Errc::already_exists);
    CHECK(disk.open().has_value());
}

TEST_CASE("a folder without a vault says so")
{
    Disk disk;
    CHECK(why(disk.open()) == Errc::not_enrolled);
}

TEST_CASE("records that somebody swapped or changed on disk do not open")
{
    for (const auto* tampering : {"UPDATE record SET row = 3 - row", "UPDATE record SET kind = 12",
                                  "UPDATE record SET version = 2", "UPDATE record SET sealed = zeroblob(40)"}) {
        Disk disk;
        {
            auto vault = disk.create();
            put(vault.value(), 1, "one");
            put(vault.value(), 5, "five");
        }
        INFO(tampering);
        run_sql(disk.path(), tampering);
        auto vault = disk.open();
        if (why(vault) == Errc::vault_rolled_back) continue;  // found before any record was opened
        REQUIRE(vault.has_value());
        std::vector<std::string> texts = all(vault.value());
        const auto moved = vault->each(Kind::read_stream, [](std::uint64_t, BytesView) { return true; });
        CHECK(((!texts.empty() && texts.back() == "store_broken") || moved.has_error()));
    }
}

namespace {

/// The database of a vault, as a thief keeps it for later: everything committed is in the one file.
std::string copy_of(const Disk& disk)
{
    run_sql(disk.path(), "PRAGMA wal_checkpoint(TRUNCATE)");
    const auto copy = disk.folder.path() / "copy.db";
    std::filesystem::copy_file(disk.path() / "vault.db", copy, std::filesystem::copy_options::overwrite_existing);
    return copy.string();
}

}  // namespace

TEST_CASE("attack 7: one record put back from an older copy, left out, or brought in is found when the vault is opened")
{
    Disk disk;
    {
        auto vault = disk.create();
        put(vault.value(), 1, "one");
        put(vault.value(), 2, "two");
    }
    const auto older = copy_of(disk);
    {
        auto vault = disk.open();
        put(vault.value(), 1, "one, changed");
        put(vault.value(), 3, "three");
    }
    const auto tampered = [&](const std::string& sql) {
        run_sql(disk.path(), "ATTACH '" + older + "' AS older; " + sql);
        auto vault = disk.open();
        return why(vault);
    };
    // As it is, it opens.
    CHECK(disk.open().has_value());
    SECTION("a record")
    {
        CHECK(tampered("REPLACE INTO record SELECT * FROM older.record WHERE row = 1") == Errc::vault_rolled_back);
    }
    SECTION("the root alone")
    {
        CHECK(tampered("REPLACE INTO root SELECT * FROM older.root") == Errc::vault_rolled_back);
    }
    SECTION("a record and the root of then, but not all records")
    {
        CHECK(tampered("REPLACE INTO root SELECT * FROM older.root; REPLACE INTO record SELECT * FROM older.record") ==
              Errc::vault_rolled_back);
    }
    SECTION("a record left out") { CHECK(tampered("DELETE FROM record WHERE row = 2") == Errc::vault_rolled_back); }
    SECTION("the root left out") { CHECK(tampered("DELETE FROM root") == Errc::vault_rolled_back); }
    SECTION("all of it: then the login finds it")
    {
        std::filesystem::copy_file(older, disk.path() / "vault.db", std::filesystem::copy_options::overwrite_existing);
        CHECK(disk.open().has_value());
    }
}

TEST_CASE("what was given up leaves the root as it was")
{
    Disk disk;
    {
        auto vault = disk.create();
        put(vault.value(), 1, "one");
        vault->begin();
        vault->put(Kind::draft, 1, as_bytes("given up"));
        vault->erase(Kind::draft, 1);
        vault->put(Kind::draft, 2, as_bytes("given up, too"));
        vault->abandon();
        put(vault.value(), 3, "three");
        vault->begin();
        vault->erase(Kind::draft, 3);
        vault->erase(Kind::draft, 9);  // there never was one
        vault->commit();
    }
    auto vault = disk.open();
    REQUIRE(vault.has_value());
    CHECK(all(vault.value()) == std::vector<std::string>{"one"});
}

}  // namespace vault_test
