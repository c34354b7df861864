// Hours chains as they were published and received. Nothing is believed when it is read back: who reads verifies.
#pragma once

#include <optional>
#include <vector>

#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

/// One chain: a therapist's base chain, or that of one conversation.
struct ChainKey {
    AccountRow owner{};
    std::optional<ConversationRow> conversation;
    friend std::strong_ordering operator<=>(const ChainKey&, const ChainKey&) = default;
};

class HoursLinks {
  public:
    explicit HoursLinks(store::Database& db);

    void add(const ChainKey& chain, std::uint32_t version, const wire::HoursLink& link);
    /// Links from version `from` on, at most `limit`. Empty when a stored link does not even decode.
    [[nodiscard]] std::optional<std::vector<wire::HoursLink>> links(const ChainKey& chain, std::uint32_t from,
                                                                    std::size_t limit);

    /// All chains of this owner.
    void remove_of(AccountRow owner);
    void remove(const ChainKey& chain);

  private:
    store::Statement remove_of_;
    store::Statement remove_;
    store::Statement add_;
    store::Statement links_;
};

}  // namespace holdfast::server
