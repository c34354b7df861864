// Each decision by itself: the hours it went by, whether it held or let through what those hours say, and the reading
// time it promised. PROTOCOL.md, "Audit".
#pragma once

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"
#include "client/audit/order.hpp"
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
    /// A practice notice in force before the log's first entry, as the log itself tells. Only for a log that begins
    /// later than number 1.
    void begin_suspended() noexcept { suspended_ = true; }

    /// `span`: when it was made, by the order of the decisions.
    void check(const Decision& decision, const Span& span);

  private:
    [[nodiscard]] std::optional<Prefix> follow(const Decision& decision, const Span& span);
    void rolled_back(const Decision& decision, const Prefix& used, const Prefix& expected);

    void check_event(const Decision& decision, const Span& span, const Prefix& prefix, const decided::Accepted& taken);
    void check_event(const Decision& decision, const Span&, const Prefix& prefix, const decided::Released& released);
    void check_event(const Decision& decision, const Span& span, const Prefix& prefix, const decided::HeldAgain& again);
    void check_event(const Decision& decision, const Span& span, const Prefix& prefix, const decided::Moved& moved);
    void check_event(const Decision&, const Span&, const Prefix&, const decided::TakenBack&) {}
    void check_event(const Decision&, const Span&, const Prefix&, const decided::Dropped&) {}
    void check_event(const Decision&, const Span&, const Prefix&, const decided::WasDown&) {}
    void check_event(const Decision&, const Span&, const Prefix&, const decided::Ended&) {}
    void check_event(const Decision&, const Span&, const Prefix&, const decided::EndedByMember&) {}
    void check_event(const Decision&, const Span&, const Prefix&, const decided::Noticed& noticed)
    {
        suspended_ = !noticed.notice.text.empty();
    }
    void check_event(const Decision& decision, const Span&, const Prefix&, const decided::ClockWentBack& back);

    [[nodiscard]] Decided decide(const Prefix& prefix, Instant t);
    /// Whether a practice notice was issued or lifted where `span` leaves it open if that was before or after.
    [[nodiscard]] bool notice_in_doubt(const Span& span) const;
    void compare(const Decision& decision, const Span& span, const Prefix& prefix, bool held, const Promised& promise);
    void compare_promise(const Decision& decision, const Span& span, const Prefix& prefix, const Promised& promise);
    void compare_in_doubt(const Decision& decision, const Prefix& prefix, bool held, const Promised& promise);
    void differs(Kind kind, const Decision& decision, const Prefix& prefix, Finding finding);
    [[nodiscard]] bool near_a_change(const Prefix& prefix, Instant t);

    const Case& given_;
    Schedules& schedules_;
    Findings& out_;
    bool complete_;
    std::optional<IncarnationId> incarnation_;
    Prefix highest_{};               ///< versions this incarnation of the relay has used
    bool caught_up_ = false;         ///< it has used the newest version there was
    std::optional<bool> suspended_;  ///< by a practice notice, as the log says; empty: it has not said
};

}  // namespace holdfast::audit
