// Device lists, prekeys and rosters under a good signature: what their contents may be.
#include "protocol/identity/signed_records.hpp"

#include "protocol/crypto/labels.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

namespace labels = crypto::labels;

const crypto::SignKeyPair& owner()
{
    static const auto key = crypto::SignKeyPair::from_seed(crypto::Secret<32>::from(Bytes(32, std::byte{9})));
    return key;
}

wire::Signed signed_body(crypto::Label label, Bytes body)
{
    const auto signature = crypto::sign(label, owner(), body);
    return {std::move(body), signature};
}

/// The key type and the key the list must begin with are given to it.
void check_list(BytesView input)
{
    auto body = wire::encode(owner().pub);
    append(body, input);
    const auto record = signed_body(labels::sign_device_list, std::move(body));
    const auto list = session::open_device_list(record);
    if (list.has_error()) return;
    require(list->epoch > 0 && !list->devices.empty() && list->devices.size() <= wire::max_devices,
            "a list without an epoch or with too many devices is taken");
    for (const auto& device : list->devices)
        require(session::find_device(list.value(), device.device) == &device, "a device stands in a list twice");
    require(session::accept_device_list(list.value(), record).value() == list.value(),
            "a list does not replace itself");
}

void check_prekeys(BytesView input)
{
    wire::DeviceEntry device;
    device.signing = owner().pub;
    const AccountId account;
    auto body = wire::encode(Address{account, device.device});
    append(body, input);
    const auto signed_prekey =
        session::open_signed_prekey(signed_body(labels::sign_prekey, body), account, device, Instant{});
    if (signed_prekey.has_value())
        require(signed_prekey->id != 0 && signed_prekey->expires > Instant{}, "a prekey without a number or a life");
    const auto one_time =
        session::open_one_time_prekey(signed_body(labels::sign_one_time_prekey, body), account, device);
    if (one_time.has_value()) require(one_time->id != 0, "a one-time prekey without a number");
}

/// The salt and the owner are given; the input is the members.
void check_roster(BytesView input)
{
    auto body = Bytes(16);
    append(body, session::account_id(owner().pub).view());
    append(body, input);
    const auto roster = session::open_roster(signed_body(labels::sign_roster, std::move(body)), owner().pub);
    if (roster.has_error()) return;
    const auto& members = roster->members;
    require(
        members.size() >= 2 && members.size() <= wire::max_members && std::is_sorted(members.begin(), members.end()),
        "a roster that nobody would have signed is taken");
}

}  // namespace

void device_list(BytesView input)
{
    Choices choices{input};
    switch (choices.below(3)) {
        case 0: return check_list(choices.rest());
        case 1: return check_prekeys(choices.rest());
        default: check_roster(choices.rest());
    }
}

}  // namespace holdfast::fuzz
