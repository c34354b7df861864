#include "client/core/rhythm/series.hpp"

#include <algorithm>
#include <optional>

namespace holdfast::client {
namespace {

std::optional<SeriesPoint> point_of(std::span<const RhythmView> versions, const CountedAnswers& counted,
                                    std::uint32_t item)
{
    const auto& answers = counted.answers;
    const auto place = std::ranges::find(answers.items, item);
    const auto version = std::ranges::find(versions, answers.rhythm, &RhythmView::hash);
    if (place == answers.items.end() || version == versions.end()) return std::nullopt;
    const auto wording = std::ranges::find(version->terms.items, item, &wire::RhythmItem::id);
    if (wording == version->terms.items.end()) return std::nullopt;
    const auto index = static_cast<std::size_t>(place - answers.items.begin());
    return SeriesPoint{counted.message,
                       answers.check_in.ratings.at(index).value,
                       answers.due,
                       counted.at,
                       version->version,
                       *wording,
                       false};
}

}  // namespace

std::vector<SeriesPoint> series_of(std::span<const RhythmView> versions, std::span<const CountedAnswers> answers,
                                   std::uint32_t item)
{
    std::vector<SeriesPoint> points;
    for (const auto& counted : answers)
        if (auto point = point_of(versions, counted, item)) points.push_back(*std::move(point));
    std::ranges::stable_sort(points, {}, &SeriesPoint::due);
    for (std::size_t i = 1; i < points.size(); ++i) points[i].reworded = points[i].wording != points[i - 1].wording;
    return points;
}

const wire::CheckIn* check_in_of(const EntryBody& body) noexcept
{
    const auto* answers = std::get_if<wire::RhythmCheckIn>(&body);
    return answers ? &answers->check_in : std::get_if<wire::CheckIn>(&body);
}

std::vector<wire::RhythmItem> items_of(std::span<const RhythmView> versions)
{
    std::vector<const RhythmView*> agreed;
    for (const auto& version : versions)
        if (version.from) agreed.push_back(&version);
    std::ranges::stable_sort(agreed, {}, [](const RhythmView* version) { return *version->from; });
    std::vector<wire::RhythmItem> items;
    for (const auto* version : agreed) {
        for (const auto& item : version->terms.items) {
            const auto known = std::ranges::find(items, item.id, &wire::RhythmItem::id);
            if (known == items.end())
                items.push_back(item);
            else
                *known = item;
        }
    }
    return items;
}

}  // namespace holdfast::client
