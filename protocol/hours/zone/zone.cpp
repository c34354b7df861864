#include "protocol/hours/zone/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "protocol/hours/zone/zone_rule.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr const char* zone_folder = "/usr/share/zoneinfo/";
constexpr const char* zone_list_path = "/usr/share/zoneinfo/tzdata.zi";
/// Instants begin in 1970; a year earlier every local time of 1970 is covered.
constexpr sys_seconds first_known = sys_days{1969y / January / 1};
/// No zone data reaches further; also a bound against data that never ends.
constexpr sys_seconds last_known = sys_days{2500y / January / 1};

struct ZoneList {
    std::string version = "unknown";
    std::set<std::string, std::less<>> names;
};

constexpr std::string_view version_mark = "# version ";

/// The system's own list of zones and links: keeps out files that only look like zones ("posixrules", "right/…").
/// Format: "# version 2025b", then zones "Z NAME …" and links "L TARGET NAME".
ZoneList read_zone_list()
{
    ZoneList list;
    std::ifstream file{zone_list_path};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(version_mark)) list.version = line.substr(version_mark.size());
        if (line.size() < 2 || (line[0] != 'Z' && line[0] != 'L') || line[1] != ' ') continue;
        const auto from = line[0] == 'Z' ? 2 : line.find(' ', 2) + 1;
        list.names.insert(line.substr(from, line.find(' ', from) - from));
    }
    return list;
}

const ZoneList& zone_list()
{
    static const ZoneList list = read_zone_list();
    return list;
}

/// The last line of a zone's file.
std::string read_zone_rule(std::string_view name)
{
    std::ifstream file{std::string{zone_folder}.append(name), std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (content.ends_with('\n')) content.pop_back();
    return content.substr(content.rfind('\n') + 1);
}

}  // namespace

/// The spans of constant offset, copied out of the library once: a look-up is then a step or two in an array.
struct TimeZone::Data {
    struct Span {
        sys_seconds begin;
        Seconds offset;
        std::string abbreviation;
        [[nodiscard]] local_seconds local(sys_seconds t) const { return local_seconds{t.time_since_epoch() + offset}; }
    };
    std::string name;
    std::vector<Span> spans;

    /// Spans are looked for from the begin of the stretch of time they lie in; half a year has at most a few.
    static constexpr seconds stretch = days{183};
    std::vector<std::uint32_t> first_in_stretch;

    void make_index()
    {
        std::uint32_t i = 0;
        for (auto t = first_known; t < last_known; t += stretch) {
            while (i + 1 < spans.size() && spans[i + 1].begin <= t) ++i;
            first_in_stretch.push_back(i);
        }
    }

    [[nodiscard]] std::size_t index_at(sys_seconds t) const noexcept
    {
        const auto last = static_cast<std::int64_t>(first_in_stretch.size()) - 1;
        const auto at = std::clamp<std::int64_t>((t - first_known) / stretch, 0, last);
        return index_at(t, first_in_stretch[static_cast<std::size_t>(at)]);
    }
    /// The same, where span `from` does not begin after `t`.
    [[nodiscard]] std::size_t index_at(sys_seconds t, std::size_t from) const noexcept
    {
        while (from + 1 < spans.size() && spans[from + 1].begin <= t) ++from;
        return from;
    }

    /// Whether the wall clock shows `local` during span `i`.
    [[nodiscard]] bool shows(std::size_t i, local_seconds local) const noexcept
    {
        const auto& span = spans[i];
        if (i > 0 && local < span.local(span.begin)) return false;
        return i + 1 == spans.size() || local < span.local(spans[i + 1].begin);
    }

    /// The spans that can show `local`: offsets stay within a day of UTC, and no span is shorter than that.
    [[nodiscard]] std::pair<std::size_t, std::size_t> candidates(local_seconds local) const noexcept
    {
        const sys_seconds as_utc{local.time_since_epoch()};
        const auto from = index_at(as_utc - days{2});
        return {from, index_at(as_utc + days{2}, from)};
    }

    [[nodiscard]] Instant after_gap(local_seconds local, std::size_t from) const noexcept
    {
        std::size_t i = from;
        while (i + 1 < spans.size() && spans[i].local(spans[i].begin) <= local) ++i;
        return spans[i].begin;
    }

    /// The library knows only the changes that the data lists, often until 2037; later ones follow from a rule.
    void go_on_by_rule(const std::array<YearlyChange, 2>& changes)
    {
        const auto listed = spans.back().begin;
        for (auto year = Date{floor<days>(listed)}.year(); changes[0].in(year) < last_known; ++year) {
            const bool in_order = changes[0].in(year) < changes[1].in(year);
            for (const auto& change : {changes[in_order ? 0 : 1], changes[in_order ? 1 : 0]})
                if (change.in(year) > listed && change.after != spans.back().offset)
                    spans.push_back({change.in(year), change.after, change.abbreviation});
        }
    }
};

struct TimeZone::Registry {
    std::mutex mutex;
    std::map<std::string, std::unique_ptr<const Data>, std::less<>> zones;

    static Registry& instance()
    {
        static Registry registry;
        return registry;
    }

    static std::unique_ptr<const Data> load(std::string_view name)
    try {
        const auto* zone = date::locate_zone(std::string{name});
        auto data = std::make_unique<Data>();
        data->name = name;
        for (auto t = first_known; t < last_known;) {
            const auto info = zone->get_info(t);
            data->spans.push_back({t, info.offset, info.abbrev});
            t = info.end;
        }
        if (const auto rule = parse_zone_rule(read_zone_rule(name))) data->go_on_by_rule(*rule);
        data->make_index();
        return data;
    } catch (const std::exception&) {
        return nullptr;  // listed, but its data is not installed or cannot be read
    }
};

Result<TimeZone> TimeZone::find(std::string_view name)
{
    auto& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    if (const auto found = registry.zones.find(name); found != registry.zones.end()) return TimeZone{*found->second};
    if (zone_list().names.empty()) return Errc::no_zone_data;
    if (!zone_list().names.contains(name)) return Errc::unknown_zone;
    auto data = Registry::load(name);
    if (!data) return Errc::unknown_zone;
    const auto& kept = registry.zones.emplace(name, std::move(data)).first->second;
    return TimeZone{*kept};
}

std::string_view TimeZone::name() const noexcept { return data_->name; }

WallClock TimeZone::wall_clock(Instant t) const noexcept
{
    const auto whole = floor<seconds>(t);
    const auto& span = data_->spans[data_->index_at(whole)];
    return {span.local(whole), span.offset, span.abbreviation};
}

Date TimeZone::date_of(Instant t) const noexcept { return Date{floor<days>(wall_clock(t).time)}; }

Instant TimeZone::first(LocalMinute local) const noexcept
{
    const auto [from, to] = data_->candidates(local);
    for (auto i = from; i <= to; ++i)
        if (data_->shows(i, local)) return sys_seconds{local.time_since_epoch() - data_->spans[i].offset};
    return data_->after_gap(local, from);
}

Instant TimeZone::last(LocalMinute local) const noexcept
{
    const auto [from, to] = data_->candidates(local);
    for (auto i = to + 1; i-- > from;)
        if (data_->shows(i, local)) return sys_seconds{local.time_since_epoch() - data_->spans[i].offset};
    return data_->after_gap(local, from);
}

std::optional<Seconds> TimeZone::steady_offset(LocalMinute from, LocalMinute to) const noexcept
{
    const auto first = data_->index_at(sys_seconds{from.time_since_epoch()} - days{2});
    const auto last = data_->index_at(sys_seconds{to.time_since_epoch()} + days{2}, first);
    return first == last ? std::optional{data_->spans[first].offset} : std::nullopt;
}

const std::set<std::string, std::less<>>& zone_names() { return zone_list().names; }

const std::string& tzdata_version() { return zone_list().version; }

bool tzdata_changed()
{
    std::ifstream file{zone_list_path};
    std::string line;
    // A list that is being replaced, or gone, is no other version.
    if (!std::getline(file, line) || !line.starts_with(version_mark)) return false;
    return line.substr(version_mark.size()) != tzdata_version();
}

}  // namespace holdfast::hours
