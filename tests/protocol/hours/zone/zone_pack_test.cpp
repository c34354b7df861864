#include "protocol/hours/zone/zone_pack.hpp"

#include "protocol/hours/zone/zone_file.hpp"
#include "tests/protocol/hours/zone/zone_file_maker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::test::zone_pack_test {

using hours::ZoneFolder;
using hours::ZonePack;

namespace {

Bytes packed(const std::vector<std::pair<std::string, std::uint32_t>>& zones, std::uint32_t magic = 0x485A5031)
{
    wire::Writer out;
    out.number(magic, 4);
    wire::put(out, std::string{"2026a"});
    wire::put(out, std::vector<Bytes>{to_bytes("one"), to_bytes("two")});
    wire::Writer body;
    for (const auto& [name, file] : zones) {
        wire::put(body, name);
        body.number(file, 4);
    }
    wire::put(out, std::move(body).take());
    return std::move(out).take();
}

}  // namespace

TEST_CASE("a pack has the zones of the folder it was made from, byte for byte")
{
    const auto& system = hours::zone_source();
    const auto list = system.list();
    const auto bytes = hours::write_zone_pack(system);
    REQUIRE(bytes.has_value());
    const auto pack = ZonePack::read_pack(*bytes);
    REQUIRE(pack.has_value());
    CHECK((*pack)->list().names == list.names);
    CHECK((*pack)->list().version == list.version);
    CHECK((*pack)->version() == system.version());
    for (const auto& name : list.names) {
        INFO(name);
        CHECK((*pack)->read(name).value() == system.read(name).value());
    }
    CHECK((*pack)->read("Europe/Londn").errc() == Errc::unknown_zone);
}

TEST_CASE("a pack has a file that links share once")
{
    const auto& system = hours::zone_source();
    const auto one = hours::write_zone_pack(system, {"Europe/London"}).value();
    const auto two = hours::write_zone_pack(system, {"Europe/London", "GB"}).value();
    CHECK(two.size() < one.size() + 20);
    CHECK(ZonePack::read_pack(two).value()->read("GB").value() == system.read("Europe/London").value());
    CHECK(hours::write_zone_pack(system, {"Nowhere"}).errc() == Errc::unknown_zone);
}

TEST_CASE("what is no pack is refused")
{
    const auto good = packed({{"a", 0}, {"b", 1}, {"c", 1}});
    const auto pack = ZonePack::read_pack(good);
    REQUIRE(pack.has_value());
    CHECK((*pack)->version() == "2026a");
    CHECK((*pack)->read("c").value() == to_bytes("two"));
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(ZonePack::read_pack(BytesView{good}.first(size)).has_error());
    CHECK(ZonePack::read_pack(packed({{"a", 2}})).errc() == Errc::out_of_range);
    CHECK(ZonePack::read_pack(packed({{"b", 0}, {"a", 0}})).errc() == Errc::out_of_range);
    CHECK(ZonePack::read_pack(packed({{"a", 0}, {"a", 1}})).errc() == Errc::out_of_range);
    CHECK(ZonePack::read_pack(packed({{"a", 0}}, 0x485A5032)).errc() == Errc::bad_encoding);
    CHECK(ZonePack::read_pack(Bytes(hours::largest_zone_pack + 1)).errc() == Errc::too_large);
}

TEST_CASE("a folder has the zones its list names, and the version the list says by now")
{
    const TempDir folder;
    const ZoneFolder zones{folder.path()};
    CHECK(zones.list().names.empty());
    CHECK(zones.list().version == "unknown");
    CHECK(zones.version().empty());
    write_file(folder / "tzdata.zi", "# version 2026a\nZ Here/There 0 - GMT\nL Here/There Link\nR EU 1977\n");
    std::filesystem::create_directory(folder / "Here");
    write_file(folder / "Here/There", as_text(zone_file(london_in_2026(), "GMT0")));
    CHECK(zones.list().names == hours::ZoneNames{"Here/There", "Link"});
    CHECK(zones.read("Here/There").value() == zone_file(london_in_2026(), "GMT0"));
    CHECK(zones.read("Link").errc() == Errc::unknown_zone);
    write_file(folder / "tzdata.zi", "# version 2026b\n");
    CHECK(zones.version() == "2026b");
    write_file(folder / "Large", std::string(hours::largest_zone_file + 1, 'x'));
    CHECK(zones.read("Large").errc() == Errc::too_large);
}

}  // namespace holdfast::test::zone_pack_test
