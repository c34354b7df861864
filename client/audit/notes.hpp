// Where the checks of one audit write down what they find.
#pragma once

#include "client/audit/case.hpp"
#include "client/audit/report.hpp"

namespace holdfast::audit {

/// A finding about one decision, to be filled in.
[[nodiscard]] inline Finding about(Kind kind, const Decision& decision)
{
    Finding finding;
    finding.kind = kind;
    finding.sequence = decision.sequence;
    finding.at = decision.at;
    if (const auto* taken = std::get_if<decided::Accepted>(&decision.event)) finding.message = taken->message;
    if (const auto* back = std::get_if<decided::TakenBack>(&decision.event)) finding.message = back->message;
    return finding;
}

using Findings = std::vector<Finding>;

}  // namespace holdfast::audit
