#include "protocol/base/instant.hpp"

#include "tests/support/catch.hpp"

namespace instant_test {

using namespace holdfast;
using namespace std::chrono_literals;

TEST_CASE("RFC 3339 is read with any offset and written in UTC")
{
    CHECK(to_rfc3339(parse_rfc3339("2026-03-05T09:00:00Z").value()) == "2026-03-05T09:00:00Z");
    CHECK(to_rfc3339(parse_rfc3339("2026-03-05T09:00:00+05:30").value()) == "2026-03-05T03:30:00Z");
    CHECK(to_rfc3339(parse_rfc3339("2026-03-05t09:00:00.25-00:30").value()) == "2026-03-05T09:30:00Z");
    CHECK(parse_rfc3339("1970-01-01T00:00:00.5Z").value().time_since_epoch() == 500ms);
}

TEST_CASE("what is not RFC 3339 is refused")
{
    for (const char* bad :
         {"", "2026-03-05", "2026-03-05T09:00Z", "2026-02-29T09:00:00Z", "2026-13-01T00:00:00Z", "2026-03-05T24:00:00Z",
          "2026-03-05T09:60:00Z", "2026-03-05T09:00:00", "2026-03-05T09:00:00.Z", "2026-03-05T09:00:00Zx",
          "1969-12-31T00:00:00Z", "2026-03-05T09:00:00+24:00"})
        CHECK_FALSE(parse_rfc3339(bad));
}

}  // namespace instant_test
