// Questionnaires as objects, for `holdfast measure … --json` and JSON-RPC. client/JSON.md, "Questionnaires".
#pragma once

#include <boost/json/object.hpp>

#include "client/core/client.hpp"

namespace holdfast::ui {

/// {"name","version","title","source","licence","instruction","items","needed","missing","factor","bands"}; every item
/// has its choices.
[[nodiscard]] boost::json::object measure_value(const wire::Measure& measure);

/// {"measure","version","answered","items","total","lowest","highest","band","answers"}: what was chosen for each
/// item, or null; "total" and "band" are null where it is not scored. Precondition: measure::check_chosen().
[[nodiscard]] boost::json::object result_value(const wire::Measure& measure, const wire::MeasureChosen& chosen);

/// {"event":"measure",…}: one that was offered, and what has come of it.
[[nodiscard]] boost::json::object measure_object(const client::MeasureView& view, const ConversationId& in);

}  // namespace holdfast::ui
