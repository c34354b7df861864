#include "client/core/history_table.hpp"

#include <algorithm>
#include <utility>

#include "client/core/vault/table.hpp"

namespace holdfast::client {

Status History::load(Vault& vault)
{
    vault_ = &vault;
    if (const auto loaded = pages_.load(vault); loaded.has_error()) return loaded.errc();
    const auto last = vault.last_row(Record::kind);
    if (last.has_error()) return last.errc();
    next_ = *last + 1;
    try {
        for (const auto& [page, note] : pages_.notes())
            if (note.open || page == HistoryPages::of(*last)) follow(page);
    } catch (const VaultError& error) {
        return error.code();
    }
    return ok();
}

void History::flush(Vault& vault)
{
    (void)heads();
    for (const Row row : edited_) {
        const auto found = loaded_.find(row);
        found == loaded_.end() ? vault.erase(Record::kind, row) : put_record(vault, row, found->second);
    }
    write_pages(vault);
    edited_.clear();
}

void History::write_pages(Vault& vault)
{
    std::map<Page, std::vector<ListedEntry>> changed;
    for (const Row row : edited_) changed.try_emplace(HistoryPages::of(row));
    for (auto& [page, entries] : changed) {
        const auto end = heads_.lower_bound(HistoryPages::first(page + 1));
        for (auto at = heads_.lower_bound(HistoryPages::first(page)); at != end; ++at) entries.push_back(at->second);
        if (entries.empty()) followed_.erase(page);
    }
    if (!changed.empty()) pages_.write(vault, changed, owner_);
}

void History::release()
{
    if (!vault_) return;
    std::erase_if(loaded_, [this](const auto& one) { return !edited_.contains(one.first); });
    pages_.release();
}

// ---- what is followed -----------------------------------------------------------------------------------------------

void History::reach_back(Instant since) const
{
    if (since >= reached_) return;
    for (const auto& [page, note] : pages_.notes())
        if (note.newest >= since && !is_followed(page)) follow(page);
    reached_ = since;
}

void History::follow(Page page) const
{
    for (const auto& head : pages_.view(page)) {
        const bool has_facts = head.is<Broken>() || head.is<wire::Repair>();
        facts_.put(head, has_facts ? read_record(head.number).entry.body : EntryBody{});
        heads_.insert_or_assign(head.number, head);
        name(head.number, head.message);
    }
    followed_.insert(page);
    unfollowed_read_.clear();
}

const std::map<History::Row, ListedEntry>& History::heads() const
{
    for (const Row row : edited_) refresh(row);
    return heads_;
}

const HistoryFacts& History::facts() const
{
    (void)heads();
    return facts_;
}

std::optional<std::vector<HeardChange>> History::take_changes(const ConversationId& id) const
{
    (void)heads();
    return facts_.take_changes(id);
}

void History::refresh(Row row) const
{
    const auto now = loaded_.find(row);
    const auto was = heads_.find(row);
    if (now == loaded_.end()) {
        if (was == heads_.end()) return;
        facts_.erase(was->second);
        heads_.erase(was);
        return;
    }
    const ListedEntry head{now->second.entry};
    if (was != heads_.end()) {
        if (was->second == head && facts_.knows_words(now->second.entry)) return;
        facts_.erase(was->second);
    }
    facts_.put(now->second.entry);
    heads_.insert_or_assign(row, head);  // in its place, for who walks over it
}

// ---- the whole history ----------------------------------------------------------------------------------------------

void History::each(const std::function<void(const ListedEntry&)>& take, Row from) const
{
    (void)heads();
    for (auto at = pages_.notes().lower_bound(HistoryPages::of(from)); at != pages_.notes().end(); ++at) {
        const auto page = at->first;
        if (!is_followed(page)) {
            for (const auto& head : pages_.view(page))
                if (head.number >= from) take(head);
            continue;
        }
        const auto end = heads_.lower_bound(HistoryPages::first(page + 1));
        for (auto head = heads_.lower_bound(std::max(from, HistoryPages::first(page))); head != end; ++head)
            take(head->second);
    }
}

const ListedEntry* History::before(const ConversationId& id, Row row) const
{
    if (row == 0) return nullptr;
    (void)heads();
    for (auto at = pages_.notes().upper_bound(HistoryPages::of(row - 1)); at != pages_.notes().begin();)
        if (const auto* found = last_before((--at)->first, id, row)) return found;
    return nullptr;
}

const ListedEntry* History::after(const ConversationId& id, Row row) const
{
    (void)heads();
    for (auto at = pages_.notes().lower_bound(HistoryPages::of(row)); at != pages_.notes().end(); ++at)
        if (const auto* found = first_after(at->first, id, row)) return found;
    return nullptr;
}

const ListedEntry* History::last_before(Page page, const ConversationId& id, Row row) const
{
    if (is_followed(page)) {
        const auto& rows = facts_.of(id).rows;
        const auto found = rows.not_before(std::min(row, HistoryPages::first(page + 1)));
        if (found == rows.begin() || HistoryPages::of(*std::prev(found)) != page) return nullptr;
        return &heads_.at(*std::prev(found));
    }
    if (!pages_.notes().at(page).may_have(id)) return nullptr;
    const auto& entries = pages_.view(page);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        if (entry->number < row && entry->conversation == id) return &*entry;
    return nullptr;
}

const ListedEntry* History::first_after(Page page, const ConversationId& id, Row row) const
{
    if (is_followed(page)) {
        const auto& rows = facts_.of(id).rows;
        const auto found =
            row < HistoryPages::first(page) ? rows.not_before(HistoryPages::first(page)) : rows.after(row);
        return found == rows.end() || HistoryPages::of(*found) != page ? nullptr : &heads_.at(*found);
    }
    if (!pages_.notes().at(page).may_have(id)) return nullptr;
    for (const auto& entry : pages_.view(page))
        if (entry.number > row && entry.conversation == id) return &entry;
    return nullptr;
}

std::optional<Span> History::last_own_read(const ConversationId& id) const
{
    const ConversationFacts::ByEnd earlier;
    std::optional<Span> last;
    if (const auto& read = of(id).own_read; !read.empty()) last = read.rbegin()->first;
    const bool may_be_later = std::ranges::any_of(pages_.notes(), [&](const auto& one) {
        return !is_followed(one.first) && one.second.may_have(id) && (!last || one.second.newest >= last->by);
    });
    if (!may_be_later) return last;
    const auto unfollowed = last_own_read_unfollowed(id);
    return unfollowed && (!last || earlier(*last, *unfollowed)) ? unfollowed : last;
}

std::optional<Span> History::last_own_read_unfollowed(const ConversationId& id) const
{
    if (const auto known = unfollowed_read_.find(id); known != unfollowed_read_.end()) return known->second;
    const ConversationFacts::ByEnd earlier;
    std::optional<Span> last;
    for (const auto& [page, note] : pages_.notes()) {
        if (is_followed(page) || !note.may_have(id)) continue;
        for (const auto& head : pages_.view(page))
            if (head.conversation == id && head.mine && head.read && (!last || earlier(*last, *head.read)))
                last = head.read;
    }
    return unfollowed_read_[id] = last;
}

std::optional<History::Row> History::row_of(const MessageId& message) const
{
    if (const auto found = by_message_.find(message); found != by_message_.end()) return found->second;
    if (message == MessageId{}) return std::nullopt;
    for (const auto& [page, note] : pages_.notes()) {
        if (is_followed(page) || !note.may_have(message)) continue;
        for (const auto& head : pages_.view(page))
            if (head.message == message) return head.number;
    }
    return std::nullopt;
}

// ---- one entry ------------------------------------------------------------------------------------------------------

const ListedEntry& History::head(Row row) const
{
    if (edited_.contains(row)) refresh(row);
    const auto page = HistoryPages::of(row);
    if (is_followed(page) || !pages_.notes().contains(page)) return heads_.at(row);
    const auto& entries = pages_.view(page);
    const auto found = std::ranges::find(entries, row, &ListedEntry::number);
    require(found != entries.end(), "an entry that is asked for is there");
    return *found;
}

Entry History::read(Row row) const
{
    const auto found = loaded_.find(row);
    return found == loaded_.end() ? read_record(row).entry : found->second.entry;
}

Entry& History::edit(Row row)
{
    if (!is_followed(HistoryPages::of(row))) follow(HistoryPages::of(row));
    auto& entry = loaded(row).entry;
    edited_.insert(row);
    return entry;
}

Entry& History::replace(Row row, Entry entry)
{
    auto& place = edit(row);
    forget_name(row);
    entry.number = row;
    place = std::move(entry);
    name(row, place.message);
    return place;
}

void History::erase(Row row)
{
    if (!is_followed(HistoryPages::of(row))) follow(HistoryPages::of(row));
    forget_name(row);
    loaded_.erase(row);
    edited_.insert(row);
}

Entry& History::add(Entry entry)
{
    const Row row = next_++;
    const auto page = HistoryPages::of(row);
    if (!is_followed(page) && pages_.notes().contains(page)) follow(page);
    pages_.begin(page);
    followed_.insert(page);
    entry.number = row;
    auto& added = loaded_.insert_or_assign(row, StoredEntry{std::move(entry)}).first->second.entry;
    edited_.insert(row);
    name(row, added.message);
    return added;
}

void History::name(Row row, const MessageId& message) const
{
    if (message != MessageId{}) by_message_[message] = row;
}

void History::forget_name(Row row) { by_message_.erase(head(row).message); }

StoredEntry& History::loaded(Row row) const
{
    const auto found = loaded_.find(row);
    return found == loaded_.end() ? loaded_.emplace(row, read_record(row)).first->second : found->second;
}

StoredEntry History::read_record(Row row) const
{
    require(vault_ && !edited_.contains(row), "an entry that is read was added and not erased");
    return client::read_record<Record>(*vault_, row);
}

}  // namespace holdfast::client
