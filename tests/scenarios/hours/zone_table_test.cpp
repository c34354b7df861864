// All changes of all clocks, for a reader that has them from elsewhere (tests/oracle/zones.py).
#include <cstdio>

#include "protocol/hours/zone/zone_source.hpp"
#include "protocol/hours/zone/zone_spans.hpp"
#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::zone_table_test {

using namespace std::chrono;

namespace {

constexpr sys_seconds first_second = sys_days{1970y / January / 1};
constexpr sys_seconds end = sys_days{2060y / January / 1};

void print_change(const hours::TimeZone& zone, sys_seconds at)
{
    const auto clock = zone.wall_clock(at);
    std::printf("%s\t%lld\t%lld\t%s\n", std::string{zone.name()}.c_str(),
                static_cast<long long>(at.time_since_epoch().count()), static_cast<long long>(clock.offset.count()),
                std::string{clock.abbreviation}.c_str());
}

}  // namespace

TEST_CASE("every change of every clock until 2060 is printed", "[.][zone-table]")
{
    for (const auto& name : hours::zone_names()) {
        const auto found = hours::TimeZone::find(name);
        if (found.has_error()) continue;
        const hours::ZoneSpans spans{hours::parse_zone_file(hours::zone_source().read(name).value()).value()};
        print_change(*found, first_second);
        for (std::size_t i = 0; i < spans.size(); ++i)
            if (spans[i].begin > first_second && spans[i].begin < end) print_change(*found, spans[i].begin);
    }
}

}  // namespace holdfast::test::zone_table_test
