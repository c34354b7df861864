#include "server/core/step.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {
namespace {

/// True where waiting, not changing the request, helps.
constexpr bool worth_retrying(Errc code) noexcept
{
    return code == Errc::queue_full || code == Errc::rate_limited || code == Errc::no_prekeys || code == Errc::no_room;
}

/// The size of every frame without its variable parts.
constexpr std::size_t plain_frame = 256;

std::size_t size_of(const wire::Signed& record) { return record.body.size() + Signature::size; }

/// Roughly what an answer takes on the wire.
template <class Frame>
std::size_t size_of(const Frame&)
{
    return plain_frame;
}

std::size_t size_of(const wire::Invitation& invitation) { return plain_frame + invitation.record.size(); }

std::size_t size_of(const wire::Bundle& bundle)
{
    return size_of(bundle.device_list) + plain_frame * (1 + bundle.devices.size());
}

std::size_t size_of(const wire::HoursChain& chain)
{
    std::size_t size = plain_frame;
    for (const auto& link : chain.links) size += size_of(link.version) + size_of(link.receipt);
    return size;
}

std::size_t size_of(const wire::Log& log)
{
    std::size_t size = plain_frame;
    for (const auto& entry : log.entries)
        size += entry.receipt.size() + Digest::size * entry.path.size() + Signature::size;
    return size;
}

std::size_t size_of(const wire::Rosters& rosters)
{
    std::size_t size = plain_frame;
    for (const auto& entry : rosters.rosters) {
        size += size_of(entry.roster);
        for (const auto& list : entry.device_lists) size += size_of(list);
    }
    return size;
}

}  // namespace

void Step::send(ConnectionId connection, wire::RelayFrame frame)
{
    answer_bytes += std::visit([](const auto& chosen) { return size_of(chosen); }, frame);
    effects.frames.push_back({connection, std::move(frame)});
}

void Step::refuse(const Connection& connection, wire::RequestId request, Errc code)
{
    send(connection.id, wire::failure(request, code, worth_retrying(code)));
}

void Step::hang_up(Connection& connection, Errc reason)
{
    forget_news(connection);
    effects.hangups.push_back({connection.id, reason});
    memory.connections.log_out(connection);
    connection.hung_up = true;
}

void Step::schedule_push(const Connection& connection, wire::RelayFrame frame)
{
    scheduled.push_back({connection.id, std::move(frame)});
}

void Step::send_scheduled()
{
    for (auto& [connection, frame] : std::exchange(scheduled, {})) send(connection, std::move(frame));
}

void Step::deliver_new(Connection& connection, NewDelivery delivery, const InFlight& what)
{
    connection.add_in_flight(delivery.number, what);
    connection.news.push_back(std::move(delivery));
    memory.connections.schedule(connection);
}

void Step::forget_news(Connection& connection)
{
    for (const auto& news : std::exchange(connection.news, {})) tables.queue.not_handed_over(news.row);
}

void Step::tell(DeviceRow device, const wire::Statement& statement)
{
    const auto body = wire::encode(statement);
    Connection* taker = memory.connections.taker(device, body.size());
    const auto number = taker ? tables.accounts.next_delivery(device) : 0;
    const auto row = tables.queue.add(device, body, now, std::nullopt, number);
    if (taker)
        deliver_new(*taker, {row, number, wire::Tell{number, statement}}, {body.size(), std::nullopt});
    else
        memory.connections.schedule_delivery(device);
}

void Step::tell(AccountRow account, const wire::Statement& statement)
{
    for (const auto& device : tables.accounts.devices(account)) tell(device.row, statement);
}

void Step::tell(AccountRow account, const wire::DevicesChanged& news, AccountRow about)
{
    const auto body = wire::encode(wire::Statement{news});
    for (const auto& device : tables.accounts.devices(account)) {
        tables.queue.add(device.row, body, now, about);
        memory.connections.schedule_delivery(device.row);
    }
}

std::uint64_t Step::record(ConversationRow conversation, wire::Decided event, const std::optional<Asked>& asked)
{
    const auto before = tables.conversations.chain_head(conversation);
    if (memory.checked_heads.insert(conversation).second)
        tables.receipts.check_head(conversation, before.sequence, before.hash);
    const auto sequence = before.sequence + 1;
    auto receipt = wire::encode(wire::Receipt{before.conversation, sequence, before.hash, now,
                                              memory.schedules.of(conversation).heads, hours::tzdata_version(),
                                              relay.incarnation, !memory.clock.trusted(), std::move(event)});
    tables.conversations.set_chain_head(conversation, sequence, session::receipt_hash(receipt));
    receipts.add({conversation, sequence, now, asked}, std::move(receipt));
    return sequence;
}

void Step::attest(ConversationRow conversation, wire::Decided event, const Asked& asked)
{
    auto receipt = wire::encode(wire::Receipt{tables.conversations.chain_head(conversation).conversation,
                                              0,
                                              {},
                                              now,
                                              memory.schedules.of(conversation).heads,
                                              hours::tzdata_version(),
                                              relay.incarnation,
                                              !memory.clock.trusted(),
                                              std::move(event)});
    receipts.add({conversation, 0, now, asked}, std::move(receipt));
}

Decision Step::decide_for(ConversationRow conversation)
{
    return decide(memory.schedules.of(conversation), now, memory.clock.trusted());
}

void Step::watch(ConversationRow conversation)
{
    const auto change = memory.schedules.of(conversation).span.until;
    if (change) memory.agenda.note(conversation, *change);
}

}  // namespace holdfast::server
