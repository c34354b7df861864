// One sealed record for each account: what it calls people.
#pragma once

#include <optional>

#include "protocol/base/bytes.hpp"
#include "protocol/store/sqlite.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

class SealedNames {
  public:
    explicit SealedNames(store::Database& db);

    [[nodiscard]] std::optional<Bytes> find(AccountRow account);
    void replace(AccountRow account, BytesView sealed);

  private:
    store::Statement find_;
    store::Statement replace_;
};

}  // namespace holdfast::server
