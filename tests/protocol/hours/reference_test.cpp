// Replays the answers of the npm package opening_hours, made by tests/oracle/hours.mjs.
#include <boost/json.hpp>
#include <sstream>

#include "tests/protocol/hours/support.hpp"
#include "tests/support/support.hpp"

using namespace holdfast;
using namespace holdfast::test;

namespace {

namespace json = boost::json;

std::string_view text(const json::object& object, std::string_view key)
{
    const auto& value = object.at(key).as_string();
    return {value.data(), value.size()};
}

hours::Holidays holidays_of(const json::object& head)
{
    hours::Holidays holidays;
    for (const auto& date : head.at("holidays").as_array())
        holidays.dates.push_back(day(std::string_view{date.as_string().data(), date.as_string().size()}));
    return holidays;
}

}  // namespace

TEST_CASE("the notation means what its reference says, in 2,000 random questions")
{
    std::istringstream lines{read_file(holdfast::test::source_dir() + "/tests/vectors/hours/reference.jsonl")};
    std::string line;
    std::getline(lines, line);
    const auto head = json::parse(line).as_object();
    const auto holidays = holidays_of(head);
    const auto asked_until = at(text(head, "asked_until"));
    int count = 0;
    for (; std::getline(lines, line); ++count) {
        const auto question = json::parse(line).as_object();
        const auto moment = at(text(question, "at"));
        const auto hours = calendar(text(question, "rules"), text(question, "zone"), holidays);
        const auto change = hours.next_change(moment);
        const auto& expected = question.at("next_change");
        INFO(line);
        CHECK(hours.is_open(moment) == question.at("open").as_bool());
        if (expected.is_string())
            CHECK(show(change) == text(question, "next_change"));
        else
            CHECK((!change || *change >= asked_until));
    }
    CHECK(count == 2000);
}
