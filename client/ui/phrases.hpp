// The fixed words of the screens, in one place: plain, warm, short, exact. Sentences with a time in them are put
// together in view.cpp.
#pragma once

#include <string_view>

namespace holdfast::ui::phrase {

inline constexpr std::string_view no_reading_time = "No reading time is set.";
inline constexpr std::string_view sent = "Sent.";
inline constexpr std::string_view held = "Held.";
inline constexpr std::string_view saved = "Saved here.";
inline constexpr std::string_view taken_back = "Taken back. It is gone from the relay and nobody has read it.";
inline constexpr std::string_view take_back_until_then = "You can take it back until then.";
inline constexpr std::string_view take_back_until_released = "You can take it back until it is released.";
inline constexpr std::string_view not_monitored = "Holdfast is not monitored. If you need help now:";
inline constexpr std::string_view not_monitored_alone =
    "Holdfast is not monitored. If you need help now, call the emergency number.";
inline constexpr std::string_view waits_for_connection =
    "It leaves by itself when this program next reaches the relay.";
inline constexpr std::string_view needs_newer =
    "This message needs a newer Holdfast to be shown. It is kept here; update Holdfast to read it.";
inline constexpr std::string_view missing = "1 message missing.";
inline constexpr std::string_view more_missing = " messages missing.";  // a number stands before it
inline constexpr std::string_view broken = "A promised window was not kept.";
inline constexpr std::string_view nothing_new = "Nothing new.";
inline constexpr std::string_view connected = "Connected.";
inline constexpr std::string_view connecting = "Connecting.";
inline constexpr std::string_view relay_reads_hours =
    "Hours are signed, not secret: the practice's relay can read them, with their reasons. It cannot change them.";
inline constexpr std::string_view nothing_published = "Nothing was published.";
inline constexpr std::string_view you = "You";
inline constexpr std::string_view your_therapist = "your therapist";

}  // namespace holdfast::ui::phrase
