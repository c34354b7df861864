// The start and the end of holdfastd: what it refuses to start with, how it stops.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <csignal>
#include <cstdio>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/version.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test::daemon_test {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Connections that say nothing.
class Crowd {
  public:
    Crowd(std::uint16_t port, std::size_t count)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (std::size_t i = 0; i < count; ++i) {
            sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            REQUIRE(::connect(sockets_.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        }
    }
    ~Crowd()
    {
        for (const int socket : sockets_) ::close(socket);
    }
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

  private:
    std::vector<int> sockets_;
};

TEST_CASE("holdfastd says what it listens on and stops on SIGTERM and SIGINT with 0")
{
    const auto signal = GENERATE(SIGTERM, SIGINT);
    RelayProcess practice;
    practice.start();
    CHECK(practice.port() != 0);
    practice.daemon().signal(signal);
    CHECK(practice.daemon().wait().status == 0);
}

TEST_CASE("Whoever is connected when the relay stops is told so")
{
    RelayProcess practice;
    practice.start();
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    practice.daemon().signal(SIGTERM);
    const auto last = speaker.until_closed();
    REQUIRE(last.size() == 1);
    const auto& failure = std::get<wire::Failure>(last.front());
    CHECK(failure.code == static_cast<std::uint16_t>(Errc::relay_stopping));
    CHECK(failure.retry);
    CHECK(practice.daemon().wait().status == 0);
}

TEST_CASE("A second daemon on the same data folder is refused and the first goes on")
{
    RelayProcess practice;
    practice.start();
    const auto second = run({program("holdfastd"), "--config", practice.config_file()});
    CHECK(second.status == 1);
    CHECK(contains(second.err, sentence(Errc::data_in_use)));
    CHECK(second.out.empty());
    CHECK(practice.ctl({"status"}).status == 0);
}

TEST_CASE("The service manager hears when the relay serves and what it holds and when it ends")
{
    RelayProcess practice;
    boost::asio::io_context io;
    const auto path = (practice.folder() / "notify").string();
    boost::asio::local::datagram_protocol::socket manager{io, {path}};
    // Up to the first message that begins so; the order of others is not promised.
    const auto wait_for = [&manager](std::string_view begin) {
        std::string text;
        do {
            text.assign(256, '\0');
            text.resize(manager.receive(boost::asio::buffer(text)));
        } while (!text.starts_with(begin));
        return text;
    };
    practice.start_under({"env", "NOTIFY_SOCKET=" + path});
    CHECK(wait_for("READY=1") == "READY=1");
    CHECK(wait_for("STATUS=") == "STATUS=0 clients, 0 held");
    practice.daemon().signal(SIGTERM);
    CHECK(wait_for("STOPPING=1") == "STOPPING=1");
    CHECK(practice.daemon().wait().status == 0);
}

TEST_CASE("A configuration that cannot be used is refused with its place")
{
    const TempDir folder;
    write_file(folder / "relay.toml", "address = \"127.0.0.1\"\nport = \"many\"\n");
    const auto done = run({program("holdfastd"), "--config", (folder / "relay.toml").string()});
    CHECK(done.status == 1);
    CHECK(contains(done.err, "relay.toml, line 2, port: "));
    CHECK(done.out.empty());
}

TEST_CASE("A missing relay, a missing certificate and a port in use are told apart")
{
    RelayProcess practice;
    practice.start();
    const RelayProcess other{"\n"};
    const auto config = other.config_file();
    const auto original = read_file(config);
    const auto start = [&] { return run({program("holdfastd"), "--config", config}); };

    auto text = original;
    write_file(config, text.replace(text.find("port = 0"), 8, "port = " + std::to_string(practice.port())));
    const auto taken = start();
    CHECK(taken.status == 1);
    CHECK(contains(taken.err, "Another program listens at 127.0.0.1, port " + std::to_string(practice.port())));

    write_file(config, original);
    std::filesystem::remove(other.folder() / "key.pem");
    const auto no_key = start();
    CHECK(no_key.status == 1);
    CHECK(contains(no_key.err, "The certificate cannot be used: "));
    CHECK(contains(no_key.err, "key.pem: No such file or directory"));

    std::filesystem::remove_all(other.folder() / "relay");
    const auto no_relay = start();
    CHECK(no_relay.status == 1);
    CHECK(contains(no_relay.err, sentence(Errc::no_relay_yet)));
}

TEST_CASE("The log says why a certificate cannot be used")
{
    const RelayProcess practice;
    const RelayProcess other;
    const auto certificate = practice.folder() / "certificate.pem";
    const auto key = practice.folder() / "key.pem";
    const auto refused = [&](std::string_view reason) {
        const auto done = run({program("holdfastd"), "--config", practice.config_file()});
        INFO(done.err);
        CHECK(done.status == 1);
        CHECK(contains(done.err, "The certificate cannot be used: "));
        CHECK(contains(done.err, reason));
    };
    SECTION("another's key")
    {
        write_file(key, read_file(other.folder() / "key.pem"));
        refused("key.pem: the key does not belong to the certificate in ");
    }
    SECTION("no key in it")
    {
        write_file(key, read_file(certificate));
        refused("key.pem: there is no key in it");
    }
    SECTION("an empty certificate")
    {
        write_file(certificate, "");
        refused("certificate.pem: there is no certificate in it");
    }
    SECTION("a folder")
    {
        std::filesystem::remove(certificate);
        std::filesystem::create_directory(certificate);
        refused("certificate.pem: it is a folder");
    }
}

TEST_CASE("The log says once that descriptors ran out, and the relay goes on when there are some again")
{
    RelayProcess practice;
    practice.start_under({"sh", "-c", "ulimit -n 40; exec \"$@\"", "sh"});
    {
        const Crowd crowd{practice.port(), 60};
        (void)practice.daemon().wait_for_error_line("no more file descriptors");
    }
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    const auto log = practice.daemon().err();
    const auto first = log.find("no more file descriptors");
    CHECK(log.find("no more file descriptors", first + 1) == std::string::npos);
}

TEST_CASE("A system without zone data has a sentence of its own, and no relay promises anything there")
{
    const RelayProcess practice;
    const auto done = run({"unshare", "-m", "sh", "-c", "mount -t tmpfs none /usr/share/zoneinfo && exec \"$@\"", "sh",
                           program("holdfastd"), "--config", practice.config_file()});
    if (contains(done.err, "unshare") || contains(done.err, "mount:"))
        return (void)std::puts("skipped: only root can hide the zone data");
    CHECK(done.status == 1);
    CHECK(contains(done.err, "This system has no time zone data, so no time of day can be told."));
}

TEST_CASE("attack 35: the relay's memory stays out of the swap file, or its log says that it may not")
{
    RelayProcess practice;
    practice.start();
    const auto status = read_file("/proc/" + std::to_string(practice.daemon().pid()) + "/status");
    const auto at = status.find("VmLck:");
    REQUIRE(at != std::string::npos);
    const bool locked = std::stoul(status.substr(at + 6)) > 1000;  // KiB
    CHECK(locked != contains(practice.daemon().err(), "may reach the swap file"));
}

TEST_CASE("The log says nothing about who connects")
{
    RelayProcess practice;
    practice.start();
    {
        Speaker speaker{practice.port()};
        (void)speaker.greet();
        speaker.send({wire::FetchInvitation{1, {}}});
        (void)speaker.next<wire::Failure>();
    }
    practice.daemon().signal(SIGTERM);
    const auto done = practice.daemon().wait();
    CHECK(contains(done.err, "the relay has started"));
    CHECK_FALSE(contains(done.err, "127.0.0.1"));
}

TEST_CASE("SIGHUP, holdfastctl reload and a change of the files read the certificate again, and a bad one is refused")
{
    RelayProcess practice;
    practice.start();
    const auto good = read_file(practice.folder() / "certificate.pem");
    practice.daemon().signal(SIGHUP);
    (void)practice.daemon().wait_for_error_line("the certificate was read again");
    write_file(practice.folder() / "certificate.pem", "nothing");
    practice.daemon().signal(SIGHUP);
    CHECK(contains(practice.daemon().wait_for_error_line("the old one stays"),
                   "certificate.pem: there is no certificate in it"));
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    const auto bad = practice.ctl({"reload"});
    CHECK(bad.status == 1);
    CHECK(contains(bad.err, "the relay goes on with the old one. "));
    Speaker still{practice.port()};
    (void)still.greet();
    write_file(practice.folder() / "certificate.pem", good);
    (void)practice.daemon().wait_for_error_line("the certificate was read again");  // by itself
    CHECK(practice.ctl({"reload"}).out == "The certificate was read again; connections stay.\n");
    still.send({wire::FetchInvitation{7, {}}});
    CHECK(still.next<wire::Failure>().request == 7);
}

TEST_CASE("the version and the help need no configuration")
{
    for (const auto* name : {"holdfastd", "holdfastctl"}) {
        const auto version = run({program(name), "--version"});
        CHECK(version.status == 0);
        CHECK(version.out == version_of(name) + "\n");
        const auto help = run({program(name), "--help"});
        CHECK(help.status == 0);
        CHECK(contains(help.out, exit_codes_words()));
        CHECK_FALSE(contains(help.out, "!"));
        CHECK(run({program(name), "--no-such-option"}).status == 1);
    }
}

TEST_CASE("a relay whose system gets other zone data starts again with it, as the same process")
{
    if (run({"unshare", "-m", "true"}).status != 0) {
        WARN("skipped: this user may not have files of its own in the place of the system's");
        return;
    }
    constexpr auto list = "/usr/share/zoneinfo/tzdata.zi";
    RelayProcess practice;
    const auto mine = practice.folder() / "tzdata.zi";
    const auto content = read_file(list);
    write_file(mine, content);
    practice.start_under({"unshare", "-m", "--propagation", "private", "sh", "-c",
                          "mount --bind \"$0\" /usr/share/zoneinfo/tzdata.zi && exec \"$@\"", mine.string()});
    const auto before = practice.ctl_json({"status"}).at("tzdata").as_string();
    write_file(mine, "# version 2099z\n" + content.substr(content.find('\n') + 1));
    (void)practice.daemon().wait_for_line("listening");
    const auto after = practice.ctl_json({"status"}).at("tzdata").as_string();
    CHECK(before != after);
    CHECK(after == "2099z");
    practice.daemon().signal(SIGTERM);
    CHECK(practice.daemon().wait().status == 0);
}

}  // namespace
}  // namespace holdfast::test::daemon_test
