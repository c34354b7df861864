#include "client/explain/steps.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tests/client/explain/changed_hours.hpp"
#include "tests/support/catch.hpp"

namespace steps_test {

using namespace holdfast;
using client::HoursFrom;
using client::test::at;
using client::test::changed_hours;
using client::test::day;

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
