#include "server/core/store/relay_row.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {

RelayRow::RelayRow(store::Database& db)
    : key_{db.prepare(select_key)},
      create_{
          db.prepare("INSERT INTO relay(one, key, incarnation, last_instant, highest_instant) VALUES (1, ?, ?, ?, ?)")},
      incarnation_{db.prepare("SELECT incarnation FROM relay")},
      set_incarnation_{db.prepare("UPDATE relay SET incarnation = ?")},
      clock_{db.prepare("SELECT last_instant, settles_at, highest_instant FROM relay")},
      set_clock_{db.prepare("UPDATE relay SET last_instant = ?, settles_at = ?, highest_instant = ?")},
      ran_{db.prepare("SELECT ran FROM relay")},
      set_ran_{db.prepare("UPDATE relay SET ran = ?")},
      move_{db.prepare("SELECT move FROM relay WHERE move IS NOT NULL")},
      set_move_{db.prepare("UPDATE relay SET move = ?")}
{
}

std::optional<SignPublic> RelayRow::key()
{
    auto rows = key_.rows();
    if (!rows.next()) return std::nullopt;
    return rows.id<SignPublic>(0);
}

void RelayRow::create(const SignPublic& key, const IncarnationId& incarnation, Instant now)
{
    create_.run(key, incarnation, now, now);
}

IncarnationId RelayRow::incarnation()
{
    auto rows = incarnation_.rows();
    require(rows.next(), "an opened store has its row");
    return rows.id<IncarnationId>(0);
}

void RelayRow::set_incarnation(const IncarnationId& incarnation) { set_incarnation_.run(incarnation); }

ClockState RelayRow::clock()
{
    auto rows = clock_.rows();
    require(rows.next(), "an opened store has its row");
    ClockState clock{rows.instant(0), std::nullopt, rows.instant(2)};
    if (!rows.is_null(1)) clock.settles_at = rows.instant(1);
    return clock;
}

void RelayRow::set_clock(const ClockState& clock) { set_clock_.run(clock.last, clock.settles_at, clock.highest); }

bool RelayRow::ran()
{
    auto rows = ran_.rows();
    require(rows.next(), "an opened store has its row");
    return rows.int64(0) != 0;
}

void RelayRow::set_ran(bool ran) { set_ran_.run(ran); }

std::optional<wire::Signed> RelayRow::move()
{
    auto rows = move_.rows();
    if (!rows.next()) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

void RelayRow::set_move(const wire::Signed& move) { set_move_.run(wire::encode(move)); }

}  // namespace holdfast::server
