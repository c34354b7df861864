// For `--json`: items as objects, one per line. Texts are exactly what was written; code points that could command a
// terminal or hide are written as \u escapes, which every JSON reader turns back.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/core/client.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/session/session_view.hpp"
#include "protocol/hours/notation/grammar.hpp"

namespace holdfast::ui {

/// One line without its line break. Strings in `object` that are not UTF-8 are mended with U+FFFD.
[[nodiscard]] std::string json_line(const boost::json::object& object);

/// The id as it stands in objects; null for none and for zero.
[[nodiscard]] boost::json::value conversation_value(const std::optional<ConversationId>& id);

/// Every object that is printed says what it is and about which conversation: {"event","conversation"}, then `rest`.
/// client/JSON.md lists them, schema.json beside this file describes them.
[[nodiscard]] boost::json::object object_of(std::string_view event, const std::optional<ConversationId>& in,
                                            boost::json::object rest);
[[nodiscard]] bool is_error(const boost::json::object& object);
/// It is told once, by whichever command was connected: no answer to the order.
[[nodiscard]] bool is_news(const boost::json::object& object);

/// {"code","message"}, with "column" for malformed hours.
[[nodiscard]] boost::json::object error_object(Errc code, const std::optional<hours::PlacedError>& place = {});

/// RFC 3339 or null.
[[nodiscard]] boost::json::value time_value(const std::optional<Instant>& t);

/// {"from","by"}, RFC 3339, or null.
[[nodiscard]] boost::json::value promise_value(const std::optional<wire::Promise>& promise);
[[nodiscard]] boost::json::value window_value(const std::optional<hours::Window>& window);

/// {"from","to","reason","cancellation","planned"}.
[[nodiscard]] boost::json::object day_off_object(const client::DayOff& off);

/// {"event":"entry",…}: a message of a conversation, or what is missing or broken in it. "from" is "you" for one's own
/// where one has no name, `with` the other one's name. `held`: one of one's own waits for the hours (is_held).
[[nodiscard]] boost::json::object entry_object(const client::Entry& entry, std::string_view from,
                                               std::string_view with = {}, bool held = false);
[[nodiscard]] boost::json::object entry_object(const client::Entry& entry, const client::Client& client, Instant now);

/// {"event":"draft",…}. `in` may be zero: it is to nobody yet.
[[nodiscard]] boost::json::object draft_object(const client::DraftView& draft, const ConversationId& in,
                                               std::string_view with);

/// {"event":"rhythm",…}: every version of the rhythm of check-ins, what is due, and when the next one is.
[[nodiscard]] boost::json::object rhythm_object(const client::Client& client, const ConversationId& id, Instant now);
/// {"event":"rhythm_preview",…}: one that would be proposed.
[[nodiscard]] boost::json::object rhythm_preview_object(const ConversationId& id, const wire::RhythmTerms& terms,
                                                        const Date& today);

/// {"event":"coping_plan",…}: the newest plan of a conversation and the one that both agree on, or null.
[[nodiscard]] boost::json::object coping_plan_object(const client::Client& client, const ConversationId& id);

/// {"event":"session",…}: the page before a session.
[[nodiscard]] boost::json::object session_object(const SessionPage& page, const client::Client& client,
                                                 const ConversationId& id);

/// {"event":"note",…} and {"event":"notes","notes":[…]}: one's own notes, of no conversation.
[[nodiscard]] boost::json::object note_object(const client::NoteView& note);
[[nodiscard]] boost::json::object notes_object(const std::vector<client::NoteView>& notes);

/// [{"from","by"}]
[[nodiscard]] boost::json::array spans_value(const std::vector<client::Span>& spans);

/// {"read_in","not_known_yet"}: windows or null.
[[nodiscard]] boost::json::object reading_object(const client::ReadingView& reading);

/// "promised_from" and "promised_by", RFC 3339 or null, added to `object`.
void add_promise(boost::json::object& object, const std::optional<wire::Promise>& promise);

/// {"event":"hours",…}: the hours of a conversation now.
[[nodiscard]] boost::json::object outlook_object(const client::ConversationView& conversation,
                                                 const client::Outlook& outlook);
/// How it ended, or is going to.
[[nodiscard]] boost::json::object ending_object(const client::ConversationView& conversation,
                                                const client::Outlook& outlook);

/// {"event":"windows_missed",…}.
[[nodiscard]] boost::json::object missed_object(const std::vector<client::Span>& windows);

/// What has happened, for `read --follow`, the conversation and JSON-RPC; nothing for what only answers an order.
[[nodiscard]] std::optional<boost::json::object> event_object(const client::Show& item, const client::Client& client,
                                                              Instant now);

// A planned change of hours as an object, for `holdfast hours … --json`.

/// {"event":"plan","plan":{"version","first","at_once","reductions_from","unplanned","days_off","concerned"}}; times
/// RFC 3339 or null.
[[nodiscard]] boost::json::object plan_object(const client::HoursPlan& plan, const NameOf& name_of);

}  // namespace holdfast::ui
