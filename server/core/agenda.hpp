// When the gate has to look at each conversation next: at the next change of its hours while something waits for it, at
// the end of a window for what waits for that. A conversation that is not here needs no look until it is noted again. A
// machine by itself; the gate fills it (gate.hpp).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "protocol/base/instant.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

class Agenda {
  public:
    /// Of several times of one conversation the earliest counts.
    void note(ConversationRow conversation, Instant time);
    /// Since when or until when it was noted; empty: it was not.
    std::optional<Instant> remove(ConversationRow conversation);
    void clear() noexcept;

    [[nodiscard]] bool is_due(ConversationRow conversation, Instant now) const;
    /// The one that has been due longest.
    [[nodiscard]] std::optional<ConversationRow> due(Instant now) const;
    [[nodiscard]] std::optional<Instant> next() const;

  private:
    std::map<ConversationRow, Instant> times_;
    std::set<std::pair<Instant, ConversationRow>> order_;  ///< the same, by time
};

}  // namespace holdfast::server
