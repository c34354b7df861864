#include "client/shell/terminal/passphrase.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "client/shell/platform.hpp"
#include "client/shell/terminal/passphrase_strength.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::shell::passphrase_test {
namespace {

namespace fs = std::filesystem;

Result<std::string> passphrase_in(const test::TempDir& dir, std::string_view content)
{
    const auto file = dir / "passphrase";
    test::write_file(file, content);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    Options options;
    options.passphrase_file = file;
    const auto secret = passphrase(options);
    if (secret.has_error()) return secret.errc();
    return to_text(secret->view());
}

}  // namespace

TEST_CASE("the passphrase is the first line of the file, without its end")
{
    const test::TempDir dir;
    CHECK(passphrase_in(dir, "open sesame").value() == "open sesame");
    CHECK(passphrase_in(dir, "open sesame\n").value() == "open sesame");
    CHECK(passphrase_in(dir, "open sesame\r\n").value() == "open sesame");
    CHECK(passphrase_in(dir, " two  spaces \nsecond line").value() == " two  spaces ");
}

TEST_CASE("no passphrase is an error, not an empty one")
{
    const test::TempDir dir;
    CHECK(passphrase_in(dir, "").errc() == Errc::no_passphrase);
    CHECK(passphrase_in(dir, "\n").errc() == Errc::no_passphrase);
    CHECK(passphrase_in(dir, std::string(max_passphrase_bytes + 10, 'x')).errc() == Errc::no_passphrase);
    Options options;
    options.passphrase_file = dir / "missing";
    CHECK(passphrase(options).errc() == Errc::no_passphrase);
    options.passphrase_file.reset();
    options.passphrase_fd = 987;
    CHECK(passphrase(options).errc() == Errc::no_passphrase);
}

TEST_CASE("a new passphrase that could be guessed is refused, and how long it would hold is said")
{
    const test::TempDir dir;
    const auto file = dir / "passphrase";
    Options options;
    options.passphrase_file = file;
    for (const auto* weak : {"x", "1", "password", "Password1!", "hunter2", "qwertyuiop", "open sesame", "ilovemymum",
                             "aaaaaaaaaaaaaaaaaaaaaaaa", "correct horse", "12345678901234567890"}) {
        CAPTURE(weak);
        test::write_file(file, weak);
        CHECK(new_passphrase(options).errc() == Errc::weak_passphrase);
        CHECK(passphrase(options).has_value());  // one that a vault has already still opens it
        CHECK(weakness_of(as_bytes(weak)).find("could guess that passphrase within ") != std::string::npos);
    }
    for (const auto* strong : {"four quiet herons walk along the canal", "zebra lamp river candle",
                               "Gr\xC3\xBC\xC3\x9F"
                               "e aus dem tiefen S\xC3\xBC"
                               "den",
                               "kX9#mQ2z!vB7"}) {
        CAPTURE(strong);
        test::write_file(file, strong);
        CHECK(new_passphrase(options).has_value());
        CHECK(weakness_of(as_bytes(strong)).empty());
    }
    CHECK(weakness_of(as_bytes("x")).find("within a minute") != std::string::npos);
    CHECK(weakness_of(as_bytes("correct horse")).find("within a day") != std::string::npos);
    CHECK(guesses_of(as_bytes(std::string(1000, 'x') + " four quiet herons walk")) < 45);  // held by its beginning only
}

TEST_CASE("a descriptor gives its first line and keeps the rest")
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], "secret\nthe text", 15) == 15);
    ::close(ends[1]);
    Options options;
    options.passphrase_fd = ends[0];
    CHECK(to_text(passphrase(options)->view()) == "secret");
    char rest[16];
    CHECK(::read(ends[0], rest, sizeof rest) == 8);
    ::close(ends[0]);
}

TEST_CASE("a file that others can read is noticed")
{
    const test::TempDir dir;
    const auto file = dir / "passphrase";
    test::write_file(file, "x");
    fs::permissions(file, fs::perms::owner_read);
    CHECK_FALSE(platform::is_readable_by_others(file));
    fs::permissions(file, fs::perms::owner_read | fs::perms::others_read);
    CHECK(platform::is_readable_by_others(file));
}

}  // namespace holdfast::shell::passphrase_test
