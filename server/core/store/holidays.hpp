// The holidays the practice suggests to its therapists: one list, or none.
#pragma once

#include <optional>

#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::server {

class SuggestedHolidays {
  public:
    explicit SuggestedHolidays(store::Database& db);

    /// A wire::HolidayList under the relay's signature.
    [[nodiscard]] std::optional<wire::Signed> list();
    void replace(const wire::Signed& list);
    void remove();

  private:
    store::Statement list_;
    store::Statement replace_;
    store::Statement remove_;
};

}  // namespace holdfast::server
