#include "client/core/rhythm/series.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace series_test {

using namespace holdfast;
using namespace holdfast::client;

namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Digest named(std::uint8_t number)
{
    Digest hash;
    hash.value.at(0) = std::byte{number};
    return hash;
}

RhythmView version(std::uint8_t number, std::vector<wire::RhythmItem> items, std::optional<Instant> from)
{
    RhythmView view;
    view.hash = named(number);
    view.version = number;
    view.terms.items = std::move(items);
    view.from = from;
    return view;
}

CountedAnswers answers(std::uint8_t to, std::string_view due, std::vector<std::uint32_t> items,
                       std::vector<wire::Rating> ratings)
{
    return {
        {}, at(due) + std::chrono::minutes{3}, {named(to), at(due), std::move(items), {std::move(ratings), {}, {}}}};
}

}  // namespace

TEST_CASE("a series has a point for each number given, and says where the words of its question changed")
{
    const wire::RhythmItem sleep{7, "sleep", "How did you sleep?", {}, {}};
    const wire::RhythmItem nights{7, "nights", "How were the nights?", {}, {}};
    const std::vector<RhythmView> versions{
        version(1, {sleep, {8, "mood", {}, {}, {}}}, at("2026-03-01T00:00:00Z")),
        version(2, {{9, "never agreed", {}, {}, {}}}, std::nullopt),
        version(3, {nights}, at("2026-03-08T00:00:00Z")),
    };
    const std::vector<CountedAnswers> given{
        answers(3, "2026-03-10T17:00:00Z", {7}, {{"nights", 6, 10}}),
        answers(1, "2026-03-03T17:00:00Z", {8, 7}, {{"mood", 2, 10}, {"sleep", 4, 10}}),
        answers(1, "2026-03-06T17:00:00Z", {8}, {{"mood", 3, 10}}),
        answers(9, "2026-03-07T17:00:00Z", {7}, {{"of nothing", 3, 10}}),
    };
    const auto points = series_of(versions, given, 7);
    REQUIRE(points.size() == 2);
    CHECK(points[0].value == 4);
    CHECK(points[0].wording == sleep);
    CHECK(points[0].version == 1);
    CHECK(points[0].due == at("2026-03-03T17:00:00Z"));
    CHECK(points[0].at == at("2026-03-03T17:03:00Z"));
    CHECK_FALSE(points[0].reworded);
    CHECK(points[1].value == 6);
    CHECK(points[1].wording == nights);
    CHECK(points[1].reworded);
    CHECK(series_of(versions, given, 8).size() == 2);
    CHECK(series_of(versions, given, 9).empty());
    const auto items = items_of(versions);
    REQUIRE(items.size() == 2);
    CHECK(items[0] == nights);
}

}  // namespace series_test
