#include "server/core/handlers/waiting.hpp"

#include <algorithm>

namespace holdfast::server {
namespace {

/// A device that is used has fetched what there was: only where none of them has anything to fetch does somebody have
/// it.
bool waits(Step& step, const AccountId& id, Instant before)
{
    const auto account = step.tables.accounts.find(id);
    if (!account) return false;
    const auto devices = step.tables.accounts.devices(account->row);
    return !devices.empty() && std::ranges::all_of(devices, [&](const auto& device) {
        return step.tables.queue.has_to_read(device.row, before);
    });
}

}  // namespace

AdminAnswer waiting_for(Step& step, const AskWaiting& request)
{
    if (request.accounts.size() > max_waiting_asked) return AdminRefused{Errc::too_large};
    WaitingFor waiting;
    const auto before = step.now - std::chrono::minutes{request.minutes};
    for (const auto& account : request.accounts)
        if (waits(step, account, before)) waiting.accounts.push_back(account);
    return waiting;
}

}  // namespace holdfast::server
