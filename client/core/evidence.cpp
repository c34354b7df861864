#include "client/core/evidence.hpp"

#include "client/audit/log_check.hpp"

namespace holdfast::client {
namespace {

template <class Record>
void forget(Table<Record>& table, Instant before)
{
    std::vector<Row> old;
    for (const auto& [row, record] : table.rows())
        if (record.clock < before) old.push_back(row);
    for (const Row row : old) table.erase(row);
}

}  // namespace

void keep_receipt(Step& step, const wire::ReceiptProof& proof, const ConversationId& conversation, bool live)
{
    step.state.receipts.add({conversation, proof, step.now, live});
}

void keep_delivery(Step& step, const wire::Deliver& delivery)
{
    if (delivery.cls != wire::Class::message) return;
    step.state.deliveries.add({delivery.conversation, delivery.message, delivery.from, delivery.from_device,
                               delivery.sequence, delivery.received, delivery.released,
                               step.state.account->incarnation.value_or(IncarnationId{}), step.now});
}

void forget_old_evidence(Step& step)
{
    const auto before = step.now - audit::log_kept;
    forget(step.state.receipts, before);
    forget(step.state.deliveries, before);
    forget(step.state.promises, before);
}

}  // namespace holdfast::client
