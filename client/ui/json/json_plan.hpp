// A planned change of hours as an object, for `holdfast hours … --json`.
#pragma once

#include <boost/json/object.hpp>

#include "client/ui/hours/plan_view.hpp"

namespace holdfast::ui {

/// {"plan":{"version","first","at_once","reductions_from","unplanned","days_off","concerned"}}; times RFC 3339 or null.
[[nodiscard]] boost::json::object plan_object(const client::HoursPlan& plan, const NameOf& name_of);

}  // namespace holdfast::ui
