#include "client/ui/view.hpp"

#include <iterator>

#include "client/core/connection.hpp"
#include "client/ui/contacts.hpp"
#include "client/ui/ending_view.hpp"
#include "client/ui/hours/away_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/plan/coping_plan_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::ui {
namespace {

/// Where the reader's zone is not known, the therapist's is named.
std::string named(std::string words, const hours::TimeZone& zone, const Here& here)
{
    if (here.spoken()) return words.append(", ").append(zone_words(zone.name(), here)).append(" time");
    return words.append(" (").append(zone.name()).append(" time)");
}

std::string join(std::string_view first, std::string_view second)
{
    return std::string{first}.append(" ").append(second);
}

/// While somebody writes only what is near is said beside it.
constexpr int away_beside_composer = 7;

void append(Lines& lines, Lines more)
{
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::optional<wire::Promise> as_promise(const std::optional<hours::Window>& window)
{
    if (!window) return {};
    return wire::Promise{window->begin, window->end};
}

/// The lines before any word about hours: the practice's notice, and what is wrong with the hours.
Lines warnings(const client::Outlook& outlook)
{
    Lines lines;
    if (outlook.notice) {
        lines = sanitize_text(*outlook.notice);
        lines.front().insert(0, "The practice says: ");
    }
    if (outlook.problem) lines.push_back(error_sentence(*outlook.problem));
    return lines;
}

/// True where what is sent now is promised for a window after the one that is open.
bool promised_later(const client::Outlook& outlook)
{
    return outlook.open && outlook.open->end && outlook.promise && outlook.promise->from >= *outlook.open->end;
}

std::string open_line(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
{
    const auto until = outlook.open->end ? "Open until " + instant_words(*outlook.open->end, outlook.zone, here) + "."
                                         : std::string{"Open, without an end."};
    if (conversation.mine || !promised_later(outlook)) return until;
    return join(until, "What you send now, " + ui::who(conversation) + " may still see; promised is " +
                           window_words({outlook.promise->from, outlook.promise->by}, outlook.zone, here) + ".");
}

std::string closed_line(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
{
    if (!outlook.next) return join("Closed.", phrase::no_reading_time);
    if (conversation.mine) return "Closed until " + instant_words(outlook.next->begin, outlook.zone, here) + ".";
    return join("Closed.", promise_sentence(outlook.promise ? outlook.promise : as_promise(outlook.next), outlook.zone,
                                            ui::who(conversation), here));
}

/// Connected, what becomes of a message says when hours that are closed open; without a connection nothing else does.
std::string open_or_closed(const client::Outlook& outlook, bool connected, const Here& here)
{
    if (outlook.open && outlook.open->end)
        return "Open until " + instant_words(*outlook.open->end, outlook.zone, here) + ".";
    if (outlook.open) return "Open.";
    if (connected || !outlook.next || outlook.problem) return "Closed.";
    return "Closed until " + instant_words(outlook.next->begin, outlook.zone, here) + ".";
}

}  // namespace

bool is_suspended(const client::ConversationView& conversation, const client::Outlook& outlook)
{
    return (outlook.notice && !conversation.mine) || conversation.ended;
}

std::string who(const client::ConversationView& conversation)
{
    return conversation.name.empty() ? std::string{phrase::your_therapist} : sanitize_name(conversation.name);
}

std::string capital(std::string words)
{
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

std::string because(const std::string& reason)
{
    return reason.empty() ? std::string{} : " (" + sanitize_line(reason) + ")";
}

std::string window_words(const hours::Window& window, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (zone && here.zone) return hours::show_window(window, *zone, *here.zone, here.telling());
    if (zone) return named(hours::show_window(window, *zone, here.telling()), *zone, here);
    if (here.zone) return hours::show_window(window, *here.zone, here.telling());
    return to_rfc3339(window.begin) + (window.end ? " – " + to_rfc3339(*window.end) : std::string{" onwards"});
}

std::string instant_words(Instant t, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (zone && here.zone) return hours::show_instant(t, *zone, *here.zone, here.telling());
    if (zone) return named(hours::show_instant(t, *zone, here.telling()), *zone, here);
    if (here.zone) return hours::show_instant(t, *here.zone, here.telling());
    return to_rfc3339(t);
}

std::string when_words(const hours::Window& window, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (!here.zone || !zone) return window_words(window, zone, here);
    return hours::show_when(window, *zone, *here.zone, here.telling());
}

std::string when_words(Instant t, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (!here.zone) return instant_words(t, zone, here);
    return hours::show_when(t, zone ? *zone : *here.zone, *here.zone, here.telling());
}

std::string zone_words(std::string_view name, const Here& here)
{
    if (!here.spoken()) return sanitize_line(name);
    auto place = sanitize_line(name.substr(name.rfind('/') + 1));
    replace_all(place, "_", " ");
    return place;
}

std::string date_words(const Date& date, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    return zone ? hours::show_date(date, *zone, here.telling()) : hours::show_date(date, here.telling());
}

std::string day_words(Instant t, const Here& here) { return date_words(here.date_of(t), here.zone, here); }

std::string dates_words(const Date& from, const Date& to, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    const auto first = date_words(from, zone, here);
    return from == to ? first : first + (here.spoken() ? " to " : " – ") + date_words(to, zone, here);
}

std::string promise_sentence(const std::optional<wire::Promise>& promise, const std::optional<hours::TimeZone>& zone,
                             std::string_view who, const Here& here)
{
    if (!promise) return std::string{phrase::no_reading_time};
    const auto reader = capital(std::string{who});
    if (promise->from > here.now)
        return reader + " reads " + when_words({promise->from, promise->by}, zone, here) + ".";
    if (!promise->by) return reader + " reads at any time.";
    return reader + " reads by " + instant_words(*promise->by, zone, here) + ".";
}

/// A therapist can invite; a client can ask for it.
std::string without_kit(const client::ConversationView& conversation)
{
    if (!conversation.mine) return "Without the kit it takes a new invitation.";
    return "Without the kit it takes a new invitation: holdfast invite --again --name " +
           quoted_name(conversation.name) + ".";
}

std::string stopped_words(const client::ConversationView& conversation, const Here& here)
{
    const auto name = who(conversation);
    if (conversation.stopped_by_practice)
        return "The practice has stopped " + name + "'s device, " + instant_words(*conversation.stopped, {}, here) +
               ". What you send waits at the practice until " + name + " is back with the recovery kit. " +
               without_kit(conversation);
    return capital(name) + "'s device is stopped since " + instant_words(*conversation.stopped, {}, here) +
           ": its data is an older copy. What you send waits at the practice until " + name +
           " is back with the recovery kit. " + without_kit(conversation) + " Speak to each other in person.";
}

std::optional<std::string> unread_words(const client::ConversationView& conversation, const Here& here)
{
    if (conversation.ended) return ended_words(conversation, here);
    if (conversation.stopped) return stopped_words(conversation, here);
    if (!conversation.returned) return std::nullopt;
    const auto name = sanitize_name(*conversation.returned);
    return name + " came back with a new invitation: write to " + name + ". Nobody reads what is sent here any more.";
}

std::string may_see_words(const client::ConversationView& conversation, const client::Outlook& outlook,
                          const wire::Promise& promise, const Here& here)
{
    return capital(ui::who(conversation)) + " may still see it before " +
           instant_words(*outlook.open->end, outlook.zone, here) + "; promised is " +
           window_words({promise.from, promise.by}, outlook.zone, here) + ".";
}

Lines hours_lines(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
{
    if (conversation.ended) {
        Lines ended{ended_words(conversation, here)};
        if (auto deleted = deletion_words(conversation, here)) ended.push_back(std::move(*deleted));
        return ended;
    }
    auto lines = warnings(outlook);
    if (const auto unread = unread_words(conversation, here)) lines.push_back(*unread);
    if (!outlook.usable || outlook.problem || is_suspended(conversation, outlook))
        lines.emplace_back(phrase::no_reading_time);
    else
        lines.push_back(outlook.open ? open_line(conversation, outlook, here)
                                     : closed_line(conversation, outlook, here));
    append(lines, away_lines(conversation, outlook, here));
    append(lines, pace_lines(conversation, outlook));
    append(lines, end_plan_lines(conversation, outlook, here));
    return lines;
}

std::string before_sending(const client::ConversationView& conversation, const client::Outlook& outlook,
                           const Here& here)
{
    if (conversation.ended) return "Nothing can be sent here any more.";
    if (conversation.mine) {
        if (outlook.open) return "What you send now goes out at once.";
        if (!outlook.next) return "What you send now is held; no opening is set.";
        return "What you send now is held and goes out " + when_words(outlook.next->begin, outlook.zone, here) + ".";
    }
    if (is_suspended(conversation, outlook)) return join("What you write is kept.", phrase::no_reading_time);
    if (promised_later(outlook))
        return join("What you send now goes out at once.",
                    may_see_words(conversation, outlook, *outlook.promise, here));
    const auto when = promise_sentence(outlook.promise, outlook.zone, ui::who(conversation), here);
    return join(outlook.open ? "What you send now goes out at once." : "What you send now is held.", when);
}

Lines composer_lines(const client::ConversationView& conversation, const client::Outlook& outlook,
                     client::Connection connection, const Here& here)
{
    if (conversation.ended) return {ended_words(conversation, here)};
    auto lines = warnings(outlook);
    if (const auto unread = unread_words(conversation, here)) lines.push_back(*unread);
    const bool connected = connection == client::Connection::online;
    if (is_suspended(conversation, outlook)) {
        lines.push_back(connected ? before_sending(conversation, outlook, here)
                                  : std::string{phrase::kept_while_offline});
        return lines;
    }
    const auto now = open_or_closed(outlook, connected, here);
    lines.push_back(
        join(now, connected ? before_sending(conversation, outlook, here) : std::string{phrase::kept_while_offline}));
    if (outlook.away && (outlook.away->begun || outlook.away->days <= away_beside_composer))
        append(lines, away_lines(conversation, outlook, here));
    append(lines, end_plan_lines(conversation, outlook, here));
    if (const auto closing = closing_words(conversation, outlook, here)) lines.push_back(*closing);
    return lines;
}

Lines crisis_lines(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
{
    if (conversation.mine || (outlook.open && !outlook.notice && !conversation.ended)) return {};
    auto lines = contact_lines(outlook, here);
    if (outlook.coping && !conversation.ended) append(lines, plan_while_closed_lines(*outlook.coping, conversation));
    return lines;
}

Lines contact_lines(const client::Outlook& outlook, const Here& here)
{
    if (outlook.contacts.empty()) return {emergency_words(here)};
    Lines lines{std::string{phrase::not_monitored}};
    for (const auto& contact : outlook.contacts) lines.push_back("  " + contact_words(contact, here.wording));
    return lines;
}

std::string_view kept_words(std::optional<Errc> reason, std::string_view otherwise) noexcept
{
    const bool for_good = reason && client::is_refused(*reason);
    return for_good ? phrase::kept_for_good : otherwise;
}

std::string connection_words(const client::Snapshot& status, const Here& here)
{
    using client::Connection;
    if (status.frozen) return error_sentence(status.frozen_reason);
    // Another device has the account: no connection will come, and what waits here does not go out.
    const bool offline = status.connection == Connection::offline;
    if (offline && status.offline_reason && client::is_refused(*status.offline_reason))
        return error_sentence(*status.offline_reason);
    if (status.connection == Connection::online) return std::string{phrase::connected};
    if (status.connection == Connection::connecting) return std::string{phrase::connecting};
    auto words = status.offline_reason ? "Not connected. " + error_sentence(*status.offline_reason)
                                       : std::string{"Not connected."};
    if (status.last_online) words += " The last connection began " + instant_words(*status.last_online, {}, here) + ".";
    if (status.waiting == 1) words += " 1 message waits here to be sent.";
    if (status.waiting > 1) words += " " + std::to_string(status.waiting) + " messages wait here to be sent.";
    return words;
}

std::optional<std::string> clock_words(const client::Snapshot& status, const Here& here)
{
    if (!status.clock_difference) return {};
    if (std::chrono::abs(*status.clock_difference) <= wire::clock_tolerance) return {};
    return "The clocks differ: this device shows " + instant_words(here.now, {}, here) + ", the practice's server " +
           instant_words(here.now + *status.clock_difference, {}, here) +
           ". Check this device's clock; until then its own time is used for what is shown.";
}

std::string error_sentence(Errc code, const std::optional<hours::PlacedError>& place)
{
    if (!place || place->message.empty()) return sentence(code);
    const auto words = sanitize_line(place->message);
    if (place->column == 0) return words;
    return "At character " + std::to_string(place->column) + ": " + words;
}

std::string_view device_words(wire::DeviceKind kind) noexcept
{
    if (kind == wire::device_program) return "a new device";
    return kind == wire::device_page ? "a page in a browser" : "a device of a new kind";
}

}  // namespace holdfast::ui
