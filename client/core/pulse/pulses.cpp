#include "client/core/pulse/pulses.hpp"

#include <algorithm>
#include <limits>

#include "client/core/reading/missed_windows.hpp"

namespace holdfast::client {
namespace {

constexpr std::size_t values_before = 5;
constexpr unsigned twice_high = 2 * 7;
constexpr unsigned twice_fall = 2 * 3;

std::optional<Row> pulse_row(const State& state, const ConversationId& id)
{
    return state.pulses.find([&](const PulseState& one) { return one.conversation == id; });
}

bool is_recent(Instant t, Instant now) { return t <= now && now - t < pulse_asked_within; }

/// The end of the newest window that is over and in which the owner's words came that were shown here.
std::optional<Instant> read_window(const State& state, const Conversation& conversation, Instant now)
{
    const auto& schedule = state.hours.schedule(conversation.roster.owner, conversation.id);
    const auto* one = state.entries.before(conversation.id, std::numeric_limits<Row>::max());
    for (; one != nullptr; one = state.entries.before(conversation.id, one->number)) {
        const auto came = one->released.value_or(one->written);
        if (now - came >= pulse_asked_within) return std::nullopt;
        const bool words = one->is<wire::Text>() || one->is<wire::Repair>();
        if (one->mine || !one->shown || !words || one->from != conversation.roster.owner) continue;
        const auto window = schedule.window_at(came);
        if (window && window->end && is_recent(*window->end, now)) return window->end;
    }
    return std::nullopt;
}

std::optional<Instant> noted_session(const State& state, const ConversationId& id, Instant now)
{
    std::optional<Instant> newest;
    for (const auto& [row, session] : state.noted_sessions.rows())
        if (session.conversation == id && is_recent(session.at, now)) newest = session.at;
    return newest;
}

/// The newest that was not answered. Nothing within a rupture that was not repaired, and nothing once it is over.
std::optional<PulseOccasion> occasion_of(const State& state, const Conversation& conversation, Instant now)
{
    if (state.mine(conversation) || state.over_since(conversation)) return std::nullopt;
    if (!unrepaired(state, conversation.id).empty()) return std::nullopt;
    const auto window = read_window(state, conversation, now);
    const auto session = noted_session(state, conversation.id, now);
    if (!window && !session) return std::nullopt;
    const bool is_session = session && (!window || *session >= *window);
    const PulseOccasion occasion{is_session ? wire::PulseAbout::session : wire::PulseAbout::window,
                                 is_session ? *session : *window};
    return kept_pulse(state, conversation.id, occasion.at) ? std::nullopt : std::optional{occasion};
}

bool is_sound(const wire::PulseAnswer& answer)
{
    return answer.value <= wire::highest_pulse && answer.at <= answer.answered;
}

/// The answers that are shown here: a client's own, or the owner's of the others.
std::vector<PulseAnswerView> answers_in(const State& state, const ConversationId& id)
{
    std::vector<PulseAnswerView> answers;
    if (const auto row = pulse_row(state, id))
        for (const auto& kept : state.pulses.at(*row).answers)
            answers.push_back({kept.answer, kept.message.has_value()});
    return answers;
}

}  // namespace

PulseView pulse_of(const State& state, const ConversationId& id, Instant now)
{
    const auto* conversation = state.conversation(id);
    if (!conversation) return {};
    PulseView view;
    view.answers = answers_in(state, id);
    view.suggests_repair = suggests_repair(state, id);
    if (state.mine(*conversation)) return view;
    const auto row = pulse_row(state, id);
    view.off = row && state.pulses.at(*row).off;
    view.occasion = occasion_of(state, *conversation, now);
    const auto asked = row ? state.pulses.at(*row).asked : std::nullopt;
    view.asks = view.occasion && !view.off && (!asked || *asked < view.occasion->at);
    return view;
}

bool suggests_repair(const State& state, const ConversationId& id)
{
    const auto* conversation = state.conversation(id);
    const auto row = pulse_row(state, id);
    if (!conversation || !state.mine(*conversation) || !row) return false;
    const auto& answers = state.pulses.at(*row).answers;
    if (answers.empty() || !answers.back().message || state.over_since(*conversation)) return false;
    PulseView view;
    view.answers = answers_in(state, id);
    if (!is_fall(pulse_numbers(view))) return false;
    const auto came = state.entry_row(*answers.back().message);
    const auto* one = came ? state.entries.after(id, *came) : nullptr;
    for (; one != nullptr; one = state.entries.after(id, one->number))
        if (one->mine && counts(*one) && (one->is<wire::Text>() || one->is<wire::Repair>())) return false;
    return came.has_value();
}

const KeptPulse* kept_pulse(const State& state, const ConversationId& id, Instant at)
{
    const auto row = pulse_row(state, id);
    if (!row) return nullptr;
    const auto& answers = state.pulses.at(*row).answers;
    const auto found = std::ranges::find_if(answers, [&](const KeptPulse& one) { return one.answer.at == at; });
    return found == answers.end() ? nullptr : &*found;
}

PulseState& edit_pulse(State& state, const ConversationId& id)
{
    const auto row = pulse_row(state, id);
    return state.pulses.edit(row ? *row : state.pulses.add({id, false, std::nullopt, {}}));
}

void keep_pulse(State& state, const ConversationId& id, const KeptPulse& pulse)
{
    auto& answers = edit_pulse(state, id).answers;
    std::erase_if(answers, [&](const KeptPulse& one) { return one.answer.at == pulse.answer.at; });
    const auto later =
        std::ranges::find_if(answers, [&](const KeptPulse& one) { return one.answer.at > pulse.answer.at; });
    answers.insert(later, pulse);
    if (answers.size() > most_pulses) answers.erase(answers.begin());
}

Status check_pulse(const wire::Content& content)
{
    const auto* pulse = std::get_if<wire::PulseAnswer>(&content.body);
    if (!pulse) return ok();
    return is_sound(*pulse) ? ok() : Status{Errc::out_of_range};
}

void note_pulse(State& state, const MessageId& message)
{
    const auto row = state.entry_row(message);
    if (!row || !state.entries.head(*row).is<wire::PulseAnswer>()) return;
    const auto& entry = state.entries.at(*row);
    const auto* conversation = state.conversation(entry.conversation);
    const auto& answer = std::get<wire::PulseAnswer>(entry.body);
    // What an earlier program took without knowing its kind was not checked when it came.
    if (!conversation || conversation->roster.owner == entry.from || !is_sound(answer)) return;
    keep_pulse(state, entry.conversation, {answer, message});
}

void forget_pulse(State& state, const Entry& entry)
{
    if (!std::holds_alternative<wire::PulseAnswer>(entry.body)) return;
    for (auto& kept : edit_pulse(state, entry.conversation).answers)
        if (kept.message == entry.message) kept.message.reset();
}

std::vector<PulseNumber> pulse_numbers(const PulseView& pulse)
{
    std::vector<PulseNumber> numbers;
    for (const auto& one : pulse.answers) numbers.push_back({one.answer.at, one.answer.value});
    return numbers;
}

std::optional<unsigned> twice_median_before(const std::vector<PulseNumber>& values)
{
    if (values.size() < 2) return std::nullopt;
    std::vector<unsigned> before;
    const auto first = values.size() - 1 - std::min(values.size() - 1, values_before);
    for (auto i = first; i + 1 < values.size(); ++i) before.push_back(values[i].value);
    std::sort(before.begin(), before.end());
    return before[(before.size() - 1) / 2] + before[before.size() / 2];
}

bool is_fall(const std::vector<PulseNumber>& values)
{
    const auto median = twice_median_before(values);
    return median && *median >= twice_high && 2U * values.back().value + twice_fall <= *median;
}

}  // namespace holdfast::client
