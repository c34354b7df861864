#include "server/core/store/outages.hpp"

#include <algorithm>

namespace holdfast::server {

Outages::Outages(store::Database& db)
    : add_{db.prepare("INSERT INTO outage(began, ended) VALUES (?, ?) "
                      "ON CONFLICT(began) DO UPDATE SET ended = excluded.ended")},
      prune_{db.prepare(
          "DELETE FROM outage WHERE began IN (SELECT began FROM outage WHERE ended < ? ORDER BY began LIMIT ?) "
          "RETURNING 1")},
      forget_after_{db.prepare("DELETE FROM outage WHERE ended > ?")},
      since_{db.prepare("SELECT began, ended FROM outage WHERE ended >= ? ORDER BY began DESC LIMIT ?")}
{
}

void Outages::add(const wire::Outage& outage) { add_.run(outage.from, outage.to); }

std::size_t Outages::prune(Instant before, std::size_t limit)
{
    std::size_t gone = 0;
    for (auto rows = prune_.rows(before, static_cast<std::int64_t>(limit)); rows.next();) ++gone;
    return gone;
}

void Outages::forget_after(Instant now) { forget_after_.run(now); }

std::vector<wire::Outage> Outages::since(Instant from, std::size_t limit)
{
    std::vector<wire::Outage> out;
    for (auto rows = since_.rows(from, static_cast<std::int64_t>(limit)); rows.next();)
        out.push_back({rows.instant(0), rows.instant(1)});
    std::reverse(out.begin(), out.end());
    return out;
}

}  // namespace holdfast::server
