// holdfastctl against a real holdfastd: what it prints, in both forms, and whom the admin socket answers.
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <csignal>

#include "protocol/base/text.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test::ctl_test {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string error_code_of(const Finished& done)
{
    return std::string{boost::json::parse(done.out).at("error").at("code").as_string()};
}

TEST_CASE("init makes a folder only its owner can read, and refuses a second time without a change")
{
    const RelayProcess practice;
    const auto data = practice.folder() / "relay";
    namespace fs = std::filesystem;
    CHECK(fs::status(data).permissions() == fs::perms::owner_all);
    CHECK(fs::status(data / "relay.key").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(fs::status(data / "relay.db").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    const auto key = read_file(data / "relay.key");

    const auto again = practice.ctl({"init"});
    CHECK(again.status == 1);
    CHECK(contains(again.err, sentence(Errc::already_exists)));
    CHECK(error_code_of(practice.ctl({"init", "--json"})) == "already_exists");
    CHECK(read_file(data / "relay.key") == key);
}

TEST_CASE("init --self-made leaves a relay that starts")
{
    RelayProcess practice;
    for (const auto* file : {"certificate.pem", "key.pem"}) std::filesystem::remove(practice.folder() / file);
    std::filesystem::remove_all(practice.folder() / "relay");
    const auto plain = practice.ctl({"init", "--self-made", "--json"});
    INFO(plain.err);
    CHECK(plain.status == 0);
    CHECK(boost::json::parse(plain.out).at("practice").as_string().size() == 64);
    practice.start();
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("invite-therapist prints a link and a code that mean the same, and a date")
{
    RelayProcess practice;
    practice.start();
    const auto made = practice.ctl_json({"invite-therapist", "--name", "Dr Okafor", "--contact", "Samaritans=116 123"});
    const auto link = session::parse_invitation(std::string{made.at("link").as_string()});
    const auto code = session::parse_invitation(std::string{made.at("code").as_string()});
    REQUIRE(link);
    REQUIRE(code);
    CHECK(link->secret == code->secret);
    CHECK(link->relay == code->relay);
    CHECK(link->relay.host == "relay.example.org");
    CHECK(link->contacts == std::vector{wire::CrisisContact{"Samaritans", "116 123"}});
    const auto expires = parse_rfc3339(std::string{made.at("expires").as_string()});
    REQUIRE(expires);
    CHECK(*expires > system_now() + std::chrono::days{6});
    CHECK(*expires <= system_now() + std::chrono::days{7});

    const auto plain = practice.ctl({"invite-therapist"});
    CHECK(plain.status == 0);
    CHECK(contains(plain.out, "Code: relay.example.org/"));
    CHECK(contains(plain.out, "They run holdfast enrol, which asks for the code."));
    CHECK_FALSE(contains(plain.out, "!"));

    const auto keys = session::InvitationKeys::derive(link->secret);
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    speaker.send({wire::FetchInvitation{1, keys.psk.id}});
    const auto stored = speaker.next<wire::Invitation>();
    const auto record = session::open_invitation(keys, stored.record, stored.mac, system_now());
    REQUIRE(record);
    CHECK(*session::open_name(keys, record->sealed_name) == "Dr Okafor");
}

TEST_CASE("What an admin mistypes is refused with a sentence and 1")
{
    RelayProcess practice;
    practice.start();
    struct Row {
        Command command;
        const char* code;
    };
    const auto row = GENERATE(values<Row>({
        {{"invite-therapist", "--contact", "116 123"}, "bad_encoding"},
        {{"invite-therapist", "--name", std::string(200, 'n')}, "text_too_long"},
        {{"notice", "--account", "00ff", "She is ill."}, "not_found"},
        {{"notice", "She is ill."}, "not_found"},
        {{"notice", std::string(3000, 'n')}, "text_too_long"},
        {{"notice", ""}, "empty_text"},
        {{"clock", "confirm"}, "nothing_changed"},
        {{"clock"}, "bad_command"},
        {{"no-such-command"}, "bad_command"},
        {{}, "bad_command"},
    }));
    auto command = row.command;
    const auto plain = practice.ctl(command);
    CHECK(plain.status == 1);
    CHECK(plain.out.empty());
    CHECK_FALSE(plain.err.empty());
    command.emplace_back("--json");
    const auto json = practice.ctl(command);
    CHECK(json.status == 1);
    CHECK(error_code_of(json) == row.code);
}

TEST_CASE("Without a public address no invitation can be made")
{
    RelayProcess practice;
    practice.start();
    auto text = read_file(practice.config_file());
    const auto at = text.find("public_address");
    write_file(practice.config_file(), text.erase(at, text.find('\n', at) - at));
    CHECK(error_code_of(practice.ctl({"invite-therapist", "--json"})) == "no_public_address");
}

TEST_CASE("accounts and status of a new relay")
{
    RelayProcess practice;
    practice.start();
    CHECK(practice.ctl_json({"accounts"}).at("accounts").as_array().empty());
    CHECK(contains(practice.ctl({"accounts"}).out, "no accounts yet"));
    const auto status = practice.ctl_json({"status"});
    CHECK(status.at("practice").as_string().size() == 64);
    CHECK(status.at("clock").as_string() == "steady");
    CHECK(status.at("held_messages").to_number<int>() == 0);
    CHECK(contains(practice.ctl({"status"}).out, "running since"));
}

TEST_CASE("A daemon that does not run is told apart from one that refuses")
{
    RelayProcess practice;
    const auto asleep = practice.ctl({"status", "--json"});
    CHECK(asleep.status == 3);
    CHECK(error_code_of(asleep) == "relay_not_running");

    // Before init there is nothing to start.
    const auto key = practice.folder() / "relay" / "relay.key";
    std::filesystem::rename(key, practice.folder() / "relay" / "elsewhere");
    CHECK(error_code_of(practice.ctl({"status", "--json"})) == "no_relay_yet");
    CHECK(contains(practice.ctl({"status"}).err, "Make one with: holdfastctl --config FILE init"));
    std::filesystem::rename(practice.folder() / "relay" / "elsewhere", key);

    // The files a killed daemon leaves behind are no obstacle.
    practice.start();
    practice.daemon().kill();
    CHECK(practice.ctl({"status"}).status == 3);
    practice.start();
    CHECK(practice.ctl({"status"}).status == 0);
    practice.daemon().signal(SIGTERM);
    CHECK(practice.daemon().wait().status == 0);
    CHECK_FALSE(std::filesystem::exists(practice.folder() / "relay/admin.sock"));
}

TEST_CASE("The admin socket answers root and its own user, and nobody else")
{
    if (::geteuid() != 0) {
        WARN("skipped: needs root, to become another user");
        return;
    }
    const TempDir public_folder;  // the socket where everybody can reach it, so that only the kernel's word decides
    ::chmod(public_folder.path().c_str(), 0755);
    const auto socket = (public_folder / "admin.sock").string();
    RelayProcess practice{"admin_socket = \"" + socket + "\"\n"};
    practice.start();
    ::chmod(practice.folder().path().c_str(), 0755);
    const auto as_nobody = [&] {
        return run({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program("holdfastctl"), "--config",
                    practice.config_file(), "--json", "status"});
    };
    const auto kept_out = as_nobody();
    CHECK(kept_out.status == 1);
    CHECK(error_code_of(kept_out) == "not_the_admin");

    ::chmod(socket.c_str(), 0777);
    const auto refused = as_nobody();
    CHECK(refused.status == 1);
    CHECK(error_code_of(refused) == "not_the_admin");
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("holidays are suggested from a list, told back, and withdrawn")
{
    RelayProcess practice;
    practice.start();
    const auto file = (practice.folder() / "holidays.txt").string();
    write_file(file, "2099-04-10 Good Friday\n2099-04-13 Easter Monday\n");
    const auto told = practice.ctl_json({"holidays", file});
    REQUIRE(told.at("holidays").as_array().size() == 2);
    CHECK(told.at("holidays").at(0).at("date").as_string() == "2099-04-10");
    CHECK(told.at("holidays").at(1).at("name").as_string() == "Easter Monday");
    CHECK(told.at("horizon").as_string() == "2099-04-13");
    CHECK(practice.ctl_json({"holidays", file, "--until", "2099-12-31"}).at("horizon").as_string() == "2099-12-31");
    CHECK(error_code_of(practice.ctl({"holidays", file, "--until", "soon", "--json"})) == "bad_date");
    const auto plain = practice.ctl({"holidays", file});
    CHECK(plain.status == 0);
    CHECK(contains(plain.out, "Fri 10 Apr 2099  Good Friday"));
    CHECK(contains(plain.out, "holdfast hours holidays"));

    CHECK(practice.ctl({"holidays", "--withdraw"}).status == 0);
    CHECK(error_code_of(practice.ctl({"holidays", "--withdraw", "--json"})) == "nothing_changed");
}

TEST_CASE("days of a calendar that people only remember are left out with their names, or suggested when asked for")
{
    RelayProcess practice;
    practice.start();
    const auto event = [](std::string_view date, std::string_view kind, std::string_view name) {
        return "BEGIN:VEVENT\r\nUID:" + std::string{date} +
               "@test\r\nDTSTAMP:20260901T000000Z\r\nDTSTART;VALUE=DATE:" + std::string{date} +
               "\r\nDESCRIPTION:" + std::string{kind} + "\r\nSUMMARY:" + std::string{name} + "\r\nEND:VEVENT\r\n";
    };
    const auto calendar = [](const std::string& events) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + "END:VCALENDAR\r\n";
    };
    const auto valentine = event("20990214", "Observance", "Valentine's Day");
    const auto file = (practice.folder() / "holidays.ics").string();
    write_file(file, calendar(event("20981225", "Public holiday", "Christmas Day") + valentine));
    const auto plain = practice.ctl({"holidays", file});
    INFO(plain.out << plain.err);
    CHECK(plain.status == 0);
    CHECK(contains(plain.out,
                   "Left out, since people remember these days but work on them:\n"
                   "  Sat 14 Feb 2099  Valentine's Day\n"
                   "To suggest these too, give the same command with --observances.\n"));
    const auto told = practice.ctl_json({"holidays", file});
    CHECK(told.at("holidays").as_array().size() == 1);
    REQUIRE(told.at("left_out").as_array().size() == 1);
    CHECK(told.at("left_out").at(0).at("name").as_string() == "Valentine's Day");
    const auto all = practice.ctl_json({"holidays", file, "--observances"});
    CHECK(all.at("holidays").as_array().size() == 2);
    CHECK(all.at("left_out").as_array().empty());
    CHECK_FALSE(contains(practice.ctl({"holidays", file, "--observances"}).out, "Left out"));

    write_file(file, calendar(valentine));
    const auto none = practice.ctl({"holidays", file});
    CHECK(none.status == 1);
    CHECK(contains(none.err, "To suggest those: --observances"));
}

TEST_CASE("a list of holidays that cannot be read names the line, and what was suggested stays")
{
    RelayProcess practice;
    practice.start();
    const auto file = (practice.folder() / "holidays.txt").string();
    write_file(file, "2099-04-10 Good Friday\n2099-02-30 No day\n");
    const auto refused = practice.ctl({"holidays", file});
    CHECK(refused.status == 1);
    CHECK(contains(refused.err, "2"));
    CHECK(error_code_of(practice.ctl({"holidays", file, "--json"})) == "bad_date");
    CHECK(error_code_of(practice.ctl({"holidays", file + ".none", "--json"})) == "not_found");
    CHECK(error_code_of(practice.ctl({"holidays", "--json"})) == "bad_command");
    CHECK(error_code_of(practice.ctl({"holidays", "--withdraw", "--json"})) == "nothing_changed");
}

}  // namespace
}  // namespace holdfast::test::ctl_test
