#include "client/core/history_table.hpp"

#include <utility>

#include "protocol/crypto/secret.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
Status History::load(Vault& vault)
{
    vault_ = &vault;
    return vault.each(Record::kind, [this](Row row, BytesView plain) {
        const auto record = wire::decode<Record>(plain);
        if (record.has_error()) return false;
        heads_.emplace_hint(heads_.end(), row, record->entry);
        facts_.put(record->entry);
        name(row, record->entry.message);
        next_ = row + 1;
        return true;
    });
}

void History::flush(Vault& vault)
{
    (void)heads();
    for (const Row row : edited_) {
        const auto found = loaded_.find(row);
        if (found == loaded_.end()) {
            vault.erase(Record::kind, row);
        } else {
            const crypto::SecretBytes plain{wire::encode(found->second)};
            vault.put(Record::kind, row, plain.view());
        }
    }
    edited_.clear();
}

void History::release()
{
    if (vault_) std::erase_if(loaded_, [this](const auto& one) { return !edited_.contains(one.first); });
}

const std::map<History::Row, ListedEntry>& History::heads() const
{
    for (const Row row : edited_) refresh(row);
    return heads_;
}

const ListedEntry& History::head(Row row) const
{
    if (edited_.contains(row)) refresh(row);
    return heads_.at(row);
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

std::optional<History::Row> History::row_of(const MessageId& message) const
{
    const auto found = by_message_.find(message);
    return found == by_message_.end() ? std::nullopt : std::optional{found->second};
}

Entry History::read(Row row) const
{
    const auto found = loaded_.find(row);
    return found == loaded_.end() ? read_record(row).entry : found->second.entry;
}

Entry& History::edit(Row row)
{
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
    forget_name(row);
    loaded_.erase(row);
    edited_.insert(row);
}

Entry& History::add(Entry entry)
{
    const Row row = next_++;
    entry.number = row;
    auto& added = loaded_.insert_or_assign(row, StoredEntry{std::move(entry)}).first->second.entry;
    edited_.insert(row);
    name(row, added.message);
    return added;
}

void History::name(Row row, const MessageId& message)
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
    std::optional<StoredEntry> read;
    const auto status = vault_->each(Record::kind,
                                     [&](Row, BytesView plain) {
                                         auto record = wire::decode<Record>(plain);
                                         if (record.has_error()) return false;
                                         read = std::move(record.value());
                                         return true;
                                     },
                                     {row, row});
    if (status.has_error() || !read) throw VaultError{status.has_error() ? status.errc() : Errc::vault_rolled_back};
    return std::move(*read);
}

}  // namespace holdfast::client
