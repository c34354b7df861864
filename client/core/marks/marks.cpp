#include "client/core/marks/marks.hpp"

#include <algorithm>
#include <limits>

namespace holdfast::client {
namespace {

/// Those of one member that are on, in one conversation: more is no list for an hour.
constexpr std::size_t most_marks_on = 200;
/// Of one conversation; the oldest go, since each stands in the history.
constexpr std::size_t most_marks_done = 200;

std::optional<Row> mark_row(const State& state, const ConversationId& id, const MessageId& about)
{
    return state.marks.find([&](const KeptMark& mark) { return mark.conversation == id && mark.about == about; });
}

KeptMark& edit_mark(State& state, const ConversationId& id, const MessageId& about)
{
    const auto row = mark_row(state, id, about);
    return state.marks.edit(row ? *row : state.marks.add({id, about, std::nullopt, std::nullopt}));
}

/// When the relay received a mark; the end of time while it has not.
Instant mark_received(const State& state, const KeptMarkWord& word)
{
    const auto row = state.entry_row(word.message);
    return row ? state.entries.head(*row).received.value_or(Instant::max()) : Instant::max();
}

bool mine_is_last(const State& state, const KeptMark& mark)
{
    if (!mark.mine || !mark.theirs) return mark.mine.has_value();
    const auto mine = mark_received(state, *mark.mine);
    const auto theirs = mark_received(state, *mark.theirs);
    return mine != theirs ? mine > theirs : mark.theirs->message < mark.mine->message;
}

wire::MarkState state_of(const State& state, const KeptMark& mark)
{
    const auto& last = mine_is_last(state, mark) ? mark.mine : mark.theirs;
    return last ? last->state : wire::MarkState::off;
}

std::size_t marks_on(const State& state, const ConversationId& id, std::optional<KeptMarkWord> KeptMark::*whose)
{
    std::size_t count = 0;
    for (const auto& [row, mark] : state.marks.rows())
        if (mark.conversation == id && mark.*whose && (mark.*whose)->state == wire::MarkState::on) ++count;
    return count;
}

/// What the other side took off again says nothing where nothing was said here, and of many that are ticked off the
/// oldest go. One's own "off" stays: a word that the other said before it may still come.
void trim_marks(State& state, const ConversationId& id)
{
    std::vector<Row> gone;
    std::vector<Row> done;
    for (const auto& [row, mark] : state.marks.rows()) {
        if (mark.conversation != id) continue;
        const bool theirs_is_off = !mark.theirs || mark.theirs->state == wire::MarkState::off;
        if (!mark.mine && theirs_is_off)
            gone.push_back(row);
        else if (state_of(state, mark) == wire::MarkState::done)
            done.push_back(row);
    }
    if (done.size() > most_marks_done) gone.insert(gone.end(), done.begin(), done.end() - most_marks_done);
    for (const Row row : gone) state.marks.erase(row);
}

/// One's own newest word on a message that stands: neither taken back nor refused.
std::optional<KeptMarkWord> standing_mark(const State& state, const ConversationId& id, const MessageId& about)
{
    const auto* one = state.entries.before(id, std::numeric_limits<Row>::max());
    for (; one != nullptr; one = state.entries.before(id, one->number)) {
        if (!one->mine || !counts(*one) || !one->is<wire::Mark>()) continue;
        const auto entry = state.entries.read(one->number);
        const auto& mark = std::get<wire::Mark>(entry.body);
        if (mark.message == about) return KeptMarkWord{entry.message, mark.state, entry.device, entry.sequence};
    }
    return std::nullopt;
}

}  // namespace

bool may_be_marked(const ListedEntry& head) { return head.is_written() && !head.is<wire::Mark>() && counts(head); }

std::vector<MarkView> marks_of(const State& state, const ConversationId& id)
{
    std::vector<MarkView> views;
    for (const auto& [row, mark] : state.marks.rows()) {
        if (mark.conversation != id) continue;
        const auto entry = state.entry_row(mark.about);
        const auto now = state_of(state, mark);
        if (!entry || now == wire::MarkState::off) continue;
        const auto& head = state.entries.head(*entry);
        if (head.conversation != id || !may_be_marked(head)) continue;
        const bool mine = mine_is_last(state, mark);
        const auto word = state.entry_row((mine ? mark.mine : mark.theirs)->message);
        views.push_back({mark.about, head.number, now, mine,
                         word ? state.entries.head(*word).written : state.entries.head(*entry).written});
    }
    std::ranges::sort(views, {}, &MarkView::number);
    return views;
}

wire::MarkState mark_on(const State& state, const ConversationId& id, const MessageId& message)
{
    const auto row = mark_row(state, id, message);
    return row ? state_of(state, state.marks.at(*row)) : wire::MarkState::off;
}

bool are_marks_full(const State& state, const ConversationId& id)
{
    return marks_on(state, id, &KeptMark::mine) >= most_marks_on;
}

Status check_mark(const State& state, const wire::Content& content)
{
    const auto* mark = std::get_if<wire::Mark>(&content.body);
    if (!mark) return ok();
    if (mark->message == MessageId{} || mark->message == content.message) return Errc::out_of_range;
    const auto about = state.entry_row(mark->message);
    if (about && state.entries.head(*about).conversation != content.conversation) return Errc::wrong_address;
    if (mark->state != wire::MarkState::on) return ok();
    const auto row = mark_row(state, content.conversation, mark->message);
    const auto& known = row ? state.marks.at(*row).theirs : std::optional<KeptMarkWord>{};
    if (known && known->state == wire::MarkState::on) return ok();
    const bool full = marks_on(state, content.conversation, &KeptMark::theirs) >= most_marks_on;
    return full ? Status{Errc::out_of_range} : ok();
}

void note_mark(State& state, const wire::Content& content)
{
    const auto* mark = std::get_if<wire::Mark>(&content.body);
    if (!mark) return;
    const auto row = mark_row(state, content.conversation, mark->message);
    // Ticked off without a mark: the one before it was taken back, and the other has the later word alone.
    if (!row && mark->state == wire::MarkState::off) return;
    auto& theirs = edit_mark(state, content.conversation, mark->message).theirs;
    // One that was missing comes late.
    if (theirs && theirs->device == content.device && theirs->sequence > content.sequence) return;
    theirs = KeptMarkWord{content.message, mark->state, content.device, content.sequence};
    trim_marks(state, content.conversation);
}

void note_own_mark(State& state, const ConversationId& id, const wire::Mark& mark, const MessageId& message)
{
    const auto row = state.entry_row(message);
    edit_mark(state, id, mark.message).mine =
        KeptMarkWord{message, mark.state, state.account->device, row ? state.entries.head(*row).sequence : 0};
    trim_marks(state, id);
}

void forget_mark(State& state, const Entry& entry)
{
    const auto* mark = std::get_if<wire::Mark>(&entry.body);
    if (!mark) return;
    const auto standing = standing_mark(state, entry.conversation, mark->message);
    edit_mark(state, entry.conversation, mark->message).mine = standing;
    trim_marks(state, entry.conversation);
}

}  // namespace holdfast::client
