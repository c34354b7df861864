#include "protocol/ical/component.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/base/text.hpp"

namespace holdfast::ical {
namespace {

using hours::Placed;
using hours::PlacedError;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_control(char c) noexcept { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; }

std::string upper(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::string_view without_blanks(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    return text;
}

Placed<Line> line_of(std::size_t number, std::string text)
{
    if (text.size() > max_line_bytes)
        return PlacedError{Errc::too_large, 0, "Line " + std::to_string(number) + " is too long for a calendar file."};
    if (std::any_of(text.begin(), text.end(), is_control))
        return bad_calendar(number, "There is a character here that no calendar has. Export the calendar again.");
    const auto name = upper(std::string_view{text}.substr(0, text.find_first_of(":;")));
    if (name.size() == text.size() || name.empty())
        return bad_calendar(number, "This is not a line of a calendar: a name and a colon are missing.");
    return Line{number, name, std::move(text)};
}

/// A line that begins with a blank goes on with the one before it.
Placed<std::vector<Line>> unfold(std::string_view file)
{
    std::vector<Line> lines;
    std::optional<std::pair<std::size_t, std::string>> open;
    const auto finish = [&]() -> Placed<void> {
        if (!open) return {};
        auto line = line_of(open->first, std::move(open->second));
        open.reset();
        if (!line) return line.error();
        lines.push_back(*std::move(line));
        return {};
    };
    for (std::size_t number = 1; !file.empty(); ++number) {
        const auto end = file.find('\n');
        auto physical = file.substr(0, end);
        file = end == std::string_view::npos ? std::string_view{} : file.substr(end + 1);
        if (physical.ends_with('\r')) physical.remove_suffix(1);
        const bool folded = !physical.empty() && (physical.front() == ' ' || physical.front() == '\t');
        if (folded && open) {
            open->second += physical.substr(1);
            continue;
        }
        if (const auto done = finish(); !done) return done.error();
        if (!without_blanks(physical).empty()) open.emplace(number, physical);
    }
    if (const auto done = finish(); !done) return done.error();
    return lines;
}

std::string value_of(const Line& line)
{
    return upper(without_blanks(std::string_view{line.text}.substr(line.text.find(':') + 1)));
}

/// Puts lines into components; the innermost open one is the last of `open_`.
class Nesting {
  public:
    Placed<void> take(Line line)
    {
        if (line.name == "BEGIN") return begin(line);
        if (line.name == "END") return end(line);
        if (open_.empty())
            return bad_calendar(line.number, "This is not a calendar file: BEGIN:VCALENDAR must stand before this.");
        open_.back().lines.push_back(std::move(line));
        return {};
    }

    Placed<std::vector<Component>> finish()
    {
        if (!open_.empty())
            return bad_calendar(open_.back().number,
                                "What begins here has no end: the file was cut off. Export the calendar again.");
        if (done_.empty()) return bad_calendar(0, "This is not a calendar file: there is no BEGIN:VCALENDAR in it.");
        return std::move(done_);
    }

  private:
    Placed<void> begin(const Line& line)
    {
        auto name = value_of(line);
        if (open_.empty() && name != "VCALENDAR")
            return bad_calendar(line.number, "This is not a calendar file: BEGIN:VCALENDAR must stand before this.");
        if (open_.size() >= max_depth) return bad_calendar(line.number, "Too much is nested here for a calendar.");
        if (++count_ > max_components)
            return PlacedError{Errc::too_large, 0,
                               "There are more than 10,000 entries in this calendar. Export a shorter time."};
        open_.push_back({std::move(name), line.number, {}, {}});
        return {};
    }

    Placed<void> end(const Line& line)
    {
        if (open_.empty() || open_.back().name != value_of(line))
            return bad_calendar(line.number, "This ends something that has not begun. Export the calendar again.");
        auto finished = std::move(open_.back());
        open_.pop_back();
        (open_.empty() ? done_ : open_.back().parts).push_back(std::move(finished));
        return {};
    }

    std::vector<Component> open_;
    std::vector<Component> done_;
    std::size_t count_ = 0;
};

}  // namespace

PlacedError bad_calendar(std::size_t line, std::string words)
{
    return {Errc::bad_calendar, 0,
            line == 0 ? std::move(words) : "Line " + std::to_string(line) + ": " + std::move(words)};
}

Placed<std::vector<Component>> read_components(std::string_view file)
{
    if (file.size() > max_calendar_bytes)
        return PlacedError{Errc::too_large, 0,
                           "This calendar is larger than 1 MiB. Export a shorter time, or one calendar alone."};
    if (!is_utf8(as_bytes(file)))
        return PlacedError{Errc::bad_encoding, 0, "This calendar is not in UTF-8. Export it again as iCalendar."};
    if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
    auto lines = unfold(file);
    if (!lines) return lines.error();
    Nesting nesting;
    for (auto& line : *lines)
        if (const auto taken = nesting.take(std::move(line)); !taken) return taken.error();
    return nesting.finish();
}

}  // namespace holdfast::ical
