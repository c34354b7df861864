// Messages that waited and their ends: let through at the first opening, held again, taken back, or gone with the
// devices they were for. Runs along the whole log. PROTOCOL.md, "Audit".
#pragma once

#include <map>
#include <set>

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"
#include "client/audit/schedules.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::audit {

/// The time that may pass between an opening and the release without an outage on record: a restart, and the five
/// minutes in which a relay does not trust a clock that jumped.
inline constexpr Seconds release_grace = std::chrono::minutes{10};

class ReleaseCheck {
  public:
    /// `outages` are those that are believed.
    ReleaseCheck(const Case& given, std::vector<Outage> outages, Schedules& schedules, Findings& out)
        : given_{given}, outages_{std::move(outages)}, schedules_{schedules}, out_{out}
    {
    }

    void follow(const Decision& decision);
    /// After the last entry: what still waits although it was open.
    void finish();

    /// True when the log says that `message` was let through at `t`.
    [[nodiscard]] bool passed(const wire::MessageRef& message, Instant t) const;

  private:
    struct Waiting {
        Instant since;
        std::uint64_t sequence = 0;
    };
    void take(const Decision& decision, const decided::Accepted& taken);
    void take(const Decision& decision, const decided::Released& released);
    void take(const Decision& decision, const decided::HeldAgain& again);
    void take(const Decision& decision, const decided::TakenBack& back);
    void take(const Decision&, const decided::ClockWentBack&) {}
    void take(const Decision&, const decided::Moved&) {}
    void take(const Decision&, const decided::Dropped& dropped);
    void take(const Decision&, const decided::WasDown&) {}
    void take(const Decision&, const decided::Noticed&) {}
    void take(const Decision&, const decided::Ended&) {}
    void take(const Decision&, const decided::EndedByMember&) {}

    void compare(const Waiting& waiting, const wire::MessageRef& message, Instant until, std::uint64_t sequence);
    /// When it was due by the hours and the outages on record; empty: not yet.
    [[nodiscard]] std::optional<Instant> due(Instant since, Instant until);
    [[nodiscard]] std::optional<Instant> outage_over(Instant t) const;

    const Case& given_;
    std::vector<Outage> outages_;
    Schedules& schedules_;
    Findings& out_;
    std::map<wire::MessageRef, Waiting> waiting_;
    std::map<wire::MessageRef, std::vector<Instant>> passed_;
    std::set<wire::MessageRef> taken_back_;
};

}  // namespace holdfast::audit
