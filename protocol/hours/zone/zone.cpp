#include "protocol/hours/zone/zone.hpp"

#include <map>
#include <memory>
#include <mutex>

#include "protocol/hours/zone/zone_file.hpp"
#include "protocol/hours/zone/zone_source.hpp"
#include "protocol/hours/zone/zone_spans.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// Listed as a zone for machines that come from the factory: no place has its clock.
constexpr std::string_view clock_nobody_set = "Factory";

const ZoneList& zone_list()
{
    static const ZoneList list = zone_source().list();
    return list;
}

}  // namespace

struct TimeZone::Data {
    std::string name;
    ZoneSpans spans;
};

struct TimeZone::Registry {
    std::mutex mutex;
    std::map<std::string, std::unique_ptr<const Data>, std::less<>> zones;

    static Registry& instance()
    {
        static Registry registry;
        return registry;
    }

    /// Nothing where the zone is listed, but its data is not installed or cannot be read.
    static std::unique_ptr<const Data> load(std::string_view name)
    {
        const auto bytes = zone_source().read(name);
        if (bytes.has_error()) return nullptr;
        const auto file = parse_zone_file(*bytes);
        if (file.has_error()) return nullptr;
        return std::make_unique<const Data>(Data{std::string{name}, ZoneSpans{*file}});
    }
};

Result<TimeZone> TimeZone::find(std::string_view name)
{
    auto& registry = Registry::instance();
    const std::lock_guard lock{registry.mutex};
    if (const auto found = registry.zones.find(name); found != registry.zones.end()) return TimeZone{*found->second};
    if (zone_list().names.empty()) return Errc::no_zone_data;
    if (!zone_list().names.contains(name) || name == clock_nobody_set) return Errc::unknown_zone;
    auto data = Registry::load(name);
    if (!data) return Errc::unknown_zone;
    const auto& kept = registry.zones.emplace(name, std::move(data)).first->second;
    return TimeZone{*kept};
}

std::string_view TimeZone::name() const noexcept { return data_->name; }

WallClock TimeZone::wall_clock(Instant t) const noexcept
{
    const auto whole = floor<seconds>(t);
    const auto& span = data_->spans[data_->spans.index_at(whole)];
    return {span.local(whole), span.offset, span.abbreviation};
}

Date TimeZone::date_of(Instant t) const noexcept { return Date{floor<days>(wall_clock(t).time)}; }

Instant TimeZone::first(LocalMinute local) const noexcept
{
    const auto [from, to] = data_->spans.candidates(local);
    for (auto i = from; i <= to; ++i)
        if (data_->spans.shows(i, local)) return sys_seconds{local.time_since_epoch() - data_->spans[i].offset};
    return data_->spans.after_gap(local, from);
}

Instant TimeZone::last(LocalMinute local) const noexcept
{
    const auto [from, to] = data_->spans.candidates(local);
    for (auto i = to + 1; i-- > from;)
        if (data_->spans.shows(i, local)) return sys_seconds{local.time_since_epoch() - data_->spans[i].offset};
    return data_->spans.after_gap(local, from);
}

std::optional<Seconds> TimeZone::steady_offset(LocalMinute from, LocalMinute to) const noexcept
{
    const auto first = data_->spans.index_at(sys_seconds{from.time_since_epoch()} - days{2});
    const auto last = data_->spans.index_at(sys_seconds{to.time_since_epoch()} + days{2}, first);
    return first == last ? std::optional{data_->spans[first].offset} : std::nullopt;
}

const std::set<std::string, std::less<>>& zone_names() { return zone_list().names; }

const std::string& tzdata_version() { return zone_list().version; }

bool tzdata_changed()
{
    const auto version = zone_source().version();
    return !version.empty() && version != tzdata_version();
}

}  // namespace holdfast::hours
