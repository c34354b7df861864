#include "server/core/store/relay_store.hpp"

#include <utility>

#include "server/core/store/schema.hpp"
#include "server/core/store/tables.hpp"

namespace holdfast::server {

void Tables::write_back()
{
    quotas.write_back();
    const bool must_write = accounts.must_write() || conversations.must_write() || queue.counts().must_write();
    if (std::exchange(write_rows_, false) || must_write || changes.is_long()) return write_rows();
    Changes changed;
    accounts.note(changed);
    conversations.note(changed);
    queue.counts().note(changed);
    if (!changed.empty()) changes.add(changed);
}

void Tables::write_rows()
{
    accounts.write_back();
    conversations.write_back();
    queue.counts().write_back();
    changes.clear();
}

void Tables::recover()
{
    if (recovered_) return;
    forget();
    for (const auto& changed : changes.read()) {
        for (const auto& one : changed.devices) accounts.write(one);
        for (const auto& one : changed.heads) conversations.write(one);
        for (const auto& one : changed.bytes) queue.counts().write(one);
        for (const auto& one : changed.envelopes) queue.counts().write(one);
    }
    changes.clear();
    recovered_ = true;
}

void Tables::forget() noexcept
{
    accounts.forget();
    conversations.forget();
    queue.forget();
    quotas.forget();
    notices.forget();
    receipts.forget();
    recovered_ = false;
}

Batch::Batch(Tables& tables) : tables_{tables}, transaction_{tables.db} { tables_.recover(); }

Batch::~Batch()
{
    if (!committed_) tables_.forget();
}

void Batch::commit()
{
    tables_.write_back();
    if (transaction_.has_changes()) tables_.queue.write_acks();
    transaction_.commit();
    committed_ = true;
}

RelayStore::RelayStore(std::unique_ptr<Tables> tables) noexcept : tables_{std::move(tables)} {}
RelayStore::RelayStore(RelayStore&&) noexcept = default;
RelayStore& RelayStore::operator=(RelayStore&&) noexcept = default;
RelayStore::~RelayStore() = default;

Result<RelayStore> RelayStore::open(const std::filesystem::path& path, const SignPublic& relay_key,
                                    crypto::Random& random, Instant now, const std::string& vfs)
{
    auto db = store::Database::open(path, relay_schema(), vfs);
    if (db.has_error()) return db.errc();
    try {
        RelayStore opened{std::make_unique<Tables>(std::move(*db))};
        RelayRow& relay = opened.tables().relay;
        const auto owner = relay.key();
        if (owner && *owner != relay_key) return Errc::wrong_relay;
        Batch batch = opened.begin();
        if (!owner) relay.create(relay_key, random.id<IncarnationId>(), now);
        batch.commit();
        return opened;
    } catch (const store::StoreError& error) {
        return error.code();
    }
}

Status RelayStore::check(const std::filesystem::path& path, const SignPublic& relay_key)
{
    auto db = store::Database::open_as_it_is(path, relay_schema());
    if (!db) return db.errc();
    if (const auto whole = db->check_whole(); !whole) return whole.errc();
    try {
        auto key = db->prepare(RelayRow::select_key);
        auto rows = key.rows();
        if (!rows.next()) return Errc::store_broken;
        if (rows.id<SignPublic>(0) != relay_key) return Errc::wrong_relay;
        return ok();
    } catch (const store::StoreError& error) {
        return error.code();
    }
}

IncarnationId RelayStore::incarnation() const { return tables_->relay.incarnation(); }

Batch RelayStore::begin() { return Batch{*tables_}; }

Status RelayStore::backup_to(const std::filesystem::path& path) { return tables_->db.backup_to(path); }

Status RelayStore::check_whole() { return tables_->db.check_whole(); }

void RelayStore::mark_restored(crypto::Random& random)
{
    Batch batch = begin();
    tables_->relay.set_incarnation(random.id<IncarnationId>());
    tables_->prekeys.drop_all_one_time();
    tables_->invitations.remove_open();
    tables_->relay.set_ran(false);
    batch.commit();
}

}  // namespace holdfast::server
