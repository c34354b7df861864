#include "protocol/identity/signed_records.hpp"

#include <algorithm>

#include "protocol/base/text.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

namespace labels = crypto::labels;

Status check_entry(const wire::DeviceEntry& entry)
{
    if (entry.kind == 0) return Errc::out_of_range;
    if (const auto status = crypto::check_dh_public(entry.agreement); status.has_error()) return status;
    return crypto::check_sign_public(entry.signing);
}

bool has_duplicates(const std::vector<wire::DeviceEntry>& devices)
{
    for (auto one = devices.begin(); one != devices.end(); ++one)
        if (std::any_of(std::next(one), devices.end(), [&](const auto& d) { return d.device == one->device; }))
            return true;
    return false;
}

/// The identity key is the first member of a list, so it can be read before the list is trusted.
Result<SignPublic> identity_of(const wire::Signed& record)
{
    wire::Reader in{record.body};
    SignPublic identity;
    wire::get(in, identity);
    if (in.failed()) return in.finish().errc();
    return identity;
}

Status check_owner(const AccountId& account, const DeviceId& device, const AccountId& expected_account,
                   const DeviceId& expected_device)
{
    if (account != expected_account || device != expected_device) return Errc::wrong_address;
    return ok();
}

}  // namespace

Status check_words(std::string_view words, std::size_t most)
{
    if (words.size() > most) return Errc::text_too_long;
    const bool readable = is_utf8(as_bytes(words)) && words.find('\0') == std::string_view::npos;
    return readable ? ok() : Status{Errc::bad_encoding};
}

Result<wire::DeviceList> open_device_list(const wire::Signed& record)
{
    const auto identity = identity_of(record);
    if (identity.has_error()) return identity.errc();
    if (const auto status = crypto::check_sign_public(identity.value()); status.has_error()) return status.errc();
    auto list = open_record<wire::DeviceList>(labels::sign_device_list, identity.value(), record);
    if (list.has_error()) return list;
    const auto& devices = list->devices;
    if (list->epoch == 0 || devices.empty() || devices.size() > wire::max_devices || has_duplicates(devices))
        return Errc::out_of_range;
    for (const auto& entry : devices)
        if (const auto status = check_entry(entry); status.has_error()) return status.errc();
    return list;
}

Result<wire::DeviceList> accept_device_list(const wire::DeviceList& pinned, const wire::Signed& offered)
{
    auto list = open_device_list(offered);
    if (list.has_error()) return list;
    if (list->identity != pinned.identity) return Errc::wrong_key;
    if (list->epoch < pinned.epoch) return Errc::stale_device_list;
    if (list->epoch == pinned.epoch && list.value() != pinned) return Errc::fork;
    return list;
}

wire::DeviceKind kind_of(const wire::DeviceList& list) noexcept
{
    return std::max_element(list.devices.begin(), list.devices.end(),
                            [](const auto& a, const auto& b) { return a.kind < b.kind; })
        ->kind;
}

const wire::DeviceEntry* find_device(const wire::DeviceList& list, const DeviceId& device) noexcept
{
    const auto found = std::find_if(list.devices.begin(), list.devices.end(),
                                    [&](const wire::DeviceEntry& entry) { return entry.device == device; });
    return found == list.devices.end() ? nullptr : &*found;
}

Result<wire::SignedPrekey> open_signed_prekey(const wire::Signed& record, const AccountId& account,
                                              const wire::DeviceEntry& device, Instant now)
{
    auto prekey = open_record<wire::SignedPrekey>(labels::sign_prekey, device.signing, record);
    if (prekey.has_error()) return prekey;
    if (const auto status = check_owner(prekey->account, prekey->device, account, device.device); status.has_error())
        return status.errc();
    const bool lives = now < prekey->expires && prekey->created <= now + wire::signed_prekey_early &&
                       prekey->expires - prekey->created <= wire::signed_prekey_lifetime;
    if (prekey->id == 0 || !lives) return Errc::out_of_range;
    if (const auto status = crypto::check_dh_public(prekey->key); status.has_error()) return status.errc();
    return prekey;
}

Result<wire::OneTimePrekey> open_one_time_prekey(const wire::Signed& record, const AccountId& account,
                                                 const wire::DeviceEntry& device)
{
    auto prekey = open_record<wire::OneTimePrekey>(labels::sign_one_time_prekey, device.signing, record);
    if (prekey.has_error()) return prekey;
    if (const auto status = check_owner(prekey->account, prekey->device, account, device.device); status.has_error())
        return status.errc();
    if (prekey->id == 0) return Errc::out_of_range;
    if (const auto status = crypto::check_dh_public(prekey->key); status.has_error()) return status.errc();
    return prekey;
}

Result<wire::Roster> open_roster(const wire::Signed& record, const SignPublic& owner_identity)
{
    auto roster = open_record<wire::Roster>(labels::sign_roster, owner_identity, record);
    if (roster.has_error()) return roster;
    const auto& members = roster->members;
    if (roster->owner != account_id(owner_identity)) return Errc::wrong_key;
    // Strictly ascending, so that one set of members has one id: no neighbour is equal or lower.
    const bool ascending = std::adjacent_find(members.begin(), members.end(), std::greater_equal<>{}) == members.end();
    if (members.size() < 2 || members.size() > wire::max_members || !ascending) return Errc::out_of_range;
    if (!std::binary_search(members.begin(), members.end(), roster->owner)) return Errc::out_of_range;
    return roster;
}

}  // namespace holdfast::session
