// The lines around the line being written in the conversation: what is true now, whom one writes to, and the answers
// to commands that only show something. See view.hpp for the rules of words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/ui/input/chat_input.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// What stands above the line being written: what is true whatever is written, and what the line means.
struct ChatFacts {
    Lines standing;
    Lines line;
    friend bool operator==(const ChatFacts&, const ChatFacts&) = default;
    /// Both, one below the other.
    [[nodiscard]] Lines all() const;
};

/// Above the line being written: the connection, the hours, the pace, and what the line means. `note` comes last.
[[nodiscard]] ChatFacts chat_facts(const client::Client& client, const std::optional<ConversationId>& conversation,
                                   const ChatInput& input, const std::string& note, const Here& here);

/// Before the line being written: "to Lee> ", "yes or no> ".
[[nodiscard]] std::string chat_prompt(const client::Client& client, const std::optional<ConversationId>& conversation,
                                      const Mode& mode);

/// The question with the answers there are: "Publish this? yes or no".
[[nodiscard]] std::string question_words(const mode::Confirmation& question);

/// The answer to /people.
[[nodiscard]] Lines people_lines(const client::Client& client, const std::optional<ConversationId>& conversation,
                                 Instant now);

/// Below what /search found where nothing is scrolled; `more` was found than is shown.
[[nodiscard]] std::string found_words(std::string_view words, std::size_t shown, bool more);

/// The answer to /drafts: each text whole, with its number.
[[nodiscard]] Lines draft_lines(const std::vector<client::DraftView>& drafts);

/// "2 texts are kept here, not sent. …"; empty where there are none.
[[nodiscard]] Lines kept_lines(std::size_t drafts);

}  // namespace holdfast::ui
