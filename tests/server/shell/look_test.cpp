// Guards of a start, with the real programs: each trouble has its sentence, and nothing is made in place of what is
// lost.
#include "server/shell/look.hpp"

#include <sys/stat.h>
#include <sys/un.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/json/parse.hpp>
#include <csignal>
#include <filesystem>

#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test::look_test {
namespace {

namespace fs = std::filesystem;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Finished start(const RelayProcess& practice) { return run({program("holdfastd"), "--config", practice.config_file()}); }

TEST_CASE("A relay that lost its store starts no empty one until it is told to")
{
    RelayProcess practice;
    const auto store = practice.folder() / "relay/relay.db";
    const auto key = read_file(practice.folder() / "relay/relay.key");
    fs::remove(store);
    const auto refused = start(practice);
    CHECK(refused.status == 1);
    CHECK(contains(refused.err, "relay.db is missing; its key is there. Restore a backup: holdfastctl restore FILE."));
    CHECK(!fs::exists(store));

    const auto init = practice.ctl({"init"});
    CHECK(init.status == 1);
    CHECK(contains(init.err, "relay.db is missing; its key is there."));
    CHECK(!fs::exists(store));

    CHECK(practice.ctl({"init", "--new-store"}).status == 0);
    CHECK(practice.ctl({"init", "--new-store"}).status == 1);
    CHECK(read_file(practice.folder() / "relay/relay.key") == key);
    practice.start();
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("A relay that lost its key is sent to the copy of the key and gets no other")
{
    const RelayProcess practice;
    const auto key = practice.folder() / "relay/relay.key";
    fs::remove(key);
    for (const auto& done : {start(practice), practice.ctl({"init"}), practice.ctl({"init", "--new-store"})}) {
        INFO(done.err);
        CHECK(done.status != 0);
        CHECK(!fs::exists(key));
    }
    CHECK(contains(start(practice).err,
                   "relay.key is missing; its store is there. Put your copy of the key in its place"));
    CHECK(contains(practice.ctl({"init"}).err, "relay.key is missing; its store is there."));
}

TEST_CASE("Key and store of two relays and what others can read are refused with what to do")
{
    const RelayProcess practice;
    const RelayProcess other;
    const auto data = practice.folder() / "relay";
    fs::permissions(data, fs::perms{0755});
    CHECK(contains(start(practice).err, "Other users of this machine can look into"));
    fs::permissions(data, fs::perms{0700});
    fs::permissions(data / "relay.key", fs::perms{0644});
    CHECK(contains(start(practice).err, "Other users of this machine can read the relay key. Close it: chmod 0600"));
    fs::permissions(data / "relay.key", fs::perms{0600});
    fs::copy_file(other.folder() / "relay/relay.key", data / "relay.key", fs::copy_options::overwrite_existing);
    const auto foreign = start(practice);
    CHECK(foreign.status == 4);
    CHECK(contains(foreign.err, "The store and the relay key do not belong together."));
    CHECK(contains(practice.ctl({"doctor"}).out, "The store and the relay key do not belong together."));
}

TEST_CASE("A damaged store is named by the doctor and refused by restore and left in place")
{
    RelayProcess practice;
    practice.start();
    const auto copy = (practice.folder() / "copy.db").string();
    REQUIRE(practice.ctl({"backup", copy}).status == 0);
    practice.daemon().signal(SIGTERM);
    REQUIRE(practice.daemon().wait().status == 0);
    CHECK(practice.ctl({"doctor"}).status == 1);

    // The pages behind the first ones, with tables and indexes in them.
    auto bytes = read_file(copy);
    REQUIRE(bytes.size() > 40'000);
    for (std::size_t at = 8192; at < bytes.size(); at += 4096) bytes.replace(at, 64, 64, '\x5A');
    write_file(copy, bytes);
    const auto before = read_file(practice.folder() / "relay/relay.db");
    CHECK(practice.ctl({"restore", copy}).status != 0);
    CHECK(read_file(practice.folder() / "relay/relay.db") == before);

    write_file(practice.folder() / "relay/relay.db", bytes);
    const auto found = practice.ctl({"doctor"});
    CHECK(found.status == 2);
    CHECK(contains(found.out, "relay.db is damaged."));
}

TEST_CASE("A second relay does not take the admin socket of one that lives")
{
    RelayProcess practice;
    practice.start();
    const auto socket = (practice.folder() / "relay/admin.sock").string();
    const RelayProcess second{"admin_socket = \"" + socket + "\"\n"};
    const auto refused = start(second);
    CHECK(refused.status == 1);
    CHECK(contains(refused.err, "Another relay answers at the admin socket " + socket));
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("A socket folder that is missing and an address that is none have sentences of their own")
{
    const RelayProcess no_folder{"admin_socket = \"nowhere/admin.sock\"\n"};
    CHECK(contains(start(no_folder).err, "for the admin socket. The systemd unit makes /run/holdfast"));
    const RelayProcess practice;
    auto text = read_file(practice.config_file());
    write_file(practice.config_file(), text.replace(text.find("127.0.0.1"), 9, "192.0.2.77"));
    CHECK(contains(start(practice).err, "192.0.2.77 is no address of this machine. Write 0.0.0.0 or ::"));
}

TEST_CASE("The settings are checked without a start and beside a relay that runs")
{
    RelayProcess practice;
    const auto check = [&] { return run({program("holdfastd"), "--check", "--config", practice.config_file()}); };
    CHECK(check().status == 0);
    practice.start();
    CHECK(check().status == 0);
    fs::remove(practice.folder() / "key.pem");
    const auto bad = check();
    CHECK(bad.status == 1);
    CHECK(contains(bad.out, "The certificate cannot be used: "));
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("The doctor answers with a relay that runs and without one")
{
    RelayProcess practice;
    const auto finding = [&](std::string_view subject) {
        const auto found = boost::json::parse(practice.ctl({"doctor", "--json"}).out);
        for (const auto& one : found.at("findings").as_array())
            if (one.at("subject").as_string() == subject) return std::string{one.at("words").as_string()};
        return std::string{};
    };
    CHECK(finding("running") == "The relay does not run.");
    CHECK(finding("store") == "The store is whole and belongs to the relay key.");
    practice.start();
    CHECK(finding("running") == "The relay runs.");
    CHECK(finding("store") == "The relay has its store open.");
    practice.daemon().signal(SIGSTOP);
    // Nobody waits for it longer than told; the lock says that it lives.
    CHECK(finding("running") == "A holdfastd has this data folder, and it does not answer.");
    practice.daemon().signal(SIGCONT);
    CHECK(finding("running") == "The relay runs.");
}

TEST_CASE("An admin who says nothing does not keep others waiting")
{
    RelayProcess practice;
    practice.start();
    boost::asio::io_context io;
    std::vector<boost::asio::local::stream_protocol::socket> silent;
    for (int i = 0; i < 3; ++i) {
        auto& one = silent.emplace_back(io);
        one.connect({(practice.folder() / "relay/admin.sock").string()});
    }
    CHECK(practice.ctl({"status"}).status == 0);
}

}  // namespace
}  // namespace holdfast::test::look_test
