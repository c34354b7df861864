#include "server/core/handlers/devices.hpp"

#include <algorithm>

#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

constexpr Quota bundle_quota{QuotaKind::bundle, wire::max_bundles_per_day, std::chrono::hours{24}};
/// A refill per session and a rotation per week are far below; each request costs up to a hundred verifications.
constexpr Quota prekey_quota{QuotaKind::prekeys, 20, std::chrono::hours{24}};
/// Each new list is told to everyone paired with the account.
constexpr Quota device_quota{QuotaKind::devices, 10, std::chrono::hours{24}};

/// The list the relay has of an account; it was verified when it was stored.
Result<wire::DeviceList> stored_list(Step& step, AccountRow account)
{
    return session::open_device_list(step.tables.accounts.find(account)->device_list);
}

struct FreshPrekey {
    std::uint32_t id = 0;
    const wire::Signed* record = nullptr;
};

/// The prekeys whose ids are new, verified: one bad record refuses the request. Prekeys published before are skipped
/// unseen, so that a repeated request costs and changes nothing.
Result<std::vector<FreshPrekey>> fresh_prekeys(Step& step, const LoggedInDevice& who, const wire::DeviceEntry& entry,
                                               const std::vector<wire::Signed>& records)
{
    std::vector<FreshPrekey> fresh;
    auto last = step.tables.prekeys.last_id(who.device);
    for (const auto& record : records) {
        const auto claimed = wire::decode<wire::OneTimePrekey>(record.body);
        if (claimed.has_error()) return claimed.errc();
        if (claimed->id <= last) continue;
        const auto prekey = session::open_one_time_prekey(record, who.address.account, entry);
        if (prekey.has_error()) return prekey.errc();
        last = prekey->id;
        fresh.push_back({prekey->id, &record});
    }
    return fresh;
}

Status take_prekeys(Step& step, const LoggedInDevice& who, const wire::PublishPrekeys& request)
{
    if (request.one_time.size() > wire::one_time_prekey_batch) return Errc::too_large;
    if (!step.tables.quotas.use(prekey_quota, who.account, step.now)) return Errc::rate_limited;
    const auto list = stored_list(step, who.account);
    if (list.has_error()) return list.errc();
    const auto* entry = session::find_device(*list, who.address.device);
    if (entry == nullptr) return Errc::not_found;
    const auto prekey = session::open_signed_prekey(request.signed_prekey, who.address.account, *entry, step.now);
    if (prekey.has_error()) return prekey.errc();
    const auto fresh = fresh_prekeys(step, who, *entry, request.one_time);
    if (fresh.has_error()) return fresh.errc();
    if (step.tables.prekeys.count(who.device) + fresh->size() > max_one_time_prekeys) return Errc::rate_limited;
    step.tables.prekeys.set_signed(who.device, request.signed_prekey, prekey->expires);
    for (const auto& one : *fresh) step.tables.prekeys.add_one_time(who.device, one.id, *one.record);
    return ok();
}

/// The keys of every device that has any. Only a bundle of all devices uses up one-time prekeys and counts: one with
/// gaps is fetched again until they are filled. Errors: no_prekeys, rate_limited.
Result<std::vector<wire::DevicePrekeys>> take_bundle(Step& step, const LoggedInDevice& who, AccountRow account)
{
    std::vector<wire::DevicePrekeys> out;
    const auto devices = step.tables.accounts.devices(account);
    for (const auto& device : devices)
        if (auto prekey = step.tables.prekeys.signed_prekey(device.row, step.now))
            out.push_back({device.address.device, std::move(*prekey), std::nullopt});
    if (out.empty()) return Errc::no_prekeys;
    if (out.size() < devices.size()) return out;
    if (!step.tables.quotas.use(bundle_quota, who.account, step.now, account)) return Errc::rate_limited;
    for (std::size_t i = 0; i < out.size(); ++i) out[i].one_time = step.tables.prekeys.take_one_time(devices[i].row);
    return out;
}

void replace_devices(Step& step, AccountRow account, const wire::DeviceList& list)
{
    for (const auto& device : step.tables.accounts.devices(account)) {
        const auto* entry = session::find_device(list, device.address.device);
        if (entry == nullptr || entry->signing != device.signing) drop_device(step, device.row);
    }
    const auto kept = step.tables.accounts.devices(account);
    for (const auto& entry : list.devices) {
        const bool known = std::any_of(kept.begin(), kept.end(), [&](const DeviceRecord& device) {
            return device.address.device == entry.device;
        });
        if (!known) step.tables.accounts.put_device(account, entry);
    }
}

}  // namespace

Result<Answer> publish_prekeys(Step& step, const LoggedInDevice& who, const wire::PublishPrekeys& request)
{
    if (const auto taken = take_prekeys(step, who, request); taken.has_error()) return taken.errc();
    return wire::Done{};
}

Result<Answer> fetch_bundle(Step& step, const LoggedInDevice& who, const wire::FetchBundle& request)
{
    const auto account = step.tables.accounts.find_open(request.account);
    if (!account || !step.tables.conversations.write_to_each_other(who.account, account->row)) return Errc::not_found;
    auto devices = take_bundle(step, who, account->row);
    if (devices.has_error()) return devices.errc();
    return wire::Bundle{.device_list = account->device_list, .devices = std::move(*devices)};
}

Result<Answer> publish_devices(Step& step, Connection&, const wire::PublishDevices& request)
{
    const auto list = session::open_device_list(request.device_list);
    if (list.has_error()) return list.errc();
    const auto account = step.tables.accounts.find(session::account_id(list->identity));
    if (!account) return Errc::not_found;
    if (account->ended) return Errc::account_ended;
    if (account->device_list.body == request.device_list.body) return wire::Done{};
    if (list->epoch <= account->epoch) return Errc::stale_device_list;
    if (account->suspended) return Errc::account_suspended;
    if (!step.tables.quotas.use(device_quota, account->row, step.now)) return Errc::rate_limited;

    step.tables.accounts.replace_list(account->row, list->epoch, request.device_list);
    replace_devices(step, account->row, *list);
    for (const AccountRow peer : step.tables.conversations.peers(account->row))
        step.tell(peer, wire::DevicesChanged{request.device_list}, account->row);
    return wire::Done{};
}

void drop_device(Step& step, DeviceRow device)
{
    if (Connection* open = step.memory.connections.of(device)) step.hang_up(*open, Errc::login_refused);
    record_dropped(step, step.tables.queue.drop(device));
    step.tables.prekeys.drop(device);
    step.tables.receipts.drop(device);
    step.tables.accounts.drop_device(device, step.now);
    for (const ConversationRow conversation : step.tables.endings.undeleted())
        look_at(step, conversation);  // it may wait for nobody now
}

}  // namespace holdfast::server
