// The report of an audit as an object, for `holdfast audit --json`.
#pragma once

#include <boost/json/object.hpp>

#include "client/audit/report.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// {"event":"audit","conversation","with","log","checked","agreed","from","to","verdict","findings":[{"kind","weight","number","message","at","due",
/// "open","relay","here","text"}]}. "verdict" is agrees, unsure or wrong_relay; "log" seen or not_seen. "relay" and
/// "here" hold what differs: "promised_from" and "promised_by", "version", "zone_data".
[[nodiscard]] boost::json::object audit_object(const audit::Report& report,
                                               const client::ConversationView& conversation,
                                               const client::Outlook& outlook, const Here& here);

}  // namespace holdfast::ui
