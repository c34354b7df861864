// Progress as an object, for `holdfast progress --json` and JSON-RPC. client/JSON.md lists it.
#pragma once

#include <boost/json/object.hpp>

#include "client/ui/progress/progress.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// {"event":"progress","series":[{"name","lowest","highest","points":[{"at","value"}],"reworded","words"}],
/// "occasions":[{"occasion","from","to"}]}
[[nodiscard]] boost::json::object progress_object(const Progress& progress, const ConversationId& id, const Here& here);

}  // namespace holdfast::ui
