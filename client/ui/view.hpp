// State → lines. Pure: the client's answers, the reader's zone and the time go in, safe lines come out. The rule: a
// time is always said exactly, with weekday and date, in the therapist's zone and in the reader's beside it; never
// "later". Everything people wrote is made inert here (sanitize.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/core/client.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::ui {

/// "a new device" with what it runs, where that is not an installed program.
[[nodiscard]] std::string_view device_words(wire::DeviceKind kind) noexcept;

using Lines = std::vector<std::string>;

/// Where and when the person reads this, and how: the one value that says whether words are for the eye or for the ear.
/// Without a zone only the therapist's is shown.
struct Here {
    std::optional<hours::TimeZone> zone;
    Instant now;
    hours::Wording wording = hours::Wording::compact;

    [[nodiscard]] hours::Telling telling() const noexcept { return {now, wording}; }
    /// The date of an instant where the reader is; in UTC where that is not known.
    [[nodiscard]] Date date_of(Instant t) const noexcept
    {
        return zone ? zone->date_of(t) : Date{std::chrono::floor<std::chrono::days>(t)};
    }
    [[nodiscard]] Date today() const noexcept { return date_of(now); }
    [[nodiscard]] bool spoken() const noexcept { return wording == hours::Wording::spoken; }
};

/// "Tue 14 Oct, 09:00–12:00 (16:00–19:00 where you are)". `zone` is the therapist's.
[[nodiscard]] std::string window_words(const hours::Window& window, const std::optional<hours::TimeZone>& zone,
                                       const Here& here);
[[nodiscard]] std::string instant_words(Instant t, const std::optional<hours::TimeZone>& zone, const Here& here);

/// The same behind a verb, such as "reads" or "resumes"; spoken "tomorrow, Tuesday 14 October, 09:00 to 12:00, …" or
/// "on Thursday 16 October, …".
[[nodiscard]] std::string when_words(const hours::Window& window, const std::optional<hours::TimeZone>& zone,
                                     const Here& here);
[[nodiscard]] std::string when_words(Instant t, const std::optional<hours::TimeZone>& zone, const Here& here);

/// "Europe/London"; spoken "London".
[[nodiscard]] std::string zone_words(std::string_view name, const Here& here);

/// "Tue 14 Oct" on the calendar of `zone`; in UTC where it is not known.
[[nodiscard]] std::string date_words(const Date& date, const std::optional<hours::TimeZone>& zone, const Here& here);
/// The date of an instant where the reader is.
[[nodiscard]] std::string day_words(Instant t, const Here& here);
/// "Tue 14 Oct" or "Sat 1 Aug – Fri 14 Aug".
[[nodiscard]] std::string dates_words(const Date& from, const Date& to, const std::optional<hours::TimeZone>& zone,
                                      const Here& here);

/// The other member in the middle of a sentence: their name, or "your therapist" while it is not known.
[[nodiscard]] std::string who(const client::ConversationView& conversation);
/// The same words at the beginning of a sentence.
[[nodiscard]] std::string capital(std::string words);
/// " (Summer)" for what somebody wrote as a reason; empty for none.
[[nodiscard]] std::string because(const std::string& reason);

/// "Dr Okafor reads Tue 14 Oct, 09:00–12:00 (…)."; once the window is open "Dr Okafor reads by Tue 14 Oct, 12:00 (…).";
/// or "No reading time is set."
[[nodiscard]] std::string promise_sentence(const std::optional<wire::Promise>& promise,
                                           const std::optional<hours::TimeZone>& zone, std::string_view who,
                                           const Here& here);

/// The other member's device is stopped, and what that means for what is sent. Precondition: it is.
[[nodiscard]] std::string stopped_words(const client::ConversationView& conversation, const Here& here);
/// Why what is sent in a conversation is not read now: the other member's device is stopped, or they came back under
/// another account. Empty where it is read.
[[nodiscard]] std::optional<std::string> unread_words(const client::ConversationView& conversation, const Here& here);

/// Of a message that goes out now and is promised for a later window: "Dr Okafor may still see it before Tue 14 Oct,
/// 12:00; promised is Thu 16 Oct, 09:00–12:00." Precondition: the window that is open has an end.
[[nodiscard]] std::string may_see_words(const client::ConversationView& conversation, const client::Outlook& outlook,
                                        const wire::Promise& promise, const Here& here);

/// Whether no reading time is shown, by no screen, list or object: the practice's notice suspends those that were
/// promised to this reader, or the conversation has ended.
[[nodiscard]] bool is_suspended(const client::ConversationView& conversation, const client::Outlook& outlook);

/// The state of the hours: "Open until …" or "Closed. Dr Okafor reads …"; a practice notice or a problem with the
/// hours comes first, a day off and the pace last. The therapist's own says "Closed until …" and never what waits.
[[nodiscard]] Lines hours_lines(const client::ConversationView& conversation, const client::Outlook& outlook,
                                const Here& here);

/// The future of a message sent now; shown before sending.
[[nodiscard]] std::string before_sending(const client::ConversationView& conversation, const client::Outlook& outlook,
                                         const Here& here);

/// Both in one, above the line being written: a practice notice or a problem, open or closed, and what becomes of a
/// message sent now. Without a connection nothing is held and nothing goes out: it is kept here.
[[nodiscard]] Lines composer_lines(const client::ConversationView& conversation, const client::Outlook& outlook,
                                   client::Connection connection, const Here& here);

/// Crisis contacts for the meantime, and the coping plan; empty while open and for the therapist.
[[nodiscard]] Lines crisis_lines(const client::ConversationView& conversation, const client::Outlook& outlook,
                                 const Here& here);

/// The contacts alone, whatever the hours.
[[nodiscard]] Lines contact_lines(const client::Outlook& outlook, const Here& here);

/// The fate of a text that could not be sent for `reason`: `otherwise`, unless this device takes part no more.
[[nodiscard]] std::string_view kept_words(std::optional<Errc> reason, std::string_view otherwise) noexcept;

/// "Connected." or why not, and what happens next.
[[nodiscard]] std::string connection_words(const client::Snapshot& status, const Here& here);

/// "The clocks differ: …"; empty while they agree within the tolerance.
[[nodiscard]] std::optional<std::string> clock_words(const client::Snapshot& status, const Here& here);

/// The sentence for an error; with the place in malformed hours.
[[nodiscard]] std::string error_sentence(Errc code, const std::optional<hours::PlacedError>& place = {});

// Events as lines: one function from an item of the client to what a person reads.

/// Empty for items that are not for a person, or are the answer to a command and shown by whoever gave it.
[[nodiscard]] Lines event_lines(const client::Show& item, const client::Client& client, const Here& here);

}  // namespace holdfast::ui
