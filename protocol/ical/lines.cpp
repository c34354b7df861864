#include "protocol/ical/lines.hpp"

#include <algorithm>
#include <array>

#include "protocol/base/text.hpp"

namespace holdfast::ical {
namespace {

using hours::Placed;
using hours::PlacedError;

/// BEGIN and END, entries, and what a file says about time zones. Every other property, and what programs add, is left
/// alone.
constexpr std::array<std::string_view, 22> looked_at{
    "BEGIN",  "END",          "DTSTART",    "DTEND",         "DURATION",   "RRULE",
    "RDATE",  "EXDATE",       "SUMMARY",    "DESCRIPTION",   "UID",        "RECURRENCE-ID",
    "STATUS", "TRANSP",       "PRIORITY",   "FREEBUSY",      "CATEGORIES", "X-MICROSOFT-CDO-BUSYSTATUS",
    "TZID",   "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION"};

bool is_control(char c) noexcept { return (c >= 0 && c < ' ') || c == 0x7f; }

/// The text before the value, in upper case; empty for a line of somebody's text.
std::string name_of(std::string_view line)
{
    constexpr std::size_t longest_name = 64;
    const auto end = line.substr(0, longest_name).find_first_of(":;");
    if (end == std::string_view::npos) return {};
    auto name = upper(line.substr(0, end));
    std::erase_if(name, is_control);
    return name;
}

bool is_looked_at(std::string_view name)
{
    return std::find(looked_at.begin(), looked_at.end(), name) != looked_at.end();
}

bool continues_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Without the beginning of a character at the end: programs cut long text by bytes.
void drop_cut_character(std::string& text)
{
    constexpr std::size_t longest_character = 4;
    auto lead = text.size();
    while (lead > 0 && text.size() - lead < longest_character && continues_character(text[lead - 1])) --lead;
    if (lead == 0) return;
    --lead;
    const auto first = static_cast<unsigned char>(text[lead]);
    const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : first >= 0xC0U ? 2 : 1;
    if (text.size() - lead < length) text.resize(lead);
}

}  // namespace

std::string upper(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::string_view LineReader::physical()
{
    ++number_;
    const auto end = rest_.find('\n');
    auto line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view LineReader::unfolded()
{
    const auto first = physical();
    const auto goes_on = [&] { return rest_.starts_with(' ') || rest_.starts_with('\t'); };
    if (!goes_on()) return first.substr(0, max_line_bytes + 1);
    folded_ = first.substr(0, max_line_bytes + 1);
    while (goes_on()) folded_ += physical().substr(1).substr(0, max_line_bytes + 1 - folded_.size());
    return folded_;
}

Placed<std::optional<Line>> LineReader::next()
{
    while (!rest_.empty()) {
        const auto number = number_ + 1;
        const auto text = unfolded();
        auto name = name_of(text);
        if (!is_looked_at(name)) continue;
        Line line{number, std::move(name), std::string{text.substr(0, max_line_bytes)}, text.size() > max_line_bytes};
        std::erase_if(line.text, is_control);
        drop_cut_character(line.text);
        if (!is_utf8(as_bytes(line.text)))
            return PlacedError{
                Errc::bad_encoding, 0,
                "Line " + std::to_string(number) + ": this calendar is not in UTF-8. Export it again as iCalendar."};
        return std::optional{std::move(line)};
    }
    return std::optional<Line>{};
}

}  // namespace holdfast::ical
