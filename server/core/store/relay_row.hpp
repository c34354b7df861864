// The one row about the relay itself: whose store this is, which incarnation, what its clock has shown, where it moves.
#pragma once

#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::server {

/// The relay's memory of its clock.
struct ClockState {
    Instant last;                       ///< the latest instant it acted at, give or take `clock_saved_every`
    std::optional<Instant> settles_at;  ///< set while the clock is suspect: when it will be trusted again
    Instant highest;                    ///< the latest instant it ever acted at, which a clock put back leaves behind
    friend bool operator==(const ClockState&, const ClockState&) = default;
};

class RelayRow {
  public:
    /// Whose store it is, in every version of the schema.
    static constexpr const char* select_key = "SELECT key FROM relay";

    explicit RelayRow(store::Database& db);

    /// Empty in a new store.
    [[nodiscard]] std::optional<SignPublic> key();
    void create(const SignPublic& key, const IncarnationId& incarnation, Instant now);

    [[nodiscard]] IncarnationId incarnation();
    void set_incarnation(const IncarnationId& incarnation);

    [[nodiscard]] ClockState clock();
    void set_clock(const ClockState& clock);

    /// Whether a relay has run on this store since it was made or restored from a backup.
    [[nodiscard]] bool ran();
    void set_ran(bool ran);

    /// A wire::RelayMove under the relay's signature; empty before the first.
    [[nodiscard]] std::optional<wire::Signed> move();
    void set_move(const wire::Signed& move);

  private:
    store::Statement key_;
    store::Statement create_;
    store::Statement incarnation_;
    store::Statement set_incarnation_;
    store::Statement clock_;
    store::Statement set_clock_;
    store::Statement ran_;
    store::Statement set_ran_;
    store::Statement move_;
    store::Statement set_move_;
};

}  // namespace holdfast::server
