#include "server/core/event_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace holdfast::server {

ConnectionId connection_of(const Event& event) noexcept
{
    return std::visit(
        [](const auto& chosen) -> ConnectionId {
            if constexpr (requires { chosen.connection; })
                return chosen.connection;
            else
                return 0;
        },
        event);
}

void EventQueue::add(ConnectionId from, std::vector<Event> events)
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto connection = connection_of(events[i]);
        auto& queue = waiting_[connection];
        if (queue.empty()) turns_.push_back(connection);
        queue.push_back({std::move(events[i]), from, i + 1 == events.size()});
    }
}

std::vector<QueuedEvent> EventQueue::take(std::size_t most)
{
    std::vector<QueuedEvent> taken;
    while (taken.size() < most && !turns_.empty()) {
        const auto connection = turns_.front();
        turns_.pop_front();
        const auto found = waiting_.find(connection);
        taken.push_back(std::move(found->second.front()));
        found->second.pop_front();
        if (found->second.empty())
            waiting_.erase(found);
        else
            turns_.push_back(connection);
    }
    return taken;
}

void EventQueue::put_back(std::vector<QueuedEvent> rest)
{
    std::vector<ConnectionId> first;
    for (const auto& queued : rest)
        if (const auto connection = connection_of(queued.event); !std::ranges::count(first, connection))
            first.push_back(connection);
    for (auto queued = rest.rbegin(); queued != rest.rend(); ++queued)
        waiting_[connection_of(queued->event)].push_front(std::move(*queued));
    std::erase_if(turns_, [&](ConnectionId connection) { return std::ranges::count(first, connection) > 0; });
    turns_.insert(turns_.begin(), first.begin(), first.end());
}

}  // namespace holdfast::server
