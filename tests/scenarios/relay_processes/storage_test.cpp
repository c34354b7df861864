// Everything accepted is stored: kill -9, a full disk, a copy.
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <csignal>
#include <cstdio>

#include "protocol/identity/invitation_code.hpp"
#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test::storage_test {
namespace {

// The id under which the relay keeps the invitation that holdfastctl printed.
InvitationId id_in(const std::string& printed)
{
    const auto link = std::string{boost::json::parse(printed).at("link").as_string()};
    return session::InvitationKeys::derive(session::parse_invitation(link).value().secret).psk.id;
}

InvitationId invite(const RelayProcess& practice)
{
    return id_in(practice.ctl({"invite-therapist", "--name", "Dr Okafor", "--json"}).out);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool is_stored(const RelayProcess& practice, const InvitationId& id)
{
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    speaker.send({wire::FetchInvitation{1, id}});
    return std::holds_alternative<wire::Invitation>(speaker.next());
}

std::size_t invitations_in_log(const RelayProcess& practice)
{
    const auto log = practice.ctl({"log", "--json"}).out;
    std::size_t found = 0;
    for (auto at = log.find("\"invite-therapist\""); at != std::string::npos;
         at = log.find("\"invite-therapist\"", at + 1))
        ++found;
    return found;
}

TEST_CASE("attack 13: what was accepted is there after kill -9 and a new start")
{
    RelayProcess practice;
    practice.start();
    const auto id = invite(practice);
    practice.daemon().kill();
    practice.start();
    CHECK(is_stored(practice, id));
}

// Invites until the relay does so no more; what it accepted before, and how that last one ended.
struct Filled {
    std::vector<InvitationId> accepted;
    Finished refused;
};

Filled fill(const RelayProcess& practice)
{
    Filled filled;
    for (int i = 0; i < 500; ++i) {
        filled.refused = practice.ctl({"invite-therapist", "--json"});
        if (filled.refused.status != 0) break;
        filled.accepted.push_back(id_in(filled.refused.out));
    }
    return filled;
}

TEST_CASE("attack 21: a relay that cannot write ends with 2, and what it accepted is there when it can again")
{
    RelayProcess practice;
    // No file may grow beyond this many blocks of 512 bytes: room for the store and some commits in its log.
    practice.start_under({"sh", "-c", "ulimit -f 600; exec \"$@\"", "sh"});
    const auto filled = fill(practice);
    CHECK(filled.refused.status == 3);
    const auto ended = practice.daemon().wait();
    CHECK(ended.status == 2);
    CHECK(ended.err.find("The relay stops.") != std::string::npos);

    practice.start();
    CHECK_FALSE(filled.accepted.empty());
    for (const auto& id : filled.accepted) CHECK(is_stored(practice, id));
}

TEST_CASE("attack 21: a relay on a full disk says so and ends with 2")
{
    if (::geteuid() != 0) {
        WARN("skipped: needs root, to mount a small disk");
        return;
    }
    RelayProcess practice{"admin_socket = \"admin.sock\"\n"};
    // A small disk that only this process sees and that goes with it.
    static constexpr auto on_small_disk =
        "cp -a \"$1\" \"$1.seed\" && mount -t tmpfs -o size=320k,mode=700 tmpfs \"$1\" && "
        "cp -a \"$1.seed/.\" \"$1\" && shift && exec \"$@\"";
    const auto data = (practice.folder() / "relay").string();
    practice.start_under({"unshare", "--mount", "sh", "-c", on_small_disk, "sh", data});
    CHECK(fill(practice).refused.status == 3);
    const auto ended = practice.daemon().wait();
    CHECK(ended.status == 2);
    CHECK(ended.err.find(sentence(Errc::disk_full)) != std::string::npos);
    CHECK(practice.ctl({"status"}).status == 3);
}

TEST_CASE("A backup is a store of its own, an existing file is never overwritten")
{
    RelayProcess practice;
    practice.start();
    const auto id = invite(practice);
    const auto copy = (practice.folder() / "copy.db").string();
    CHECK(practice.ctl({"backup", copy}).status == 0);
    CHECK(practice.ctl({"backup", copy}).status == 1);

    practice.daemon().signal(SIGTERM);
    CHECK(practice.daemon().wait().status == 0);
    std::filesystem::rename(copy, practice.folder() / "relay/relay.db");
    practice.start();
    CHECK(is_stored(practice, id));
}

TEST_CASE("A copy is put back while the relay does not run, and keeps the store before")
{
    RelayProcess practice;
    practice.start();
    const auto id = invite(practice);
    const auto copy = (practice.folder() / "copy.db").string();
    REQUIRE(practice.ctl({"backup", copy}).status == 0);
    const auto later = invite(practice);
    CHECK(practice.ctl({"restore", copy}).status == 1);  // it runs

    practice.daemon().signal(SIGTERM);
    REQUIRE(practice.daemon().wait().status == 0);
    CHECK(practice.ctl({"restore", (practice.folder() / "nothing.db").string()}).status == 1);
    CHECK(practice.ctl({"restore", (practice.folder() / "relay/relay.key").string()}).status != 0);
    const RelayProcess other;
    const auto foreign = other.ctl({"restore", copy});
    CHECK(foreign.status != 0);
    CHECK(contains(foreign.err, "This copy belongs to another relay.key. Put that key in place first."));
    const auto lock = practice.folder() / "relay/lock";
    std::filesystem::remove(lock);
    std::filesystem::create_directory(lock);
    CHECK(contains(practice.ctl({"restore", copy}).err, "lock: This is a link or no file. Remove it and try again."));
    std::filesystem::remove(lock);
    REQUIRE(practice.ctl({"restore", copy}).status == 0);
    CHECK(std::filesystem::exists(practice.folder() / "relay/relay.db.replaced"));
    practice.start();
    // The practice's log is that of the copy. No invitation counts: it may have been used since.
    CHECK(invitations_in_log(practice) == 1);
    CHECK_FALSE(is_stored(practice, id));
    CHECK_FALSE(is_stored(practice, later));
}

// A user of this machine who has no account on it.
constexpr uid_t relay_user = 54321;

// The relay's folder as it is where root sets up and another user runs the relay.
void give_folder_away(const RelayProcess& practice)
{
    const auto data = practice.folder() / "relay";
    REQUIRE(::chown(data.c_str(), relay_user, relay_user) == 0);
    for (const auto& file : std::filesystem::directory_iterator{data})
        REQUIRE(::lchown(file.path().c_str(), relay_user, relay_user) == 0);
    // The folders above may be passed through, as /var/lib may.
    REQUIRE(::chmod(practice.folder().path().c_str(), 0711) == 0);
}

uid_t owner_of(const std::filesystem::path& file)
{
    struct stat about {};
    REQUIRE(::lstat(file.c_str(), &about) == 0);
    return about.st_uid;
}

TEST_CASE("attack 35: what the relay's user plants in the folder leads root nowhere")
{
    if (::geteuid() != 0) return (void)std::puts("skipped: only root has rights to be led astray");
    RelayProcess practice;
    practice.start();
    const auto data = practice.folder() / "relay";
    const auto copy = practice.folder() / "copy.db";
    REQUIRE(practice.ctl({"backup", copy.string()}).status == 0);
    practice.daemon().signal(SIGTERM);
    REQUIRE(practice.daemon().wait().status == 0);
    give_folder_away(practice);
    const auto victim = practice.folder() / "victim";
    write_file(victim, "root's own\n");

    SECTION("a restore writes through no link, and what it makes is that user's")
    {
        for (const auto* name : {"relay.db.restoring", "relay.db.restoring-wal", "relay.db.restored-wal"})
            std::filesystem::create_symlink(victim, data / name);
        REQUIRE(practice.ctl({"restore", copy.string()}).status == 0);
        CHECK(owner_of(data / "relay.db") == relay_user);
        CHECK(owner_of(copy) == 0);
    }
    SECTION("a link that stands for the copy hands out nothing that only root may read")
    {
        std::filesystem::create_symlink(victim, data / "backup.db");
        CHECK(practice.ctl({"restore", (data / "backup.db").string()}).status != 0);
        std::filesystem::create_symlink(copy, data / "linked.db");
        CHECK(practice.ctl({"restore", (data / "linked.db").string()}).status != 0);
        std::filesystem::copy_file(victim, data / "hard.db");
        CHECK(practice.ctl({"restore", (data / "hard.db").string()}).status != 0);
    }
    SECTION("a link in place of the store or the key is not followed for root")
    {
        std::filesystem::remove(data / "relay.key");
        std::filesystem::create_symlink(victim, data / "relay.key");
        CHECK(practice.ctl({"restore", copy.string()}).status != 0);
        CHECK(practice.ctl({"invite-therapist"}).status != 0);
    }
    SECTION("a folder that is a link of that user is refused")
    {
        std::filesystem::rename(data, practice.folder() / "elsewhere");
        std::filesystem::create_symlink(practice.folder() / "elsewhere", data);
        REQUIRE(::lchown(data.c_str(), relay_user, relay_user) == 0);
        const auto refused = practice.ctl({"restore", copy.string(), "--json"});
        CHECK(boost::json::parse(refused.out).at("error").at("code").as_string() == "unsafe_folder");
        CHECK(practice.ctl({"init"}).status != 0);
    }
    CHECK(read_file(victim) == "root's own\n");
    CHECK(owner_of(victim) == 0);
    CHECK_FALSE(std::filesystem::exists(data / "relay.db.restoring"));
}

TEST_CASE("attack 35: a relay that root starts runs as the user of its folder")
{
    if (::geteuid() != 0) return (void)std::puts("skipped: only root can become somebody else");
    RelayProcess practice;
    give_folder_away(practice);
    for (const auto* file : {"certificate.pem", "key.pem"})
        REQUIRE(::chown((practice.folder() / file).c_str(), relay_user, relay_user) == 0);
    practice.start();
    struct stat about {};
    REQUIRE(::stat(("/proc/" + std::to_string(practice.daemon().pid()) + "/status").c_str(), &about) == 0);
    const auto status = read_file("/proc/" + std::to_string(practice.daemon().pid()) + "/status");
    CHECK(status.find("Uid:\t54321\t54321\t54321\t54321") != std::string::npos);
    CHECK(status.find("Gid:\t54321\t54321\t54321\t54321") != std::string::npos);
    CHECK(practice.ctl({"status"}).status == 0);
    CHECK(owner_of(practice.folder() / "relay/admin.sock") == relay_user);
}

TEST_CASE("attack 35: a socket's place that a file has is not cleared")
{
    RelayProcess practice{"admin_socket = \"relay/relay.db\"\n"};
    const auto store = practice.folder() / "relay/relay.db";
    const auto before = read_file(store);
    CHECK_THROWS(practice.start());
    CHECK(read_file(store) == before);
}

TEST_CASE("Neither the store nor the log has the therapist's name in it")
{
    RelayProcess practice;
    practice.start();
    (void)invite(practice);
    practice.daemon().signal(SIGTERM);
    const auto done = practice.daemon().wait();
    CHECK(done.err.find("Okafor") == std::string::npos);
    for (const auto& file : std::filesystem::directory_iterator{practice.folder() / "relay"})
        if (file.is_regular_file()) CHECK(read_file(file.path()).find("Okafor") == std::string::npos);
}

}  // namespace
}  // namespace holdfast::test::storage_test
