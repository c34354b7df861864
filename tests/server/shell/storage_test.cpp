// What is accepted is stored: kill -9, a full disk, a copy.
#include <csignal>

#include "protocol/session/invitation_code.hpp"
#include "tests/server/shell/relay_fixture.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test {
namespace {

// Makes an invitation and gives the id under which the relay keeps it.
InvitationId invite(const Practice& practice)
{
    const auto made = practice.ctl_json({"invite-therapist", "--name", "Dr Okafor"});
    const auto text = session::parse_invitation(std::string{made.at("link").as_string()}).value();
    return session::InvitationKeys::derive(text.secret).psk.id;
}

bool is_stored(const Practice& practice, const InvitationId& id)
{
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    speaker.send({wire::FetchInvitation{1, id}});
    return std::holds_alternative<wire::Invitation>(speaker.next());
}

TEST_CASE("What was accepted is there after kill -9 and a new start")
{
    Practice practice;
    practice.start();
    const auto id = invite(practice);
    practice.daemon().kill();
    practice.start();
    CHECK(is_stored(practice, id));
}

TEST_CASE("A relay whose disk is full says so, ends with 2, and keeps what it accepted")
{
    Practice practice;
    // No file may grow beyond this many blocks of 512 bytes: room for the store and some commits in its log.
    practice.start_under({"sh", "-c", "ulimit -f 600; exec \"$@\"", "sh"});
    std::vector<InvitationId> accepted;
    Finished refused;
    for (int i = 0; i < 300 && refused.status <= 0; ++i) {
        const auto done = practice.ctl({"invite-therapist", "--json"});
        if (done.status != 0) refused = done;
    }
    CHECK(refused.status == 3);
    const auto ended = practice.daemon().wait();
    CHECK(ended.status == 2);
    CHECK(ended.err.find(sentence(Errc::disk_full)) != std::string::npos);

    practice.start();
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("A backup is a store of its own; an existing file is never overwritten")
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
