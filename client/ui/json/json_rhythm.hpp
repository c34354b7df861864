// The rhythm of check-ins in objects for programs: JSON.md says what is in them.
#pragma once

#include <boost/json/object.hpp>

#include "client/ui/json/json.hpp"

namespace holdfast::ui {

/// What an entry says of the rhythm, without what this device knows besides.
void add_rhythm(boost::json::object& object, const client::EntryBody& body);
/// The place of answers in the rhythm; nothing for other entries.
void add_standing(boost::json::object& object, const client::Entry& entry, const client::Client& client);

}  // namespace holdfast::ui
