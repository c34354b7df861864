// The last line of a zone file, a POSIX TZ string: what is taken gives an instant for each year, in order.
#include "protocol/hours/zone/zone_rule.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {

void zone_rule(BytesView input)
{
    const auto changes = hours::parse_zone_rule(as_text(input));
    if (!changes) return;
    for (const auto& change : *changes) {
        require(change.month.ok() && change.weekday.ok() && change.week >= 1 && change.week <= 5,
                "a change of clocks is on no date");
        auto last = change.in(std::chrono::year{1969});
        for (int year = 1970; year <= 2100; ++year) {
            const auto next = change.in(std::chrono::year{year});
            require(next > last, "a year's change of clocks comes before that of the year before");
            last = next;
        }
    }
}

}  // namespace holdfast::fuzz
