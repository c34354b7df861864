#include "protocol/hours/zone/zone_spans.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// Instants begin in 1970; a year earlier every local time of 1970 is covered.
constexpr sys_seconds first_known = sys_days{1969y / January / 1};
/// No zone data reaches further; also a bound for rules, which never end.
constexpr sys_seconds last_known = sys_days{2500y / January / 1};
constexpr seconds stretch = days{183};

}  // namespace

ZoneSpans::ZoneSpans(const ZoneFile& file)
{
    add(first_known, file.first.offset, file.first.abbreviation);
    for (const auto& change : file.transitions) {
        if (change.at >= last_known) break;
        if (change.at <= first_known) spans_.clear();
        add(std::max(change.at, first_known), change.local.offset, change.local.abbreviation);
    }
    const auto listed = file.transitions.empty() ? first_known : std::max(file.transitions.back().at, first_known);
    if (file.then) go_on_by_rule(*file.then, listed);
    make_index();
}

/// A change that nobody sees begins no span.
void ZoneSpans::add(sys_seconds begin, Seconds offset, const std::string& abbreviation)
{
    if (!spans_.empty() && spans_.back().offset == offset && spans_.back().abbreviation == abbreviation) return;
    spans_.push_back({begin, offset, abbreviation});
}

/// Files list changes often until 2037, seldom later; later ones follow from a rule. It holds after the last change
/// that the file lists (RFC 9636 section 3.3), `listed`, whether a clock shows that one or not.
void ZoneSpans::go_on_by_rule(const std::array<YearlyChange, 2>& changes, sys_seconds listed)
{
    for (auto year = Date{floor<days>(listed)}.year(); changes[0].in(year) < last_known; ++year) {
        const bool in_order = changes[0].in(year) < changes[1].in(year);
        for (const auto& change : {changes[in_order ? 0 : 1], changes[in_order ? 1 : 0]})
            if (change.in(year) > listed && change.after != spans_.back().offset)
                spans_.push_back({change.in(year), change.after, change.abbreviation});
    }
}

void ZoneSpans::make_index()
{
    std::uint32_t i = 0;
    for (auto t = first_known; t < last_known; t += stretch) {
        while (i + 1 < spans_.size() && spans_[i + 1].begin <= t) ++i;
        first_in_stretch_.push_back(i);
    }
}

std::size_t ZoneSpans::index_at(sys_seconds t) const noexcept
{
    const auto last = static_cast<std::int64_t>(first_in_stretch_.size()) - 1;
    const auto at = std::clamp<std::int64_t>((t - first_known) / stretch, 0, last);
    return index_at(t, first_in_stretch_[static_cast<std::size_t>(at)]);
}

std::size_t ZoneSpans::index_at(sys_seconds t, std::size_t from) const noexcept
{
    while (from + 1 < spans_.size() && spans_[from + 1].begin <= t) ++from;
    return from;
}

bool ZoneSpans::shows(std::size_t i, local_seconds local) const noexcept
{
    const auto& span = spans_[i];
    if (i > 0 && local < span.local(span.begin)) return false;
    return i + 1 == spans_.size() || local < span.local(spans_[i + 1].begin);
}

/// Offsets stay within two days of UTC.
std::pair<std::size_t, std::size_t> ZoneSpans::candidates(local_seconds local) const noexcept
{
    const sys_seconds as_utc{local.time_since_epoch()};
    const auto from = index_at(as_utc - days{2});
    return {from, index_at(as_utc + days{2}, from)};
}

Instant ZoneSpans::after_gap(local_seconds local, std::size_t from) const noexcept
{
    std::size_t i = from;
    while (i + 1 < spans_.size() && spans_[i].local(spans_[i].begin) <= local) ++i;
    return spans_[i].begin;
}

}  // namespace holdfast::hours
