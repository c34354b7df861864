// The invariants that are judged by the relay's receipts and the hours it had: I4 and I5.
#include <algorithm>

#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/sim/invariants.hpp"
#include "tests/sim/oracle.hpp"

namespace holdfast::sim {
namespace {

HoursSeen up_to(const HoursSeen& chain, const std::optional<std::uint32_t>& version)
{
    HoursSeen out;
    for (const auto& one : chain)
        if (version && one.version.version <= *version) out.push_back(one);
    return out;
}

/// True where the relay did not trust its clock and so may have called closed what is open.
bool in_doubt(const Ledger& ledger, Instant at)
{
    return std::ranges::any_of(
        ledger.jumps, [&](Instant jump) { return jump - Seconds{70} <= at && at <= jump + std::chrono::minutes{6}; });
}

bool relay_is_open(SimWorld& world, const ConversationId& conversation, Instant at)
{
    auto& ledger = world.ledger();
    const auto* therapist = world.therapist_of(conversation);
    if (therapist == nullptr || !therapist->address) return false;
    const auto received = [&](const ChainOf& chain) { return up_to(ledger.hours[chain], ledger.relay_heads[chain]); };
    const auto owner = therapist->address->account;
    return is_open(received({owner, std::nullopt}), received({owner, conversation}), at);
}

/// The promise of a receipt, if it is of a sort that can promise.
const std::optional<wire::Promise>* promised(const wire::Receipt& receipt)
{
    if (const auto* taken = std::get_if<wire::decided::Accepted>(&receipt.event))
        return taken->cls == wire::Class::message ? &taken->promise : nullptr;
    if (const auto* again = std::get_if<wire::decided::HeldAgain>(&receipt.event)) return &again->promise;
    if (const auto* moved = std::get_if<wire::decided::Moved>(&receipt.event)) return &moved->promise;
    return nullptr;
}

std::string words(const std::optional<wire::Promise>& promise)
{
    return promise ? to_rfc3339(promise->from) + "/" + (promise->by ? to_rfc3339(*promise->by) : "") : "nothing";
}

/// To the millisecond; nothing is promised while the clock is in doubt or a notice of the practice holds.
void check_promise(SimWorld& world, const wire::Receipt& receipt, const HoursSeen& base, const HoursSeen& own)
{
    const auto* theirs = promised(receipt);
    if (theirs == nullptr) return;
    const bool may_be_silent = in_doubt(world.ledger(), receipt.at) || world.ledger().notices;
    if (!*theirs && may_be_silent) return;
    world.coverage().add("check: promises");
    const auto ours = promise_of(base, own, receipt.at);
    if (*theirs != ours)
        throw Violation{"I4", "promised " + words(*theirs) + " at " + to_rfc3339(receipt.at) + ", not " + words(ours)};
}

void check_decision(SimWorld& world, const wire::Receipt& receipt)
{
    auto& ledger = world.ledger();
    const auto* therapist = world.therapist_of(receipt.conversation);
    if (therapist == nullptr || !therapist->address) return;
    const auto owner = therapist->address->account;
    const auto number = [](const auto& head) { return head ? std::optional{head->version} : std::nullopt; };
    const auto base = up_to(ledger.hours[{owner, std::nullopt}], number(receipt.heads.base));
    const auto own = up_to(ledger.hours[{owner, receipt.conversation}], number(receipt.heads.own));
    check_promise(world, receipt, base, own);
    const bool open = is_open(base, own, receipt.at);
    const auto* taken = std::get_if<wire::decided::Accepted>(&receipt.event);
    const bool passed = (taken && !taken->held && taken->cls == wire::Class::message) ||
                        std::holds_alternative<wire::decided::Released>(receipt.event);
    const bool held = (taken && taken->held && taken->cls == wire::Class::message) ||
                      std::holds_alternative<wire::decided::HeldAgain>(receipt.event);
    world.coverage().add("check: decisions");
    if (passed && !open) throw Violation{"I4", "let through while closed, at " + to_rfc3339(receipt.at)};
    if (held && open && !in_doubt(ledger, receipt.at))
        throw Violation{"I4", "held while open, at " + to_rfc3339(receipt.at)};
}

template <class Use>
void each_receipt(SimWorld& world, Use use)
{
    auto query = world.relay()->store().tables().db.prepare("SELECT proof FROM receipt ORDER BY n");
    auto rows = query.rows();
    while (rows.next()) {
        const auto proof = wire::decode<wire::ReceiptProof>(rows.view(0));
        const auto receipt = wire::decode<wire::Receipt>(proof.value().receipt);
        use(receipt.value());
    }
}

}  // namespace

void i4_not_while_closed(SimWorld& world, const Device& reader, const wire::Deliver& delivery)
{
    if (delivery.cls != wire::Class::message) return;
    const auto now = world.relay_now();
    // A client's device gets later what was released in time; a therapist's only while open.
    // (Put back from a copy, the relay may get the hours it lacks in the very step in which it went by the older ones;
    // i4_reproducible looks at those decisions with the versions they name.)
    const bool fresh = delivery.released == now && !world.ledger().restored;
    if (!reader.therapist && !fresh) return;
    note_hours(world);
    world.coverage().add("check: deliveries");
    if (!relay_is_open(world, delivery.conversation, now))
        throw Violation{"I4", "on its way to " + reader.name + " while closed, at " + to_rfc3339(now)};
}

void i4_not_shown_while_closed(SimWorld& world, Device& reader, const client::Entry& entry)
{
    if (!reader.therapist) return;
    const auto at = reader.client->corrected(world.now_at(reader));
    const auto owner = reader.address->account;
    const auto head = [&](bool own) {
        const auto newest = reader.client->newest_hours(entry.conversation, own);
        return newest ? std::optional{newest->version} : std::nullopt;
    };
    auto& hours = world.ledger().hours;
    if (!is_open(up_to(hours[{owner, std::nullopt}], head(false)),
                 up_to(hours[{owner, entry.conversation}], head(true)), at))
        throw Violation{"I4", "displayed to " + reader.name + " while closed, at " + to_rfc3339(at)};
}

void note_hours(SimWorld& world)
{
    if (world.relay() == nullptr) return;
    auto query = world.relay()->store().tables().db.prepare(
        "SELECT a.id, c.id, h.version, h.link FROM hours h JOIN account a ON a.n = h.owner "
        "LEFT JOIN conversation c ON c.n = h.conversation ORDER BY h.owner, h.conversation, h.version");
    auto rows = query.rows();
    world.ledger().relay_heads.clear();
    while (rows.next()) {
        ChainOf chain{rows.id<AccountId>(0), std::nullopt};
        if (!rows.is_null(1)) chain.conversation = rows.id<ConversationId>(1);
        auto& known = world.ledger().hours[chain];
        const auto number = static_cast<std::size_t>(rows.int64(2));
        world.ledger().relay_heads[chain] = static_cast<std::uint32_t>(number);
        if (number < known.size()) continue;
        const auto link = wire::decode<wire::HoursLink>(rows.view(3));
        ReceivedHours one{wire::decode<wire::HoursVersion>(link.value().version.body).value(),
                          wire::decode<wire::HoursReceipt>(link.value().receipt.body).value().received};
        if (number == known.size() + 1)
            known.push_back(std::move(one));
        else if (number == known.size() && world.ledger().restored && one.version == known.back().version &&
                 one.received > known.back().received)
            known.back() = std::move(one);  // its owner never saw the receipt the restored relay forgot
        else if (number == known.size() &&
                 (one.version != known.back().version || one.received != known.back().received))
            throw Violation{"I4", "a version of the hours changed"};
    }
}

void i4_reproducible(SimWorld& world)
{
    note_hours(world);
    each_receipt(world, [&](const wire::Receipt& receipt) { check_decision(world, receipt); });
}

void i5_one_row_a_submit(SimWorld& world)
{
    std::map<std::tuple<IncarnationId, Address, MessageId>, std::size_t> seen;
    const auto& more = world.ledger().taken_again;
    each_receipt(world, [&](const wire::Receipt& receipt) {
        const auto* taken = std::get_if<wire::decided::Accepted>(&receipt.event);
        if (taken == nullptr) return;
        // Messages the lost device had not confirmed are submitted again for the new one, under the same message id.
        if (world.ledger().lost) return;
        // A modified client may take an id again: of which nothing lives, or to add to what waits under it.
        const Address writer{taken->account, taken->device};
        const auto again = more.find({writer, taken->message});
        const auto most = 1 + (again == more.end() ? 0 : again->second);
        if (++seen[{receipt.incarnation, writer, taken->message}] > most)
            throw Violation{"I5", "one message was taken twice"};
        world.coverage().add("check: submits");
    });
}

}  // namespace holdfast::sim
