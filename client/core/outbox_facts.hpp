// The answers of the outbox to every step, kept up to date row by row, so that nobody looks through all of it: a
// message stays there until its reader's receipt is here, and that may be many messages for weeks.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "client/core/vault/records.hpp"
#include "client/core/vault/table.hpp"

namespace holdfast::client {

/// Follows from the rows alone, whatever the order they were put and erased in. Message ids are unique, and so are the
/// submit numbers of what was handed to a connection, which count from 1.
struct OutboxFacts {
    using Row = std::uint64_t;

    std::set<Row> unsent;            ///< waiting or ready, in the order of writing
    std::set<Row> sent;              ///< handed to a connection, not answered
    std::set<Row> accepted_control;  ///< control content and reports that the relay has
    std::map<MessageId, Row> by_message;
    std::map<std::uint64_t, Row> by_submit;  ///< what was handed to a connection, by its submit number

    /// The row is there, as `item`.
    void put(Row row, const OutItem& item);
    /// It is not. Harmless when it was not before.
    void erase(Row row);
    friend bool operator==(const OutboxFacts&, const OutboxFacts&) = default;

  private:
    /// What decides where a row stands.
    struct Place {
        MessageId message;
        std::uint64_t submit = 0;
        OutState state = OutState::waiting;
        bool control = false;  ///< or a report
        friend bool operator==(const Place&, const Place&) = default;
    };
    std::map<Row, Place> places_;
};

using Outbox = IndexedTable<OutItem, OutboxFacts>;

}  // namespace holdfast::client
