#include "client/ui/screen/timeline.hpp"

#include <map>
#include <string>

#include "tests/support/catch.hpp"

namespace holdfast::ui::screen::timeline_test {
namespace {

/// Entries by number, each with so many rows "number.row"; counts how often rows were asked for.
struct Numbers final : TimelineSource {
    std::map<std::uint64_t, std::size_t> entries;
    mutable std::size_t asked = 0;

    explicit Numbers(std::map<std::uint64_t, std::size_t> given) : entries{std::move(given)} {}
    [[nodiscard]] std::optional<std::uint64_t> before(std::uint64_t number) const override
    {
        if (number == 0) return std::nullopt;
        const auto found = entries.lower_bound(number);
        return found == entries.begin() ? 0 : std::prev(found)->first;
    }
    [[nodiscard]] std::optional<std::uint64_t> after(std::uint64_t number) const override
    {
        const auto found = entries.upper_bound(number);
        return found == entries.end() ? std::nullopt : std::optional{found->first};
    }
    [[nodiscard]] std::uint64_t last() const override { return entries.empty() ? 0 : entries.rbegin()->first; }
    [[nodiscard]] Rows rows(std::uint64_t number, std::size_t) const override
    {
        ++asked;
        Rows rows;
        if (number > 0)
            for (std::size_t row = 0; row < entries.at(number); ++row)
                rows.push_back({{std::to_string(number) + "." + std::to_string(row), plain}});
        return rows;
    }
};

std::string words(const Timeline::Shown& shown)
{
    std::string all;
    for (const auto& row : shown.rows) all += (all.empty() ? "" : " ") + text_of(row);
    return all;
}

constexpr Size four{4, 80};

}  // namespace

TEST_CASE("the end is shown first, and what comes later is followed")
{
    Numbers source{{{1, 2}, {2, 3}, {7, 1}}};
    Timeline timeline;
    auto shown = timeline.shown(source, four);
    CHECK(words(shown) == "2.0 2.1 2.2 7.0");
    CHECK(shown.more_above);
    CHECK_FALSE(shown.more_below);
    source.entries[9] = 2;
    CHECK(words(timeline.shown(source, four)) == "2.2 7.0 9.0 9.1");
}

TEST_CASE("scrolling passes row by row and stops at both ends")
{
    const Numbers source{{{1, 2}, {2, 3}, {7, 1}}};
    Timeline timeline;
    timeline.scroll(source, four, -1);
    CHECK(words(timeline.shown(source, four)) == "1.1 2.0 2.1 2.2");
    timeline.scroll(source, four, -10);
    const auto top = timeline.shown(source, four);
    CHECK(words(top) == "1.0 1.1 2.0 2.1");
    CHECK_FALSE(top.more_above);
    CHECK(top.more_below);
    timeline.scroll(source, four, 1);
    CHECK(words(timeline.shown(source, four)) == "1.1 2.0 2.1 2.2");
    timeline.scroll(source, four, 50);
    CHECK(words(timeline.shown(source, four)) == "2.0 2.1 2.2 7.0");
    CHECK(timeline.at_end());
}

TEST_CASE("a place stays while entries come and one that is gone gives way to the next")
{
    Numbers source{{{1, 2}, {2, 3}, {7, 1}, {8, 4}}};
    Timeline timeline;
    timeline.to({2, 1});
    CHECK(words(timeline.shown(source, four)) == "2.1 2.2 7.0 8.0");
    source.entries[9] = 5;
    CHECK(words(timeline.shown(source, four)) == "2.1 2.2 7.0 8.0");
    source.entries.erase(2);
    CHECK(words(timeline.shown(source, four)) == "7.0 8.0 8.1 8.2");
}

TEST_CASE("a short history and none at all are shown whole")
{
    Timeline timeline;
    CHECK(words(timeline.shown(Numbers{{{3, 2}}}, four)) == "3.0 3.1");
    timeline.to_begin();
    CHECK(timeline.shown(Numbers{{}}, four).rows.empty());
    timeline.scroll(Numbers{{}}, four, -3);
    CHECK(timeline.at_end());
}

TEST_CASE("a step asks for as much as it passes however long the history is")
{
    std::map<std::uint64_t, std::size_t> many;
    for (std::uint64_t number = 1; number <= 50'000; ++number) many[number] = 3;
    const Numbers source{std::move(many)};
    Timeline timeline;
    (void)timeline.shown(source, {24, 80});
    timeline.scroll(source, {24, 80}, -22);
    (void)timeline.shown(source, {24, 80});
    timeline.to_begin();
    (void)timeline.shown(source, {24, 80});
    CHECK(source.asked < 150);
}

}  // namespace holdfast::ui::screen::timeline_test
