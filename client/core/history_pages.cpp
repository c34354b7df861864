#include "client/core/history_pages.hpp"

#include <algorithm>
#include <utility>

#include "client/core/vault/table.hpp"

namespace holdfast::client {
namespace {

/// So many stay for the next step: those of a screen that is scrolled.
constexpr std::size_t kept_views = 16;
constexpr std::uint64_t last_place = (std::uint64_t{1} << HistoryPages::bits) - 1;

/// Bytes of a message's id in a note.
constexpr std::size_t named_by = 2;

std::uint32_t begin_of(const ConversationId& id)
{
    std::uint32_t name = 0;
    for (std::size_t i = 0; i < sizeof name; ++i) name = name << 8 | std::to_integer<std::uint32_t>(id.value[i]);
    return name;
}

Instant newest_time(const ListedEntry& entry)
{
    auto newest = entry.written;
    const auto take = [&newest](const std::optional<Instant>& time) {
        if (time) newest = std::max(newest, *time);
    };
    take(entry.received);
    take(entry.released);
    if (entry.promise) {
        take(entry.promise->from);
        take(entry.promise->by);
    }
    if (entry.read) take(entry.read->by);
    return newest;
}

PageNote note_of(HistoryPages::Page page, const std::vector<ListedEntry>& entries, bool owner)
{
    std::set<std::uint32_t> conversations;
    PageNote note{static_cast<std::uint8_t>(page & last_place), false, Instant::min(), {}, {}};
    for (const auto& entry : entries) {
        note.open = note.open || !is_settled(entry, owner);
        note.newest = std::max(note.newest, newest_time(entry));
        conversations.insert(begin_of(entry.conversation));
        if (entry.message != MessageId{}) append(note.messages, entry.message.view().first(named_by));
    }
    note.conversations.assign(conversations.begin(), conversations.end());
    return note;
}

}  // namespace

bool PageNote::may_have(const ConversationId& id) const
{
    return std::ranges::binary_search(conversations, begin_of(id));
}

bool PageNote::may_have(const MessageId& id) const
{
    for (std::size_t at = 0; at + named_by <= messages.size(); at += named_by)
        if (messages[at] == id.value[0] && messages[at + 1] == id.value[1]) return true;
    return false;
}

Status HistoryPages::load(Vault& vault)
{
    vault_ = &vault;
    return vault.each(PageNotes::kind, [this](std::uint64_t row, BytesView plain) {
        auto notes = wire::decode<PageNotes>(plain);
        if (notes.has_error()) return false;
        for (auto& note : notes->pages)
            notes_.insert_or_assign(notes_.end(), row << bits | note.place, std::move(note));
        return true;
    });
}

const std::vector<ListedEntry>& HistoryPages::view(Page page) const
{
    if (const auto known = viewed_.find(page); known != viewed_.end()) return known->second;
    require(vault_ != nullptr, "only a page that was written is viewed");
    auto read = read_record<ListPage>(*vault_, page);
    let_go(most_viewed - 1);
    order_.push_back(page);
    return viewed_.emplace(page, std::move(read.entries)).first->second;
}

void HistoryPages::release() { let_go(kept_views); }

void HistoryPages::let_go(std::size_t kept) const
{
    for (; order_.size() > kept; order_.pop_front()) viewed_.erase(order_.front());
}

void HistoryPages::write(Vault& vault, const std::map<Page, std::vector<ListedEntry>>& pages, bool owner)
{
    std::set<std::uint64_t> directory;
    for (const auto& [page, entries] : pages) {
        if (entries.empty()) {
            vault.erase(ListPage::kind, page);
            notes_.erase(page);
        } else {
            put_record(vault, page, ListPage{entries});
            notes_[page] = note_of(page, entries, owner);
        }
        directory.insert(page >> bits);
    }
    for (const auto of_pages : directory) write_notes(vault, of_pages);
    // Views show the pages as they were before.
    viewed_.clear();
    order_.clear();
}

void HistoryPages::write_notes(Vault& vault, std::uint64_t of_pages)
{
    PageNotes notes;
    const auto end = notes_.lower_bound((of_pages + 1) << bits);
    for (auto at = notes_.lower_bound(of_pages << bits); at != end; ++at) notes.pages.push_back(at->second);
    notes.pages.empty() ? vault.erase(PageNotes::kind, of_pages) : put_record(vault, of_pages, notes);
}

}  // namespace holdfast::client
