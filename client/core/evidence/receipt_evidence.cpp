#include "client/core/evidence/receipt_evidence.hpp"

#include "client/audit/log_check.hpp"

namespace holdfast::client {
namespace {

/// A device that is always on the way to a bad connection logs in every few minutes for days.
constexpr std::size_t max_logins = 2000;

/// Refused deliveries: enough that an attacker cannot make a relay look as if it kept something back, or fill the disk.
constexpr std::size_t max_refused_deliveries = 2000;

void forget_refused(State& state)
{
    std::vector<Row> refused;
    for (const auto& [row, kept] : state.deliveries.rows())
        if (kept.refused) refused.push_back(row);
    for (std::size_t i = 0; i + max_refused_deliveries < refused.size(); ++i) state.deliveries.erase(refused[i]);
}

/// An instant of the relay's that this device's own clock confirms: without that, one of the two clocks may have been
/// wrong, and nobody can say when it was.
bool is_witness(Instant at, Instant clock) noexcept { return std::chrono::abs(at - clock) <= wire::clock_tolerance; }

/// When the relay signed or delivered something inside `span`, if this device was there.
std::optional<Instant> seen_in(const State& state, const Span& span)
{
    std::optional<Instant> seen;
    const auto look = [&](Instant at, Instant clock) {
        if (!seen && span.from <= at && at < span.by && is_witness(at, clock)) seen = at;
    };
    for (const auto& [row, kept] : state.logins.rows()) look(kept.at, kept.clock);
    for (const auto& [row, kept] : state.receipts.rows()) look(kept.at, kept.clock);
    for (const auto& [row, kept] : state.deliveries.rows())
        if (!kept.refused) look(kept.released, kept.clock);
    return seen;
}

void deny(Step& step, Row row, Instant seen)
{
    auto& outage = step.state.outages.edit(row);
    outage.denied = seen;
    step.show(show::OutageDenied{outage.span, seen});
}

/// The relay is at work now, and says so with this instant.
void witness(Step& step, Instant at)
{
    if (!is_witness(at, step.device_now)) return;
    const auto inside = [&](const StoredOutage& one) { return !one.denied && one.span.from <= at && at < one.span.by; };
    while (const auto row = step.state.outages.find(inside)) deny(step, *row, at);
}

void keep(Step& step, const wire::Deliver& delivery, bool refused, const std::optional<Instant>& written)
{
    step.state.deliveries.add({delivery.conversation, delivery.cls, delivery.message, delivery.from,
                               delivery.from_device, delivery.sequence, delivery.received, delivery.released,
                               step.state.account->incarnation.value_or(IncarnationId{}), step.device_now, refused,
                               written});
}

/// All evidence is read for it, so it is not looked for with every command.
constexpr std::chrono::hours evidence_look_pause{24};

bool looked_lately(const State& state, Instant now)
{
    return state.evidence_look && state.evidence_look->at <= now && now < state.evidence_look->at + evidence_look_pause;
}

template <class AnyTable>
void forget(AnyTable& table, Instant before)
{
    std::vector<Row> old;
    for (const auto& [row, record] : table.rows())
        if (record.clock < before) old.push_back(row);
    for (const Row row : old) table.erase(row);
}

}  // namespace

void keep_receipt(Step& step, const wire::ReceiptProof& proof, const wire::Receipt& receipt, bool live)
{
    const bool known = !live && step.state.receipts.find([&](const KeptReceipt& kept) { return kept.proof == proof; });
    if (known) return;
    step.state.receipts.add({receipt.conversation, proof, receipt.at, step.device_now, live});
    witness(step, receipt.at);
}

void keep_delivery(Step& step, const wire::Deliver& delivery, bool refused)
{
    if (delivery.cls != wire::Class::message) return;
    keep(step, delivery, refused, std::nullopt);
    if (refused)
        forget_refused(step.state);
    else
        witness(step, delivery.released);
}

void keep_report(Step& step, const wire::Deliver& delivery, Instant written) { keep(step, delivery, false, written); }

void keep_login(Step& step, wire::Signed greeting, Instant at)
{
    if (!step.state.account) return;
    auto& logins = step.state.logins;
    logins.add({std::move(greeting), at, step.device_now});
    while (logins.size() > max_logins) logins.erase(logins.rows().begin()->first);
    witness(step, at);
}

void deny_outages(Step& step)
{
    std::vector<std::pair<Row, Instant>> denied;
    for (const auto& [row, outage] : step.state.outages.rows()) {
        if (outage.denied) continue;
        if (const auto seen = seen_in(step.state, outage.span)) denied.emplace_back(row, *seen);
    }
    for (const auto& [row, seen] : denied) deny(step, row, seen);
}

void forget_old_evidence(Step& step)
{
    const auto now = earliest(step);
    if (looked_lately(step.state, now)) return;
    step.state.evidence_look.set({now});
    const auto before = now - audit::log_kept;
    forget(step.state.receipts, before);
    forget(step.state.deliveries, before);
    forget(step.state.logins, before);
    forget(step.state.promises, before);
}

}  // namespace holdfast::client
