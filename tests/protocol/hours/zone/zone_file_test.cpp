#include "protocol/hours/zone/zone_file.hpp"

#include "protocol/hours/zone/zone_source.hpp"
#include "protocol/hours/zone/zone_spans.hpp"
#include "tests/protocol/hours/support.hpp"
#include "tests/protocol/hours/zone/zone_file_maker.hpp"

namespace holdfast::test::zone_file_test {

using namespace std::chrono;
using hours::parse_zone_file;

namespace {

constexpr std::string_view london_rule = "GMT0BST,M3.5.0/1,M10.5.0";

/// Both blocks' counts stand at the same places after their magic, in this order.
enum class Count { utc_marks, standard_marks, leap_seconds, transitions, local_times, characters };

Bytes with_count(Bytes file, std::size_t block, Count count, std::uint32_t value)
{
    const auto at = block + 20 + 4 * static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < 4; ++i) file[at + i] = static_cast<std::byte>(value >> (24 - 8 * i));
    return file;
}

/// Where the second block of zone_file() begins.
constexpr std::size_t second_block = 44 + 6 + 4;

Seconds offset_at(const hours::ZoneSpans& spans, std::string_view time)
{
    return spans[spans.index_at(floor<seconds>(at(time)))].offset;
}

}  // namespace

TEST_CASE("a zone file lists transitions and a rule for what comes after them")
{
    for (const char version : {'2', '3', '4'}) {
        const auto file = parse_zone_file(zone_file(london_in_2026(), london_rule, version));
        REQUIRE(file.has_value());
        CHECK(file->first == hours::ZoneFile::LocalTime{0s, "GMT"});
        REQUIRE(file->transitions.size() == 2);
        CHECK(to_rfc3339(file->transitions[0].at) == "2026-03-29T01:00:00Z");
        CHECK(file->transitions[0].local == hours::ZoneFile::LocalTime{1h, "BST"});
        CHECK(to_rfc3339(file->transitions[1].at) == "2026-10-25T01:00:00Z");
        CHECK(file->transitions[1].local == file->first);
        REQUIRE(file->then.has_value());
        CHECK((*file->then)[0].abbreviation == "BST");
    }
}

TEST_CASE("a zone file of version 1 has times of four bytes and no rule")
{
    auto block = london_in_2026();
    block.times.insert(block.times.begin(), -1'000'000'000);
    block.which.insert(block.which.begin(), 1);
    const auto file = parse_zone_file(old_zone_file(block));
    REQUIRE(file.has_value());
    REQUIRE(file->transitions.size() == 3);
    CHECK(file->transitions[0].at == sys_seconds{-1'000'000'000s});
    CHECK_FALSE(file->then.has_value());
    const hours::ZoneSpans spans{*file};
    CHECK(offset_at(spans, "1970-01-01T00:00:00Z") == 1h);
    CHECK(offset_at(spans, "2030-07-01T00:00:00Z") == 0s);
}

TEST_CASE("times of a zone file reach as far as eight bytes do")
{
    auto block = london_in_2026();
    block.times.front() = std::numeric_limits<std::int64_t>::min();
    block.times.back() = std::numeric_limits<std::int64_t>::max();
    const auto file = parse_zone_file(zone_file(block, ""));
    REQUIRE(file.has_value());
    const hours::ZoneSpans spans{*file};
    CHECK(spans.size() == 1);
    CHECK(spans[0].abbreviation == "BST");
}

TEST_CASE("a file that lists few transitions goes on by its rule")
{
    const hours::ZoneSpans spans{parse_zone_file(zone_file(london_in_2026(), london_rule)).value()};
    CHECK(offset_at(spans, "2026-01-01T00:00:00Z") == 0s);
    CHECK(offset_at(spans, "2026-07-01T00:00:00Z") == 1h);
    CHECK(offset_at(spans, "2027-03-28T00:59:59Z") == 0s);
    CHECK(offset_at(spans, "2027-03-28T01:00:00Z") == 1h);
    CHECK(offset_at(spans, "2200-12-25T00:00:00Z") == 0s);
}

TEST_CASE("a file without a transition is its rule, or one clock")
{
    ZoneBlock block;
    block.locals = {{-3 * 3600, 0, 0}};
    block.characters = std::string{"-03\0", 4};
    const hours::ZoneSpans steady{parse_zone_file(zone_file(block, "<-03>3")).value()};
    CHECK(steady.size() == 1);
    CHECK(offset_at(steady, "2026-07-01T00:00:00Z") == -3h);
    // 48 hours before Sunday 00:00 and a day after Saturday: times of a rule lie on other days, too (version 3).
    const hours::ZoneSpans ruled{parse_zone_file(zone_file(block, "<-03>3<-02>,M3.5.0/-48,M10.5.6/24", '3')).value()};
    CHECK(offset_at(ruled, "2026-03-27T02:59:59Z") == -3h);
    CHECK(offset_at(ruled, "2026-03-27T03:00:00Z") == -2h);
    CHECK(offset_at(ruled, "2026-11-01T01:59:59Z") == -2h);
    CHECK(offset_at(ruled, "2026-11-01T02:00:00Z") == -3h);
}

TEST_CASE("a change that no clock shows begins no span")
{
    auto block = london_in_2026();
    block.locals = {{3600, 0, 0}, {3600, 1, 0}};
    block.characters = std::string{"CET\0", 4};
    CHECK(hours::ZoneSpans{parse_zone_file(zone_file(block, "CET-1")).value()}.size() == 1);
}

TEST_CASE("a rule holds after the last change that a file lists, also where no clock shows that one")
{
    auto block = london_in_2026();
    block.times.push_back(1'906'502'400);  // 1 June 2030, to the local time that held since October 2026
    block.which.push_back(0);
    const hours::ZoneSpans spans{parse_zone_file(zone_file(block, london_rule)).value()};
    CHECK(offset_at(spans, "2026-07-01T00:00:00Z") == 1h);
    CHECK(offset_at(spans, "2028-07-01T00:00:00Z") == 0s);
    CHECK(offset_at(spans, "2030-07-01T00:00:00Z") == 0s);
    CHECK(offset_at(spans, "2031-07-01T00:00:00Z") == 1h);
}

TEST_CASE("every prefix of a zone file is refused")
{
    for (const auto& file : {zone_file(london_in_2026(), london_rule), old_zone_file(london_in_2026())}) {
        REQUIRE(parse_zone_file(file).has_value());
        for (std::size_t size = 0; size < file.size(); ++size)
            CHECK(parse_zone_file(BytesView{file}.first(size)).has_error());
    }
    auto longer = old_zone_file(london_in_2026());
    longer.push_back(std::byte{0});
    CHECK(parse_zone_file(longer).errc() == Errc::trailing_bytes);
}

TEST_CASE("what is no zone file is refused")
{
    CHECK(parse_zone_file(to_bytes("UTC0\n")).errc() == Errc::bad_encoding);
    CHECK(parse_zone_file(to_bytes("TZif2")).errc() == Errc::truncated);
    CHECK(parse_zone_file(Bytes(100)).errc() == Errc::bad_encoding);
    CHECK(parse_zone_file(zone_file(london_in_2026(), london_rule, '1')).errc() == Errc::unknown_version);
    CHECK(parse_zone_file(Bytes(hours::largest_zone_file + 1)).errc() == Errc::too_large);
}

TEST_CASE("a zone file whose counts lie is refused before anything is made room for")
{
    const auto good = zone_file(london_in_2026(), london_rule);
    for (const auto block : {std::size_t{0}, second_block}) {
        for (const auto count : {Count::transitions, Count::local_times, Count::characters})
            for (const auto value : {0xFFFF'FFFFU, 0x8000'0000U, 10'000U})
                CHECK(parse_zone_file(with_count(good, block, count, value)).errc() == Errc::too_large);
        CHECK(parse_zone_file(with_count(good, block, Count::transitions, 4000)).has_error());
        CHECK(parse_zone_file(with_count(good, block, Count::leap_seconds, 27)).errc() == Errc::out_of_range);
        CHECK(parse_zone_file(with_count(good, block, Count::utc_marks, 7)).errc() == Errc::out_of_range);
        CHECK(parse_zone_file(with_count(good, block, Count::standard_marks, 0xFFFF'FFFF)).errc() ==
              Errc::out_of_range);
    }
    CHECK(parse_zone_file(with_count(good, second_block, Count::local_times, 0)).errc() == Errc::out_of_range);
}

TEST_CASE("a zone file whose values mean nothing is refused")
{
    const auto refused = [](auto change) {
        auto block = london_in_2026();
        change(block);
        const auto file = parse_zone_file(zone_file(block, london_rule));
        return file.has_error() ? file.errc() : Errc{};
    };
    CHECK(refused([](ZoneBlock&) {}) == Errc{});
    CHECK(refused([](ZoneBlock& b) { b.times[1] = b.times[0]; }) == Errc::out_of_range);
    CHECK(refused([](ZoneBlock& b) { std::swap(b.times[0], b.times[1]); }) == Errc::out_of_range);
    CHECK(refused([](ZoneBlock& b) { b.which[1] = 2; }) == Errc::out_of_range);
    CHECK(refused([](ZoneBlock& b) { b.locals[1].summer = 2; }) == Errc::out_of_range);
    CHECK(refused([](ZoneBlock& b) { b.locals[1].offset = 93'600; }) == Errc::out_of_range);
    CHECK(refused([](ZoneBlock& b) { b.locals[1].offset = -90'000; }) == Errc::out_of_range);
    CHECK(refused([](ZoneBlock& b) { b.locals[1].abbreviation = 200; }) == Errc::bad_encoding);
    CHECK(refused([](ZoneBlock& b) { b.locals[1].abbreviation = 6; }) == Errc::bad_encoding);
    CHECK(refused([](ZoneBlock& b) { b.characters = "GMT\0\x1b[2J"; }) == Errc::bad_encoding);
    CHECK(refused([](ZoneBlock& b) { b.characters.pop_back(); }) == Errc::bad_encoding);
}

TEST_CASE("a zone file whose rule cannot be followed is refused")
{
    for (const char* rule : {"GMT0BST", "GMT0BST,J60,J300", "GMT25BST,M3.5.0,M10.5.0", "GMT0BST,M3.5.0/168,M10.5.0",
                             "GMT0:60BST,M3.5.0,M10.5.0", "nothing", "GM0", "<\x1b[2J>0", "GMT0\nGMT0"}) {
        INFO(rule);
        CHECK(parse_zone_file(zone_file(london_in_2026(), rule)).errc() == Errc::bad_encoding);
    }
    auto unended = zone_file(london_in_2026(), london_rule);
    unended.pop_back();
    CHECK(parse_zone_file(unended).errc() == Errc::truncated);
    unended[unended.size() - london_rule.size() - 1] = std::byte{' '};
    CHECK(parse_zone_file(unended).errc() == Errc::bad_encoding);
}

TEST_CASE("every zone file of the system is read")
{
    const auto& source = hours::zone_source();
    for (const auto& name : source.list().names) {
        INFO(name);
        const auto bytes = source.read(name);
        REQUIRE(bytes.has_value());
        CHECK(parse_zone_file(*bytes).has_value());
    }
}

}  // namespace holdfast::test::zone_file_test
