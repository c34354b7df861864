// certs/make-certificate as an administrator meets it.
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace certificate_test {

using namespace holdfast::test;
namespace fs = std::filesystem;

namespace {

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;

// The exit code of a shell command; its output, both streams, goes to `log`.
int shell(const std::string& command, const fs::path& log)
{
    const int status = std::system((command + " >" + log.string() + " 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string script(const std::string& arguments)
{
    return "'" + holdfast::test::source_dir() + "/certs/make-certificate' " + arguments;
}

}  // namespace

TEST_CASE("the script makes a certificate for all names and a key only its owner can read")
{
    const TempDir folder;
    const auto dir = folder / "relay";
    REQUIRE(shell(script("--dir " + dir.string() + " --host relay.example.org --host 192.0.2.7 --host 2001:db8::7"),
                  folder / "log") == 0);
    CHECK(fs::status(dir / "key.pem").permissions() == owner_only);
    REQUIRE(shell("openssl x509 -noout -text -in " + (dir / "certificate.pem").string(), folder / "text") == 0);
    const auto text = read_file(folder / "text");
    CHECK(text.find("DNS:relay.example.org, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7") !=
          std::string::npos);
    CHECK(text.find("prime256v1") != std::string::npos);
}

TEST_CASE("the script overwrites nothing and leaves nothing half-made")
{
    const TempDir folder;
    const auto to_folder = script("--dir " + folder.path().string());
    write_file(folder / "key.pem", "mine");
    CHECK(shell(to_folder, folder / "log") == 1);
    CHECK(read_file(folder / "key.pem") == "mine");
    CHECK(read_file(folder / "log").find("Nothing was changed") != std::string::npos);
    CHECK_FALSE(fs::exists(folder / "certificate.pem"));
}

TEST_CASE("the script refuses names, numbers and options it does not understand")
{
    const TempDir folder;
    for (const auto* arguments : {"--host 'a b'", "--host 'a,IP:1.2.3.4'", "--days soon", "--days", "--colour red"}) {
        CAPTURE(arguments);
        const auto dir = folder / "never";
        CHECK(shell(script("--dir " + dir.string() + " " + arguments), folder / "log") == 1);
        CHECK_FALSE(fs::exists(dir));
        CHECK(read_file(folder / "log").find('!') == std::string::npos);
    }
}

}  // namespace certificate_test
