// What is kept of when somebody was there.
#include "server/core/people.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::test::people_test {
namespace {

TEST_CASE("an instant is known to the month, in UTC, and shown so")
{
    struct Row {
        const char* instant;
        const char* words;
    };
    const auto row = GENERATE(values<Row>({{"2026-11-30T23:59:59Z", "November 2026"},
                                           {"2026-12-01T00:00:00Z", "December 2026"},
                                           {"2027-01-01T00:00:00Z", "January 2027"},
                                           {"1970-01-01T00:00:00Z", "January 1970"}}));
    CHECK(month_words(month_of(*parse_rfc3339(row.instant))) == row.words);
}

}  // namespace
}  // namespace holdfast::server::test::people_test
