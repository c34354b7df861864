// Practice notices, numbered for each therapist; the highest number counts. And the audit of what the practice did.
#pragma once

#include <optional>
#include <set>
#include <string_view>

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
    void add(AccountRow therapist, std::uint32_t number, bool in_force, const wire::Signed& notice);

    void forget() noexcept { therapists_.reset(); }

    /// `deed` is a word of ours, never user data.
    void audit(Instant at, std::string_view deed, std::optional<AccountRow> account);

  private:
    store::Statement last_number_;
    store::Statement newest_;
    store::Statement add_;
    store::Statement audit_;
    store::Statement all_therapists_;
    std::optional<std::set<AccountRow>> therapists_;  ///< who ever had one, once asked for: few, asked at each login
};

}  // namespace holdfast::server
