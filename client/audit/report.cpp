#include "client/audit/report.hpp"

#include <algorithm>

namespace holdfast::audit {

Weight weight(Kind kind) noexcept
{
    switch (kind) {
        case Kind::not_signed:
        case Kind::broken_number:
        case Kind::broken_chain:
        case Kind::not_what_was_signed_to_me:
        case Kind::missing_from_log:
        case Kind::unlogged_outage:
        case Kind::unlogged_notice:
        case Kind::ran_in_outage:
        case Kind::withheld_version:
        case Kind::rolled_back_version:
        case Kind::wrong_hold:
        case Kind::released_while_closed:
        case Kind::released_taken_back:
        case Kind::wrong_promise: return Weight::proof;
        case Kind::released_late:
        case Kind::never_came:
        case Kind::early_report:
        case Kind::wrong_clock:
        case Kind::clock_went_back:
        case Kind::other_zone_data: return Weight::unsure;
        case Kind::nothing_promised:
        case Kind::restored: return Weight::note;
    }
    return Weight::proof;
}

std::string_view name(Kind kind) noexcept
{
    switch (kind) {
        case Kind::not_signed: return "not_signed";
        case Kind::broken_number: return "broken_number";
        case Kind::broken_chain: return "broken_chain";
        case Kind::not_what_was_signed_to_me: return "not_what_was_signed_to_me";
        case Kind::missing_from_log: return "missing_from_log";
        case Kind::unlogged_outage: return "unlogged_outage";
        case Kind::unlogged_notice: return "unlogged_notice";
        case Kind::ran_in_outage: return "ran_in_outage";
        case Kind::withheld_version: return "withheld_version";
        case Kind::rolled_back_version: return "rolled_back_version";
        case Kind::wrong_hold: return "wrong_hold";
        case Kind::released_while_closed: return "released_while_closed";
        case Kind::released_taken_back: return "released_taken_back";
        case Kind::released_late: return "released_late";
        case Kind::never_came: return "never_came";
        case Kind::wrong_promise: return "wrong_promise";
        case Kind::wrong_clock: return "wrong_clock";
        case Kind::early_report: return "early_report";
        case Kind::clock_went_back: return "clock_went_back";
        case Kind::other_zone_data: return "other_zone_data";
        case Kind::nothing_promised: return "nothing_promised";
        case Kind::restored: return "restored";
    }
    return "unknown";
}

Weight Report::worst() const noexcept
{
    auto worst = Weight::note;
    for (const auto& finding : findings) worst = std::max(worst, weight(finding.kind));
    return worst;
}

}  // namespace holdfast::audit
