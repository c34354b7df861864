#include "client/core/outbox_facts.hpp"

namespace holdfast::client {

void OutboxFacts::put(Row row, const OutItem& item)
{
    const Place now{item.message, item.submit, item.state, item.cls != wire::Class::message};
    if (const auto was = places_.find(row); was != places_.end() && was->second == now) return;
    erase(row);
    places_[row] = now;
    by_message[now.message] = row;
    if (now.state >= OutState::sent) by_submit[now.submit] = row;
    if (now.state < OutState::sent) unsent.insert(row);
    if (now.state == OutState::sent) sent.insert(row);
    if (now.state == OutState::accepted && now.control) accepted_control.insert(row);
}

void OutboxFacts::erase(Row row)
{
    const auto was = places_.find(row);
    if (was == places_.end()) return;
    by_message.erase(was->second.message);
    if (was->second.state >= OutState::sent) by_submit.erase(was->second.submit);
    places_.erase(was);
    unsent.erase(row);
    sent.erase(row);
    accepted_control.erase(row);
}

}  // namespace holdfast::client
