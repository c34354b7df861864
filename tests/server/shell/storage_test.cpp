// What is accepted is stored: kill -9, a full disk, a copy.
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <csignal>

#include "protocol/session/invitation_code.hpp"
#include "tests/server/shell/relay_fixture.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test {
namespace {

// The id under which the relay keeps the invitation that holdfastctl printed.
InvitationId id_in(const std::string& printed)
{
    const auto link = std::string{boost::json::parse(printed).at("link").as_string()};
    return session::InvitationKeys::derive(session::parse_invitation(link).value().secret).psk.id;
}

InvitationId invite(const Practice& practice)
{
    return id_in(practice.ctl({"invite-therapist", "--name", "Dr Okafor", "--json"}).out);
}

bool is_stored(const Practice& practice, const InvitationId& id)
{
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    speaker.send({wire::FetchInvitation{1, id}});
    return std::holds_alternative<wire::Invitation>(speaker.next());
}

TEST_CASE("attack 13: what was accepted is there after kill -9 and a new start")
{
    Practice practice;
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

Filled fill(const Practice& practice)
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
    Practice practice;
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
    Practice practice{"admin_socket = \"admin.sock\"\n"};
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
    Practice practice;
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
    Practice practice;
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
    REQUIRE(practice.ctl({"restore", copy}).status == 0);
    CHECK(std::filesystem::exists(practice.folder() / "relay/relay.db.replaced"));
    practice.start();
    CHECK(is_stored(practice, id));
    CHECK_FALSE(is_stored(practice, later));
}

TEST_CASE("Neither the store nor the log has the therapist's name in it")
{
    Practice practice;
    practice.start();
    (void)invite(practice);
    practice.daemon().signal(SIGTERM);
    const auto done = practice.daemon().wait();
    CHECK(done.err.find("Okafor") == std::string::npos);
    for (const auto& file : std::filesystem::directory_iterator{practice.folder() / "relay"})
        if (file.is_regular_file()) CHECK(read_file(file.path()).find("Okafor") == std::string::npos);
}

}  // namespace
}  // namespace holdfast::test
