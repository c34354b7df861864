// The practice's record of what it did, a chain of deeds.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "protocol/store/sqlite.hpp"
#include "server/core/store/deed.hpp"

namespace holdfast::server {

class DeedLog {
  public:
    explicit DeedLog(store::Database& db);

    void add(Instant at, std::string_view what, const std::optional<AccountId>& account = {},
             std::string_view detail = {});
    /// From number `from` on, at most `limit`. Nothing is believed: who reads verifies.
    [[nodiscard]] std::vector<Deed> read(std::uint64_t from, std::size_t limit);
    /// The hash of the newest; zero before the first.
    [[nodiscard]] Digest head();
    /// Gives the deeds of an earlier schema, which had no hashes, their place in the chain.
    void chain_old();
    /// Forgets at most `limit` of those before `before`, but never the newest. How many they were.
    std::size_t prune(Instant before, std::size_t limit);

  private:
    store::Statement add_;
    store::Statement newest_;
    store::Statement read_;
    store::Statement unchained_;
    store::Statement chain_;
    store::Statement prune_;
};

}  // namespace holdfast::server
