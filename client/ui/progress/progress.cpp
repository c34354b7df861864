#include "client/ui/progress/progress.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "client/core/account/naming.hpp"
#include "client/core/experiment/experiments.hpp"
#include "client/core/history_facts.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/core/rhythm/series.hpp"
#include "protocol/measure/score.hpp"

namespace holdfast::ui {
namespace {

using Key = std::tuple<std::string, int, int>;
struct Values {
    std::vector<Point> points;
    std::vector<Instant> reworded;
};
using Collected = std::map<Key, Values>;

constexpr int sure = 100;  ///< how much an experiment without a unit counts up to
constexpr const char* expected_name = "experiments, expected";
constexpr const char* came_to_name = "experiments, came to";
constexpr const char* pulse_name = "felt understood";

/// Answers to the rhythm follow their item, whatever it is called at the time; other numbers go by their names.
void collect_check_ins(Collected& into, const client::Client& client, const ConversationId& id)
{
    const auto versions = client.rhythms(id);
    const auto answers = client.counted_answers(id);
    std::set<MessageId> counted;
    for (const auto& one : answers) counted.insert(one.message);
    for (const auto& item : client::items_of(versions)) {
        auto& values = into[{item.name, 0, wire::rhythm_highest}];
        for (const auto& point : client::series_of(versions, answers, item.id)) {
            values.points.push_back({point.at, point.value});
            if (point.reworded) values.reworded.push_back(point.at);
        }
    }
    const bool therapist = client.conversation(id).mine;
    for (const auto& head : client.list(id)) {
        if ((!head.is<wire::CheckIn>() && !head.is<wire::RhythmCheckIn>()) || head.mine == therapist ||
            !client::counts(head) || counted.contains(head.message))
            continue;
        const auto entry = client.read(head);
        for (const auto& rating : client::check_in_of(entry.body)->ratings)
            into[{rating.name, 0, rating.of}].points.push_back({entry.written, rating.value});
    }
}

void collect_experiments(Collected& into, const std::vector<client::ExperimentNumbers>& experiments)
{
    for (const auto& one : experiments) {
        if (!one.unit.empty()) continue;
        if (one.predicted)
            into[{expected_name, 0, sure}].points.push_back({one.predicted_at, static_cast<int>(*one.predicted)});
        if (one.actual && one.happened_at)
            into[{came_to_name, 0, sure}].points.push_back({*one.happened_at, static_cast<int>(*one.actual)});
    }
}

void collect_pulse(Collected& into, const client::PulseView& pulse)
{
    for (const auto& one : pulse.answers)
        if (one.shared) into[{pulse_name, 0, wire::highest_pulse}].points.push_back({one.answer.at, one.answer.value});
}

void collect_measures(Collected& into, const client::Client& client, const ConversationId& id)
{
    for (const auto& view : client.measures(id)) {
        if (!view.answered) continue;
        const auto score = measure::score(*view.measure, view.chosen);
        if (!score.total) continue;
        into[{view.measure->name, score.range.lowest, score.range.highest}].points.push_back(
            {*view.answered, *score.total});
    }
}

void collect_occasions(std::vector<Occasion>& into, const client::Client& client, const ConversationId& id,
                       const std::vector<client::ExperimentView>& experiments, Instant now)
{
    for (const auto& session : client.sessions(id)) into.push_back({Occasion::Sort::session, session, session});
    for (const auto* head : client.broken(id)) {
        const auto entry = client.read(*head);
        const auto& broken = std::get<client::Broken>(entry.body);
        if (broken.repair != MessageId{}) into.push_back({Occasion::Sort::repair, broken.window.by, broken.window.by});
    }
    for (const auto& one : experiments)
        if (!one.results.empty())
            into.push_back({Occasion::Sort::experiment, one.results.back().at, one.results.back().at});
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
    const auto experiments = client.experiments(id);
    collect_experiments(collected, client::experiment_numbers(experiments));
    collect_pulse(collected, client.pulse(id, now));
    Progress progress;
    for (auto& [key, values] : collected) {
        if (values.points.empty()) continue;
        std::ranges::stable_sort(values.points, {}, &Point::at);
        progress.series.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::move(values.points),
                                   std::move(values.reworded)});
    }
    collect_occasions(progress.occasions, client, id, experiments, now);
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
    for (const auto& at : series.reworded) beside.push_back({Occasion::Sort::reworded, at, at});
    return beside;
}

std::string_view occasion_name(Occasion::Sort sort) noexcept
{
    switch (sort) {
        case Occasion::Sort::session: return "session";
        case Occasion::Sort::leave: return "leave";
        case Occasion::Sort::repair: return "repair";
        case Occasion::Sort::experiment: return "experiment";
        case Occasion::Sort::reworded: return "reworded";
    }
    return "session";
}

char occasion_letter(Occasion::Sort sort) noexcept
{
    switch (sort) {
        case Occasion::Sort::session: return 'S';
        case Occasion::Sort::leave: return 'L';
        case Occasion::Sort::repair: return 'R';
        case Occasion::Sort::experiment: return 'E';
        case Occasion::Sort::reworded: return 'W';
    }
    return ' ';
}

}  // namespace holdfast::ui
