#include "protocol/base/files.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace files_posix_test {

using namespace holdfast;
namespace fs = std::filesystem;

namespace {

const Bytes content = to_bytes("what is written");

fs::perms rights(const fs::path& file) { return fs::status(file).permissions(); }

std::size_t files_in(const test::TempDir& folder)
{
    const fs::directory_iterator entries{folder.path()};
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace

TEST_CASE("a new file is whole and its owner's alone, and nothing that stands there is touched")
{
    const test::TempDir folder;
    const auto before = ::umask(0);
    CHECK(write_new_file(folder / "new", content).has_value());
    ::umask(before);
    CHECK(test::read_file(folder / "new") == as_text(content));
    CHECK(rights(folder / "new") == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(write_new_file(folder / "new", {}).errc() == Errc::already_exists);
    CHECK(test::read_file(folder / "new") == as_text(content));
    CHECK(write_new_file(folder / "none" / "new", content).errc() == Errc::store_broken);
}

TEST_CASE("a link is followed by neither way of writing, whether it leads somewhere or not")
{
    const test::TempDir folder;
    test::write_file(folder / "precious", "precious");
    fs::create_symlink(folder / "precious", folder / "link");
    fs::create_symlink(folder / "nowhere", folder / "loose");
    for (const auto* name : {"link", "loose"}) {
        CHECK(write_new_file(folder / name, content).errc() == Errc::already_exists);
        CHECK(write_file(folder / name, content).errc() == Errc::not_allowed);
        CHECK(fs::is_symlink(folder / name));
    }
    CHECK(write_file(folder.path(), content).errc() == Errc::not_allowed);
    CHECK(test::read_file(folder / "precious") == "precious");
    CHECK_FALSE(fs::exists(folder / "nowhere"));
    CHECK(files_in(folder) == 3);
}

TEST_CASE("a file is replaced whole, by one of its owner's alone")
{
    const test::TempDir folder;
    test::write_file(folder / "calendar", "an older and much longer text than the new one");
    fs::permissions(folder / "calendar", fs::perms::all);
    fs::create_hard_link(folder / "calendar", folder / "other name");
    CHECK(write_file(folder / "calendar", content).has_value());
    CHECK(test::read_file(folder / "calendar") == as_text(content));
    CHECK(rights(folder / "calendar") == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(test::read_file(folder / "other name") == "an older and much longer text than the new one");
    CHECK(write_file(folder / "fresh", {}).has_value());
    CHECK(files_in(folder) == 3);
}

TEST_CASE("an empty file is made once, protected as it stands, and brought to the disk")
{
    const test::TempDir folder;
    CHECK(make_private_file(folder / "own"));
    CHECK(rights(folder / "own") == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(sync_file(folder / "own"));
    CHECK_FALSE(make_private_file(folder / "own"));
    CHECK(errno == EEXIST);

    fs::permissions(folder / "own", fs::perms::all);
    fs::create_symlink(folder / "own", folder / "link");
    CHECK_FALSE(protect_file(folder / "link"));
    CHECK(protect_file(folder / "own"));
    CHECK(rights(folder / "own") == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK_FALSE(protect_file(folder / "none"));
    CHECK_FALSE(sync_file(folder / "none"));
}

}  // namespace files_posix_test
