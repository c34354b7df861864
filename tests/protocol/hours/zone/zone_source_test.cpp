// A program of its own: a process takes its zones from one source, chosen before anybody asks.
#include "protocol/hours/zone/zone_source.hpp"

#include "protocol/hours/zone/zone_pack.hpp"
#include "tests/protocol/hours/support.hpp"
#include "tests/protocol/hours/zone/zone_file_maker.hpp"
#include "tests/support/support.hpp"

namespace holdfast::test::zone_source_test {

using namespace std::chrono;

namespace {

/// A folder with three zones, one of which is none.
void write_folder(const TempDir& folder)
{
    write_file(folder / "tzdata.zi", "# version 2026z\nZ London\nL London Link\nZ Broken\nZ Factory\n");
    const auto london = zone_file(london_in_2026(), "GMT0BST,M3.5.0/1,M10.5.0");
    for (const char* name : {"London", "Link", "Factory"}) write_file(folder / name, as_text(london));
    write_file(folder / "Broken", "TZif of another kind");
}

}  // namespace

TEST_CASE("a process whose zones come in a pack has those zones and no others")
{
    const TempDir folder;
    write_folder(folder);
    const auto bytes = hours::write_zone_pack(hours::ZoneFolder{folder.path()}).value();
    hours::use_zone_source(hours::ZonePack::read_pack(bytes).value());

    CHECK(hours::zone_names() == hours::ZoneNames{"Broken", "Factory", "Link", "London"});
    CHECK(hours::tzdata_version() == "2026z");
    CHECK_FALSE(hours::tzdata_changed());
    for (const char* name : {"London", "Link"}) {
        CHECK(zone(name).wall_clock(at("2026-07-01T00:00:00Z")).offset == 1h);
        CHECK(zone(name).wall_clock(at("2040-12-01T00:00:00Z")).abbreviation == "GMT");
    }
    for (const char* name : {"Europe/London", "Broken", "Factory"})
        CHECK(hours::TimeZone::find(name).errc() == Errc::unknown_zone);
}

}  // namespace holdfast::test::zone_source_test
