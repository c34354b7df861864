// The times in which the relay did not run, as it found them at its starts. PROTOCOL.md, "Frames".
#pragma once

#include <cstddef>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::server {

class Outages {
  public:
    explicit Outages(store::Database& db);

    void add(const wire::Outage& outage);
    /// Forgets at most `limit` of those that ended before `before`. How many they were.
    std::size_t prune(Instant before, std::size_t limit);
    /// Forgets those that end after `now`: a clock that was wrong made them.
    void forget_after(Instant now);
    /// The newest `limit` of those that ended at or after `from`, the newest last.
    [[nodiscard]] std::vector<wire::Outage> since(Instant from, std::size_t limit);

  private:
    store::Statement add_;
    store::Statement prune_;
    store::Statement forget_after_;
    store::Statement since_;
};

}  // namespace holdfast::server
