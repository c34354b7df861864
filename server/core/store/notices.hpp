// Practice notices, numbered for each therapist; the highest number counts.
#pragma once

#include <optional>
#include <set>

#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

class PracticeNotices {
  public:
    explicit PracticeNotices(store::Database& db);

    /// 0 when there never was one.
    [[nodiscard]] std::uint32_t last_number(AccountRow therapist);
    /// The newest, unless it lifted the one before.
    [[nodiscard]] std::optional<wire::Signed> in_force(AccountRow therapist);
    /// `by_suspension`: the relay issued it by itself, with the suspension of the account.
    void add(AccountRow therapist, std::uint32_t number, bool in_force, const wire::Signed& notice,
             bool by_suspension = false);
    /// Whether the one in force came with a suspension.
    [[nodiscard]] bool is_by_suspension(AccountRow therapist);
    void remove_of(AccountRow therapist);

    void forget() noexcept { therapists_.reset(); }

  private:
    store::Statement last_number_;
    store::Statement newest_;
    store::Statement add_;
    store::Statement by_suspension_;
    store::Statement remove_of_;
    store::Statement all_therapists_;
    std::optional<std::set<AccountRow>> therapists_;  ///< who ever had one, once asked for: few, asked at each login
};

}  // namespace holdfast::server
