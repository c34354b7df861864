// Zone files, and packs of them: what is taken is a wall clock that goes on, whose times lead back to their instants.
#include "protocol/hours/zone/zone_file.hpp"

#include "protocol/hours/zone/zone_pack.hpp"
#include "protocol/hours/zone/zone_spans.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

using namespace std::chrono;

void check_spans(const hours::ZoneSpans& spans)
{
    require(spans.size() >= 1 && spans.size() < 10'000, "a zone has no clock, or too many");
    for (std::size_t i = 0; i < spans.size(); ++i) {
        require(i == 0 || spans[i].begin > spans[i - 1].begin, "spans are out of order");
        require(abs(spans[i].offset) < days{2}, "a clock is days from UTC");
        require(spans.index_at(spans[i].begin) == i, "a span is not found");
        const auto local = spans[i].local(spans[i].begin);
        const auto [from, to] = spans.candidates(local);
        require(from <= i && i <= to && spans.shows(i, local), "a span does not show its own time");
    }
}

void check_file(BytesView input)
{
    const auto file = hours::parse_zone_file(input);
    if (file.has_value()) check_spans(hours::ZoneSpans{*file});
}

void check_pack(BytesView input)
{
    const auto read = hours::ZonePack::read_pack(input);
    if (read.has_error()) return;
    const auto& pack = **read;
    for (const auto& name : pack.list().names) check_file(pack.read(name).value());
    const auto written = hours::write_zone_pack(pack);
    require(written.has_value(), "a pack cannot be written again");
    const auto again = hours::ZonePack::read_pack(*written);
    require(again.has_value() && (*again)->list().names == pack.list().names, "a pack loses zones");
}

}  // namespace

void zone_file(BytesView input)
{
    Choices choices{input};
    if (choices.below(2) == 0)
        check_file(choices.rest());
    else
        check_pack(choices.rest());
}

}  // namespace holdfast::fuzz
