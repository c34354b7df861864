#include "client/explain/steps.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tests/support/catch.hpp"

namespace steps_test {

using namespace holdfast;
using client::HoursFrom;

namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Date day(int year, unsigned month, unsigned date)
{
    return {std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

/// Two versions: the newer one, with leave at once, was received within the notice of the older one.
hours::Schedule changed_hours()
{
    hours::HoursContent first;
    first.rules = "Mo-Fr 09:00-12:00";
    first.zone = "Europe/London";
    auto second = first;
    second.rules = "Mo-Fr 10:00-12:00; We 14:00-16:00";
    second.leaves = {{day(2026, 2, 3), day(2026, 2, 3), "ill"}};
    const std::vector<hours::VersionInForce> chain{{first, at("2026-01-01T00:00:00Z")},
                                                   {second, at("2026-02-02T10:00:00Z")}};
    return hours::Schedule::make(chain);
}

}  // namespace

TEST_CASE("as an object the answer keeps its keys and gives the steps as a list")
{
    const auto object = client::explained_object(changed_hours(), at("2026-02-03T09:30:00Z"), HoursFrom::chain);
    CHECK(object.at("open") == false);
    CHECK(object.at("rule").is_null());
    CHECK(object.at("reason") == "ill");
    CHECK(object.at("layer") == "leave");
    CHECK(object.at("next_change") == "2026-02-04T09:00:00Z");
    CHECK(object.at("promised_from") == "2026-02-04T09:00:00Z");
    std::string kinds;
    for (const auto& step : object.at("steps").as_array())
        kinds += std::string{std::string_view{step.at("step").as_string()}} + " ";
    CHECK(kinds == "version version date leave rule rule decision change promise ");
    const auto& leave = object.at("steps").at(3);
    CHECK(leave.at("planned") == false);
    CHECK(leave.at("from") == "2026-02-03");
    CHECK(object.at("steps").at(1).at("standing") == "notice");
    CHECK(object.at("steps").at(1).at("until") == "2026-02-09T10:00:00Z");
}

}  // namespace steps_test
