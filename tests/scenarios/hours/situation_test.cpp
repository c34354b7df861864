// Runs the situations in tests/vectors/hours: one file, one named section. Their answers were found by reasoning and by
// Python's zoneinfo, not by this library.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "protocol/hours/display.hpp"
#include "tests/protocol/hours/support.hpp"
#include "tests/support/support.hpp"

namespace situation_test {

using namespace holdfast;
using namespace holdfast::test;
using hours::Schedule;
using hours::VersionInForce;
namespace step = hours::step;

namespace {

using Words = std::vector<std::string>;

struct Line {
    std::string key;
    std::string value;
};

constexpr const char* keys[] = {"received", "rules",  "zone", "horizon", "extra",  "leave",   "holidays",
                                "between",  "window", "open", "closed",  "layer",  "promise", "clocks",
                                "versions", "off",    "date", "shown",   "refused"};

std::vector<Line> lines_of(const std::string& text)
{
    std::vector<Line> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto sign = line.find(" = ");
        REQUIRE(sign != std::string::npos);
        out.push_back({line.substr(0, sign), line.substr(sign + 3)});
        REQUIRE(std::find(std::begin(keys), std::end(keys), out.back().key) != std::end(keys));
    }
    return out;
}

Words words_of(const std::string& text)
{
    std::istringstream in{text};
    Words out;
    for (std::string word; in >> word;) out.push_back(word);
    return out;
}

/// "T | rest" in its parts.
Words parts_of(const std::string& text)
{
    Words out;
    std::size_t from = 0;
    for (std::size_t to = 0; (to = text.find(" | ", from)) != std::string::npos; from = to + 3)
        out.push_back(text.substr(from, to - from));
    out.push_back(text.substr(from));
    return out;
}

/// Reads the versions; what is no part of a version is left to check.
std::vector<VersionInForce> versions_in(const std::vector<Line>& lines)
{
    std::vector<VersionInForce> out;
    for (const auto& [key, value] : lines) {
        if (out.empty() || key == "received") out.push_back({{}, at("2025-01-01T00:00:00Z")});
        auto& content = out.back().content;
        const auto words = words_of(value);
        if (key == "received") out.back().received = at(value);
        if (key == "rules") content.rules = value;
        if (key == "zone") content.zone = value;
        if (key == "horizon") content.horizon = day(value);
        if (key == "extra") content.extras.push_back({at(words.at(0)), at(words.at(1))});
        if (key == "leave") content.leaves.push_back({day(words.at(0)), day(words.at(1)), words.at(2)});
        if (key == "holidays")
            for (const auto& word : words) content.holidays.push_back(day(word));
    }
    return out;
}

template <class Kind>
std::vector<Kind> steps_at(const Schedule& hours, const std::string& t)
{
    std::vector<Kind> out;
    for (const auto& one : hours.trace(at(t)))
        if (const auto* found = std::get_if<Kind>(&one)) out.push_back(*found);
    return out;
}

std::string date_text(const Date& date) { return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, 10); }

std::string clocks_at(const Schedule& hours, const std::string& t)
{
    const auto found = steps_at<step::ClocksChange>(hours, t);
    return found.empty() ? "none" : date_text(found[0].date) + " " + std::string{name(found[0].effect)};
}

std::string versions_at(const Schedule& hours, const std::string& t)
{
    std::string text;
    for (const auto& s : steps_at<step::Version>(hours, t))
        text += (text.empty() ? "" : ", ") + std::to_string(s.version.number) + " " + std::string{name(s.standing)};
    return text;
}

std::string off_at(const Schedule& hours, const std::string& t)
{
    const auto found = steps_at<step::Off>(hours, t);
    if (found.empty()) return "none";
    const auto& off = found[0].day_off;
    return std::string{name(off.layer)} + " " + off.reason + (off.planned ? " planned" : " unplanned");
}

std::string promise_at(const Schedule& hours, const std::string& t)
{
    const auto promise = steps_at<step::Promise>(hours, t).at(0);
    CHECK(promise.window == hours.promise(at(t)));
    return show(promise.window) + " " + std::string{name(promise.why)};
}

/// The answer to a question about one instant; empty for a key that asks nothing of an instant.
std::string answer(const Schedule& hours, const std::string& key, const Words& parts)
{
    const auto& t = parts[0];
    if (key == "layer") return std::string{name(hours.explain(at(t)).layer)};
    if (key == "promise") return promise_at(hours, t).substr(0, parts[1].size());
    if (key == "clocks") return clocks_at(hours, t);
    if (key == "versions") return versions_at(hours, t);
    if (key == "off") return off_at(hours, t);
    if (key == "date") return date_text(steps_at<step::OwningDate>(hours, t).at(0).date);
    if (key == "shown") return show_window(hours.promise(at(t)).value(), *hours.zone(), zone(parts[1]), at(t));
    return {};
}

Words windows_between(const Schedule& hours, const std::string& between)
{
    const auto limits = words_of(between);
    Words out;
    auto window = hours.window_at(at(limits.at(0)));
    if (!window) window = hours.next_window(at(limits.at(0)));
    for (; window && window->begin < at(limits.at(1)); window = hours.next_window(window->begin))
        out.push_back(show(window));
    return out;
}

void check_windows(const Schedule& hours, const std::vector<Line>& lines)
{
    for (auto line = lines.begin(); line != lines.end(); ++line) {
        if (line->key != "between") continue;
        Words expected;
        for (auto next = line + 1; next != lines.end() && next->key == "window"; ++next)
            expected.push_back(next->value);
        INFO(line->value);
        CHECK(windows_between(hours, line->value) == expected);
    }
}

void check_situation(const std::vector<Line>& lines)
{
    const auto hours = Schedule::make(versions_in(lines));
    check_windows(hours, lines);
    bool refused = false;
    for (const auto& [key, value] : lines) {
        INFO(key << " = " << value);
        const auto parts = parts_of(value);
        if (key == "open") CHECK(hours.is_open(at(value)));
        if (key == "closed") CHECK_FALSE(hours.is_open(at(value)));
        if (const auto found = parts.size() > 1 ? answer(hours, key, parts) : ""; !found.empty())
            CHECK(found == parts.back());
        if (key != "refused") continue;
        refused = true;
        REQUIRE(hours.problem().has_value());
        CHECK(std::string{name(hours.problem()->code)} + " " + std::to_string(hours.problem()->column) == value);
    }
    CHECK(hours.problem().has_value() == refused);
}

}  // namespace

TEST_CASE("every situation in time comes out as its file says")
{
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{test::source_dir() + "/tests/vectors/hours"})
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    REQUIRE(files.size() >= 30);
    for (const auto& file : files) DYNAMIC_SECTION(file.stem().string())
        {
            check_situation(lines_of(read_file(file.string())));
        }
}

}  // namespace situation_test
