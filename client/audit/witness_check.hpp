// The log against what this device was told at the time: its own receipts, what was delivered to it, and its clock.
// PROTOCOL.md, "Audit".
#pragma once

#include <map>
#include <set>

#include "client/audit/case.hpp"
#include "client/audit/notes.hpp"
#include "client/audit/release_check.hpp"

namespace holdfast::audit {

class WitnessCheck {
  public:
    /// Precondition: the log was seen, and `releases` followed it. `closed`: the log may end before what the others
    /// wrote and is held.
    WitnessCheck(const Case& given, const ReleaseCheck& releases, bool closed, Findings& out);

    void run();

  private:
    /// The entry under a number, null when there is none.
    [[nodiscard]] const Entry* entry(std::uint64_t sequence) const;
    void check(const OwnReceipt& receipt);
    void check(const Delivered& delivered);
    void check(const Outage& outage);
    void check(const Suspended& notice);
    /// Whether the log speaks of `t`, under the incarnation that told this device something about it.
    [[nodiscard]] bool speaks_of(Instant t, const IncarnationId& incarnation) const;
    void unlogged(Kind kind, Instant at);
    /// Entries missing from the log: older than it is kept, gone with a copy that was restored, or left out.
    void missing(Finding finding, const IncarnationId& incarnation);
    void differs(Finding finding, const IncarnationId& theirs, const IncarnationId& known);

    const Case& given_;
    const ReleaseCheck& releases_;
    bool closed_;
    Findings& out_;
    std::map<std::uint64_t, const Entry*> entries_;
    std::set<IncarnationId> restored_;  ///< said already
};

/// Decisions made while this device looked on, against its own clock.
void check_clocks(const Case& given, Findings& out);

}  // namespace holdfast::audit
