// The signed records: device lists, prekeys, rosters, hours, receipts. The rule: a record travels as the exact bytes
// that were signed (`Signed`), is verified as bytes and only then parsed; it is never written out again to be checked.
// PROTOCOL.md, "Records". Which key and label signs each is in the comment of the struct.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::wire {

/// The bytes of one record and the Ed25519 signature over label ‖ bytes.
struct Signed {
    Bytes body;
    Signature signature;
    static constexpr auto fields() { return std::tuple{&Signed::body, &Signed::signature}; }
    friend bool operator==(const Signed&, const Signed&) = default;
};

enum class Role : std::uint8_t { therapist = 1, client = 2 };
constexpr bool is_known(Role role) noexcept { return role == Role::therapist || role == Role::client; }

/// The class of an envelope, visible to the relay. Messages obey the gate. Control content passes, but that of an
/// owner's device waits for the end of the window, as reports do.
enum class Class : std::uint8_t { message = 1, control = 2, report = 3 };
constexpr bool is_known(Class c) noexcept { return c == Class::message || c == Class::control || c == Class::report; }

/// The program a device runs, signed with its list and shown to the other side. A number, not an enumeration: kinds
/// that come later must not make a list unreadable.
using DeviceKind = std::uint8_t;
inline constexpr DeviceKind device_program = 1;  ///< an installed program
inline constexpr DeviceKind device_page = 2;  ///< a page in a browser, whose code the server hands out anew each time

struct DeviceEntry {
    DeviceId device;
    DhPublic agreement;
    SignPublic signing;
    DeviceKind kind = device_program;  ///< never 0
    static constexpr auto fields()
    {
        return std::tuple{&DeviceEntry::device, &DeviceEntry::agreement, &DeviceEntry::signing, &DeviceEntry::kind};
    }
    friend bool operator==(const DeviceEntry&, const DeviceEntry&) = default;
};

/// All devices of one account; the highest epoch replaces every earlier list. Signed by the identity key it contains,
/// whose hash is the account id.
struct DeviceList {
    SignPublic identity;
    std::uint32_t epoch = 0;
    std::vector<DeviceEntry> devices;
    static constexpr auto fields()
    {
        return std::tuple{&DeviceList::identity, &DeviceList::epoch, &DeviceList::devices};
    }
    friend bool operator==(const DeviceList&, const DeviceList&) = default;
};

/// Signed by the device signing key. `id` is never 0.
struct SignedPrekey {
    AccountId account;
    DeviceId device;
    std::uint32_t id = 0;
    DhPublic key;
    Instant created;
    Instant expires;
    static constexpr auto fields()
    {
        return std::tuple{&SignedPrekey::account, &SignedPrekey::device,  &SignedPrekey::id,
                          &SignedPrekey::key,     &SignedPrekey::created, &SignedPrekey::expires};
    }
    friend bool operator==(const SignedPrekey&, const SignedPrekey&) = default;
};

/// Signed by the device signing key. `id` is never 0 and never used twice by a device.
struct OneTimePrekey {
    AccountId account;
    DeviceId device;
    std::uint32_t id = 0;
    DhPublic key;
    static constexpr auto fields()
    {
        return std::tuple{&OneTimePrekey::account, &OneTimePrekey::device, &OneTimePrekey::id, &OneTimePrekey::key};
    }
    friend bool operator==(const OneTimePrekey&, const OneTimePrekey&) = default;
};

/// The members of a conversation; its id is a hash over exactly these values. Signed by the owner's identity key.
struct Roster {
    ByteArray<16> salt{};
    AccountId owner;
    std::vector<AccountId> members;  ///< ascending, the owner among them
    static constexpr auto fields() { return std::tuple{&Roster::salt, &Roster::owner, &Roster::members}; }
    friend bool operator==(const Roster&, const Roster&) = default;
};

struct CrisisContact {
    std::string name;
    std::string reach;  ///< a telephone number or address, as it is to be shown
    static constexpr auto fields() { return std::tuple{&CrisisContact::name, &CrisisContact::reach}; }
    friend bool operator==(const CrisisContact&, const CrisisContact&) = default;
};

struct Leave {
    Date from;
    Date to;  ///< included
    std::string reason;
    static constexpr auto fields() { return std::tuple{&Leave::from, &Leave::to, &Leave::reason}; }
    friend bool operator==(const Leave&, const Leave&) = default;
};

struct Cancellation {
    Date date;
    std::string reason;
    static constexpr auto fields() { return std::tuple{&Cancellation::date, &Cancellation::reason}; }
    friend bool operator==(const Cancellation&, const Cancellation&) = default;
};

struct ExtraWindow {
    Instant begin;
    Instant end;
    static constexpr auto fields() { return std::tuple{&ExtraWindow::begin, &ExtraWindow::end}; }
    friend bool operator==(const ExtraWindow&, const ExtraWindow&) = default;
};

/// The pace the two of a conversation agreed on for one window; 0: not limited. Never enforced: it is shown while
/// writing.
struct Pace {
    std::uint16_t characters = 0;  ///< of one message
    std::uint8_t messages = 0;
    static constexpr auto fields() { return std::tuple{&Pace::characters, &Pace::messages}; }
    friend bool operator==(const Pace&, const Pace&) = default;
};

/// One version of the hours of a scope: a therapist, or one conversation of hers. Signed by her identity key.
/// The relay can read it, reasons included. PROTOCOL.md, "Hours".
struct HoursVersion {
    AccountId owner;
    std::optional<ConversationId> conversation;  ///< empty: the base chain
    std::uint32_t version = 0;                   ///< 1, 2, 3 … without a gap
    Digest previous;                             ///< hash of the version before; zero for version 1
    Instant valid_from;
    std::string rules;  ///< empty in a conversation's chain: the base's rules stand
    std::string zone;   ///< IANA name
    std::vector<Date> holidays;
    std::optional<Date> horizon;  ///< last date the holiday list speaks for
    Seconds notice_period{};
    Seconds last_reading{};
    std::optional<Pace> pace;  ///< proposed; it counts for a writer who agreed to it
    bool replies = false;      ///< promised: a reply by the end of the window after the one a message is read in
    std::vector<Leave> leaves;
    std::vector<Cancellation> cancellations;
    std::vector<ExtraWindow> extras;
    std::vector<CrisisContact> contacts;
    static constexpr auto fields()
    {
        return std::tuple{&HoursVersion::owner,         &HoursVersion::conversation, &HoursVersion::version,
                          &HoursVersion::previous,      &HoursVersion::valid_from,   &HoursVersion::rules,
                          &HoursVersion::zone,          &HoursVersion::holidays,     &HoursVersion::horizon,
                          &HoursVersion::notice_period, &HoursVersion::last_reading, &HoursVersion::pace,
                          &HoursVersion::replies,       &HoursVersion::leaves,       &HoursVersion::cancellations,
                          &HoursVersion::extras,        &HoursVersion::contacts};
    }
    friend bool operator==(const HoursVersion&, const HoursVersion&) = default;
};

/// When the relay received a version: notice runs from here. Signed by the relay key. `incarnation` tells a second
/// receipt of a relay that was restored from a backup from one of a relay that contradicts itself.
struct HoursReceipt {
    AccountId owner;
    std::optional<ConversationId> conversation;
    Digest version_hash;
    Instant received;
    IncarnationId incarnation;
    static constexpr auto fields()
    {
        return std::tuple{&HoursReceipt::owner, &HoursReceipt::conversation, &HoursReceipt::version_hash,
                          &HoursReceipt::received, &HoursReceipt::incarnation};
    }
    friend bool operator==(const HoursReceipt&, const HoursReceipt&) = default;
};

/// A version with its receipt: one link of the chain.
struct HoursLink {
    Signed version;
    Signed receipt;
    static constexpr auto fields() { return std::tuple{&HoursLink::version, &HoursLink::receipt}; }
    friend bool operator==(const HoursLink&, const HoursLink&) = default;
};

/// The newest version somebody knows.
struct HoursHead {
    std::uint32_t version = 0;
    Digest hash;
    static constexpr auto fields() { return std::tuple{&HoursHead::version, &HoursHead::hash}; }
    friend bool operator==(const HoursHead&, const HoursHead&) = default;
};

/// The heads of the two chains that concern one conversation.
struct HoursHeads {
    std::optional<HoursHead> base;
    std::optional<HoursHead> own;
    static constexpr auto fields() { return std::tuple{&HoursHeads::base, &HoursHeads::own}; }
    friend bool operator==(const HoursHeads&, const HoursHeads&) = default;
};

/// The window in which a message will be read. Without `by` the hours never close.
struct Promise {
    Instant from;
    std::optional<Instant> by;
    static constexpr auto fields() { return std::tuple{&Promise::from, &Promise::by}; }
    friend bool operator==(const Promise&, const Promise&) = default;
};

/// A message by its full name. The id alone names nothing: its writer's other devices, and other writers, may have used
/// it as well.
struct MessageRef {
    AccountId account;  ///< the writer
    DeviceId device;
    MessageId message;
    static constexpr auto fields()
    {
        return std::tuple{&MessageRef::account, &MessageRef::device, &MessageRef::message};
    }
    friend std::strong_ordering operator<=>(const MessageRef&, const MessageRef&) = default;
};

/// The practice speaks for a therapist who cannot. Suspends promises, opens nothing. An empty text lifts the notice.
/// Signed by the relay key.
struct PracticeNotice {
    std::uint32_t number = 0;  ///< the highest of a therapist counts
    AccountId therapist;
    Instant issued;
    std::string text;
    static constexpr auto fields()
    {
        return std::tuple{&PracticeNotice::number, &PracticeNotice::therapist, &PracticeNotice::issued,
                          &PracticeNotice::text};
    }
    friend bool operator==(const PracticeNotice&, const PracticeNotice&) = default;
};

/// The practice has removed an account. Signed by the relay key.
struct AccountEnd {
    AccountId account;
    Instant at;
    static constexpr auto fields() { return std::tuple{&AccountEnd::account, &AccountEnd::at}; }
    friend bool operator==(const AccountEnd&, const AccountEnd&) = default;
};

/// The decisions of the gate and the events that explain them. A name of its own: a frame is called TakenBack,
/// too.
namespace decided {

/// A submit was accepted. `received` is the receipt's own instant, but for a submit that was repeated to a relay put
/// back from a copy: there the one its earlier receipt named.
struct Accepted {
    static constexpr std::uint16_t tag = 1;
    AccountId account;
    DeviceId device;
    MessageId message;
    Class cls = Class::message;
    Digest envelopes;
    Instant received;
    bool held = false;               ///< it waits for the gate
    std::optional<Promise> promise;  ///< of a message; empty: no reading time is set
    static constexpr auto fields()
    {
        return std::tuple{&Accepted::account,   &Accepted::device,   &Accepted::message, &Accepted::cls,
                          &Accepted::envelopes, &Accepted::received, &Accepted::held,    &Accepted::promise};
    }
    friend bool operator==(const Accepted&, const Accepted&) = default;
};

/// Let through the gate, in this order.
struct Released {
    static constexpr std::uint16_t tag = 2;
    std::vector<MessageRef> messages;
    static constexpr auto fields() { return std::tuple{&Released::messages}; }
    friend bool operator==(const Released&, const Released&) = default;
};

/// Not acked by a therapist's device when the hours closed: they wait again.
struct HeldAgain {
    static constexpr std::uint16_t tag = 3;
    std::vector<MessageRef> messages;
    std::optional<Promise> promise;
    static constexpr auto fields() { return std::tuple{&HeldAgain::messages, &HeldAgain::promise}; }
    friend bool operator==(const HeldAgain&, const HeldAgain&) = default;
};

/// Gone from the relay before anyone received it, at its writer's wish.
struct TakenBack {
    static constexpr std::uint16_t tag = 4;
    AccountId account;
    DeviceId device;
    MessageId message;
    static constexpr auto fields() { return std::tuple{&TakenBack::account, &TakenBack::device, &TakenBack::message}; }
    friend bool operator==(const TakenBack&, const TakenBack&) = default;
};

/// The relay's clock went back to the receipt's own instant. Receipts before this one may name later instants, and
/// between the two nobody can say from instants alone what was first.
struct ClockWentBack {
    static constexpr std::uint16_t tag = 5;
    Instant from;  ///< what it had shown before
    static constexpr auto fields() { return std::tuple{&ClockWentBack::from}; }
    friend bool operator==(const ClockWentBack&, const ClockWentBack&) = default;
};

/// These messages wait, and are promised another time since the receipt's instant.
struct Moved {
    static constexpr std::uint16_t tag = 6;
    std::vector<MessageRef> messages;
    std::optional<Promise> promise;  ///< empty: no reading time is set
    static constexpr auto fields() { return std::tuple{&Moved::messages, &Moved::promise}; }
    friend bool operator==(const Moved&, const Moved&) = default;
};

/// Gone from the relay: the devices they waited for are in no list any more.
struct Dropped {
    static constexpr std::uint16_t tag = 7;
    std::vector<MessageRef> messages;
    static constexpr auto fields() { return std::tuple{&Dropped::messages}; }
    friend bool operator==(const Dropped&, const Dropped&) = default;
};

/// The relay did not run from this instant to the receipt's own.
struct WasDown {
    static constexpr std::uint16_t tag = 8;
    Instant from;
    static constexpr auto fields() { return std::tuple{&WasDown::from}; }
    friend bool operator==(const WasDown&, const WasDown&) = default;
};

/// A practice notice about the conversation's owner was issued, or lifted, at the receipt's instant; or it was in force
/// when the conversation began.
struct Noticed {
    static constexpr std::uint16_t tag = 9;
    PracticeNotice notice;
    static constexpr auto fields() { return std::tuple{&Noticed::notice}; }
    friend bool operator==(const Noticed&, const Noticed&) = default;
};

/// The practice has removed an account that took part. Where it was the owner's, or left one member alone, nothing
/// follows in this log.
struct Ended {
    static constexpr std::uint16_t tag = 10;
    AccountEnd end;
    static constexpr auto fields() { return std::tuple{&Ended::end}; }
    friend bool operator==(const Ended&, const Ended&) = default;
};

/// A member has ended the conversation: no submit is accepted after it. What was held is still released.
struct EndedByMember {
    static constexpr std::uint16_t tag = 11;
    Signed end;  ///< a ConversationEnd
    static constexpr auto fields() { return std::tuple{&EndedByMember::end}; }
    friend bool operator==(const EndedByMember&, const EndedByMember&) = default;
};

}  // namespace decided

using Decided = std::variant<decided::Accepted, decided::Released, decided::HeldAgain, decided::TakenBack,
                             decided::ClockWentBack, decided::Moved, decided::Dropped, decided::WasDown,
                             decided::Noticed, decided::Ended, decided::EndedByMember>;

/// One decision of the gate in one conversation. The receipts of a conversation are a chain: numbered without a gap,
/// and each names the hash of the one before. A leaf of the Merkle tree whose root the relay key signs, one tree a
/// commit.
struct Receipt {
    ConversationId conversation;
    std::uint64_t sequence = 0;  ///< 1, 2, 3 … in the conversation
    Digest previous;             ///< session::receipt_hash of the one before; zero for the first
    Instant at;                  ///< when the relay decided
    HoursHeads heads;
    std::string tzdata;
    IncarnationId incarnation;
    bool clock_in_doubt = false;  ///< then everything counts as closed and nothing is promised
    Decided event;
    static constexpr auto fields()
    {
        return std::tuple{&Receipt::conversation, &Receipt::sequence,       &Receipt::previous,
                          &Receipt::at,           &Receipt::heads,          &Receipt::tzdata,
                          &Receipt::incarnation,  &Receipt::clock_in_doubt, &Receipt::event};
    }
    friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// A receipt with its way up the tree (RFC 9162 section 2.1) and the signature over the root. Its place is random, and
/// every path has `receipt_path` digests: nobody learns how many receipts others got.
struct ReceiptProof {
    Bytes receipt;
    std::uint32_t index = 0;
    std::vector<Digest> path;
    Signature signature;
    static constexpr auto fields()
    {
        return std::tuple{&ReceiptProof::receipt, &ReceiptProof::index, &ReceiptProof::path, &ReceiptProof::signature};
    }
    friend bool operator==(const ReceiptProof&, const ReceiptProof&) = default;
};

/// The bytes that the signature of a ReceiptProof covers. Signed by the relay key.
struct ReceiptRoot {
    Digest root;
    static constexpr auto fields() { return std::tuple{&ReceiptRoot::root}; }
};

/// A time in which the relay was down: it explains why a promised window was not read.
struct Outage {
    Instant from;
    Instant to;
    static constexpr auto fields() { return std::tuple{&Outage::from, &Outage::to}; }
    friend bool operator==(const Outage&, const Outage&) = default;
};

struct Holiday {
    Date date;
    std::string name;  ///< may be empty
    static constexpr auto fields() { return std::tuple{&Holiday::date, &Holiday::name}; }
    friend bool operator==(const Holiday&, const Holiday&) = default;
};

/// The practice's suggestion to its therapists: it changes no hours until one of them copies it into hers. Signed by
/// the relay key.
struct HolidayList {
    Instant issued;             ///< the latest counts
    std::vector<Holiday> days;  ///< ascending, at most max_suggested_holidays
    Date horizon;               ///< the last date the list speaks for
    static constexpr auto fields()
    {
        return std::tuple{&HolidayList::issued, &HolidayList::days, &HolidayList::horizon};
    }
    friend bool operator==(const HolidayList&, const HolidayList&) = default;
};

/// The practice's word that its relay, with the same key, is going to be at another address. Signed by the relay key.
struct RelayMove {
    Instant issued;       ///< the latest counts
    std::string address;  ///< session::RelayAddress::canonical; empty: it does not move after all
    static constexpr auto fields() { return std::tuple{&RelayMove::issued, &RelayMove::address}; }
    friend bool operator==(const RelayMove&, const RelayMove&) = default;
};

/// The record an invitation leads to. Stored by the relay under an HMAC whose key comes from the invitation secret.
struct InvitationRecord {
    SignPublic relay_key;
    std::optional<Signed> device_list;  ///< the inviting therapist's; empty when a therapist is invited
    std::vector<CrisisContact> contacts;
    Instant expires;
    /// The therapist's name and her newest agreement, sealed under keys from the invitation secret: never seen by the
    /// relay.
    Bytes sealed_name;
    Bytes sealed_agreement;  ///< empty where there is none
    static constexpr auto fields()
    {
        return std::tuple{&InvitationRecord::relay_key,   &InvitationRecord::device_list,
                          &InvitationRecord::contacts,    &InvitationRecord::expires,
                          &InvitationRecord::sealed_name, &InvitationRecord::sealed_agreement};
    }
    friend bool operator==(const InvitationRecord&, const InvitationRecord&) = default;
};

/// Signed by the relay key: proof of who answers on this very connection, and the relay's time.
struct GreetingProof {
    Bytes exporter;
    ByteArray<32> client_nonce{};
    ByteArray<32> relay_nonce{};
    Instant time;
    static constexpr auto fields()
    {
        return std::tuple{&GreetingProof::exporter, &GreetingProof::client_nonce, &GreetingProof::relay_nonce,
                          &GreetingProof::time};
    }
};

/// The token a device shows at its next login, and only there: a copy of its vault has an older one. The relay makes
/// it; to everybody else it is bytes. Number 0 and a MAC of zeros: none yet.
struct LoginToken {
    std::uint64_t number = 0;
    Digest mac;
    static constexpr auto fields() { return std::tuple{&LoginToken::number, &LoginToken::mac}; }
    friend bool operator==(const LoginToken&, const LoginToken&) = default;
};

/// Signed by the device signing key.
struct LoginProof {
    PracticeId practice;
    Bytes exporter;
    ByteArray<32> client_nonce{};
    ByteArray<32> relay_nonce{};
    AccountId account;
    DeviceId device;
    std::uint16_t version = 0;
    std::uint64_t last_submit = 0;
    LoginToken token;
    static constexpr auto fields()
    {
        return std::tuple{&LoginProof::practice,    &LoginProof::exporter,    &LoginProof::client_nonce,
                          &LoginProof::relay_nonce, &LoginProof::account,     &LoginProof::device,
                          &LoginProof::version,     &LoginProof::last_submit, &LoginProof::token};
    }
};

/// Signed by the redeem key of the invitation.
struct RedeemProof {
    PracticeId practice;
    Bytes exporter;
    ByteArray<32> client_nonce{};
    ByteArray<32> relay_nonce{};
    InvitationId invitation;
    ByteArray<16> conversation_salt{};
    Bytes device_list;  ///< the signed bytes
    static constexpr auto fields()
    {
        return std::tuple{&RedeemProof::practice,    &RedeemProof::exporter,   &RedeemProof::client_nonce,
                          &RedeemProof::relay_nonce, &RedeemProof::invitation, &RedeemProof::conversation_salt,
                          &RedeemProof::device_list};
    }
};

}  // namespace holdfast::wire
