#include "server/config.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::config_test {
namespace {

Config good(std::string_view text)
{
    const auto parsed = parse_config(text, "/etc/holdfast/holdfastd.toml");
    if (const auto* problem = std::get_if<ConfigProblem>(&parsed)) FAIL(problem->place << ": " << problem->message);
    return std::get<Config>(parsed);
}

ConfigProblem bad(std::string_view text)
{
    const auto parsed = parse_config(text, "/etc/holdfast/holdfastd.toml");
    REQUIRE(std::holds_alternative<ConfigProblem>(parsed));
    return std::get<ConfigProblem>(parsed);
}

TEST_CASE("An empty file means the defaults")
{
    const auto config = good("");
    CHECK(config.address == "0.0.0.0");
    CHECK(config.port == 8443);
    CHECK(config.data == "/var/lib/holdfast");
    CHECK(config.admin_socket == "/var/lib/holdfast/admin.sock");
    CHECK_FALSE(config.behind_proxy);
    CHECK(config.limits.login == std::chrono::seconds{60});
}

TEST_CASE("Everything can be set, and relative paths start at the folder of the file")
{
    const auto config = good(R"(
address = "::1"
port = 0
public_address = "relay.example.org"
data = "data"
certificate = "../cert.pem"
key = "/k.pem"
behind_proxy = true
encrypted_backups = true
record_key = "BEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
[retention]
receipts = 100
deeds = 400
[limits]
connections = 10
before_login = 5
login_seconds = 2
reserve_mib = 3
outbound_kib = 64
)");
    CHECK(config.address == "::1");
    CHECK(config.port == 0);
    CHECK(config.public_address == "relay.example.org");
    CHECK(config.data == "/etc/holdfast/data");
    CHECK(config.certificate == "/etc/cert.pem");
    CHECK(config.key == "/k.pem");
    CHECK(config.admin_socket == "/etc/holdfast/data/admin.sock");
    CHECK(config.behind_proxy);
    CHECK(config.encrypted_backups);
    CHECK(config.record_key->value.front() == std::byte{9});
    CHECK(config.retention.receipts == std::chrono::days{100});
    CHECK(config.retention.deeds == std::chrono::days{400});
    CHECK(config.retention.outages == wire::receipts_kept);
    CHECK(config.limits.connections == 10);
    CHECK(config.limits.before_login == 5);
    CHECK(config.limits.login == std::chrono::seconds{2});
    CHECK(config.limits.outbound_bytes == 64 * 1024);
    CHECK(config.limits.reserve_bytes == 3 * 1024 * 1024);
}

TEST_CASE("Metrics are served where the file says, and nowhere by default")
{
    CHECK_FALSE(good("").metrics);
    CHECK(good("metrics = \"127.0.0.1:9464\"").metrics == LocalAddress{"127.0.0.1", 9464});
    CHECK(good("metrics = \"[::1]:0\"").metrics == LocalAddress{"::1", 0});
    CHECK(good("log_format = \"json\"").log_format == LogFormat::json);
}

TEST_CASE("What cannot be used is refused with its line and its name")
{
    struct Row {
        const char* text;
        const char* place;
        const char* word;
    };
    const auto row = GENERATE(values<Row>({
        {"\nprot = 1", "line 2, prot", "no setting of this name"},
        {"port = \"8443\"", "line 1, port", "whole number"},
        {"port = 65536", "line 1, port", "0 to 65535"},
        {"port = -1", "line 1, port", "0 to 65535"},
        {"port = 84.43", "line 1, port", "whole number"},
        {"address = 7", "line 1, address", "quotation marks"},
        {"data = \"\"", "line 1, data", "not empty"},
        {"behind_proxy = \"yes\"", "line 1, behind_proxy", "true or false"},
        {"limits = 3", "line 1, limits", "is a section"},
        {"metrics = \"0.0.0.0:9464\"", "line 1, metrics", "loopback"},
        {"metrics = \"127.0.0.1\"", "line 1, metrics", "with a port"},
        {"metrics = \"[::1:9464\"", "line 1, metrics", "loopback"},
        {"metrics = \"127.0.0.1:70000\"", "line 1, metrics", "with a port"},
        {"log_format = \"xml\"", "line 1, log_format", "json"},
        {"[limits]\n\nlogin_seconds = 0", "line 3, limits.login_seconds", "1 to 600"},
        {"[limits]\nconections = 5", "line 2, limits.conections", "no setting"},
        {"[limits]\nconnections = 5\nbefore_login = 6", "limits.before_login", "must not be above"},
        {"port = 1\nport = 2", "line 2", "port"},
        {"port = = 2", "line 1", "value"},
        {"[limts]", "line 1, limts", "no setting"},
        {"record_key = \"AAAA\"", "line 1, record_key", "as holdfastctl record-key prints it"},
        {"retention = 3", "line 1, retention", "is a section"},
        {"[retention]\nreceipts = 89", "line 2, retention.receipts", "90 to 36500"},
        {"[retention]\noutages = 39", "line 2, retention.outages", "40 to"},
        {"[retention]\nmessages = 1", "line 2, retention.messages", "no setting"},
    }));
    INFO(row.text);
    const auto problem = bad(row.text);
    CHECK(problem.code == Errc::bad_configuration);
    INFO(problem.place << ": " << problem.message);
    CHECK(problem.place.find("holdfastd.toml") == 0);
    CHECK(problem.place.find(row.place) != std::string::npos);
    CHECK(problem.message.find(row.word) != std::string::npos);
}

TEST_CASE("Of several problems the first in the file is told")
{
    CHECK(bad("zebra = 1\naddress = 7\n").place.find("line 1") != std::string::npos);
}

TEST_CASE("A socket path the system cannot use is refused")
{
    const std::string deep(120, 'd');
    CHECK(bad("admin_socket = \"" + deep + "\"").place.find("admin_socket") != std::string::npos);
    CHECK(bad("data = \"" + deep + "\"").message.find("admin_socket") != std::string::npos);
    CHECK(good("data = \"" + deep + "\"\nadmin_socket = \"a.sock\"").admin_socket == "/etc/holdfast/a.sock");
}

TEST_CASE("A file that is missing or far too large is refused by its name")
{
    const test::TempDir folder;
    const auto missing = read_config(folder / "none.toml");
    CHECK(std::get<ConfigProblem>(missing).place == (folder / "none.toml").string());

    test::write_file(folder / "large.toml", std::string(70'000, '#'));
    CHECK(std::holds_alternative<ConfigProblem>(read_config(folder / "large.toml")));
}

}  // namespace
}  // namespace holdfast::server::config_test
