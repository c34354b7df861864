#include "client/core/history_facts.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace holdfast::client {
namespace {

bool is_unreported(const ListedEntry& entry) { return !entry.mine && entry.shown && !entry.read && entry.is_written(); }

bool is_undelivered(const ListedEntry& entry) { return entry.stage == Stage::confirmed && !entry.delivered; }

bool is_unread(const ListedEntry& entry) { return entry.received && !entry.read && counts(entry); }

bool is_paced(const ListedEntry& entry)
{
    const bool kind = entry.is<wire::Text>() || entry.is<wire::CheckIn>();
    return kind && entry.mine && counts(entry);
}

void put_read(ConversationFacts& facts, const ListedEntry& entry)
{
    if (entry.read) (entry.mine ? facts.own_read : facts.others_read)[*entry.read].insert(entry.number);
    if (is_unread(entry)) ++(entry.mine ? facts.own_unread : facts.others_unread);
}

void erase_read(ConversationFacts& facts, const ListedEntry& entry)
{
    auto& windows = entry.mine ? facts.own_read : facts.others_read;
    if (const auto found = entry.read ? windows.find(*entry.read) : windows.end(); found != windows.end()) {
        found->second.erase(entry.number);
        if (found->second.empty()) windows.erase(found);
    }
    if (is_unread(entry)) --(entry.mine ? facts.own_unread : facts.others_unread);
}

void put_paced(ConversationFacts& facts, const ListedEntry& entry)
{
    if (!is_paced(entry)) return;
    if (!entry.promise) {
        ++facts.paced_unpromised;
        return;
    }
    ++facts.paced[entry.promise->by];
    facts.paced_written.insert(entry.written);
}

void erase_paced(ConversationFacts& facts, const ListedEntry& entry)
{
    if (!is_paced(entry)) return;
    if (!entry.promise) {
        --facts.paced_unpromised;
        return;
    }
    if (--facts.paced[entry.promise->by] == 0) facts.paced.erase(entry.promise->by);
    facts.paced_written.erase(entry.written);
}

/// It speaks of what was over when the relay received it, whatever end it names.
Instant spoken_until(const ListedEntry& entry, const wire::Repair& repair)
{
    return entry.received ? std::min(repair.by, *entry.received) : repair.by;
}

}  // namespace

bool is_settled(const ListedEntry& entry, bool owner)
{
    if (entry.is<Missing>() || entry.is<Broken>() || entry.is<wire::Repair>() || entry.is<NewerKind>()) return false;
    const bool on_its_way = entry.stage == Stage::saved || entry.stage == Stage::accepted;
    if (!entry.shown || on_its_way) return false;
    if (entry.mine == owner || entry.is<NoCheckIn>()) return true;  // what the owner writes is in no report
    if (is_unread(entry) || is_unreported(entry) || is_undelivered(entry)) return false;
    return !is_paced(entry) || entry.promise;
}

std::optional<HeardChange> heard(const ListedEntry& entry)
{
    if (!entry.received || !entry.is_written()) return std::nullopt;
    return HeardChange{false, entry.from, *entry.received, entry.read ? std::optional{entry.read->from} : std::nullopt,
                       counts(entry)};
}

void HistoryFacts::note(Kept& kept, const ListedEntry& entry, bool gone)
{
    if (!kept.changes) return;
    // Nobody asks for them.
    if (kept.changes->size() > kept.facts.rows.size()) return kept.changes.reset();
    if (auto change = heard(entry)) {
        change->gone = gone;
        kept.changes->push_back(*change);
    }
}

void HistoryFacts::put(const ListedEntry& head, const EntryBody& body)
{
    auto& kept = kept_[head.conversation];
    auto& facts = kept.facts;
    facts.rows.insert(head.number);
    if (!head.shown) facts.unseen.insert(head.number);
    if (is_unreported(head)) facts.unreported.insert(head.number);
    if (is_undelivered(head)) facts.undelivered.insert(head.number);
    if (head.is<Missing>()) facts.missing.insert(head.number);
    if (const auto* broken = std::get_if<Broken>(&body)) facts.broken.emplace(head.number, *broken);
    if (const auto* repair = std::get_if<wire::Repair>(&body); repair && counts(head))
        facts.repairs.emplace(head.number, spoken_until(head, *repair));
    if (head.received) facts.received.insert(*head.received);
    put_read(facts, head);
    put_paced(facts, head);
    note(kept, head, false);
}

void HistoryFacts::erase(const ListedEntry& was)
{
    auto& kept = kept_[was.conversation];
    auto& facts = kept.facts;
    facts.rows.erase(was.number);
    facts.unseen.erase(was.number);
    facts.unreported.erase(was.number);
    facts.undelivered.erase(was.number);
    facts.missing.erase(was.number);
    facts.broken.erase(was.number);
    facts.repairs.erase(was.number);
    if (was.received) facts.received.erase(*was.received);
    erase_read(facts, was);
    erase_paced(facts, was);
    note(kept, was, true);
}

bool HistoryFacts::knows_words(const Entry& entry) const
{
    const auto& facts = of(entry.conversation);
    if (const auto* broken = std::get_if<Broken>(&entry.body)) {
        const auto known = facts.broken.find(entry.number);
        return known != facts.broken.end() && known->second == *broken;
    }
    const auto* repair = std::get_if<wire::Repair>(&entry.body);
    if (!repair) return true;
    const auto known = facts.repairs.find(entry.number);
    return known != facts.repairs.end() ? known->second == spoken_until(ListedEntry{entry}, *repair) : !counts(entry);
}

const ConversationFacts& HistoryFacts::of(const ConversationId& id) const
{
    static const ConversationFacts none;
    const auto found = kept_.find(id);
    return found == kept_.end() ? none : found->second.facts;
}

std::vector<ConversationId> HistoryFacts::conversations() const
{
    std::vector<ConversationId> ids;
    for (const auto& [id, kept] : kept_) ids.push_back(id);
    return ids;
}

std::optional<std::vector<HeardChange>> HistoryFacts::take_changes(const ConversationId& id)
{
    const auto found = kept_.find(id);
    if (found == kept_.end()) return std::vector<HeardChange>{};
    return std::exchange(found->second.changes, std::vector<HeardChange>{});
}

}  // namespace holdfast::client
