#include "tests/fuzz/kept_store.hpp"

#include "server/core/store/tables.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::fuzz {

KeptStore::KeptStore(server::RelayStore& store, const SignPublic& key)
{
    const auto copy = folder_ / "copy.db";
    require(!store.backup_to(copy).has_error(), "a healthy store cannot be copied");
    files_.read_in(copy, path_.string());
    holdfast::test::SeededRandom random{"kept store"};
    auto opened = server::RelayStore::open(path_, key, random, {}, files_.name());
    require(opened.has_value(), "a copy of a store does not open");
    // Only so does SQLite look, before each transaction, whether the file is still the one it knows.
    opened->tables().db.execute(
        "PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=NORMAL; SELECT count(*) FROM sqlite_schema");
    kept_ = *files_.files().at(path_.string());
    store_.emplace(std::move(opened.value()));
}

server::RelayStore KeptStore::lend()
{
    require(store_.has_value(), "the store is lent already");
    *files_.files().at(path_.string()) = kept_;
    auto store = std::move(*store_);
    store_.reset();
    store.tables().forget();
    return store;
}

}  // namespace holdfast::fuzz
