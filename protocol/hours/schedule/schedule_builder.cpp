#include "protocol/hours/schedule/schedule_builder.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::hours {
namespace {

/// How many versions of the chain were received at or before `t`.
std::size_t received_by(std::span<const CheckedInForce> chain, Instant t)
{
    const auto is_later = [](Instant value, const CheckedInForce& version) { return value < version.received; };
    return static_cast<std::size_t>(std::upper_bound(chain.begin(), chain.end(), t, is_later) - chain.begin());
}

bool is_ordered(std::span<const CheckedInForce> chain)
{
    return std::is_sorted(chain.begin(), chain.end(),
                          [](const CheckedInForce& a, const CheckedInForce& b) { return a.received < b.received; });
}

/// Overlapping and touching intervals become one; empty ones are none.
std::vector<Interval> joined(std::vector<Interval> all)
{
    std::sort(all.begin(), all.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    std::vector<Interval> out;
    for (const auto& interval : all) {
        if (interval.begin >= interval.end) continue;
        if (!out.empty() && interval.begin <= out.back().end)
            out.back().end = std::max(out.back().end, interval.end);
        else
            out.push_back(interval);
    }
    return out;
}

}  // namespace

std::optional<PlacedError> read_chain(std::span<const VersionInForce> chain, bool inherits,
                                      std::vector<CheckedInForce>& out)
{
    for (const auto& version : chain) {
        auto what = version.checked;
        if (!what) {
            auto made = read(version.content, inherits, out.empty() ? nullptr : out.back().what);
            if (!made) return made.error();
            what = *std::move(made);
        }
        out.push_back({std::move(what), version.received});
    }
    return {};
}

std::optional<PlacedError> problem_of(std::span<const CheckedInForce> base,
                                      std::span<const CheckedInForce> conversation)
{
    for (const auto& chain : {base, conversation}) {
        if (!is_ordered(chain)) return PlacedError{Errc::broken_chain, 0, sentence(Errc::broken_chain)};
        if (too_complex(chain)) return PlacedError{Errc::hours_too_complex, 0, sentence(Errc::hours_too_complex)};
    }
    return {};
}

std::shared_ptr<const ScheduleData> ScheduleBuilder::build()
{
    add_versions(base_, false);
    data_->base_versions = data_->versions.size();
    known_.clear();
    add_versions(conversation_, true);
    join_spans();
    data_->base_holds_until = base_holds_until();
    data_->base_counts = base_counts();
    add_heads();
    return std::move(data_);
}

void ScheduleBuilder::add_versions(std::span<const CheckedInForce> chain, bool own)
{
    for (std::size_t i = 0; i < chain.size(); ++i) {
        ScheduleData::Version version{{own, i + 1}, chain[i].received, counts(chain, i), chain[i].what, {}};
        version.source = source_of(version.what, own);
        if (version.source) data_->sources[*version.source].spans.push_back(version.counts);
        data_->versions.push_back(std::move(version));
    }
}

/// Versions that differ in other things share their calendar, so that no question is asked of it twice.
std::optional<std::size_t> ScheduleBuilder::source_of(const CheckedPtr& what, bool own)
{
    if (!what->pattern) return std::nullopt;
    const auto [known, fresh] = known_.emplace(what->pattern.get(), data_->sources.size());
    if (fresh) data_->sources.push_back({what->pattern, own, {}});
    return known->second;
}

void ScheduleBuilder::join_spans()
{
    for (auto& source : data_->sources) source.spans = joined(std::move(source.spans));
}

/// Until a conversation has hours of its own the base's hold; its first version is a change like any other.
Instant ScheduleBuilder::base_holds_until() const
{
    if (conversation_.empty()) return Instant::max();
    const auto& first = conversation_.front();
    const auto known = received_by(base_, first.received);
    const auto notice = known > 0 ? base_[known - 1].what->content.notice_period : Seconds{0};
    return std::max(first.received + notice, first.what->content.valid_from);
}

/// Beside the conversation's first hours, and wherever one of its versions without rules counts.
std::vector<Interval> ScheduleBuilder::base_counts() const
{
    std::vector<Interval> all{{Instant::min(), data_->base_holds_until}};
    for (auto i = data_->base_versions; i < data_->versions.size(); ++i)
        if (!data_->versions[i].source) all.push_back(data_->versions[i].counts);
    return joined(std::move(all));
}

void ScheduleBuilder::add_heads()
{
    std::vector<Instant> marks;
    for (const auto& version : data_->versions) marks.push_back(version.received);
    std::sort(marks.begin(), marks.end());
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    for (const auto mark : marks) {
        ScheduleData::Head head{mark, {}, {}};
        if (const auto known = received_by(base_, mark); known > 0) head.base = known - 1;
        if (const auto known = received_by(conversation_, mark); known > 0) head.own = data_->base_versions + known - 1;
        data_->heads.push_back(head);
    }
}

}  // namespace holdfast::hours
