// A record of a conversation out of the client's history.
#pragma once

#include <optional>
#include <vector>

#include "client/core/client.hpp"
#include "client/record/record.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::ui {

/// The dates on which something was written, in the zone of the record; both included.
struct RecordExtent {
    std::optional<Date> from, until;
};

/// Neither what was taken back nor what was refused is in it. Times are whole seconds.
[[nodiscard]] record::Record make_record(const client::Client& client, const ConversationId& conversation,
                                         const RecordExtent& extent, const hours::TimeZone& zone, Instant now);

/// Only the messages with these places in it, from 1. False where there is no such place.
[[nodiscard]] bool choose(record::Record& record, const std::vector<std::size_t>& places);

/// "1-4, 7": the places, in any order; empty where it is something else. No place is greater than `last`.
[[nodiscard]] std::optional<std::vector<std::size_t>> parse_places(std::string_view text, std::size_t last);

/// Whether the text of a message is that of its encoded body. A remark has none.
[[nodiscard]] bool says_what_was_written(const record::Message& message);

}  // namespace holdfast::ui
