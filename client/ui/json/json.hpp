// For `--json`: items as objects, one per line. Texts are exactly what was written; code points that could command a
// terminal or hide are written as \u escapes, which every JSON reader turns back.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include "client/ui/hours/plan_view.hpp"

#include "client/core/client.hpp"
#include "protocol/hours/notation/grammar.hpp"

namespace holdfast::ui {

/// One line without its line break. Strings in `object` that are not UTF-8 are mended with U+FFFD.
[[nodiscard]] std::string json_line(const boost::json::object& object);

/// {"code","message"}, with "column" for malformed hours.
[[nodiscard]] boost::json::object error_object(Errc code, const std::optional<hours::PlacedError>& place = {});

/// RFC 3339 or null.
[[nodiscard]] boost::json::value time_value(const std::optional<Instant>& t);

/// {"from","by"}, RFC 3339, or null.
[[nodiscard]] boost::json::value promise_value(const std::optional<wire::Promise>& promise);
[[nodiscard]] boost::json::value window_value(const std::optional<hours::Window>& window);

/// {"from","to","reason","cancellation","planned"}.
[[nodiscard]] boost::json::object day_off_object(const client::DayOff& off);

/// {"id","from","mine","kind","text","written","received","released"}, with "check_in" where it is one. "from" is "you"
/// for one's own where one has no name. One's own have "to" (`with`, the other one's name), "delivered" and "read_in"
/// {"from","by"}; a repair has "about"; an answer to a pace "pace" and "agreed"; what is broken
/// {"why","window","down","next","read_since","repaired_after_seconds"}.
[[nodiscard]] boost::json::object entry_object(const client::Entry& entry, std::string_view from,
                                               std::string_view with = {});

/// [{"from","by"}]
[[nodiscard]] boost::json::array spans_value(const std::vector<client::Span>& spans);

/// {"read_in","not_known_yet"}: windows or null.
[[nodiscard]] boost::json::object reading_object(const client::ReadingView& reading);

/// "promised_from" and "promised_by", RFC 3339 or null, added to `object`.
void add_promise(boost::json::object& object, const std::optional<wire::Promise>& promise);

/// {"with","open","closes","opens","promised_from","promised_by","zone","usable","notice","contacts",
/// "away","pace"}.
[[nodiscard]] boost::json::object outlook_object(const client::ConversationView& conversation,
                                                 const client::Outlook& outlook);

/// An event for `read --follow` and the conversation: an object with "event", or nothing.
[[nodiscard]] std::optional<boost::json::object> event_object(const client::Show& item, const client::Client& client);

// A planned change of hours as an object, for `holdfast hours … --json`.

/// {"plan":{"version","first","at_once","reductions_from","unplanned","days_off","concerned"}}; times RFC 3339 or null.
[[nodiscard]] boost::json::object plan_object(const client::HoursPlan& plan, const NameOf& name_of);

}  // namespace holdfast::ui
