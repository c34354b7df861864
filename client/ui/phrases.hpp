// Fixed words that several screens share: plain, warm, short, exact. Sentences with a time in them are put together in
// view.cpp, those about one message in entry_view.cpp.
#pragma once

#include <string_view>

namespace holdfast::ui::phrase {

inline constexpr std::string_view no_reading_time = "No reading time is set.";
inline constexpr std::string_view held = "Held.";
inline constexpr std::string_view kept_and_open =
    "Kept here. It goes out by itself as soon as there is a connection; leave this window open.";
inline constexpr std::string_view kept_by_command =
    "Kept here, not sent yet. Start holdfast again when you are online and it goes out.";
inline constexpr std::string_view leaves_unsent =
    "Something you wrote is kept here, not sent yet. Start holdfast again when you are online and it goes out.";
inline constexpr std::string_view kept_for_good = "Kept here and not sent: this device takes part no more.";
inline constexpr std::string_view kept_while_offline = "Not connected: what you write now is kept here until you are.";
inline constexpr std::string_view tried_again = "It is kept here and tried again by itself.";
inline constexpr std::string_view taken_back = "Taken back. It is gone from the practice's server; nobody has read it.";
inline constexpr std::string_view taken_back_here = "Taken back. It never left this device.";
inline constexpr std::string_view taken_back_already = "That message is taken back already.";
inline constexpr std::string_view edit_taken_back =
    "Its words stay on this device; in the conversation /edit brings them back.";
inline constexpr std::string_view take_back_until_then = "You can take it back until then.";
inline constexpr std::string_view take_back_until_released = "You can take it back until it is released.";
inline constexpr std::string_view not_monitored = "Holdfast is not monitored. If you need help now:";
inline constexpr std::string_view not_monitored_alone =
    "Holdfast is not monitored. If you need help now, call the emergency number";  // the number comes after it
inline constexpr std::string_view needs_newer =
    "This message needs a newer Holdfast to be shown. It is kept here; update Holdfast to read it.";
inline constexpr std::string_view missing = "1 message missing.";
inline constexpr std::string_view more_missing = " messages missing.";  // a number stands before it
inline constexpr std::string_view broken = "A promised window was not kept.";
inline constexpr std::string_view nothing_new = "Nothing new.";
inline constexpr std::string_view connected = "Connected.";
inline constexpr std::string_view connecting = "Connecting.";
inline constexpr std::string_view relay_reads_hours =
    "Hours are signed, not secret: the practice's server can read them, with their reasons. It cannot change them.";
inline constexpr std::string_view nothing_published = "Nothing was published.";
inline constexpr std::string_view with_whom = "With whom? Type /with NAME; /people lists them.";
inline constexpr std::string_view answer_agreement = "/agreement yes or /agreement no";
inline constexpr std::string_view measure_answers = "Answers to a questionnaire.";
inline constexpr std::string_view read_first = "Answers that are to be read first.";
inline constexpr std::string_view answer_measure = "To answer it: /measure, or holdfast measure. It can wait.";
/// What one of the two had signed on an earlier device comes to the new one from the other.
inline constexpr std::string_view given_back = "Sent again for the new device:";
inline constexpr std::string_view last_window_proposed = "Proposed a last window.";
inline constexpr std::string_view has_ended = "The conversation has ended.";
inline constexpr std::string_view answer_rhythm = "/rhythm agree or /rhythm decline";
inline constexpr std::string_view give_check_in = "/check-in";
inline constexpr std::string_view answer_plan = "/plan agree, /plan words or /plan decline";
inline constexpr std::string_view you = "You";
inline constexpr std::string_view your_therapist = "your therapist";

}  // namespace holdfast::ui::phrase
