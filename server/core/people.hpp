// What the practice asks about people and does with their access: accounts, their devices, invitations, and the record
// of what it did. It ends access; it never reads and never opens. As plain values that travel between holdfastctl and
// holdfastd in the wire codec.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/deed.hpp"
#include "server/core/store/stopped.hpp"

namespace holdfast::server {

// ---- accounts -------------------------------------------------------------------------------------------------------

struct ListAccounts {
    static constexpr std::uint16_t tag = 2;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const ListAccounts&, const ListAccounts&) = default;
};

/// Its devices are refused until it is resumed. A therapist's clients are told by a notice that suspends her promises,
/// and her open invitations do not count meanwhile. Refused: not_found; nothing_changed.
struct SuspendAccount {
    static constexpr std::uint16_t tag = 7;
    AccountId account;
    static constexpr auto fields() { return std::tuple{&SuspendAccount::account}; }
    friend bool operator==(const SuspendAccount&, const SuspendAccount&) = default;
};

/// Lifts the notice that the suspension issued; one that was issued since stays. Refused: not_found; nothing_changed.
struct ResumeAccount {
    static constexpr std::uint16_t tag = 8;
    AccountId account;
    static constexpr auto fields() { return std::tuple{&ResumeAccount::account}; }
    friend bool operator==(const ResumeAccount&, const ResumeAccount&) = default;
};

/// For good. Refused: not_found.
struct RemoveAccount {
    static constexpr std::uint16_t tag = 9;
    AccountId account;
    static constexpr auto fields() { return std::tuple{&RemoveAccount::account}; }
    friend bool operator==(const RemoveAccount&, const RemoveAccount&) = default;
};

/// The practice's view of one account: counts, never names or content. When it was there is known to the month.
struct AccountLine {
    AccountId account;
    wire::Role role = wire::Role::client;
    Instant created;
    std::uint32_t devices = 0;
    std::uint32_t frozen_devices = 0;  ///< stopped, as copies or by the practice
    std::uint32_t conversations = 0;
    bool notice_in_force = false;
    std::optional<std::uint64_t> invited_as;  ///< the number of the invitation
    std::optional<AccountId> invited_by;      ///< empty: the practice
    std::optional<std::uint32_t> last_month;  ///< of a login, see month_of
    std::optional<Instant> suspended;         ///< since when
    static constexpr auto fields()
    {
        return std::tuple{&AccountLine::account,         &AccountLine::role,           &AccountLine::created,
                          &AccountLine::devices,         &AccountLine::frozen_devices, &AccountLine::conversations,
                          &AccountLine::notice_in_force, &AccountLine::invited_as,     &AccountLine::invited_by,
                          &AccountLine::last_month,      &AccountLine::suspended};
    }
    friend bool operator==(const AccountLine&, const AccountLine&) = default;
};

struct AccountLines {
    static constexpr std::uint16_t tag = 103;
    std::vector<AccountLine> accounts;  ///< oldest first, without those removed
    static constexpr auto fields() { return std::tuple{&AccountLines::accounts}; }
    friend bool operator==(const AccountLines&, const AccountLines&) = default;
};

/// Months since January of the year 0, in UTC: all that is kept of when somebody was there.
[[nodiscard]] std::uint32_t month_of(Instant t) noexcept;
/// "November 2026".
[[nodiscard]] std::string month_words(std::uint32_t month);

// ---- devices --------------------------------------------------------------------------------------------------------

struct ListDevices {
    static constexpr std::uint16_t tag = 10;
    AccountId account;
    static constexpr auto fields() { return std::tuple{&ListDevices::account}; }
    friend bool operator==(const ListDevices&, const ListDevices&) = default;
};

/// The device is stopped until its owner publishes a list without it. Refused: not_found; nothing_changed.
struct RevokeDevice {
    static constexpr std::uint16_t tag = 11;
    AccountId account;
    DeviceId device;
    static constexpr auto fields() { return std::tuple{&RevokeDevice::account, &RevokeDevice::device}; }
    friend bool operator==(const RevokeDevice&, const RevokeDevice&) = default;
};

struct DeviceLine {
    DeviceId device;
    Stopped stopped = Stopped::no;
    static constexpr auto fields() { return std::tuple{&DeviceLine::device, &DeviceLine::stopped}; }
    friend bool operator==(const DeviceLine&, const DeviceLine&) = default;
};

struct DeviceLines {
    static constexpr std::uint16_t tag = 105;
    std::vector<DeviceLine> devices;
    static constexpr auto fields() { return std::tuple{&DeviceLines::devices}; }
    friend bool operator==(const DeviceLines&, const DeviceLines&) = default;
};

// ---- invitations ----------------------------------------------------------------------------------------------------

struct ListInvitations {
    static constexpr std::uint16_t tag = 12;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const ListInvitations&, const ListInvitations&) = default;
};

/// Anybody's, as long as nobody has used it. Refused: not_found; invitation_unusable (used).
struct RevokeInvitation {
    static constexpr std::uint16_t tag = 13;
    std::uint64_t number = 0;
    static constexpr auto fields() { return std::tuple{&RevokeInvitation::number}; }
    friend bool operator==(const RevokeInvitation&, const RevokeInvitation&) = default;
};

/// The number under which the practice knows an invitation; answers InviteTherapist.
struct InvitationNumber {
    static constexpr std::uint16_t tag = 106;
    std::uint64_t number = 0;
    static constexpr auto fields() { return std::tuple{&InvitationNumber::number}; }
    friend bool operator==(const InvitationNumber&, const InvitationNumber&) = default;
};

struct InvitationLine {
    std::uint64_t number = 0;
    std::optional<AccountId> inviter;  ///< empty: the practice
    Instant made;
    Instant expires;
    std::optional<AccountId> used_by;
    bool waits = false;  ///< its inviter is suspended: it does not count meanwhile
    static constexpr auto fields()
    {
        return std::tuple{&InvitationLine::number,  &InvitationLine::inviter, &InvitationLine::made,
                          &InvitationLine::expires, &InvitationLine::used_by, &InvitationLine::waits};
    }
    friend bool operator==(const InvitationLine&, const InvitationLine&) = default;
};

struct InvitationLines {
    static constexpr std::uint16_t tag = 107;
    std::vector<InvitationLine> invitations;  ///< by number, the newest `max_invitation_lines`
    static constexpr auto fields() { return std::tuple{&InvitationLines::invitations}; }
    friend bool operator==(const InvitationLines&, const InvitationLines&) = default;
};

/// A page of a practice's invitations, some years of them.
inline constexpr std::size_t max_invitation_lines = 10'000;

// ---- notices --------------------------------------------------------------------------------------------------------

struct ListNotices {
    static constexpr std::uint16_t tag = 15;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const ListNotices&, const ListNotices&) = default;
};

/// A therapist, the practice's words about her that are in force, and how many people see them.
struct NoticeLine {
    AccountId therapist;
    std::uint32_t clients = 0;
    std::string text;  ///< empty: none is in force
    Instant issued;
    bool by_suspension = false;  ///< said by the relay itself, until the account is resumed
    static constexpr auto fields()
    {
        return std::tuple{&NoticeLine::therapist, &NoticeLine::clients, &NoticeLine::text, &NoticeLine::issued,
                          &NoticeLine::by_suspension};
    }
    friend bool operator==(const NoticeLine&, const NoticeLine&) = default;
};

struct NoticeLines {
    static constexpr std::uint16_t tag = 109;
    std::vector<NoticeLine> therapists;
    static constexpr auto fields() { return std::tuple{&NoticeLines::therapists}; }
    friend bool operator==(const NoticeLines&, const NoticeLines&) = default;
};

// ---- the record of what the practice did ----------------------------------------------------------------------------

struct ReadDeeds {
    static constexpr std::uint16_t tag = 14;
    std::uint64_t from = 1;
    static constexpr auto fields() { return std::tuple{&ReadDeeds::from}; }
    friend bool operator==(const ReadDeeds&, const ReadDeeds&) = default;
};

struct Deeds {
    static constexpr std::uint16_t tag = 108;
    std::vector<Deed> deeds;  ///< at most `deeds_page`
    Digest head;              ///< the hash of the newest there is; zero: none
    static constexpr auto fields() { return std::tuple{&Deeds::deeds, &Deeds::head}; }
    friend bool operator==(const Deeds&, const Deeds&) = default;
};

inline constexpr std::size_t deeds_page = 1000;

}  // namespace holdfast::server
