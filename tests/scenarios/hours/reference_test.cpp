// Replays what independent implementations answered about hours: the npm package opening_hours and Python's zoneinfo,
// asked by tests/oracle/hours.py. Another file of answers: HOLDFAST_REFERENCE=FILE test_hours "[reference-file]".
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "tests/protocol/hours/support.hpp"
#include "tests/support/support.hpp"

namespace reference_test {

using namespace holdfast;
using namespace holdfast::test;
using namespace std::chrono_literals;
using hours::TimeZone;
using std::chrono::days;
using std::chrono::minutes;

namespace {

/// hours.py counts a change as never that comes later than this.
constexpr days looked_ahead{3650};
constexpr int parts = 10;

std::vector<std::string_view> fields(std::string_view line)
{
    std::vector<std::string_view> out;
    for (auto tab = line.find('\t'); tab != line.npos; tab = line.find('\t')) {
        out.push_back(line.substr(0, tab));
        line.remove_prefix(tab + 1);
    }
    out.push_back(line);
    return out;
}

minutes number(std::string_view text)
{
    int value = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ptr != end)
        throw std::runtime_error{"no number: " + std::string{text}};
    return minutes{value};
}

struct Answer {
    bool open = false;
    std::optional<Instant> change;
    friend bool operator==(const Answer&, const Answer&) = default;
};

std::string show(const Answer& answer)
{
    return (answer.open ? "open until " : "closed until ") + test::show(answer.change);
}

/// A zone as Python's zoneinfo knows it: "INSTANT OFFSET" for each change, the first where the record begins.
struct RecordedZone {
    std::optional<TimeZone> zone;  ///< empty when this system has no zone of that name
    std::vector<std::pair<Instant, minutes>> changes;

    explicit RecordedZone(const std::vector<std::string_view>& line)
    {
        if (const auto found = TimeZone::find(line.at(1))) zone = *found;
        for (std::size_t i = 2; i < line.size(); ++i) {
            const auto blank = line[i].find(' ');
            changes.emplace_back(number(line[i].substr(0, blank)), number(line[i].substr(blank + 1)));
        }
    }

    /// Whether the zone data of this system shows the recorded time.
    [[nodiscard]] bool is_true_at(Instant t) const
    {
        const auto after = std::upper_bound(changes.begin(), changes.end(), t,
                                            [](Instant value, const auto& change) { return value < change.first; });
        return after == changes.begin() || std::prev(after)->second == zone->wall_clock(t).offset;
    }
    [[nodiscard]] bool is_true(Instant begin, Instant end, minutes step) const
    {
        for (auto t = begin; t <= end; t += step)
            if (!is_true_at(t)) return false;
        return true;
    }
    /// Whether it does so wherever it plays a part for an answer about `at` that tells of a change at `change`.
    [[nodiscard]] bool is_true_between(Instant at, Instant change) const
    {
        constexpr auto around = days{2};
        return is_true(at - around, at + around, 15min) && is_true(at, change, days{1}) &&
               is_true(change - around, change + around, 15min);
    }
};

/// Goes through a file of answers line by line; tests/vectors/README.md describes them.
class Replay {
  public:
    Replay(const std::filesystem::path& file, std::size_t part, std::size_t of)
        : lines_{read_file(file)}, part_{part}, of_{of}
    {
        for (std::string line; std::getline(lines_, line);) read(fields(line));
    }
    std::size_t asked = 0;
    std::size_t differing = 0;
    std::size_t left_out = 0;  ///< the zone data of this system differs where it matters
    std::string tzdata;
    std::vector<RecordedZone> zones;

  private:
    void read(const std::vector<std::string_view>& line)
    {
        if (line[0] == "made") {
            tzdata = line.at(4);
        } else if (line[0] == "holidays") {
            for (std::size_t i = 1; i < line.size(); ++i) holidays_.dates.push_back(test::day(line[i]));
        } else if (line[0] == "zone") {
            zones.emplace_back(line);
        } else if (line[0] == "rules") {
            rules_ = line.at(1);
            ++group_;
        } else if (group_ % of_ == part_) {
            ++asked;
            const auto& zone = zones.at(static_cast<std::size_t>(number(line[0]).count()));
            if (zone.zone)
                compare(zone, Instant{number(line.at(1))}, line.at(2));
            else
                ++left_out;
        }
    }

    void compare(const RecordedZone& recorded, Instant at, std::string_view answer)
    {
        Answer expected{answer.front() == '+', {}};
        if (answer.size() > 1) expected.change = at + number(answer.substr(1));
        const auto calendar = test::calendar(rules_, recorded.zone->name(), holidays_);
        Answer ours{calendar.is_open(at), calendar.next_change(at)};
        if (ours.change && *ours.change > at + looked_ahead) ours.change.reset();
        if (ours == expected) return;
        if (!recorded.is_true_between(at, expected.change.value_or(at + looked_ahead))) {
            ++left_out;
            return;
        }
        ++differing;
        INFO(rules_ << "\nin " << recorded.zone->name() << " at " << to_rfc3339(at));
        CHECK(show(ours) == show(expected));
    }

    std::istringstream lines_;
    std::size_t part_;
    std::size_t of_;
    std::size_t group_ = 0;
    std::string rules_;
    hours::Holidays holidays_;
};

std::filesystem::path reference() { return source_dir() + "/tests/vectors/hours/reference.tsv"; }

}  // namespace

TEMPLATE_TEST_CASE_SIG("100,000 answers of independent implementations are ours: part", "", ((int part), part), 0, 1, 2,
                       3, 4, 5, 6, 7, 8, 9)
{
    const Replay replay{reference(), part, parts};
    CHECK(replay.differing == 0);
    CHECK(replay.asked > 9'000);
    CHECK(replay.left_out * 50 <= replay.asked);
    if (replay.tzdata == "tzdata " + hours::tzdata_version()) CHECK(replay.left_out == 0);
}

TEST_CASE("clocks change when Python's zoneinfo says")
{
    const Replay replay{reference(), parts, parts};  // beyond the last part: zones and no questions
    if (replay.tzdata != "tzdata " + hours::tzdata_version()) {
        std::cout << "skipped: the zone data of this system has another version\n";
        return;
    }
    CHECK(replay.zones.size() > 300);
    for (const auto& recorded : replay.zones) {
        REQUIRE(recorded.zone);
        INFO(recorded.zone->name());
        for (const auto& change : recorded.changes)
            CHECK((recorded.is_true_at(change.first) && recorded.is_true_at(change.first - 1ms)));
        CHECK(recorded.is_true(recorded.changes.front().first, recorded.changes.front().first + days{7300}, days{5}));
    }
}

TEST_CASE("answers of independent implementations in another file are ours", "[.][reference-file]")
{
    const char* file = std::getenv("HOLDFAST_REFERENCE");
    REQUIRE(file != nullptr);
    const Replay replay{file, 0, 1};
    std::cout << replay.asked - replay.differing - replay.left_out << " agree, " << replay.differing << " differ, "
              << replay.left_out << " left out because the zone data of this system differs\n";
    CHECK(replay.differing == 0);
}

}  // namespace reference_test
