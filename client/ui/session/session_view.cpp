#include "client/ui/session/session_view.hpp"

#include <algorithm>

#include "client/core/rhythm/series.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/experiment/experiment_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

constexpr std::size_t mark_columns = 60;

Instant shared_at(const client::ListedEntry& head)
{
    return head.mine ? head.written : head.released.value_or(head.written);
}

bool was_shared(const client::ListedEntry& head)
{
    using client::Stage;
    return head.stage == Stage::accepted || head.stage == Stage::confirmed || head.stage == Stage::received;
}

void add_ratings(std::vector<RatingSeries>& all, const wire::CheckIn& check_in)
{
    for (const auto& rating : check_in.ratings) {
        auto series = std::ranges::find_if(
            all, [&](const RatingSeries& one) { return one.name == rating.name && one.of == rating.of; });
        if (series == all.end()) series = all.insert(series, RatingSeries{rating.name, rating.of, {}});
        series->values.push_back(rating.value);
    }
}

std::string count_words(std::size_t count, std::string_view one)
{
    return std::to_string(count) + " " + std::string{one} + (count == 1 ? "" : "s");
}

/// "3 messages and 1 check-in"; "nothing".
std::string shared_words(const Shared& shared)
{
    if (shared.messages == 0 && shared.check_ins == 0) return "nothing";
    if (shared.check_ins == 0) return count_words(shared.messages, "message");
    if (shared.messages == 0) return count_words(shared.check_ins, "check-in");
    return count_words(shared.messages, "message") + " and " + count_words(shared.check_ins, "check-in");
}

std::string series_words(const RatingSeries& series)
{
    std::string values;
    for (const auto value : series.values) values.append(values.empty() ? "" : ", ").append(std::to_string(value));
    return sanitize_line(series.name) + " " + values + " (of " + std::to_string(series.of) + ")";
}

void append_marks(Lines& lines, const std::vector<client::MarkView>& marks, const client::Client& client,
                  const Here& here)
{
    for (const auto& mark : marks)
        if (const auto* entry = client.entry(mark.about)) lines.push_back("  " + numbered_line(*entry, client, here));
}

/// When the last was said of it.
Instant last_said(const client::ExperimentView& experiment)
{
    auto last = experiment.versions.back().at;
    for (const auto* said : {&experiment.results, &experiment.learned, &experiment.dropped})
        if (!said->empty()) last = std::max(last, said->back().at);
    return last;
}

void append_experiments(Lines& lines, const std::vector<client::ExperimentView>& experiments, const Here& here)
{
    if (experiments.empty()) return;
    lines.emplace_back("Experiments:");
    for (const auto& one : experiments) {
        lines.push_back("  " + fit(sanitize_line(one.what().prediction), mark_columns) + ": " +
                        experiment_state_words(one, here));
        if (const auto surprise = surprise_words(client::numbers_of(one))) lines.push_back("    " + *surprise);
    }
}

}  // namespace

SessionPage session_page(const client::Client& client, const ConversationId& id)
{
    SessionPage page;
    page.since = client.last_session(id);
    for (const auto& head : client.list(id)) {
        if (!was_shared(head) || (page.since && shared_at(head) < *page.since)) continue;
        auto& shared = head.mine ? page.mine : page.theirs;
        if (head.is<wire::CheckIn>() || head.is<wire::RhythmCheckIn>()) {
            ++shared.check_ins;
            const auto entry = client.read(head);
            add_ratings(page.ratings, *client::check_in_of(entry.body));
        } else if (head.is<wire::PulseAnswer>()) {
            page.pulse.push_back(std::get<wire::PulseAnswer>(client.read(head).body).value);
        } else if (head.is<wire::Text>() || head.is<wire::Repair>()) {
            ++shared.messages;
        }
    }
    for (const auto& mark : client.marks(id)) {
        if (mark.state == wire::MarkState::on) page.marked.push_back(mark);
        if (mark.state == wire::MarkState::done && (!page.since || mark.at >= *page.since)) page.done.push_back(mark);
    }
    for (const auto* broken : client.unrepaired(id))
        page.to_repair.push_back(std::get<client::Broken>(broken->body).window);
    page.experiments = client.experiments(id);
    std::erase_if(page.experiments, [&](const client::ExperimentView& one) {
        return !one.is_open() && page.since && last_said(one) < *page.since;
    });
    return page;
}

Lines session_lines(const SessionPage& page, const client::Client& client, const ConversationId& id, const Here& here)
{
    const auto with = client.conversation(id);
    Lines lines{"For the session with " + who(with) + "."};
    lines.push_back((page.since ? "Since the last one, " + instant_words(*page.since, {}, here) : "So far") +
                    ", you sent " + shared_words(page.mine) + ", and " + who(with) + " sent " +
                    shared_words(page.theirs) + ".");
    std::string ratings;
    for (const auto& series : page.ratings) ratings.append(ratings.empty() ? "" : "; ").append(series_words(series));
    if (!ratings.empty()) lines.push_back("In the check-ins: " + ratings + ".");
    if (!page.pulse.empty()) {
        std::string values;
        for (const auto value : page.pulse) values.append(values.empty() ? "" : ", ").append(std::to_string(value));
        lines.push_back("\"Did you feel understood?\", as it was shared: " + values + " (of 10).");
    }
    append_experiments(lines, page.experiments, here);
    lines.emplace_back(page.marked.empty() ? "Nothing is marked for it." : "To bring to it:");
    append_marks(lines, page.marked, client, here);
    if (!page.done.empty()) lines.emplace_back("Ticked off:");
    append_marks(lines, page.done, client, here);
    const auto zone = client.outlook(id, here.now).zone;
    for (const auto& window : page.to_repair)
        lines.push_back("To be repaired: the window " + window_words({window.from, window.by}, zone, here) +
                        " was not kept.");
    return lines;
}

std::string numbered_line(const client::Entry& entry, const client::Client& client, const Here& here)
{
    const auto from =
        entry.mine ? std::string{phrase::you} : sanitize_name(client.name_of(entry.conversation, entry.from));
    return std::to_string(entry.number) + ", " + from + ", " + instant_words(entry.written, {}, here) + ": " +
           fit(sanitize_line(body_text(entry.body)), mark_columns);
}

std::string mark_words(wire::MarkState state)
{
    switch (state) {
        case wire::MarkState::on: return "Marked for the session.";
        case wire::MarkState::off: return "No longer marked for the session.";
        case wire::MarkState::done: return "Ticked off.";
    }
    return {};
}

std::string_view mark_name(wire::MarkState state) noexcept
{
    switch (state) {
        case wire::MarkState::on: return "on";
        case wire::MarkState::off: return "off";
        case wire::MarkState::done: return "done";
    }
    return "off";
}

}  // namespace holdfast::ui
