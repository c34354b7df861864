#include "client/core/evidence/auditing.hpp"

#include <algorithm>
#include <map>

#include "client/audit/audit.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/receipt.hpp"

namespace holdfast::client {
namespace {

/// Far more than the relay takes from two people in the time it keeps its log.
constexpr std::size_t most_entries = 500'000;

void add_evidence(audit::Case& given, const State& state, const ConversationId& id)
{
    for (const auto& [row, kept] : state.receipts.rows()) {
        if (kept.conversation != id) continue;
        auto receipt = wire::decode<wire::Receipt>(kept.proof.receipt);
        require(receipt.has_value(), "a receipt was verified before it was kept");
        given.receipts.push_back(
            {std::move(receipt.value()), session::receipt_hash(kept.proof.receipt), kept.clock, kept.live});
    }
    for (const auto& [row, kept] : state.deliveries.rows()) {
        if (kept.conversation != id) continue;
        const wire::MessageRef message{kept.from, kept.device, kept.message};
        given.came.insert(message);
        if (!kept.refused)
            given.deliveries.push_back({message, kept.cls, kept.sequence, kept.received, kept.released,
                                        kept.incarnation, kept.clock, kept.written});
    }
    state.entries.each([&](const ListedEntry& head) {
        if (head.conversation == id) given.came.insert({head.from, head.device, head.message});
    });
}

/// The reason why there was no reading time, or no release.
void add_interruptions(audit::Case& given, const State& state, const AccountId& owner)
{
    for (const auto& [row, span] : state.notice_spans.rows())
        if (span.therapist == owner) given.notices.push_back({span.from, span.to});
    for (const auto& [row, outage] : state.outages.rows())
        given.outages.push_back({outage.span.from, outage.span.by, outage.denied, outage.incarnation});
}

/// Everything but the log.
audit::Case case_of(const Step& step, const Conversation& conversation)
{
    const auto& state = step.state;
    const auto& owner = conversation.roster.owner;
    audit::Case given;
    given.base = state.hours.chain({owner, std::nullopt});
    given.own = state.hours.chain({owner, conversation.id});
    given.named = conversation.heads;
    given.incarnation = state.account->incarnation;
    given.tzdata = hours::tzdata_version();
    given.now = step.relay_now;
    given.self = state.account->id;
    given.caught_up = step.live.connection.caught_up;
    given.begun = conversation.begun;
    given.older = conversation.restored || state.mine(conversation);
    add_evidence(given, state, conversation.id);
    add_interruptions(given, state, owner);
    return given;
}

void finish(Step& step, Ticket ticket, const ConversationId& id, const audit::Case& given, std::optional<Errc> reason)
{
    auto report = audit::audit(given);
    report.log_refused = reason;
    step.show(show::AuditDone{id, std::move(report)});
    step.answer(ticket, reason);
}

/// A receipt that was verified when it was kept.
bool is_kept(const State& state, const pending::Log& log, const Digest& hash, const wire::ReceiptProof& proof)
{
    const auto known = log.known.find(hash);
    if (known == log.known.end()) return false;
    const auto kept = state.receipts.rows().find(known->second);
    return kept != state.receipts.rows().end() && kept->second.proof == proof;
}

audit::Entry entry_of(const State& state, pending::Log& log, const wire::ReceiptProof& proof)
{
    audit::Entry entry{std::nullopt, session::receipt_hash(proof.receipt)};
    const bool kept = is_kept(state, log, entry.hash, proof);
    auto receipt = kept ? wire::decode<wire::Receipt>(proof.receipt) : log.opener.open(proof);
    if (receipt.has_value() && receipt->conversation == log.conversation) entry.decision = std::move(receipt.value());
    return entry;
}

std::map<Digest, Row> kept_by_hash(const State& state, const ConversationId& id)
{
    std::map<Digest, Row> rows;
    for (const auto& [row, kept] : state.receipts.rows())
        if (kept.conversation == id) rows.emplace(session::receipt_hash(kept.proof.receipt), row);
    return rows;
}

/// The number after the last one on a page; every page asks for a later one, whatever the relay sends.
std::uint64_t after(const pending::Log& log, const wire::Log& page)
{
    const auto& last = log.entries.back().decision;
    return std::max(log.next + page.entries.size(), last ? last->sequence + 1 : 0);
}

}  // namespace

void start_audit(Step& step, Ticket ticket, const command::Audit& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    // Without the times of the hours every decision would look wrong.
    if (const auto problem = step.state.hours.zone_problem(conversation->roster.owner, conversation->id))
        return step.answer(ticket, *problem);
    pending::Log log{ticket, order.conversation, 1, session::ReceiptOpener{step.state.account->relay_key}};
    if (!step.online()) return audit_without_log(step, log, step.live.offline_reason.value_or(Errc::closed));
    log.known = kept_by_hash(step.state, log.conversation);
    const wire::FetchLog request{0, log.conversation, log.next};
    step.request(request, std::move(log));
}

void on_log(Step& step, pending::Log log, const wire::Log& page)
{
    for (const auto& proof : page.entries) log.entries.push_back(entry_of(step.state, log, proof));
    step.show(show::AuditProgress{log.conversation, log.entries.size(), page.head});
    if (!page.entries.empty()) log.next = after(log, page);
    if (!page.entries.empty() && log.next <= page.head && log.entries.size() < most_entries) {
        const wire::FetchLog next{0, log.conversation, log.next};
        return step.request(next, std::move(log));
    }
    auto given = case_of(step, *step.state.conversation(log.conversation));
    given.head = page.head;
    given.log = std::move(log.entries);
    finish(step, log.ticket, log.conversation, given, std::nullopt);
}

void audit_without_log(Step& step, const pending::Log& log, Errc reason)
{
    finish(step, log.ticket, log.conversation, case_of(step, *step.state.conversation(log.conversation)), reason);
}

}  // namespace holdfast::client
