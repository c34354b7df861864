// The report of an audit in words: how much was checked, and what does not agree, what that means and what to do. The
// rule: what only a wrong relay explains is said so; what has another explanation names it. PROTOCOL.md, "Audit".
#pragma once

#include "client/audit/report.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// The result in one or two sentences, then the first deviation; with `all` every finding.
[[nodiscard]] Lines audit_lines(const audit::Report& report, const client::ConversationView& conversation,
                                const client::Outlook& outlook, const Here& here, bool all);

/// One finding: what the relay did, and what the signed hours say.
[[nodiscard]] std::string finding_sentence(const audit::Finding& finding, const client::ConversationView& conversation,
                                           const client::Outlook& outlook, const Here& here);

/// "Fetched 2000 of 10000 decisions."
[[nodiscard]] std::string audit_progress(std::uint64_t seen, std::uint64_t head);

}  // namespace holdfast::ui
