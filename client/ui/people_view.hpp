// Words about whom somebody means, or whom nobody is: a name that is not known is answered with those that are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/core/client.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

using Names = std::vector<std::string>;

/// "Sam, Lee or Kim"; of many the first few, and how many more there are. The names come out safe.
[[nodiscard]] std::string listed_names(const Names& names, std::string_view last);

/// "There is no conversation with Max. Did you mean Maxine?"
[[nodiscard]] std::string not_found_words(std::string_view name, const client::Client& client, Instant now);

/// "To whom? Sam, Lee or Kim: add --with Lee"
[[nodiscard]] std::string ambiguous_words(const client::Client& client);

/// That there is no conversation yet, and who is expected.
[[nodiscard]] std::string nobody_words(const client::Client& client, Instant now);

/// Who has the name already.
[[nodiscard]] std::string taken_sentence(std::string_view name, const client::Client& client, Instant now);

/// Why the name cannot be given, and which can; `command` is how to give it, up to the name.
[[nodiscard]] std::string taken_words(std::string_view name, const client::Client& client, Instant now,
                                      std::string_view command);

/// "Sam is called Sam Jones now."
[[nodiscard]] std::string renamed_words(std::string_view before, std::string_view now);

/// The typed text as one word of a command line.
[[nodiscard]] std::string quoted_name(std::string_view name);

/// In the conversation with somebody else: that somebody has written.
[[nodiscard]] std::string elsewhere_words(const client::Entry& entry, const client::ConversationView& with);

/// Why none of one's own messages can be taken back.
[[nodiscard]] std::string nothing_held_words(const client::Client& client, const ConversationId& conversation);

/// "You are Sam, writing with Dr Okafor.", "You are Dr Okafor, a therapist here."
[[nodiscard]] std::string account_words(const client::Client& client);

/// Another key was offered for somebody than the one this device knows: it is not used, and what to do.
[[nodiscard]] std::string other_key_words(const client::Client& client);

/// The safety number in groups of five, and what to do with it; that there is none yet, before the other member's key
/// is known. Spoken, each digit stands alone.
[[nodiscard]] Lines safety_lines(const client::ConversationView& with, const Here& here);

/// Of what came before: "There is something new with Sam. /with Sam"
[[nodiscard]] std::string new_words(const client::ConversationView& with);

/// "to Lee> "
[[nodiscard]] std::string prompt_for(std::string_view name);

}  // namespace holdfast::ui
