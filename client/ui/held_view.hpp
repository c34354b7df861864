// One's own messages that can still be taken back: listed, numbered, and found by their number. See view.hpp for the
// rules of words.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// A message that waits: at the practice's server for the hours, or on this device for a connection.
struct HeldMessage {
    client::Entry entry;
    std::optional<Instant> until;  ///< when it goes out; empty: no opening is known, or it has not left this device
    bool suspended = false;        ///< no reading time is shown
};

/// Whether one that the practice's server has accepted waits there for the hours, as this device computes it.
[[nodiscard]] bool is_held(const client::Client& client, const client::EntryHead& entry, Instant now);

/// Those of a conversation, the oldest first. What has been let through, and what was held again and is promised for a
/// window that has begun, is not among them.
[[nodiscard]] std::vector<HeldMessage> held_messages(const client::Client& client, const ConversationId& conversation,
                                                     Instant now);

/// "1 message of yours is held until Tue 1 Dec, 09:00:", each with its number, time and beginning; empty for none.
/// `command` takes one back by its number: "holdfast take-back", "/take-back".
[[nodiscard]] Lines held_lines(const std::vector<HeldMessage>& held, const std::optional<hours::TimeZone>& zone,
                               std::string_view command, const Here& here);

/// The number in what was typed behind take-back: "2"; empty where it is none. 0 is one, and stands for no message.
[[nodiscard]] std::optional<std::size_t> held_number(std::string_view words);

/// Why no message has that number.
[[nodiscard]] std::string no_such_held_words(std::size_t number, std::size_t held);

}  // namespace holdfast::ui
