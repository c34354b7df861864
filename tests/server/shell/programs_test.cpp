#include "server/shell/programs.hpp"

#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::programs_test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

fs::path script(const test::TempDir& folder, const std::string& name, const std::string& body, fs::perms mode)
{
    test::write_file(folder / name, "#!/bin/sh\n" + body + "\n");
    fs::permissions(folder / name, mode);
    return folder / name;
}

constexpr auto executable = fs::perms::owner_all;

TEST_CASE("Programs come by name and others' files and hidden ones and plain files do not")
{
    const test::TempDir folder;
    const auto b = script(folder, "20-b", "", executable);
    const auto a = script(folder, "10-a", "", executable);
    script(folder, ".hidden", "", executable);
    script(folder, "README", "", fs::perms::owner_read);
    const auto open = script(folder, "30-open", "", executable | fs::perms::group_write);
    const auto found = programs_in(folder.path());
    CHECK(found.usable == std::vector{a, b});
    CHECK(found.unsafe == std::vector{open});
    CHECK(programs_in(folder / "none").usable.empty());

    fs::permissions(folder.path(), fs::perms::owner_all | fs::perms::others_all);
    CHECK(programs_in(folder.path()).usable.empty());
    CHECK(programs_in(folder.path()).unsafe.size() == 3);
}

TEST_CASE("A program gets its words as they are, and its exit code says whether it went well")
{
    const test::TempDir folder;
    const auto out = (folder / "out").string();
    const auto tells =
        script(folder, "tells", "printf '%s|' \"$@\" >" + out + "; read -r x && exit 3; exit 0", executable);
    CHECK(run_program(tells, {"look", "a 'b' $(c) \"d\""}, seconds{60}));
    CHECK(test::read_file(out) == "look|a 'b' $(c) \"d\"|");
    CHECK_FALSE(run_program(script(folder, "fails", "exit 1", executable), {}, seconds{60}));
    CHECK_FALSE(run_program(folder / "none", {}, seconds{60}));
}

TEST_CASE("A program that hangs is killed, with what it has started")
{
    const test::TempDir folder;
    const auto begun = std::chrono::steady_clock::now();
    CHECK_FALSE(run_program(script(folder, "hangs", "sleep 600 & wait", executable), {}, milliseconds{200}));
    CHECK(std::chrono::steady_clock::now() - begun < seconds{60});
}

}  // namespace
}  // namespace holdfast::server::programs_test
