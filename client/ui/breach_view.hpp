// Promised windows as people are told of them: read, broken, repaired. One rule of tone: plainly what happened and what
// comes next; nothing that makes the reader guilty, nothing that excuses the writer. See view.hpp for the rules of
// words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "Dr Okafor has read what you wrote, in Tuesday's window."; of one more than six days ago "… in the window of
/// Tue 14 Oct, 09:00–12:00."
[[nodiscard]] std::string read_words(const client::ConversationView& conversation, const client::Span& window,
                                     const std::optional<hours::TimeZone>& zone, const Here& here);

/// A client's knowledge of whether their messages were read: the newest window it was read in, and one of which nothing
/// is known without a connection. Empty for a therapist.
[[nodiscard]] Lines reading_lines(const client::ConversationView& conversation, const client::ReadingView& reading,
                                  const client::Outlook& outlook, const client::Snapshot& status, const Here& here);

/// A window that was not kept: to the client with whom to turn to, to the therapist with what there is to do.
[[nodiscard]] Lines broken_lines(const client::Broken& broken, const client::ConversationView& conversation,
                                 const client::Outlook& outlook, const Here& here);

/// To the therapist: "Repaired after 19 h."
[[nodiscard]] std::string repaired_words(Seconds after);

/// Corrects what was said of a window.
[[nodiscard]] Lines taken_back_lines(const client::show::VerdictTakenBack& item,
                                     const client::ConversationView& conversation, const client::Outlook& outlook,
                                     const Here& here);

/// To a therapist whose device was not there in these windows: without any count of what waits, since it knows none.
/// Empty for none.
[[nodiscard]] Lines missed_lines(const std::vector<client::Span>& windows, const std::optional<hours::TimeZone>& zone,
                                 const Here& here);

/// To the client: "Dr Okafor has spoken about Tuesday's window, 19 hours after it."
[[nodiscard]] std::string spoken_words(const client::ConversationView& conversation, const client::Span& window,
                                       Seconds after, const std::optional<hours::TimeZone>& zone, const Here& here);

/// Words to begin with, for the therapist to change. Precondition: `broken` are Broken entries, at least one.
[[nodiscard]] std::string repair_draft(const std::vector<const client::Entry*>& broken,
                                       const std::optional<hours::TimeZone>& zone, const Here& here);

/// The first lines when a therapist looks at a conversation: what is to be repaired, and outages not
/// shown yet. Empty for a client.
[[nodiscard]] std::vector<client::Entry> told_first(const client::Client& client,
                                                    const client::ConversationView& conversation);

/// True for one's own message that is the last of those read in one window: below it read_words() is said once.
[[nodiscard]] bool ends_read_window(const std::vector<client::ListedEntry>& listed, std::size_t at);

}  // namespace holdfast::ui
