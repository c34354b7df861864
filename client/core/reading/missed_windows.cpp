#include "client/core/reading/missed_windows.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::client {
namespace {

bool is_breach(Outcome outcome) noexcept { return outcome == Outcome::outage || outcome == Outcome::broken; }

Breach breach_of(const Judgement& judgement) noexcept
{
    if (judgement.what == Promised::reply) return Breach::no_reply;
    return judgement.outcome == Outcome::outage ? Breach::outage : Breach::not_read;
}

/// A copy, since `take` may change what follows from entries.
template <class Take>
void for_broken(const State& state, const ConversationId& id, const Take& take)
{
    const auto all = state.entries.of(id).broken;
    for (const auto& [row, broken] : all) take(row, broken);
}

bool is_noted(const State& state, const ConversationId& id, const Judgement& judgement)
{
    bool noted = false;
    for_broken(state, id, [&](Row, const Broken& broken) {
        const bool reply = broken.breach == Breach::no_reply;
        noted = noted || (broken.window.by == judgement.by && reply == (judgement.what == Promised::reply));
    });
    return noted;
}

std::vector<Judgement> judged(const State& state, const Conversation& conversation, Instant now)
{
    if (state.hours.problem(conversation.roster.owner, conversation.id)) return {};
    return judge(watched_at(state, conversation, now - judge_after), now - judge_after);
}

/// So long before the reach of the first judgement messages are told apart: a clock may be put back that far without a
/// second look at all of them.
constexpr std::chrono::hours spare_reach{24};

struct Sorting {
    const AccountId& owner;
    const Watched& known;
    StandingMessages& messages;

    void take(const HeardChange& change) const
    {
        if (!change.counts) return;
        if (change.from == owner)
            return change.gone ? messages.remove_reply(change.received) : messages.add_reply(change.received);
        const StandingMessage message{change.received, change.read, reply_promised(known.versions, change.received)};
        change.gone ? messages.remove(known.schedule, message) : messages.add(known.schedule, message);
    }
};

/// The messages of a conversation as they stand now. All are looked at after other hours have come, and otherwise those
/// that have changed.
const StandingMessages& standing_in(const State& state, const Conversation& conversation, const Watched& known,
                                    Instant reach)
{
    state.entries.reach_back(reach - spare_reach);
    const auto changes = state.entries.take_changes(conversation.id);
    const auto hours = state.hours.generation();
    const auto sorted = state.standing.find(conversation.id);
    if (sorted != state.standing.end() && sorted->second.serves(hours, reach) && changes) {
        const Sorting sorting{conversation.roster.owner, known, sorted->second};
        for (const auto& change : *changes) sorting.take(change);
        return sorted->second;
    }
    auto& fresh =
        state.standing.insert_or_assign(conversation.id, StandingMessages{hours, reach - spare_reach}).first->second;
    const Sorting sorting{conversation.roster.owner, known, fresh};
    for (const Row row : state.entries.of(conversation.id).rows)
        if (const auto change = heard(state.entries.head(row))) sorting.take(*change);
    return fresh;
}

std::vector<Interval> intervals(const std::vector<WatchedSpan>& spans)
{
    std::vector<Interval> all;
    for (const auto& span : spans) all.push_back({span.from, span.to});
    return all;
}

/// Everything that waited in a window up to `by` has been read in a later one.
bool read_since(const State& state, const Conversation& conversation, Instant now, Instant by)
{
    const auto known = watched(state, conversation);
    return !standing_in(state, conversation, known, now - watch_reach).wait_before(by);
}

void note(Step& step, const Conversation& conversation, const Judgement& judgement)
{
    Broken broken;
    broken.breach = breach_of(judgement);
    broken.window = {judgement.from, judgement.by};
    if (judgement.down) broken.down = Span{judgement.down->from, judgement.down->to};
    broken.read_since = read_since(step.state, conversation, step.relay_now, judgement.by);
    if (!broken.read_since) broken.next = step.state.promise_at(conversation, step.relay_now);
    Entry entry;
    entry.conversation = conversation.id;
    entry.from = conversation.roster.owner;
    entry.written = step.relay_now;
    entry.stage = Stage::received;
    entry.body = broken;
    const auto& added = step.state.add_entry(std::move(entry));
    step.show(show::NewEntry{added});
}

/// The verdict after a later look: empty where it stands. A window that is not over, by the relay's time, cannot
/// have been missed; one of which nothing is known any more stands as it was noted.
std::optional<Outcome> contradicted(const std::vector<Judgement>& judgements, const Broken& broken, Instant now)
{
    const auto what = broken.breach == Breach::no_reply ? Promised::reply : Promised::reading;
    for (const auto& judgement : judgements)
        if (judgement.by == broken.window.by && judgement.what == what)
            return is_breach(judgement.outcome) ? std::nullopt : std::optional{judgement.outcome};
    return broken.window.by > now ? std::optional{Outcome::waiting} : std::nullopt;
}

void take_back_verdicts(Step& step, const Conversation& conversation, const std::vector<Judgement>& judgements)
{
    std::vector<std::pair<Row, show::VerdictTakenBack>> wrong;
    for_broken(step.state, conversation.id, [&](Row row, const Broken& broken) {
        if (const auto outcome = contradicted(judgements, broken, step.relay_now))
            wrong.emplace_back(
                row, show::VerdictTakenBack{conversation.id, broken.window, broken.breach, *outcome == Outcome::kept});
    });
    for (auto& [row, item] : wrong) {
        step.state.entries.erase(row);
        step.show(std::move(item));
    }
}

void plan(Step& step, const std::vector<Judgement>& judgements)
{
    for (const auto& judgement : judgements) {
        if (judgement.outcome != Outcome::waiting || judgement.due == Instant::max()) continue;
        const auto at = judgement.due + judge_after;
        if (!step.live.judge_at || at < *step.live.judge_at) step.live.judge_at = at;
    }
}

/// A clock that is put right while the connection lasts is noticed within this time.
constexpr std::chrono::hours between_looks{1};

void look_again_later(Step& step)
{
    step.live.judge_at = step.relay_now + between_looks;
    step.wake_by(*step.live.judge_at);
}

/// Whether something waits to be read, was received within reach or was not kept: the others are not judged.
bool has_promises(const Step& step, const ConversationId& id)
{
    const auto& facts = step.state.entries.of(id);
    const auto unread = step.state.is_therapist() ? facts.others_unread : facts.own_unread;
    const bool recent = !facts.received.empty() && facts.received.last() + watch_reach > step.relay_now;
    return unread > 0 || recent || !facts.broken.empty();
}

/// The words about `window` or one after it, in the order they were written. They speak of what was over when the relay
/// received them, whatever end they name.
std::vector<Row> repairs_of(const State& state, const ConversationId& id, const Span& window)
{
    std::vector<Row> all;
    for (const auto& [row, until] : state.entries.of(id).repairs)
        if (until >= window.by) all.push_back(row);
    return all;
}

/// The first of them the relay has received.
const ListedEntry* repair_of(const State& state, const ConversationId& id, const Span& window)
{
    const ListedEntry* first = nullptr;
    for (const Row row : repairs_of(state, id, window)) {
        const auto& entry = state.entries.head(row);
        if (entry.received && (!first || *entry.received < *first->received)) first = &entry;
    }
    return first;
}

std::optional<Seconds> time_to(const hours::Schedule& schedule, const Span& window, Instant received)
{
    const auto heard = schedule.release_at(received);
    if (!heard || *heard < window.by) return std::nullopt;
    return std::chrono::floor<Seconds>(*heard - window.by);
}

}  // namespace

Watched watched(const State& state, const Conversation& conversation)
{
    const auto& owner = conversation.roster.owner;
    Watched all{state.hours.schedule(owner, conversation.id), {}, {}, {}, {}, {}};
    for (const bool own : {false, true}) {
        const auto* chain = state.hours.chain({owner, own ? std::optional{conversation.id} : std::nullopt});
        if (!chain) continue;
        for (const auto& link : chain->links())
            all.versions.push_back({link.received, own, !link.version.rules.empty(), link.version.replies});
    }
    for (const auto& [row, span] : state.notice_spans.rows())
        if (span.therapist == owner) all.notices.push_back({span.from, span.to.value_or(Instant::max())});
    // What was read after an end is not reported: nothing is accepted there any more.
    if (const auto* ending = state.ending(conversation.id)) all.notices.push_back({ending->at, Instant::max()});
    for (const auto& [row, outage] : state.outages.rows())
        if (!outage.denied) all.outages.push_back({outage.span.from, outage.span.by});
    return all;
}

Watched watched_at(const State& state, const Conversation& conversation, Instant now)
{
    auto all = watched(state, conversation);
    const auto reach = now - watch_reach;
    auto chosen =
        standing_in(state, conversation, all, reach).choose(reach, intervals(all.notices), intervals(all.outages));
    for (const auto& message : chosen.messages) all.messages.push_back({message.received, message.read, false});
    all.replies = std::move(chosen.replies);
    return all;
}

void judge_windows(Step& step)
{
    step.live.judge_at.reset();
    if (!step.state.enrolled()) return;
    if (!clocks_agree(step.live)) return look_again_later(step);
    for (const auto& [row, conversation] : step.state.conversations.rows()) {
        if (!has_promises(step, conversation.id)) continue;
        if (step.state.hours.problem(conversation.roster.owner, conversation.id)) continue;
        const auto judgements = judged(step.state, conversation, step.relay_now);
        take_back_verdicts(step, conversation, judgements);
        for (const auto& judgement : judgements)
            if (is_breach(judgement.outcome) && !is_noted(step.state, conversation.id, judgement))
                note(step, conversation, judgement);
        note_repairs(step, conversation.id);
        plan(step, judgements);
    }
    if (step.live.judge_at) step.wake_by(*step.live.judge_at);
}

void plan_windows(Step& step)
{
    step.live.judge_at.reset();
    if (!step.state.enrolled() || !clocks_agree(step.live)) return;
    for (const auto& [row, conversation] : step.state.conversations.rows())
        if (has_promises(step, conversation.id)) plan(step, judged(step.state, conversation, step.relay_now));
}

void watch_windows(Step& step)
{
    auto& at = step.live.judge_at;
    if (!at) return;
    if (step.relay_now < *at) return step.wake_by(*at);
    at.reset();
    step.live.connection.settled = step.live.connection.probed = false;
}

void note_repairs(Step& step, const ConversationId& id)
{
    const auto* conversation = step.state.conversation(id);
    if (!conversation) return;
    const auto& schedule = step.state.hours.schedule(conversation->roster.owner, id);
    std::vector<std::pair<Row, Broken>> changed;
    for_broken(step.state, id, [&](Row row, const Broken& broken) {
        const auto* repair = repair_of(step.state, id, broken.window);
        const auto message = repair ? repair->message : MessageId{};
        if (message == broken.repair) return;
        auto settled = broken;
        settled.repair = message;
        settled.repaired_after = repair ? time_to(schedule, broken.window, *repair->received) : std::nullopt;
        changed.emplace_back(row, std::move(settled));
    });
    for (auto& [row, broken] : changed) {
        if (broken.repaired_after) step.show(show::Repaired{id, broken.window, *broken.repaired_after});
        step.state.entries.edit(row).body = std::move(broken);
    }
}

std::vector<const Entry*> unrepaired(const State& state, const ConversationId& id)
{
    std::vector<const Entry*> all;
    if (state.ending(id)) return all;  // nothing can be said there any more
    for_broken(state, id, [&](Row row, const Broken& broken) {
        if (broken.breach != Breach::outage && repairs_of(state, id, broken.window).empty())
            all.push_back(&state.entries.at(row));
    });
    std::ranges::stable_sort(all, {}, [](const Entry* entry) { return std::get<Broken>(entry->body).window.by; });
    return all;
}

std::vector<Judgement> not_known_yet(const State& state, const Conversation& conversation, Instant now)
{
    auto all = judged(state, conversation, now);
    std::erase_if(all, [&](const Judgement& judgement) {
        return !is_breach(judgement.outcome) || is_noted(state, conversation.id, judgement);
    });
    return all;
}

}  // namespace holdfast::client
