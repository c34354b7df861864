// The frames between client and relay. One binary WebSocket message is a batch of frames: uint16 tag, opaque
// body<V>, repeated to the end. Requests carry a number of the sender's choice that the answer repeats; for Submit it
// is the submit number. PROTOCOL.md, "Frames", draws the order in which they may come.
#pragma once

#include <span>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/limits.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::wire {

using Nonce = ByteArray<32>;
using RequestId = std::uint64_t;

/// One ciphertext for one device. `body` is an encoded SealedEnvelope, opaque to the relay.
struct Envelope {
    AccountId account;
    DeviceId device;
    Bytes body;
    static constexpr auto fields() { return std::tuple{&Envelope::account, &Envelope::device, &Envelope::body}; }
    friend bool operator==(const Envelope&, const Envelope&) = default;
};

// ---- client to relay ------------------------------------------------------------------------------------------------

/// First frame of every connection.
struct Hello {
    static constexpr std::uint16_t tag = 1;
    std::uint16_t version = protocol_version;
    Nonce nonce{};
    static constexpr auto fields() { return std::tuple{&Hello::version, &Hello::nonce}; }
    friend bool operator==(const Hello&, const Hello&) = default;
};

/// `signature` over LoginProof by the device signing key. Answered by LoggedIn or Failure.
struct Login {
    static constexpr std::uint16_t tag = 2;
    RequestId request = 0;
    AccountId account;
    DeviceId device;
    std::uint64_t last_submit = 0;  ///< the highest submit number this device ever used
    LoginToken token;               ///< the newest it has on disk
    Signature signature;
    static constexpr auto fields()
    {
        return std::tuple{&Login::request,     &Login::account, &Login::device,
                          &Login::last_submit, &Login::token,   &Login::signature};
    }
    friend bool operator==(const Login&, const Login&) = default;
};

/// Before login. Answered by Invitation or Failure.
struct FetchInvitation {
    static constexpr std::uint16_t tag = 3;
    RequestId request = 0;
    InvitationId invitation;
    static constexpr auto fields() { return std::tuple{&FetchInvitation::request, &FetchInvitation::invitation}; }
    friend bool operator==(const FetchInvitation&, const FetchInvitation&) = default;
};

/// Before login: makes the account. `signature` over RedeemProof by the redeem key. The same device list again gets
/// the same answer. `conversation_salt` is zero when a therapist redeems.
struct Redeem {
    static constexpr std::uint16_t tag = 4;
    RequestId request = 0;
    InvitationId invitation;
    Signed device_list;
    ByteArray<16> conversation_salt{};
    Signature signature;
    static constexpr auto fields()
    {
        return std::tuple{&Redeem::request, &Redeem::invitation, &Redeem::device_list, &Redeem::conversation_salt,
                          &Redeem::signature};
    }
    friend bool operator==(const Redeem&, const Redeem&) = default;
};

/// Before or after login: a list with a higher epoch for an existing account; self-certifying. Answered by Done.
struct PublishDevices {
    static constexpr std::uint16_t tag = 5;
    RequestId request = 0;
    Signed device_list;
    static constexpr auto fields() { return std::tuple{&PublishDevices::request, &PublishDevices::device_list}; }
    friend bool operator==(const PublishDevices&, const PublishDevices&) = default;
};

/// Therapists only. `record` is an encoded InvitationRecord, `mac` its HMAC under a key the relay does not have.
struct PublishInvitation {
    static constexpr std::uint16_t tag = 6;
    RequestId request = 0;
    InvitationId invitation;
    SignPublic redeem_key;
    Instant expires;
    Bytes record;
    Digest mac;
    static constexpr auto fields()
    {
        return std::tuple{&PublishInvitation::request, &PublishInvitation::invitation, &PublishInvitation::redeem_key,
                          &PublishInvitation::expires, &PublishInvitation::record,     &PublishInvitation::mac};
    }
    friend bool operator==(const PublishInvitation&, const PublishInvitation&) = default;
};

struct RevokeInvitation {
    static constexpr std::uint16_t tag = 7;
    RequestId request = 0;
    InvitationId invitation;
    static constexpr auto fields() { return std::tuple{&RevokeInvitation::request, &RevokeInvitation::invitation}; }
    friend bool operator==(const RevokeInvitation&, const RevokeInvitation&) = default;
};

/// The device's current signed prekey and more one-time prekeys. Answered by Done.
struct PublishPrekeys {
    static constexpr std::uint16_t tag = 8;
    RequestId request = 0;
    Signed signed_prekey;
    std::vector<Signed> one_time;
    static constexpr auto fields()
    {
        return std::tuple{&PublishPrekeys::request, &PublishPrekeys::signed_prekey, &PublishPrekeys::one_time};
    }
    friend bool operator==(const PublishPrekeys&, const PublishPrekeys&) = default;
};

/// Device list and prekeys of a paired account; one one-time prekey of each device is used up. Answered by Bundle.
struct FetchBundle {
    static constexpr std::uint16_t tag = 9;
    RequestId request = 0;
    AccountId account;
    static constexpr auto fields() { return std::tuple{&FetchBundle::request, &FetchBundle::account}; }
    friend bool operator==(const FetchBundle&, const FetchBundle&) = default;
};

/// The owner's signed roster of a conversation. Answered by Done.
struct PublishRoster {
    static constexpr std::uint16_t tag = 10;
    RequestId request = 0;
    Signed roster;
    static constexpr auto fields() { return std::tuple{&PublishRoster::request, &PublishRoster::roster}; }
    friend bool operator==(const PublishRoster&, const PublishRoster&) = default;
};

/// The rosters this account belongs to, for a device restored from a recovery kit. Answered by Rosters.
struct FetchRosters {
    static constexpr std::uint16_t tag = 11;
    RequestId request = 0;
    static constexpr auto fields() { return std::tuple{&FetchRosters::request}; }
    friend bool operator==(const FetchRosters&, const FetchRosters&) = default;
};

/// The next signed version of the sender's own chain. Answered by HoursChain with the one new link.
struct PublishHours {
    static constexpr std::uint16_t tag = 12;
    RequestId request = 0;
    Signed version;
    std::optional<Signed> earlier{};  ///< its HoursReceipt, when a relay that was rolled back gets it again
    static constexpr auto fields()
    {
        return std::tuple{&PublishHours::request, &PublishHours::version, &PublishHours::earlier};
    }
    friend bool operator==(const PublishHours&, const PublishHours&) = default;
};

/// Links of a chain from version `from` on, at most a page. Answered by HoursChain.
struct FetchHours {
    static constexpr std::uint16_t tag = 13;
    RequestId request = 0;
    AccountId owner;
    std::optional<ConversationId> conversation;
    std::uint32_t from = 1;
    static constexpr auto fields()
    {
        return std::tuple{&FetchHours::request, &FetchHours::owner, &FetchHours::conversation, &FetchHours::from};
    }
    friend bool operator==(const FetchHours&, const FetchHours&) = default;
};

/// One message for every device of every other member. Answered by Accepted (after a durable commit) or Failure.
struct Submit {
    static constexpr std::uint16_t tag = 14;
    std::uint64_t number = 0;  ///< of this device, only ever rising
    MessageId message;
    ConversationId conversation;
    Class cls = Class::message;
    std::vector<Envelope> envelopes;
    std::optional<ReceiptProof> earlier;  ///< when a relay that was rolled back gets it again
    static constexpr auto fields()
    {
        return std::tuple{&Submit::number, &Submit::message,   &Submit::conversation,
                          &Submit::cls,    &Submit::envelopes, &Submit::earlier};
    }
    friend bool operator==(const Submit&, const Submit&) = default;
};

/// `code` 0: stored for good. Otherwise the Errc with which the device refused it for good.
struct AckItem {
    std::uint64_t delivery = 0;
    std::uint16_t code = 0;
    static constexpr auto fields() { return std::tuple{&AckItem::delivery, &AckItem::code}; }
    friend bool operator==(const AckItem&, const AckItem&) = default;
};

/// Removes deliveries and statements from this device's queue. Not answered.
struct Ack {
    static constexpr std::uint16_t tag = 15;
    std::vector<AckItem> items;
    static constexpr auto fields() { return std::tuple{&Ack::items}; }
    friend bool operator==(const Ack&, const Ack&) = default;
};

/// A message this very device wrote there. Answered by TakenBack or Failure{too_late, not_found}.
struct TakeBack {
    static constexpr std::uint16_t tag = 16;
    RequestId request = 0;
    ConversationId conversation;
    MessageId message;
    static constexpr auto fields()
    {
        return std::tuple{&TakeBack::request, &TakeBack::conversation, &TakeBack::message};
    }
    friend bool operator==(const TakeBack&, const TakeBack&) = default;
};

/// The holidays the practice suggests; therapists only. Answered by Holidays.
struct FetchHolidays {
    static constexpr std::uint16_t tag = 17;
    RequestId request = 0;
    static constexpr auto fields() { return std::tuple{&FetchHolidays::request}; }
    friend bool operator==(const FetchHolidays&, const FetchHolidays&) = default;
};

/// The receipts of a conversation from number `from` on. Answered by Log or Failure{not_found}.
struct FetchLog {
    static constexpr std::uint16_t tag = 18;
    RequestId request = 0;
    ConversationId conversation;
    std::uint64_t from = 1;
    static constexpr auto fields() { return std::tuple{&FetchLog::request, &FetchLog::conversation, &FetchLog::from}; }
    friend bool operator==(const FetchLog&, const FetchLog&) = default;
};

/// The account's names for people, sealed for its own devices, in the place of what was kept before. Answered by Done.
struct KeepNames {
    static constexpr std::uint16_t tag = 19;
    RequestId request = 0;
    Bytes sealed;  ///< of a size that session::is_names_size() allows
    static constexpr auto fields() { return std::tuple{&KeepNames::request, &KeepNames::sealed}; }
    friend bool operator==(const KeepNames&, const KeepNames&) = default;
};

/// Answered by Names.
struct FetchNames {
    static constexpr std::uint16_t tag = 20;
    RequestId request = 0;
    static constexpr auto fields() { return std::tuple{&FetchNames::request}; }
    friend bool operator==(const FetchNames&, const FetchNames&) = default;
};

/// The first frame after LoggedIn: its token is on this device's disk. Until then nothing else is taken and nothing is
/// delivered. Not answered.
struct TokenKept {
    static constexpr std::uint16_t tag = 21;
    std::uint64_t number = 0;
    static constexpr auto fields() { return std::tuple{&TokenKept::number}; }
    friend bool operator==(const TokenKept&, const TokenKept&) = default;
};

/// Ends a conversation of this account. Whoever is in it may hand over what another member signed: a relay that was
/// put back from a copy learns it again. Answered by Done, again where it had ended before.
struct EndConversation {
    static constexpr std::uint16_t tag = 22;
    RequestId request = 0;
    Signed end;  ///< a ConversationEnd
    static constexpr auto fields() { return std::tuple{&EndConversation::request, &EndConversation::end}; }
    friend bool operator==(const EndConversation&, const EndConversation&) = default;
};

using ClientFrame =
    std::variant<Hello, Login, FetchInvitation, Redeem, PublishDevices, PublishInvitation, RevokeInvitation,
                 PublishPrekeys, FetchBundle, PublishRoster, FetchRosters, PublishHours, FetchHours, Submit, Ack,
                 TakeBack, FetchHolidays, FetchLog, KeepNames, FetchNames, TokenKept, EndConversation>;

// ---- relay to client ------------------------------------------------------------------------------------------------

/// Answers Hello. `signature` over GreetingProof by the relay key; the client checks it before sending anything else.
struct Greeting {
    static constexpr std::uint16_t tag = 101;
    std::uint16_t version = protocol_version;
    SignPublic relay_key;
    Nonce nonce{};
    Instant time;
    Signature signature;
    static constexpr auto fields()
    {
        return std::tuple{&Greeting::version, &Greeting::relay_key, &Greeting::nonce, &Greeting::time,
                          &Greeting::signature};
    }
    friend bool operator==(const Greeting&, const Greeting&) = default;
};

struct LoggedIn {
    static constexpr std::uint16_t tag = 102;
    RequestId request = 0;
    Role role = Role::client;
    std::uint64_t last_submit = 0;  ///< the highest number the relay has of this device
    LoginToken token;               ///< for the next login; to be on disk before anything else is done
    IncarnationId incarnation;
    std::uint32_t one_time_prekeys = 0;  ///< how many are left
    std::string tzdata;
    std::vector<Signed> notices;  ///< practice notices in force that concern this account
    std::vector<Signed> outages;  ///< those of the last 40 days, the newest last; at most max_outages
    std::optional<Signed> move;   ///< the newest RelayMove
    std::optional<Signed> terms;  ///< PracticeTerms
    static constexpr auto fields()
    {
        return std::tuple{&LoggedIn::request, &LoggedIn::role,        &LoggedIn::last_submit,
                          &LoggedIn::token,   &LoggedIn::incarnation, &LoggedIn::one_time_prekeys,
                          &LoggedIn::tzdata,  &LoggedIn::notices,     &LoggedIn::outages,
                          &LoggedIn::move,    &LoggedIn::terms};
    }
    friend bool operator==(const LoggedIn&, const LoggedIn&) = default;
};

struct Invitation {
    static constexpr std::uint16_t tag = 103;
    RequestId request = 0;
    Bytes record;
    Digest mac;
    static constexpr auto fields() { return std::tuple{&Invitation::request, &Invitation::record, &Invitation::mac}; }
    friend bool operator==(const Invitation&, const Invitation&) = default;
};

struct Redeemed {
    static constexpr std::uint16_t tag = 104;
    RequestId request = 0;
    Role role = Role::client;
    static constexpr auto fields() { return std::tuple{&Redeemed::request, &Redeemed::role}; }
    friend bool operator==(const Redeemed&, const Redeemed&) = default;
};

/// The request was carried out and is durable.
struct Done {
    static constexpr std::uint16_t tag = 105;
    RequestId request = 0;
    static constexpr auto fields() { return std::tuple{&Done::request}; }
    friend bool operator==(const Done&, const Done&) = default;
};

/// `one_time` is empty when none was left.
struct DevicePrekeys {
    DeviceId device;
    Signed signed_prekey;
    std::optional<Signed> one_time;
    static constexpr auto fields()
    {
        return std::tuple{&DevicePrekeys::device, &DevicePrekeys::signed_prekey, &DevicePrekeys::one_time};
    }
    friend bool operator==(const DevicePrekeys&, const DevicePrekeys&) = default;
};

struct Bundle {
    static constexpr std::uint16_t tag = 106;
    RequestId request = 0;
    Signed device_list;
    std::vector<DevicePrekeys> devices;
    static constexpr auto fields() { return std::tuple{&Bundle::request, &Bundle::device_list, &Bundle::devices}; }
    friend bool operator==(const Bundle&, const Bundle&) = default;
};

/// A roster and the device lists of its members, as the relay knows them.
struct RosterEntry {
    Signed roster;
    std::vector<Signed> device_lists;
    static constexpr auto fields() { return std::tuple{&RosterEntry::roster, &RosterEntry::device_lists}; }
    friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

struct Rosters {
    static constexpr std::uint16_t tag = 107;
    RequestId request = 0;
    std::vector<RosterEntry> rosters;
    static constexpr auto fields() { return std::tuple{&Rosters::request, &Rosters::rosters}; }
    friend bool operator==(const Rosters&, const Rosters&) = default;
};

/// Answers FetchHours and PublishHours; with request 0 it is pushed to everyone concerned when a version is published.
struct HoursChain {
    static constexpr std::uint16_t tag = 108;
    RequestId request = 0;
    AccountId owner;
    std::optional<ConversationId> conversation;
    std::vector<HoursLink> links;
    static constexpr auto fields()
    {
        return std::tuple{&HoursChain::request, &HoursChain::owner, &HoursChain::conversation, &HoursChain::links};
    }
    friend bool operator==(const HoursChain&, const HoursChain&) = default;
};

/// Answers Submit, only after the commit is on disk.
struct Accepted {
    static constexpr std::uint16_t tag = 109;
    std::uint64_t number = 0;
    ReceiptProof proof;
    static constexpr auto fields() { return std::tuple{&Accepted::number, &Accepted::proof}; }
    friend bool operator==(const Accepted&, const Accepted&) = default;
};

struct Deliver {
    static constexpr std::uint16_t tag = 110;
    std::uint64_t delivery = 0;  ///< 1, 2, 3 … as this device was handed them, to be acked
    MessageId message;
    ConversationId conversation;
    Class cls = Class::message;
    AccountId from;
    DeviceId from_device;
    std::uint64_t sequence = 0;  ///< the receipt's running number
    Instant received;
    Instant released;
    Bytes body;
    static constexpr auto fields()
    {
        return std::tuple{&Deliver::delivery, &Deliver::message,     &Deliver::conversation, &Deliver::cls,
                          &Deliver::from,     &Deliver::from_device, &Deliver::sequence,     &Deliver::received,
                          &Deliver::released, &Deliver::body};
    }
    friend bool operator==(const Deliver&, const Deliver&) = default;
};

/// Answers TakeBack, only after the commit is on disk: the receipt of a decided::TakenBack.
struct TakenBack {
    static constexpr std::uint16_t tag = 111;
    RequestId request = 0;
    ReceiptProof proof;
    static constexpr auto fields() { return std::tuple{&TakenBack::request, &TakenBack::proof}; }
    friend bool operator==(const TakenBack&, const TakenBack&) = default;
};

/// Held messages of yours have another promise: the receipt of a decided::HeldAgain or decided::Moved that names them.
struct PromiseMoved {
    static constexpr std::uint16_t tag = 1;
    ReceiptProof proof;
    static constexpr auto fields() { return std::tuple{&PromiseMoved::proof}; }
    friend bool operator==(const PromiseMoved&, const PromiseMoved&) = default;
};

/// A device refused a message of yours for good.
struct RefusedByReader {
    static constexpr std::uint16_t tag = 2;
    MessageId message;
    AccountId account;
    DeviceId device;
    std::uint16_t code = 0;
    static constexpr auto fields()
    {
        return std::tuple{&RefusedByReader::message, &RefusedByReader::account, &RefusedByReader::device,
                          &RefusedByReader::code};
    }
    friend bool operator==(const RefusedByReader&, const RefusedByReader&) = default;
};

/// A paired account has a new device list; envelopes for dropped devices are gone from the queue.
struct DevicesChanged {
    static constexpr std::uint16_t tag = 3;
    Signed device_list;
    static constexpr auto fields() { return std::tuple{&DevicesChanged::device_list}; }
    friend bool operator==(const DevicesChanged&, const DevicesChanged&) = default;
};

/// A device of a paired account, or your own, showed an older copy of its data and was stopped.
struct DeviceFrozen {
    static constexpr std::uint16_t tag = 4;
    AccountId account;
    DeviceId device;
    static constexpr auto fields() { return std::tuple{&DeviceFrozen::account, &DeviceFrozen::device}; }
    friend bool operator==(const DeviceFrozen&, const DeviceFrozen&) = default;
};

struct NoticeIssued {
    static constexpr std::uint16_t tag = 5;
    Signed notice;  ///< a PracticeNotice under the relay's signature
    static constexpr auto fields() { return std::tuple{&NoticeIssued::notice}; }
    friend bool operator==(const NoticeIssued&, const NoticeIssued&) = default;
};

/// The practice has removed a paired account: what waited for its devices is gone, and nothing more reaches it.
struct AccountEnded {
    static constexpr std::uint16_t tag = 6;
    Signed end;  ///< an AccountEnd under the relay's signature
    static constexpr auto fields() { return std::tuple{&AccountEnded::end}; }
    friend bool operator==(const AccountEnded&, const AccountEnded&) = default;
};

/// The practice has stopped a device of a paired account, or another one of your own.
struct DeviceRevoked {
    static constexpr std::uint16_t tag = 7;
    AccountId account;
    DeviceId device;
    static constexpr auto fields() { return std::tuple{&DeviceRevoked::account, &DeviceRevoked::device}; }
    friend bool operator==(const DeviceRevoked&, const DeviceRevoked&) = default;
};

/// A member, or another device of your own, has ended a conversation.
struct ConversationEnded {
    static constexpr std::uint16_t tag = 8;
    Signed end;  ///< a ConversationEnd under that member's signature
    static constexpr auto fields() { return std::tuple{&ConversationEnded::end}; }
    friend bool operator==(const ConversationEnded&, const ConversationEnded&) = default;
};

/// What was kept of an ended conversation is deleted.
struct ConversationDeleted {
    static constexpr std::uint16_t tag = 9;
    Signed deletion;  ///< a ConversationDeletion under the relay's signature
    static constexpr auto fields() { return std::tuple{&ConversationDeleted::deletion}; }
    friend bool operator==(const ConversationDeleted&, const ConversationDeleted&) = default;
};

using Statement = std::variant<PromiseMoved, RefusedByReader, DevicesChanged, DeviceFrozen, NoticeIssued, AccountEnded,
                               DeviceRevoked, ConversationEnded, ConversationDeleted>;

/// Something the relay has to tell one device; kept until acked, like a delivery.
struct Tell {
    static constexpr std::uint16_t tag = 112;
    std::uint64_t delivery = 0;
    Statement statement;
    static constexpr auto fields() { return std::tuple{&Tell::delivery, &Tell::statement}; }
    friend bool operator==(const Tell&, const Tell&) = default;
};

/// Refuses a request (0: what could not be read as one). `code` is an Errc; its sentence is the reader's own, so that
/// the relay never speaks in the client's voice.
struct Failure {
    static constexpr std::uint16_t tag = 113;
    RequestId request = 0;
    std::uint16_t code = 0;
    bool retry = false;  ///< the same request may succeed later
    static constexpr auto fields() { return std::tuple{&Failure::request, &Failure::code, &Failure::retry}; }
    friend bool operator==(const Failure&, const Failure&) = default;
};

/// Empty where the practice suggests none.
struct Holidays {
    static constexpr std::uint16_t tag = 114;
    RequestId request = 0;
    std::optional<Signed> list;  ///< a HolidayList under the relay's signature
    static constexpr auto fields() { return std::tuple{&Holidays::request, &Holidays::list}; }
    friend bool operator==(const Holidays&, const Holidays&) = default;
};

/// Receipts of a conversation in their order, as many as a page holds; older ones than the relay keeps are left out.
/// `head` is the newest number; no entries: there is nothing from there on.
struct Log {
    static constexpr std::uint16_t tag = 115;
    RequestId request = 0;
    ConversationId conversation;
    std::uint64_t head = 0;
    std::vector<ReceiptProof> entries;
    static constexpr auto fields() { return std::tuple{&Log::request, &Log::conversation, &Log::head, &Log::entries}; }
    friend bool operator==(const Log&, const Log&) = default;
};

/// The protocol versions the relay speaks: comes before the Failure that refuses the version of a Hello. Not signed: it
/// tells which of the two programs is the older one, and nothing follows from it but a sentence.
struct Versions {
    static constexpr std::uint16_t tag = 116;
    std::vector<std::uint16_t> supported;
    static constexpr auto fields() { return std::tuple{&Versions::supported}; }
    friend bool operator==(const Versions&, const Versions&) = default;
};

/// Empty where none are kept.
struct Names {
    static constexpr std::uint16_t tag = 117;
    RequestId request = 0;
    std::optional<Bytes> sealed;
    static constexpr auto fields() { return std::tuple{&Names::request, &Names::sealed}; }
    friend bool operator==(const Names&, const Names&) = default;
};

using RelayFrame = std::variant<Greeting, LoggedIn, Invitation, Redeemed, Done, Bundle, Rosters, HoursChain, Accepted,
                                Deliver, TakenBack, Tell, Failure, Holidays, Log, Versions, Names>;

// ---- batches --------------------------------------------------------------------------------------------------------

/// Appends one frame to a batch under construction.
void append_frame(Bytes& batch, const ClientFrame& frame);
void append_frame(Bytes& batch, const RelayFrame& frame);

/// Takes a batch apart. The outer error: the batch itself is malformed or larger than max_batch_bytes. An inner error
/// is one frame's own: unknown_tag (answered, the others stand) or a body that does not decode.
[[nodiscard]] Result<std::vector<Result<ClientFrame>>> decode_client_batch(BytesView batch);
[[nodiscard]] Result<std::vector<Result<RelayFrame>>> decode_relay_batch(BytesView batch);

[[nodiscard]] Failure failure(RequestId request, Errc code, bool retry = false);

}  // namespace holdfast::wire
