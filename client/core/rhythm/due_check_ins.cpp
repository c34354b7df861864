#include "client/core/rhythm/due_check_ins.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "protocol/wire/limits.hpp"

namespace holdfast::client {
namespace {

/// Of one conversation: all that can be due within due_reach.
constexpr std::size_t most_settled = 128;

std::optional<Row> dues_row(const State& state, const ConversationId& id)
{
    return state.due_check_ins.find([&](const DueCheckIns& one) { return one.conversation == id; });
}

DueCheckIns& edit_dues(State& state, const ConversationId& id)
{
    const auto row = dues_row(state, id);
    return state.due_check_ins.edit(row ? *row : state.due_check_ins.add({id, {}, std::nullopt}));
}

std::optional<SettledDue> settled_at(const State& state, const ConversationId& id, Instant due)
{
    const auto row = dues_row(state, id);
    if (!row) return std::nullopt;
    const auto& settled = state.due_check_ins.at(*row).settled;
    const auto found = std::ranges::find(settled, due, &SettledDue::due);
    return found == settled.end() ? std::nullopt : std::optional{*found};
}

bool is_answered(const State& state, const ConversationId& id, Instant due)
{
    const auto settled = settled_at(state, id, due);
    return settled && settled->message != MessageId{};
}

void put_settled(State& state, const ConversationId& id, const SettledDue& one)
{
    auto& settled = edit_dues(state, id).settled;
    std::erase_if(settled, [&](const SettledDue& other) { return other.due == one.due; });
    settled.insert(std::ranges::lower_bound(settled, one.due, {}, &SettledDue::due), one);
    if (settled.size() > most_settled) settled.erase(settled.begin());
}

/// An item that is asked, or another part, has no answer. Nobody has to add a note.
bool is_partial(const wire::RhythmTerms& terms, const wire::RhythmCheckIn& answers)
{
    return answers.items.size() < terms.items.size() || (terms.asks_feelings && answers.check_in.feelings.empty());
}

/// A client's clock may be ahead by so much without making answers come before their time.
bool is_too_early(const Entry& entry, Instant due)
{
    return entry.received.value_or(entry.written) + wire::clock_tolerance < due;
}

CheckInStanding standing_of(const State& state, const Entry& entry, const wire::RhythmCheckIn& answers,
                            const RhythmView* version)
{
    if (!version) return CheckInStanding::not_known;
    if (!version->from) return CheckInStanding::not_agreed;
    const bool in_force = answers.due >= *version->from && !(version->to && answers.due >= *version->to);
    if (!in_force || is_too_early(entry, answers.due) || !is_due_time(version->terms, answers.due))
        return CheckInStanding::not_due;
    if (!asks_for(version->terms, answers)) return CheckInStanding::not_asked;
    const auto settled = settled_at(state, entry.conversation, answers.due);
    const bool by_another = settled && settled->message != MessageId{} && settled->message != entry.message;
    return by_another ? CheckInStanding::repeated : CheckInStanding::counts;
}

AnsweredView answered_in(const State& state, const RhythmTimeline& timeline, const Entry& entry,
                         const wire::RhythmCheckIn& answers)
{
    const auto* version = timeline.find(answers.rhythm);
    AnsweredView view;
    view.standing = standing_of(state, entry, answers, version);
    if (version) view.version = *version;
    if (view.standing != CheckInStanding::counts) return view;
    view.late = entry.written - answers.due > called_late_after;
    view.partial = is_partial(version->terms, answers);
    return view;
}

/// A note without a time left goes; one of this step is not shown.
void take_miss_out(Step& step, Row row, Instant due)
{
    std::erase_if(step.out.show, [&](const Show& item) {
        const auto* fresh = std::get_if<show::NewEntry>(&item);
        return fresh && fresh->entry.number == row;
    });
    auto& none = std::get<NoCheckIn>(step.state.entries.edit(row).body);
    std::erase(none.dues, due);
    if (none.dues.empty()) step.state.entries.erase(row);
}

AccountId client_of(const State& state, const Conversation& conversation)
{
    for (const auto& other : state.others(conversation))
        if (other != conversation.roster.owner) return other;
    return state.account->id;
}

void note_misses(Step& step, const Conversation& conversation, const NoCheckIn& none)
{
    Entry entry;
    entry.conversation = conversation.id;
    entry.from = client_of(step.state, conversation);
    entry.written = step.relay_now;
    entry.stage = Stage::received;
    entry.body = none;
    const auto& added = step.state.add_entry(std::move(entry));
    const auto row = added.number;
    step.show(show::NewEntry{added});
    for (const auto due : none.dues) put_settled(step.state, conversation.id, {due, {}, row});
}

/// What was due and is over at `now` without answers. A rhythm that was ended meanwhile leaves no miss.
void judge_one(Step& step, const Conversation& conversation, const RhythmTimeline& timeline, Instant now)
{
    NoCheckIn none;
    for (const auto& due : due_times(timeline.in_force, now - due_reach, now)) {
        if (due.ended || due.until > now - over_after) continue;
        if (settled_at(step.state, conversation.id, due.due)) continue;
        none.dues.push_back(due.due);
        none.zone = timeline.find(due.rhythm)->terms.zone;  // of several the newest, whose times people know
    }
    if (!none.dues.empty()) note_misses(step, conversation, none);
}

void tell_one(Step& step, const Conversation& conversation, const RhythmTimeline& timeline)
{
    if (timeline.in_force.empty()) return;
    const auto due = open_due_time(timeline.in_force, step.relay_now);
    auto& told = step.live.prompted[conversation.id];
    if (due && due->due != told && !is_answered(step.state, conversation.id, due->due)) {
        told = due->due;
        step.show(show::CheckInDue{conversation.id, due->due, timeline.find(due->rhythm)->terms.zone});
    }
    const auto next = next_due_time(timeline.in_force, step.relay_now);
    if (next) step.wake_by(*next);
    // Then it is known whether the one before was missed.
    if (due && due->due + over_after > step.relay_now) step.wake_by(due->due + over_after);
}

/// After an end nothing is asked.
bool goes_on(const State& state, const ConversationId& id)
{
    const auto* conversation = state.conversation(id);
    return conversation && !state.over_since(*conversation);
}

/// Copies: entries that are added may move what is walked over.
std::vector<Conversation> with_rhythm(const State& state, bool mine)
{
    std::set<ConversationId> ids;
    for (const auto& [row, version] : state.rhythms.rows()) ids.insert(version.conversation);
    std::vector<Conversation> all;
    for (const auto& id : ids) {
        if (goes_on(state, id) && state.mine(*state.conversation(id)) == mine) all.push_back(*state.conversation(id));
    }
    return all;
}

}  // namespace

bool asks_for(const wire::RhythmTerms& terms, const wire::RhythmCheckIn& answers)
{
    if (!answers.check_in.feelings.empty() && !terms.asks_feelings) return false;
    if (!answers.check_in.note.empty() && !terms.asks_note) return false;
    for (std::size_t i = 0; i < answers.items.size(); ++i) {
        const auto item = std::ranges::find(terms.items, answers.items[i], &wire::RhythmItem::id);
        if (item == terms.items.end() || item->name != answers.check_in.ratings.at(i).name) return false;
    }
    return true;
}

AnsweredView answered_view(const State& state, const Entry& entry, const wire::RhythmCheckIn& answers)
{
    return answered_in(state, rhythm_timeline(state, entry.conversation), entry, answers);
}

std::optional<Instant> next_due(const State& state, const ConversationId& id, Instant now)
{
    return goes_on(state, id) ? next_due_time(rhythm_timeline(state, id).in_force, now) : std::nullopt;
}

std::optional<DueView> due_view(const State& state, const ConversationId& id, Instant now)
{
    if (!goes_on(state, id)) return std::nullopt;
    const auto timeline = rhythm_timeline(state, id);
    const auto due = open_due_time(timeline.in_force, now);
    if (!due) return std::nullopt;
    DueView view{*timeline.find(due->rhythm), due->due, std::nullopt, is_answered(state, id, due->due),
                 now - due->due > called_late_after};
    if (due->until != Instant::max()) view.until = due->until;
    return view;
}

std::vector<CountedAnswers> counted_answers_of(const State& state, const ConversationId& id)
{
    const auto timeline = rhythm_timeline(state, id);
    std::map<Instant, CountedAnswers> all;
    const auto* one = state.entries.before(id, std::numeric_limits<Row>::max());
    for (; one != nullptr; one = state.entries.before(id, one->number)) {
        if (!one->is<wire::RhythmCheckIn>() || !counts(*one)) continue;
        const auto entry = state.entries.read(one->number);
        const auto& answers = std::get<wire::RhythmCheckIn>(entry.body);
        if (answered_in(state, timeline, entry, answers).standing != CheckInStanding::counts) continue;
        all.insert_or_assign(answers.due, CountedAnswers{entry.message, entry.written, answers});
    }
    std::vector<CountedAnswers> sorted;
    for (auto& [due, answers] : all) sorted.push_back(std::move(answers));
    return sorted;
}

void note_check_in(Step& step, const Entry& entry)
{
    const auto* answers = std::get_if<wire::RhythmCheckIn>(&entry.body);
    if (!answers || answered_view(step.state, entry, *answers).standing != CheckInStanding::counts) return;
    const auto before = settled_at(step.state, entry.conversation, answers->due);
    const SettledDue settled{answers->due, entry.message, 0};
    const auto id = entry.conversation;  // `entry` may move with what is taken out
    if (before && before->entry != 0) take_miss_out(step, before->entry, answers->due);
    put_settled(step.state, id, settled);
}

void forget_check_in(State& state, const Entry& entry)
{
    if (!std::holds_alternative<wire::RhythmCheckIn>(entry.body)) return;
    if (!dues_row(state, entry.conversation)) return;
    std::erase_if(edit_dues(state, entry.conversation).settled,
                  [&](const SettledDue& one) { return one.message == entry.message; });
}

std::optional<wire::RhythmCheckIn> due_draft_of(const State& state, const ConversationId& id)
{
    const auto row = dues_row(state, id);
    return row ? state.due_check_ins.at(*row).begun : std::nullopt;
}

void set_due_draft(State& state, const ConversationId& id, const wire::RhythmCheckIn& answers)
{
    const bool any = answers.check_in != wire::CheckIn{};
    const auto draft = any ? std::optional{answers} : std::nullopt;
    if (due_draft_of(state, id) != draft) edit_dues(state, id).begun = draft;
}

void tell_due(Step& step)
{
    if (!step.state.enrolled() || step.state.account->frozen) return;
    for (const auto& conversation : with_rhythm(step.state, false)) {
        const auto timeline = rhythm_timeline(step.state, conversation.id);
        tell_one(step, conversation, timeline);
        if (step.online() && clocks_agree(step.live)) judge_one(step, conversation, timeline, step.relay_now);
    }
}

void judge_check_ins(Step& step)
{
    const auto all_here = step.live.connection.caught_up;
    if (!step.state.enrolled() || !all_here || !clocks_agree(step.live)) return;
    for (const auto& conversation : with_rhythm(step.state, true)) {
        const auto& schedule = step.state.hours.schedule(conversation.roster.owner, conversation.id);
        if (schedule.is_open(*all_here))
            judge_one(step, conversation, rhythm_timeline(step.state, conversation.id), *all_here);
    }
}

}  // namespace holdfast::client
