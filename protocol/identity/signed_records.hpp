// Signing records and opening signed ones. The rule: the bytes are verified first and parsed afterwards, and what comes
// out has passed every check that needs no memory; comparing with what was pinned before is `accept_device_list`.
// PROTOCOL.md, "Records".
#pragma once

#include <string_view>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

template <class Record>
[[nodiscard]] wire::Signed sign_record(crypto::Label label, const crypto::SignKeyPair& key, const Record& record)
{
    Bytes body = wire::encode(record);
    const auto signature = crypto::sign(label, key, body);
    return {std::move(body), signature};
}

/// Errc::bad_signature before anything is parsed, then the errors of `wire::decode`.
template <class Record>
[[nodiscard]] Result<Record> open_record(crypto::Label label, const SignPublic& key, const wire::Signed& record)
{
    if (const auto status = crypto::verify(label, key, record.body, record.signature); status.has_error())
        return status.errc();
    return wire::decode<Record>(record.body);
}

/// Words in a record that people read: at most so many bytes, UTF-8, without a NUL. Errors: text_too_long,
/// bad_encoding.
[[nodiscard]] Status check_words(std::string_view words, std::size_t most);

/// Signed by the identity key the list names: it proves who made it, not that it is the one expected. Errors:
/// bad_signature, the codec's, bad_key (a key no honest device has), out_of_range (epoch 0, no device, a device twice,
/// more than wire::max_devices).
[[nodiscard]] Result<wire::DeviceList> open_device_list(const wire::Signed& record);

/// `offered`, if it may replace the pinned list. Errors: those of `open_device_list`; wrong_key (another account);
/// stale_device_list (a lower epoch); fork (another list under the same epoch).
[[nodiscard]] Result<wire::DeviceList> accept_device_list(const wire::DeviceList& pinned, const wire::Signed& offered);

/// The kind shown for an account's devices: a page if one of them is one, a later kind if there is one, else a program.
/// Precondition: the list has a device.
[[nodiscard]] wire::DeviceKind kind_of(const wire::DeviceList& list) noexcept;

/// The entry of a device, or null. Lives as long as the list.
[[nodiscard]] const wire::DeviceEntry* find_device(const wire::DeviceList& list, const DeviceId& device) noexcept;

/// Errors: bad_signature, the codec's, wrong_address (another account or device), out_of_range (id 0, longer than
/// wire::signed_prekey_lifetime, expired at `now` or made more than wire::signed_prekey_early after it), bad_key.
[[nodiscard]] Result<wire::SignedPrekey> open_signed_prekey(const wire::Signed& record, const AccountId& account,
                                                            const wire::DeviceEntry& device, Instant now);
[[nodiscard]] Result<wire::OneTimePrekey> open_one_time_prekey(const wire::Signed& record, const AccountId& account,
                                                               const wire::DeviceEntry& device);

/// Errors: bad_signature, the codec's, wrong_key (not the owner's key), out_of_range (members not strictly ascending,
/// the owner not among them, fewer than two or more than wire::max_members).
[[nodiscard]] Result<wire::Roster> open_roster(const wire::Signed& record, const SignPublic& owner_identity);

}  // namespace holdfast::session
