#include "client/ui/progress/progress.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "client/core/account/naming.hpp"
#include "client/core/history_facts.hpp"
#include "protocol/measure/score.hpp"

namespace holdfast::ui {
namespace {

using Key = std::tuple<std::string, int, int>;
using Collected = std::map<Key, std::vector<Point>>;

void collect_check_ins(Collected& into, const client::Client& client, const ConversationId& id)
{
    const bool therapist = client.conversation(id).mine;
    for (const auto& head : client.list(id)) {
        if (!head.is<wire::CheckIn>() || head.mine == therapist || !client::counts(head)) continue;
        const auto entry = client.read(head);
        for (const auto& rating : std::get<wire::CheckIn>(entry.body).ratings)
            into[{rating.name, 0, rating.of}].push_back({entry.written, rating.value});
    }
}

void collect_measures(Collected& into, const client::Client& client, const ConversationId& id)
{
    for (const auto& view : client.measures(id)) {
        if (!view.answered) continue;
        const auto score = measure::score(*view.measure, view.chosen);
        if (!score.total) continue;
        into[{view.measure->name, score.range.lowest, score.range.highest}].push_back({*view.answered, *score.total});
    }
}

void collect_occasions(std::vector<Occasion>& into, const client::Client& client, const ConversationId& id, Instant now)
{
    for (const auto& session : client.sessions(id)) into.push_back({Occasion::Sort::session, session, session});
    for (const auto* head : client.broken(id)) {
        const auto entry = client.read(*head);
        const auto& broken = std::get<client::Broken>(entry.body);
        if (broken.repair != MessageId{}) into.push_back({Occasion::Sort::repair, broken.window.by, broken.window.by});
    }
    const auto zone = client.outlook(id, now).zone;
    if (!zone) return;
    for (const auto& off : client.days_off(id, now)) {
        const auto over = Date{std::chrono::sys_days{off.to} + std::chrono::days{1}};
        into.push_back(
            {Occasion::Sort::leave, client::begin_of(off.from, *zone), client::begin_of(over, *zone) - Seconds{1}});
    }
}

}  // namespace

Progress progress_of(const client::Client& client, const ConversationId& id, Instant now)
{
    Collected collected;
    collect_check_ins(collected, client, id);
    collect_measures(collected, client, id);
    Progress progress;
    for (auto& [key, points] : collected) {
        std::ranges::stable_sort(points, {}, &Point::at);
        progress.series.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::move(points)});
    }
    collect_occasions(progress.occasions, client, id, now);
    std::ranges::stable_sort(progress.occasions, {}, &Occasion::from);
    return progress;
}

Progress only(Progress progress, std::string_view name)
{
    std::erase_if(progress.series, [&](const Series& one) { return !client::is_same_name(one.name, name); });
    return progress;
}

std::vector<Occasion> occasions_beside(const Series& series, const std::vector<Occasion>& all)
{
    std::vector<Occasion> beside;
    for (const auto& one : all)
        if (one.to >= series.points.front().at && one.from <= series.points.back().at) beside.push_back(one);
    return beside;
}

std::string_view occasion_name(Occasion::Sort sort) noexcept
{
    switch (sort) {
        case Occasion::Sort::session: return "session";
        case Occasion::Sort::leave: return "leave";
        case Occasion::Sort::repair: return "repair";
    }
    return "session";
}

}  // namespace holdfast::ui
