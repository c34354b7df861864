#include "protocol/ical/component.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/text.hpp"
#include "protocol/ical/lines.hpp"

namespace holdfast::ical {
namespace {

using hours::Placed;
using hours::PlacedError;

constexpr std::size_t bytes_in_mib = std::size_t{1} << 20;

std::string value_of(const Line& line)
{
    return upper(without_blanks(std::string_view{line.text}.substr(line.text.find(':') + 1)));
}

bool is_component_name(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// Two bytes for each character, with or without a mark that says so.
bool is_utf16(std::string_view file)
{
    if (file.starts_with("\xFF\xFE") || file.starts_with("\xFE\xFF")) return true;
    return file.size() >= 2 && (file[0] == '\0') != (file[1] == '\0');
}

/// Puts lines into components; the innermost open one is the last of `open_`.
class Nesting {
  public:
    Placed<void> take(Line line)
    {
        if (line.name == "BEGIN") return begin(line);
        if (line.name == "END") {
            end(value_of(line));
            return {};
        }
        if (open_.empty()) return {};
        if (++lines_ > max_lines)
            return PlacedError{Errc::too_large, 0, "There is too much in this calendar. Export a shorter time."};
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
        if (!open_.empty() && !is_component_name(name)) return {};  // a line of somebody's text
        if (open_.empty() && name != "VCALENDAR")
            return bad_calendar(line.number, "This is not a calendar file: BEGIN:VCALENDAR must stand before this.");
        // No component stands in one of its own kind: the one before has lost its end.
        if (!open_.empty() && open_.back().name == name && name != "VCALENDAR") close(false);
        if (open_.size() >= max_depth) return bad_calendar(line.number, "Too much is nested here for a calendar.");
        if (++count_ > max_components)
            return PlacedError{Errc::too_large, 0,
                               "There are more than 200,000 entries in this calendar. Export a shorter time."};
        open_.push_back({std::move(name), line.number, {}, {}, true});
        return {};
    }

    /// An END without its BEGIN is a line of somebody's text. Components still open inside have lost their own END.
    void end(const std::string& name)
    {
        const auto same = [&](const Component& one) { return one.name == name; };
        if (std::none_of(open_.begin(), open_.end(), same)) return;
        while (open_.back().name != name) close(false);
        close(true);
    }

    void close(bool has_end)
    {
        auto finished = std::move(open_.back());
        open_.pop_back();
        finished.has_end = has_end;
        (open_.empty() ? done_ : open_.back().parts).push_back(std::move(finished));
    }

    std::vector<Component> open_;
    std::vector<Component> done_;
    std::size_t count_ = 0;
    std::size_t lines_ = 0;
};

}  // namespace

std::string_view without_blanks(std::string_view text) noexcept
{
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

PlacedError bad_calendar(std::size_t line, std::string words)
{
    return {Errc::bad_calendar, 0,
            line == 0 ? std::move(words) : "Line " + std::to_string(line) + ": " + std::move(words)};
}

std::string shortened(std::string text, std::size_t bytes)
{
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    text.resize(bytes);
    return text;
}

Placed<std::vector<Component>> read_components(std::string_view file)
{
    if (file.size() > max_calendar_bytes)
        return PlacedError{Errc::too_large, 0,
                           "This calendar is larger than " + std::to_string(max_calendar_bytes / bytes_in_mib) +
                               " MiB. Export a shorter time, or one calendar alone."};
    if (is_utf16(file))
        return PlacedError{Errc::bad_encoding, 0, "This calendar is not in UTF-8. Export it again as iCalendar."};
    if (file.find('\n') == std::string_view::npos && file.find('\r') != std::string_view::npos)
        return bad_calendar(0, "The lines of this file end as those of no calendar do. Export the calendar again.");
    if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
    LineReader lines{file};
    Nesting nesting;
    for (;;) {
        auto line = lines.next();
        if (!line) return line.error();
        if (!line->has_value()) return nesting.finish();
        if (const auto taken = nesting.take(**std::move(line)); !taken) return taken.error();
    }
}

}  // namespace holdfast::ical
