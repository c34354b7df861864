#include "client/core/rhythm/rhythms.hpp"

#include <algorithm>

#include "client/core/given_back.hpp"
#include "protocol/identity/rhythm.hpp"

namespace holdfast::client {
namespace {

using wire::RhythmSays;

/// Of one conversation: a new one each week for years. Of more the oldest go that are not in force; all of them stand
/// in the history.
constexpr std::size_t most_rhythm_versions = 300;
/// Words on one version.
constexpr std::size_t most_rhythm_words = 16;

/// Of a record that was opened before it was stored.
wire::RhythmText rhythm_in(const wire::Signed& record) { return wire::decode<wire::RhythmText>(record.body).value(); }

std::optional<Row> rhythm_row(const State& state, const ConversationId& id, const Digest& hash)
{
    return state.rhythms.find([&](const RhythmVersion& version) {
        return version.conversation == id && session::rhythm_hash(version.text) == hash;
    });
}

/// When a word began to count: when the relay had it from a client, and when it let it through from the owner, before
/// which the other side does not know of it. The end of time while no opening is known.
Instant counts_from(const State& state, const Conversation& conversation, const KeptRhythmWord& word)
{
    const auto row = state.entry_row(word.message);
    if (!row) return Instant::max();
    const auto& head = state.entries.head(*row);
    const auto sent = head.received.value_or(head.written);
    if (word.by != conversation.roster.owner) return sent;
    if (!head.mine) return head.released.value_or(head.written);
    return state.hours.schedule(conversation.roster.owner, conversation.id).release_at(sent).value_or(Instant::max());
}

/// What was said of a version, by the time at which it counts.
struct Said {
    std::optional<Instant> agreed;
    std::optional<Instant> ended;      ///< after it was agreed
    std::optional<Instant> withdrawn;  ///< by its author, first of all
    bool declined = false;
    AccountId ended_by;
};

/// The other member agrees once; whoever no longer wants a rhythm ends it.
Said said_of(const State& state, const Conversation& conversation, const RhythmVersion& version,
             const AccountId& author)
{
    Said said;
    for (const auto& word : version.words) {
        const auto at = counts_from(state, conversation, word);
        if (word.by == author && !(said.withdrawn && *said.withdrawn <= at)) said.withdrawn = at;
        if (word.by == author) continue;
        if (word.says == RhythmSays::agreed && !(said.agreed && *said.agreed <= at)) said.agreed = at;
        said.declined = word.says != RhythmSays::agreed;
    }
    if (said.agreed && said.withdrawn && *said.withdrawn <= *said.agreed) said.agreed.reset();
    if (!said.agreed) return said;
    for (const auto& word : version.words) {
        const auto at = counts_from(state, conversation, word);
        const bool ends = word.says != RhythmSays::agreed && at >= *said.agreed;
        if (!ends || (said.ended && *said.ended <= at)) continue;
        said.ended = at;
        said.ended_by = word.by;
    }
    return said;
}

struct Judged {
    RhythmView view;
    Said said;
};

bool is_older_version(const Judged& a, const Judged& b)
{
    return std::pair{a.view.version, a.view.hash} < std::pair{b.view.version, b.view.hash};
}

Judged judged(const State& state, const Conversation& conversation, const RhythmVersion& version)
{
    auto text = rhythm_in(version.text);
    Judged one;
    one.view.hash = session::rhythm_hash(version.text);
    one.view.version = text.version;
    one.view.mine = text.author == state.account->id;
    one.view.made = text.made;
    one.view.terms = std::move(text.terms);
    one.view.message = version.message;
    one.said = said_of(state, conversation, version, text.author);
    return one;
}

RhythmStage stage_without(const Said& said, bool newest)
{
    if (said.withdrawn) return RhythmStage::withdrawn;
    if (said.declined) return RhythmStage::declined;
    return newest ? RhythmStage::proposed : RhythmStage::set_aside;
}

/// Those that were agreed on, in the order in which that counted: each lasts until it is ended or the next begins. What
/// an owner says while no opening is known has not begun to count.
void put_in_force(std::vector<Judged>& all, const AccountId& self)
{
    std::vector<Judged*> agreed;
    for (auto& one : all) {
        if (one.said.agreed) one.view.stage = RhythmStage::in_force;
        if (one.said.ended == Instant::max()) one.said.ended.reset();
        if (one.said.agreed && one.said.agreed != Instant::max()) agreed.push_back(&one);
    }
    std::ranges::stable_sort(agreed, {}, [](const Judged* one) { return *one->said.agreed; });
    for (std::size_t i = 0; i < agreed.size(); ++i) {
        auto& [view, said] = *agreed[i];
        view.from = said.agreed;
        const auto next = i + 1 < agreed.size() ? agreed[i + 1]->said.agreed : std::nullopt;
        const bool ended = said.ended && !(next && *next < *said.ended);
        view.to = ended ? said.ended : next;
        view.stage = ended ? RhythmStage::ended : next ? RhythmStage::replaced : RhythmStage::in_force;
        view.ended_by_me = ended && said.ended_by == self;
    }
}

void add_rhythm(State& state, const ConversationId& id, const wire::Signed& text, const MessageId& message)
{
    if (rhythm_row(state, id, session::rhythm_hash(text))) return;
    state.rhythms.add({id, text, message, {}});
    const auto all = rhythm_timeline(state, id).versions;
    if (all.size() <= most_rhythm_versions) return;
    const auto oldest =
        std::ranges::find_if(all, [](const RhythmView& one) { return one.stage != RhythmStage::in_force; });
    if (oldest != all.end()) state.rhythms.erase(*rhythm_row(state, id, oldest->hash));
}

void add_rhythm_word(State& state, const wire::RhythmWord& word, const MessageId& message)
{
    const auto row = rhythm_row(state, word.conversation, word.rhythm);
    if (!row) return;
    auto& words = state.rhythms.edit(*row).words;
    if (words.size() < most_rhythm_words) words.push_back({word.account, word.says, word.on, message});
}

/// A word on a version that its author took back, or that an earlier device had, is kept in the history and counts for
/// nothing.
Status check_rhythm_word(const State& state, const wire::RhythmWord& word)
{
    const auto row = rhythm_row(state, word.conversation, word.rhythm);
    const bool own = row && rhythm_in(state.rhythms.at(*row).text).author == word.account;
    return own && word.says != RhythmSays::ended ? Status{Errc::not_allowed} : ok();
}

/// Whether this account has proposed a rhythm on this device, or has said anything of one.
bool has_said(const State& state, const ConversationId& id)
{
    return state.rhythms
        .find([&](const RhythmVersion& version) {
            const auto mine = [&](const auto& message) {
                const auto row = state.entry_row(message);
                return row && state.entries.head(*row).mine;
            };
            return version.conversation == id &&
                   (mine(version.message) || std::ranges::any_of(version.words, mine, &KeptRhythmWord::message));
        })
        .has_value();
}

std::optional<Row> rhythm_draft_row(const State& state, const ConversationId& id)
{
    return state.rhythm_drafts.find([&](const RhythmDraft& draft) { return draft.conversation == id; });
}

}  // namespace

const RhythmView* RhythmTimeline::find(const Digest& hash) const
{
    const auto found = std::ranges::find(versions, hash, &RhythmView::hash);
    return found == versions.end() ? nullptr : &*found;
}

RhythmTimeline rhythm_timeline(const State& state, const ConversationId& id)
{
    RhythmTimeline timeline;
    const auto* conversation = state.conversation(id);
    std::vector<Judged> all;
    for (const auto& [row, version] : state.rhythms.rows())
        if (conversation && version.conversation == id) all.push_back(judged(state, *conversation, version));
    std::sort(all.begin(), all.end(), is_older_version);
    for (auto& one : all)
        if (!one.said.agreed) one.view.stage = stage_without(one.said, &one == &all.back());
    if (!all.empty()) put_in_force(all, state.account->id);
    for (auto& one : all) timeline.versions.push_back(std::move(one.view));
    for (const auto& view : timeline.versions)
        if (view.from)
            timeline.in_force.push_back({view.hash, &view.terms, *view.from, view.to.value_or(Instant::max()),
                                         view.stage == RhythmStage::ended});
    std::ranges::stable_sort(timeline.in_force, {}, &InForce::from);
    return timeline;
}

RhythmVersion kept_rhythm(const State& state, const ConversationId& id, const Digest& hash)
{
    return state.rhythms.at(rhythm_row(state, id, hash).value());
}

Status check_rhythm(const State& state, const wire::Content& content, const SignPublic* writer)
{
    const auto* rhythm = std::get_if<wire::Rhythm>(&content.body);
    const auto* answer = std::get_if<wire::RhythmAnswer>(&content.body);
    if (const auto* check_in = std::get_if<wire::RhythmCheckIn>(&content.body))
        return session::check_rhythm_answers(*check_in);
    if (!rhythm && !answer) return ok();
    const auto identity = signer_key(state, content, writer);
    if (identity.has_error()) return identity.errc();
    if (rhythm) {
        const auto text = session::open_rhythm(rhythm->text, *identity, content.conversation);
        return text.has_error() ? Status{text.errc()} : ok();
    }
    const auto word = session::open_rhythm_word(answer->word, *identity, content.conversation);
    return word.has_error() ? Status{word.errc()} : check_rhythm_word(state, *word);
}

void note_rhythm(State& state, const wire::Content& content)
{
    // A word of this device counts, and not one of an earlier device.
    if (gives_back(state, content) && has_said(state, content.conversation)) return;
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&content.body))
        add_rhythm(state, content.conversation, rhythm->text, content.message);
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&content.body))
        add_rhythm_word(state, wire::decode<wire::RhythmWord>(answer->word.body).value(), content.message);
}

void note_own_rhythm(State& state, const ConversationId& id, const wire::Signed& text, const MessageId& message)
{
    add_rhythm(state, id, text, message);
    set_rhythm_draft(state, id, {});
}

void note_own_rhythm_word(State& state, const wire::RhythmWord& word, const MessageId& message)
{
    add_rhythm_word(state, word, message);
}

void forget_rhythm(State& state, const Entry& entry)
{
    if (std::holds_alternative<wire::Rhythm>(entry.body)) {
        const auto row =
            state.rhythms.find([&](const RhythmVersion& version) { return version.message == entry.message; });
        if (row) state.rhythms.erase(*row);
        return;
    }
    const auto* answer = std::get_if<wire::RhythmAnswer>(&entry.body);
    if (!answer) return;
    const auto word = wire::decode<wire::RhythmWord>(answer->word.body);
    if (word.has_error()) return;
    if (const auto row = rhythm_row(state, entry.conversation, word->rhythm))
        std::erase_if(state.rhythms.edit(*row).words,
                      [&](const KeptRhythmWord& kept) { return kept.message == entry.message; });
}

wire::RhythmTerms rhythm_draft_of(const State& state, const ConversationId& id)
{
    const auto row = rhythm_draft_row(state, id);
    return row ? state.rhythm_drafts.at(*row).terms : wire::RhythmTerms{};
}

void set_rhythm_draft(State& state, const ConversationId& id, const wire::RhythmTerms& terms)
{
    const auto row = rhythm_draft_row(state, id);
    if (row && state.rhythm_drafts.at(*row).terms == terms) return;
    if (row) state.rhythm_drafts.erase(*row);
    if (terms != wire::RhythmTerms{}) state.rhythm_drafts.add({id, terms});
}

}  // namespace holdfast::client
