// Each decision by itself: the hours it went by, whether it held or let through what those hours say, and the reading
// time it promised. PROTOCOL.md, "Audit".
#pragma once

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"
#include "client/audit/schedules.hpp"

namespace holdfast::audit {

/// A zone's clock is changed by an hour or two; what two versions of the zone data decide differently lies no further
/// than this from where the hours begin or end.
inline constexpr Seconds zone_data_reach = std::chrono::hours{3};

class DecisionCheck {
  public:
    /// `complete` says that every decision since the beginning follows, in order.
    DecisionCheck(const Case& given, Schedules& schedules, Findings& out, bool complete)
        : given_{given}, schedules_{schedules}, out_{out}, complete_{complete}
    {
    }

    void check(const Decision& decision);

  private:
    [[nodiscard]] std::optional<Prefix> follow(const Decision& decision);
    void rolled_back(const Decision& decision, const Prefix& used, const Prefix& expected);

    void check_event(const Decision& decision, const Prefix& prefix, const decided::Taken& taken);
    void check_event(const Decision& decision, const Prefix& prefix, const decided::Released& released);
    void check_event(const Decision& decision, const Prefix& prefix, const decided::HeldAgain& again);
    void check_event(const Decision&, const Prefix&, const decided::TakenBack&) {}

    [[nodiscard]] Decided decide(const Prefix& prefix, Instant t);
    void compare(const Decision& decision, const Prefix& prefix, bool held, const Promised& promise);
    void differs(Kind kind, const Decision& decision, const Prefix& prefix, Finding finding);
    [[nodiscard]] bool near_a_change(const Prefix& prefix, Instant t);

    const Case& given_;
    Schedules& schedules_;
    Findings& out_;
    bool complete_;
    std::optional<IncarnationId> incarnation_;
    Prefix highest_{};        ///< versions this incarnation of the relay has used
    bool caught_up_ = false;  ///< it has used the newest version there was
};

}  // namespace holdfast::audit
