#include "client/core/outbox_facts.hpp"

namespace holdfast::client {

void OutboxFacts::put(Row row, const OutItem& item)
{
    erase(row);
    const auto submit = item.state >= OutState::sent ? item.submit : 0;
    names_[row] = {item.message, submit};
    by_message[item.message] = row;
    if (submit != 0) by_submit[submit] = row;
    if (item.state < OutState::sent) unsent.insert(row);
    if (item.state == OutState::sent) sent.insert(row);
    if (item.state == OutState::accepted && item.cls != wire::Class::message) accepted_control.insert(row);
}

void OutboxFacts::erase(Row row)
{
    const auto named = names_.find(row);
    if (named == names_.end()) return;
    by_message.erase(named->second.message);
    by_submit.erase(named->second.submit);
    names_.erase(named);
    unsent.erase(row);
    sent.erase(row);
    accepted_control.erase(row);
}

}  // namespace holdfast::client
