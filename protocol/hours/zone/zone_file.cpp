#include "protocol/hours/zone/zone_file.hpp"

#include <algorithm>
#include <string_view>

#include "protocol/wire/codec.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr std::string_view magic = "TZif";
constexpr std::size_t reserved = 15;
/// A transition names its local time in one byte.
constexpr std::size_t most_local_times = 256;
/// A local time names where its abbreviation begins in one byte.
constexpr std::size_t most_characters = 512;
/// RFC 9636, section 3.2: an offset fits a POSIX TZ string, summer time included.
constexpr Seconds least_offset = -24h - 59min - 59s;
constexpr Seconds most_offset = 25h + 59min + 59s;

/// RFC 9636, section 3.1: how many there are of each thing in the block that follows.
struct Header {
    char version = 0;
    std::size_t utc_marks = 0;
    std::size_t standard_marks = 0;
    std::size_t leap_seconds = 0;
    std::size_t transitions = 0;
    std::size_t local_times = 0;
    std::size_t characters = 0;

    [[nodiscard]] bool has_more() const noexcept { return version != 0; }
};

bool marks_fit(std::size_t count, const Header& header) { return count == 0 || count == header.local_times; }

void check(wire::Reader& in, const Header& header)
{
    if (header.version != 0 && header.version < '2') in.fail(Errc::unknown_version);
    if (header.transitions > most_transitions || header.local_times > most_local_times ||
        header.characters > most_characters)
        in.fail(Errc::too_large);
    // An Instant counts no leap seconds; neither do the files that the zones' list names.
    if (header.leap_seconds != 0 || !marks_fit(header.utc_marks, header) || !marks_fit(header.standard_marks, header))
        in.fail(Errc::out_of_range);
}

Header read_header(wire::Reader& in)
{
    if (as_text(in.raw(magic.size())) != magic) in.fail(Errc::bad_encoding);
    Header header;
    header.version = static_cast<char>(in.number(1));
    (void)in.raw(reserved);
    for (auto* count : {&header.utc_marks, &header.standard_marks, &header.leap_seconds, &header.transitions,
                        &header.local_times, &header.characters})
        *count = static_cast<std::size_t>(in.number(4));
    if (!in.failed()) check(in, header);
    return header;
}

/// The first of two blocks, whose times have four bytes, is for programs that know no other.
void skip_block(wire::Reader& in, const Header& header)
{
    (void)in.raw(header.transitions * (4 + 1) + header.local_times * 6 + header.characters + header.standard_marks +
                 header.utc_marks);
}

sys_seconds read_time(wire::Reader& in, std::size_t width)
{
    const auto number = in.number(width);
    return sys_seconds{seconds{width == 8 ? static_cast<std::int64_t>(number) : static_cast<std::int32_t>(number)}};
}

/// A local time as the file has it: the abbreviation is where it begins.
struct Described {
    Seconds offset{};
    std::size_t abbreviation = 0;
};

Described read_described(wire::Reader& in)
{
    Described out;
    out.offset = seconds{static_cast<std::int32_t>(in.number(4))};
    if (in.number(1) > 1) in.fail(Errc::out_of_range);  // whether it is summer time: names do, too
    out.abbreviation = static_cast<std::size_t>(in.number(1));
    if (out.offset < least_offset || out.offset > most_offset) in.fail(Errc::out_of_range);
    return out;
}

ZoneFile::LocalTime local_time(wire::Reader& in, const Described& described, std::string_view characters)
{
    const auto rest = characters.substr(std::min(described.abbreviation, characters.size()));
    const auto abbreviation = rest.substr(0, rest.find('\0'));
    if (abbreviation.size() == rest.size() || !is_abbreviation(abbreviation)) in.fail(Errc::bad_encoding);
    return {described.offset, std::string{abbreviation}};
}

void read_block(wire::Reader& in, const Header& header, std::size_t width, ZoneFile& out)
{
    if (header.local_times == 0) return in.fail(Errc::out_of_range);
    std::vector<sys_seconds> times;
    for (std::size_t i = 0; i < header.transitions && !in.failed(); ++i) {
        times.push_back(read_time(in, width));
        if (i > 0 && times[i] <= times[i - 1]) in.fail(Errc::out_of_range);
    }
    const auto which = in.raw(header.transitions);
    std::vector<Described> described;
    for (std::size_t i = 0; i < header.local_times && !in.failed(); ++i) described.push_back(read_described(in));
    const auto characters = as_text(in.raw(header.characters));
    (void)in.raw(header.standard_marks + header.utc_marks);  // how times in TZ strings without dates are meant

    std::vector<ZoneFile::LocalTime> local_times;
    for (const auto& one : described) local_times.push_back(local_time(in, one, characters));
    for (std::size_t i = 0; i < which.size() && !in.failed(); ++i) {
        const auto index = std::to_integer<std::size_t>(which[i]);
        if (index >= local_times.size()) return in.fail(Errc::out_of_range);
        out.transitions.push_back({times[i], local_times[index]});
    }
    if (!in.failed()) out.first = local_times.front();
}

/// RFC 9636, section 3.3: a line with the rule for all later years, which may be empty.
void read_footer(wire::Reader& in, ZoneFile& out)
{
    if (in.number(1) != '\n') return in.fail(Errc::bad_encoding);
    auto rule = as_text(in.rest());
    if (!rule.ends_with('\n')) return in.fail(Errc::truncated);
    rule.remove_suffix(1);
    if (rule.empty() || is_steady_rule(rule)) return;
    out.then = parse_zone_rule(rule);
    if (!out.then) in.fail(Errc::bad_encoding);
}

}  // namespace

Result<ZoneFile> parse_zone_file(BytesView bytes)
{
    if (bytes.size() > largest_zone_file) return Errc::too_large;
    wire::Reader in{bytes};
    ZoneFile out;
    const auto first = read_header(in);
    if (first.has_more()) {
        skip_block(in, first);
        const auto second = read_header(in);
        read_block(in, second, 8, out);
        if (!in.failed()) read_footer(in, out);
    } else {
        read_block(in, first, 4, out);
    }
    if (const auto end = in.finish(); end.has_error()) return end.errc();
    return out;
}

}  // namespace holdfast::hours
