#include "server/core/turn.hpp"

#include <algorithm>

namespace holdfast::server {
namespace {

/// True where waiting, not changing the request, helps.
constexpr bool worth_retrying(Errc code) noexcept
{
    return code == Errc::queue_full || code == Errc::rate_limited || code == Errc::no_prekeys;
}

}  // namespace

void Turn::send(const Session& session, wire::RelayFrame frame)
{
    effects.frames.push_back({session.connection, std::move(frame)});
}

void Turn::refuse(const Session& session, wire::RequestId request, Errc code)
{
    send(session, wire::failure(request, code, worth_retrying(code)));
}

void Turn::hang_up(Session& session, Errc reason)
{
    effects.hangups.push_back({session.connection, reason});
    sessions.log_out(session);
    session.hung_up = true;
}

void Turn::tell(DeviceRow device, const wire::Statement& statement)
{
    tables.queue.add(device, statement, now);
    sessions.wish(device);
}

void Turn::tell(AccountRow account, const wire::Statement& statement)
{
    for (const auto& device : tables.accounts.devices(account)) tell(device.row, statement);
}

Decision Turn::decide_for(ConversationRow conversation)
{
    return decide(timetables.of(conversation), now, clock_trusted);
}

void Turn::watch(ConversationRow conversation)
{
    const auto change = timetables.of(conversation).until;
    if (change && (!next_change || *change < *next_change)) next_change = change;
}

}  // namespace holdfast::server
