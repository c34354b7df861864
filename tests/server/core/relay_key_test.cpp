#include "server/core/relay_key.hpp"

#include <sys/stat.h>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::relay_key_test {
namespace {

using holdfast::test::SeededRandom;
using holdfast::test::TempDir;

TEST_CASE("the relay key is written once, for its owner only, and read back")
{
    const TempDir dir;
    SeededRandom random{"key"};
    const auto made = create_relay_key(dir / "relay.key", random);
    REQUIRE(made);
    struct ::stat about {};
    REQUIRE(::stat((dir / "relay.key").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    const auto read = load_relay_key(dir / "relay.key");
    REQUIRE(read);
    CHECK(read->pub == made->pub);
    CHECK(create_relay_key(dir / "relay.key", random).errc() == Errc::already_exists);
    CHECK(load_relay_key(dir / "relay.key")->pub == made->pub);
}

TEST_CASE("a relay key that others may read, or that is damaged or missing, is refused")
{
    const TempDir dir;
    SeededRandom random{"key"};
    REQUIRE(create_relay_key(dir / "relay.key", random));
    CHECK(load_relay_key(dir / "none").errc() == Errc::not_found);
    ::chmod((dir / "relay.key").c_str(), 0640);
    CHECK(load_relay_key(dir / "relay.key").errc() == Errc::not_allowed);
    for (const auto* text : {"", "00", "zz"}) {
        const auto path = dir / (std::string{"bad"} + text);
        holdfast::test::write_file(path, text);
        ::chmod(path.c_str(), 0600);
        CHECK(load_relay_key(path).errc() == Errc::bad_key);
    }
    CHECK(create_relay_key(dir / "missing" / "relay.key", random).errc() == Errc::store_broken);
}

}  // namespace
}  // namespace holdfast::server::relay_key_test
