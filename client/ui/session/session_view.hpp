// One page before a session: what both shared since the last one, what is marked for it, and what is to be repaired. It
// says nothing of what was not shared. See view.hpp for the rules of words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// How much one of the two sent.
struct Shared {
    std::size_t messages = 0;
    std::size_t check_ins = 0;
};

/// The values of one number of the check-ins, in the order they came.
struct RatingSeries {
    std::string name;
    std::uint8_t of = 10;
    std::vector<std::uint8_t> values;
};

struct SessionPage {
    std::optional<Instant> since;  ///< the last session; empty: from the beginning
    Shared mine;
    Shared theirs;
    std::vector<RatingSeries> ratings;
    std::vector<client::MarkView> marked;
    std::vector<client::MarkView> done;  ///< since then
    std::vector<client::Span> to_repair;
    std::vector<client::ExperimentView> experiments;  ///< of which something was said since then, or that are open
    std::vector<std::uint8_t> pulse;                  ///< what was shared of it
};

[[nodiscard]] SessionPage session_page(const client::Client& client, const ConversationId& id);
[[nodiscard]] Lines session_lines(const SessionPage& page, const client::Client& client, const ConversationId& id,
                                  const Here& here);

/// "57, You, Tue 14 Oct, 09:00: I slept badly…": a message by its number.
[[nodiscard]] std::string numbered_line(const client::Entry& entry, const client::Client& client, const Here& here);

/// "Marked for the session.", what happened to it, as it stands in the history.
[[nodiscard]] std::string mark_words(wire::MarkState state);
[[nodiscard]] std::string_view mark_name(wire::MarkState state) noexcept;

}  // namespace holdfast::ui
