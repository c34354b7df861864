#include "client/core/vault/sealed_records.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "protocol/crypto/aead.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

/// How the records of this program are laid out. A record sealed as one layout never opens as another.
constexpr std::uint32_t layout = 1;

struct SealedAs {
    std::string table;
    std::uint8_t kind = 0;
    std::uint64_t row = 0;
    std::uint32_t version = layout;
    static constexpr auto fields()
    {
        return std::tuple{&SealedAs::table, &SealedAs::kind, &SealedAs::row, &SealedAs::version};
    }
};

Bytes as_record(Kind kind, std::uint64_t row) { return sealed_as("record", static_cast<std::uint8_t>(kind), row); }

}  // namespace

Bytes sealed_as(const char* table, std::uint8_t kind, std::uint64_t row)
{
    return wire::encode(SealedAs{table, kind, row, layout});
}

SealedRecords::SealedRecords(std::unique_ptr<RecordStore> store, crypto::Random& random, crypto::Secret<32> key)
    : store_{std::move(store)}, random_{&random}, key_{std::move(key)}
{
}

crypto::Nonce SealedRecords::put(Kind kind, std::uint64_t row, BytesView plain)
{
    const auto nonce = random_->id<crypto::Nonce>();
    store_->put(kind, row, {layout, nonce, crypto::seal(key_, nonce, as_record(kind, row), plain)});
    return nonce;
}

Result<Bytes> SealedRecords::open(Kind kind, std::uint64_t row, const SealedRecord& record) const
{
    if (record.version != layout) return Errc::store_broken;
    auto opened = crypto::open(key_, record.nonce, as_record(kind, row), record.sealed);
    if (opened.has_error()) return Errc::store_broken;
    return opened;
}

Result<Bytes> SealedRecords::read(Kind kind, std::uint64_t row, const crypto::Nonce& nonce)
{
    Result<Bytes> found = Errc::vault_rolled_back;
    (void)store_->each(kind, {row, row}, [&](std::uint64_t, const SealedRecord& record) {
        if (record.nonce == nonce) found = open(kind, row, record);
        return true;
    });
    return found;
}

void SealedRecords::put_root(BytesView plain)
{
    const auto nonce = random_->id<crypto::Nonce>();
    store_->put_root({nonce, crypto::seal(key_, nonce, sealed_as("root"), plain)});
}

Result<Bytes> SealedRecords::read_root()
{
    const auto root = store_->root();
    if (!root) return Errc::vault_rolled_back;
    auto value = crypto::open(key_, root->nonce, sealed_as("root"), root->sealed);
    if (value.has_error()) return Errc::vault_rolled_back;
    return value;
}

}  // namespace holdfast::client
