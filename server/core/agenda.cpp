#include "server/core/agenda.hpp"

namespace holdfast::server {

void Agenda::note(ConversationRow conversation, Instant time)
{
    const auto [place, fresh] = times_.emplace(conversation, time);
    if (!fresh) {
        if (place->second <= time) return;
        order_.erase({place->second, conversation});
        place->second = time;
    }
    order_.emplace(time, conversation);
}

std::optional<Instant> Agenda::remove(ConversationRow conversation)
{
    const auto place = times_.find(conversation);
    if (place == times_.end()) return std::nullopt;
    const auto time = place->second;
    order_.erase({time, conversation});
    times_.erase(place);
    return time;
}

void Agenda::clear() noexcept
{
    times_.clear();
    order_.clear();
}

bool Agenda::is_due(ConversationRow conversation, Instant now) const
{
    const auto place = times_.find(conversation);
    return place != times_.end() && place->second <= now;
}

std::optional<ConversationRow> Agenda::due(Instant now) const
{
    if (order_.empty() || order_.begin()->first > now) return std::nullopt;
    return order_.begin()->second;
}

std::optional<Instant> Agenda::next() const
{
    if (order_.empty()) return std::nullopt;
    return order_.begin()->first;
}

}  // namespace holdfast::server
