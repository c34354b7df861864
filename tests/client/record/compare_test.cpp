#include "client/record/compare.hpp"

#include "tests/client/record/some_record.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::record::compare_test {

using namespace test;

TEST_CASE("two exports are compared message by message, whatever each has besides")
{
    const auto mine = some_record();
    auto theirs = mine;
    CHECK(compare(mine, theirs) == Comparison{true, 3, {}, 0, 0});
    theirs.messages.erase(theirs.messages.begin());
    theirs.messages.push_back(message_of(sam, 3, "later"));
    theirs.messages.push_back(message_of(sam, 4, "even later"));
    CHECK(compare(mine, theirs) == Comparison{true, 2, {}, 1, 2});
    theirs.messages[0].body.back() ^= std::byte{1};
    CHECK(compare(mine, theirs) == Comparison{true, 1, {theirs.messages[0].id}, 1, 2});
    CHECK(compare({}, mine) == Comparison{});
}

}  // namespace holdfast::record::compare_test
