// Events that wait for the machine, taken in turns: one of each connection, then the next of each. A connection that
// sends much delays only itself; one with a single question waits for one event of each other connection. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <vector>

#include "server/core/events.hpp"

namespace holdfast::server {

/// An event with the post it came in.
struct QueuedEvent {
    Event event;
    ConnectionId posted_by = 0;  ///< who is told that its post was taken; 0: nobody
    bool ends_post = false;      ///< the last of its post
};

class EventQueue {
  public:
    /// In order, behind what waits of the same connections. `from` is told when the last of them was taken; 0: nobody.
    void add(ConnectionId from, std::vector<Event> events);
    /// At most `most`, taken out, in the order in which they are to be stepped.
    [[nodiscard]] std::vector<QueuedEvent> take(std::size_t most);
    /// Puts back the events taken last and not stepped, in the same order: they come first again.
    void put_back(std::vector<QueuedEvent> rest);

    [[nodiscard]] bool empty() const noexcept { return turns_.empty(); }

  private:
    std::map<ConnectionId, std::deque<QueuedEvent>> waiting_;  // none of them empty
    std::deque<ConnectionId> turns_;                           // every key of waiting_ once
};

/// The connection of an event; 0 for the relay's own and the admin's.
[[nodiscard]] ConnectionId connection_of(const Event& event) noexcept;

}  // namespace holdfast::server
