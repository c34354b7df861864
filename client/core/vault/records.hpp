// The records of a client's vault, one struct per kind. PROTOCOL.md, "Client vault".
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "client/core/event.hpp"
#include "client/core/history.hpp"
#include "client/core/vault/record_store.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/identity/invitation.hpp"
#include "protocol/identity/known_names.hpp"
#include "protocol/session/content_chain.hpp"
#include "protocol/session/prekeys.hpp"
#include "protocol/session/session.hpp"
#include "protocol/wire/frames.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::client {

/// The account of this device and its relay. One record.
struct Account {
    static constexpr Kind kind = Kind::account;
    AccountId id;
    DeviceId device;
    wire::Role role = wire::Role::client;
    std::string name;  ///< one's own; may be empty
    std::string host;
    std::uint16_t port = 0;
    SignPublic relay_key;  ///< the pin
    wire::Signed device_list;
    std::uint64_t last_submit = 0;  ///< the highest number ever used
    wire::LoginToken token;         ///< from the last login, for the next
    std::optional<IncarnationId> incarnation;
    bool frozen = false;              ///< stopped for good: nothing is sent or received
    std::uint16_t frozen_reason = 0;  ///< the Errc that says why; 0: device_frozen
    bool kit_confirmed = false;
    std::vector<std::uint32_t> kit_asked;  ///< numbers of the words to be typed, from 1
    std::optional<Instant> last_online;
    bool behind_proxy = false;           ///< the relay said so: its certificate is verified, and no exporter expected
    std::optional<Instant> move_issued;  ///< of the newest wire::RelayMove
    std::string next_address;            ///< where the relay is going to be, see there; empty: it stays
    std::optional<wire::Signed> terms;   ///< the newest wire::PracticeTerms, opened before it was stored
    std::optional<DhPublic> record_key;  ///< the practice's, as this therapist has confirmed it
    static constexpr auto fields()
    {
        return std::tuple{&Account::id,
                          &Account::device,
                          &Account::role,
                          &Account::name,
                          &Account::host,
                          &Account::port,
                          &Account::relay_key,
                          &Account::device_list,
                          &Account::last_submit,
                          &Account::token,
                          &Account::incarnation,
                          &Account::frozen,
                          &Account::frozen_reason,
                          &Account::kit_confirmed,
                          &Account::kit_asked,
                          &Account::last_online,
                          &Account::behind_proxy,
                          &Account::move_issued,
                          &Account::next_address,
                          &Account::terms,
                          &Account::record_key};
    }
};

/// The long-lived secrets of the account and this device. One.
struct Keys {
    static constexpr Kind kind = Kind::keys;
    crypto::SignKeyPair identity;
    crypto::DhKeyPair agreement;
    crypto::SignKeyPair signing;
    static constexpr auto fields() { return std::tuple{&Keys::identity, &Keys::agreement, &Keys::signing}; }
};

struct PrekeyStore {
    static constexpr Kind kind = Kind::prekeys;
    session::Prekeys prekeys;
    static constexpr auto fields() { return std::tuple{&PrekeyStore::prekeys}; }
};

/// How far an enrolment or a restore has come; each step can be repeated after a crash.
enum class Progress : std::uint8_t {
    fetch = 1,            ///< the invitation's record is not yet verified
    redeem = 2,           ///< keys are committed; Redeem may or may not have arrived
    publish_devices = 3,  ///< the restored account's new list may or may not have arrived
    set_up = 4,           ///< the account exists: prekeys, rosters, sessions and hours follow
};
constexpr bool is_known(Progress p) noexcept { return p >= Progress::fetch && p <= Progress::set_up; }

/// Lives until the account is ready to write. One.
struct Enrolment {
    static constexpr Kind kind = Kind::enrolment;
    Progress progress = Progress::fetch;
    bool restoring = false;
    std::string host;
    std::uint16_t port = 0;
    std::optional<SignPublic> relay_key;  ///< from the link or the kit; a short code takes it from the record
    session::InvitationKeys invitation;   ///< zero once redeemed
    std::string name;                     ///< asked for with --name
    std::string therapist;
    std::vector<wire::CrisisContact> contacts;
    std::optional<wire::Signed> inviter;    ///< the therapist's device list, from the record under its HMAC
    std::vector<AccountId> pinned;          ///< from the kit: whose rosters count beside one's own
    std::vector<session::KnownName> names;  ///< that an earlier device gave to people, once the relay has been asked
    bool behind_proxy = false;              ///< as in Account
    static constexpr auto fields()
    {
        return std::tuple{&Enrolment::progress,    &Enrolment::restoring,  &Enrolment::host,   &Enrolment::port,
                          &Enrolment::relay_key,   &Enrolment::invitation, &Enrolment::name,   &Enrolment::therapist,
                          &Enrolment::contacts,    &Enrolment::inviter,    &Enrolment::pinned, &Enrolment::names,
                          &Enrolment::behind_proxy};
    }
};

/// A device of somebody else's that the relay has stopped, since it showed an older copy of its data or the practice
/// said so.
struct StoppedDevice {
    DeviceId device;
    Instant since;
    bool by_practice = false;
    static constexpr auto fields()
    {
        return std::tuple{&StoppedDevice::device, &StoppedDevice::since, &StoppedDevice::by_practice};
    }
};

/// Somebody else's account: the pin.
struct Contact {
    static constexpr Kind kind = Kind::contact;
    AccountId account;
    std::string name;
    wire::Signed device_list;              ///< the newest accepted; opened before it was stored
    std::uint32_t epoch_without_psk = 0;   ///< of the last handshake accepted without a pre-shared key
    std::optional<session::Psk> psk;       ///< from the invitation; until the first session is started
    std::vector<StoppedDevice> stopped{};  ///< of the list; until they leave it
    std::optional<AccountId> returned{};   ///< as which this person came back, by a new invitation
    std::optional<Instant> ended{};        ///< when the practice removed the account
    static constexpr auto fields()
    {
        return std::tuple{&Contact::account, &Contact::name,    &Contact::device_list, &Contact::epoch_without_psk,
                          &Contact::psk,     &Contact::stopped, &Contact::returned,    &Contact::ended};
    }
};

struct Conversation {
    static constexpr Kind kind = Kind::conversation;
    ConversationId id;
    wire::Roster roster;
    std::optional<wire::Signed> signed_roster;  ///< a member's copy comes in the owner's first reply
    bool roster_published = false;              ///< the owner's: the relay has it
    Instant begun;
    wire::HoursHeads heads;                     ///< the newest the owner's payloads named
    std::vector<wire::CrisisContact> contacts;  ///< from the invitation; the signed hours' come first
    std::vector<MessageId> delivered;           ///< stored here and not yet told to the writer
    std::optional<Instant> told_delivered;
    bool restored = false;               ///< older than this device: what was said before is not known here
    std::optional<Instant> reported;     ///< the owner's: when the latest reading report was made
    std::optional<Instant> reports_for;  ///< the end of the window it was made for
    std::uint32_t reports = 0;           ///< in that window
    static constexpr auto fields()
    {
        return std::tuple{&Conversation::id,
                          &Conversation::roster,
                          &Conversation::signed_roster,
                          &Conversation::roster_published,
                          &Conversation::begun,
                          &Conversation::heads,
                          &Conversation::contacts,
                          &Conversation::delivered,
                          &Conversation::told_delivered,
                          &Conversation::restored,
                          &Conversation::reported,
                          &Conversation::reports_for,
                          &Conversation::reports};
    }
};

/// The sessions two devices share. The first one sends; a second one is kept for what is still on its way under it.
struct PeerSessions {
    static constexpr Kind kind = Kind::session;
    AccountId account;
    DeviceId device;
    std::vector<session::Session> sessions;
    Instant last_sent;
    static constexpr auto fields()
    {
        return std::tuple{&PeerSessions::account, &PeerSessions::device, &PeerSessions::sessions,
                          &PeerSessions::last_sent};
    }
    [[nodiscard]] Address peer() const noexcept { return {account, device}; }
};

/// Some of the skipped keys of a session (session_table.hpp).
struct SkippedBlock {
    static constexpr Kind kind = Kind::skipped_keys;
    AccountId account;
    DeviceId device;
    Digest transcript;  ///< of the session
    session::SkippedKeys keys;
    static constexpr auto fields()
    {
        return std::tuple{&SkippedBlock::account, &SkippedBlock::device, &SkippedBlock::transcript,
                          &SkippedBlock::keys};
    }
};

/// One of a therapist's own invitations, until it is used or has expired.
struct IssuedInvitation {
    static constexpr Kind kind = Kind::invitation;
    session::InvitationKeys keys;
    std::string name;
    Instant expires;
    bool published = false;
    std::optional<AccountId> returning{};  ///< whose device was stopped, and who comes back by this
    static constexpr auto fields()
    {
        return std::tuple{&IssuedInvitation::keys, &IssuedInvitation::name, &IssuedInvitation::expires,
                          &IssuedInvitation::published, &IssuedInvitation::returning};
    }
};

enum class OutState : std::uint8_t {
    waiting = 1,   ///< not encrypted yet: a session or a device list is missing
    ready = 2,     ///< encrypted under its submit number, handed to no connection
    sent = 3,      ///< handed to a connection, not answered
    accepted = 4,  ///< on the relay's disk; kept until the reader's receipt
};
constexpr bool is_known(OutState s) noexcept { return s >= OutState::waiting && s <= OutState::accepted; }

/// A message, a report or control content on its way. Rows rise in the order of writing.
struct OutItem {
    static constexpr Kind kind = Kind::outbox;
    MessageId message;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    Bytes content;  ///< an encoded wire::Content; kept so that it can be encrypted anew for a new device
    std::uint64_t sequence = 0;
    Digest hash;
    OutState state = OutState::waiting;
    std::uint64_t submit = 0;
    std::vector<wire::Envelope> envelopes;
    std::optional<wire::ReceiptProof> proof;
    std::optional<Instant> accepted_at;  ///< by the relay's receipt, as long as it is kept
    std::optional<Instant> not_before;   ///< the relay asked for a pause
    bool take_back_requested = false;    ///< asked back from the relay, which has not given its word yet
    std::vector<Address> settled;        ///< readers' devices that have it, or have refused it
    static constexpr auto fields()
    {
        return std::tuple{&OutItem::message,
                          &OutItem::conversation,
                          &OutItem::cls,
                          &OutItem::content,
                          &OutItem::sequence,
                          &OutItem::hash,
                          &OutItem::state,
                          &OutItem::submit,
                          &OutItem::envelopes,
                          &OutItem::proof,
                          &OutItem::accepted_at,
                          &OutItem::not_before,
                          &OutItem::take_back_requested,
                          &OutItem::settled};
    }
};

/// This device's contents in order, one chain a conversation and class.
struct WriteStream {
    static constexpr Kind kind = Kind::write_stream;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    session::WriteChain chain;
    static constexpr auto fields()
    {
        return std::tuple{&WriteStream::conversation, &WriteStream::cls, &WriteStream::chain};
    }
};

/// Another device's.
struct ReadStream {
    static constexpr Kind kind = Kind::read_stream;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    AccountId account;
    DeviceId device;
    session::ReadChain chain;
    static constexpr auto fields()
    {
        return std::tuple{&ReadStream::conversation, &ReadStream::cls, &ReadStream::account, &ReadStream::device,
                          &ReadStream::chain};
    }
};

struct StoredEntry {
    static constexpr Kind kind = Kind::entry;
    Entry entry;
    static constexpr auto fields() { return std::tuple{&StoredEntry::entry}; }
};

/// Text that has not been sent.
struct Draft {
    static constexpr Kind kind = Kind::draft;
    ConversationId conversation;  ///< zero while none is chosen
    DraftKind as = DraftKind::line;
    std::string text;
    static constexpr auto fields() { return std::tuple{&Draft::conversation, &Draft::as, &Draft::text}; }
};

/// The answers so far of a check-in that has not been sent. One a conversation.
struct CheckInDraft {
    static constexpr Kind kind = Kind::check_in_draft;
    ConversationId conversation;
    wire::CheckIn check_in;
    static constexpr auto fields() { return std::tuple{&CheckInDraft::conversation, &CheckInDraft::check_in}; }
};

/// Deliveries refused for good, outside all session state; the oldest go.
struct RefusedDelivery {
    static constexpr Kind kind = Kind::refused;
    AccountId from;
    DeviceId device;
    MessageId message;
    std::uint16_t code = 0;
    Instant at;
    static constexpr auto fields()
    {
        return std::tuple{&RefusedDelivery::from, &RefusedDelivery::device, &RefusedDelivery::message,
                          &RefusedDelivery::code, &RefusedDelivery::at};
    }
};

struct StoredLink {
    static constexpr Kind kind = Kind::hours_link;
    AccountId owner;
    std::optional<ConversationId> conversation;
    wire::HoursLink link;
    static constexpr auto fields()
    {
        return std::tuple{&StoredLink::owner, &StoredLink::conversation, &StoredLink::link};
    }
};

/// Two versions under one number, or two receipts for one version: no promise from this chain any more.
struct HoursFork {
    static constexpr Kind kind = Kind::hours_fork;
    AccountId owner;
    std::optional<ConversationId> conversation;
    static constexpr auto fields() { return std::tuple{&HoursFork::owner, &HoursFork::conversation}; }
};

/// A version of one's own hours that was signed: it is sent again until the relay has answered, so that a relay that
/// answers truly never has two under one number. One that refuses a version and shows it nevertheless makes a fork,
/// which whoever was shown it sees by the heads in the owner's next payload.
struct PendingHours {
    static constexpr Kind kind = Kind::pending_hours;
    std::optional<ConversationId> conversation;
    wire::Signed version;
    static constexpr auto fields() { return std::tuple{&PendingHours::conversation, &PendingHours::version}; }
};

/// A time in which a practice notice about a therapist was in force.
struct NoticeSpan {
    static constexpr Kind kind = Kind::notice_span;
    AccountId therapist;
    Instant from;
    std::optional<Instant> to;
    static constexpr auto fields() { return std::tuple{&NoticeSpan::therapist, &NoticeSpan::from, &NoticeSpan::to}; }
};

/// A time the relay says it was down, under its own signature.
struct StoredOutage {
    static constexpr Kind kind = Kind::outage;
    Span span;
    wire::Signed record;
    IncarnationId incarnation;      ///< of the relay that told it
    std::optional<Instant> denied;  ///< this device saw it at work then: the outage excuses nothing
    static constexpr auto fields()
    {
        return std::tuple{&StoredOutage::span, &StoredOutage::record, &StoredOutage::incarnation,
                          &StoredOutage::denied};
    }
};

/// The newest practice notice about one therapist; an empty text was lifted.
struct StoredNotice {
    static constexpr Kind kind = Kind::practice_notice;
    wire::Signed notice;
    AccountId therapist;
    std::uint32_t number = 0;
    Instant issued;
    std::string text;
    static constexpr auto fields()
    {
        return std::tuple{&StoredNotice::notice, &StoredNotice::therapist, &StoredNotice::number, &StoredNotice::issued,
                          &StoredNotice::text};
    }
};

/// A receipt the relay gave to this device, under its signature.
struct KeptReceipt {
    static constexpr Kind kind = Kind::kept_receipt;
    ConversationId conversation;
    wire::ReceiptProof proof;
    Instant at;     ///< of the decision
    Instant clock;  ///< this device's own, when it came
    bool live = false;
    static constexpr auto fields()
    {
        return std::tuple{&KeptReceipt::conversation, &KeptReceipt::proof, &KeptReceipt::at, &KeptReceipt::clock,
                          &KeptReceipt::live};
    }
};

/// The relay's greeting on a connection: it ran at that instant, under its own signature.
struct KeptLogin {
    static constexpr Kind kind = Kind::kept_login;
    wire::Signed greeting;  ///< a wire::GreetingProof
    Instant at;
    Instant clock;  ///< this device's own
    static constexpr auto fields() { return std::tuple{&KeptLogin::greeting, &KeptLogin::at, &KeptLogin::clock}; }
};

/// The relay's statement about a message or a reading report it delivered.
struct KeptDelivery {
    static constexpr Kind kind = Kind::kept_delivery;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    MessageId message;
    AccountId from;
    DeviceId device;
    std::uint64_t sequence = 0;
    Instant received;
    Instant released;
    IncarnationId incarnation;         ///< of the relay, then
    Instant clock;                     ///< this device's own
    bool refused = false;              ///< it came, and nothing the relay said of it is vouched for by what it seals
    std::optional<Instant> written{};  ///< of a report: by its writer's own word
    static constexpr auto fields()
    {
        return std::tuple{&KeptDelivery::conversation, &KeptDelivery::cls,      &KeptDelivery::message,
                          &KeptDelivery::from,         &KeptDelivery::device,   &KeptDelivery::sequence,
                          &KeptDelivery::received,     &KeptDelivery::released, &KeptDelivery::incarnation,
                          &KeptDelivery::clock,        &KeptDelivery::refused,  &KeptDelivery::written};
    }
};

/// When old evidence was last looked for. One.
struct EvidenceLook {
    static constexpr Kind kind = Kind::evidence_look;
    Instant at;
    static constexpr auto fields() { return std::tuple{&EvidenceLook::at}; }
};

/// A therapist's own windows in which this device was not there, oldest first; until the next one in which it is. One.
struct MissedWindows {
    static constexpr Kind kind = Kind::missed_windows;
    std::vector<Span> windows;
    static constexpr auto fields() { return std::tuple{&MissedWindows::windows}; }
};

/// The answer of a conversation's client to a proposed pace; it counts for no other pace.
struct PaceWord {
    static constexpr Kind kind = Kind::pace_word;
    ConversationId conversation;
    wire::Pace pace;
    bool agreed = false;
    static constexpr auto fields() { return std::tuple{&PaceWord::conversation, &PaceWord::pace, &PaceWord::agreed}; }
};

/// The step of the first run that comes next, where it was begun and is not over. One.
struct FirstRun {
    static constexpr Kind kind = Kind::first_run;
    std::uint8_t next = 0;
    static constexpr auto fields() { return std::tuple{&FirstRun::next}; }
};

/// Whom this account's person turns to besides those of the practice, in that order. One.
struct OwnContacts {
    static constexpr Kind kind = Kind::own_contacts;
    std::vector<wire::CrisisContact> contacts;
    static constexpr auto fields() { return std::tuple{&OwnContacts::contacts}; }
};

/// A therapist's own text about messages, and the hashes of its versions from `first` on. One.
struct OwnAgreement {
    static constexpr Kind kind = Kind::own_agreement;
    wire::Signed text;
    std::uint32_t first = 1;     ///< of which `hashes` begins: an earlier device had those before it
    std::vector<Digest> hashes;  ///< the last is of `text`
    Instant since;
    static constexpr auto fields()
    {
        return std::tuple{&OwnAgreement::text, &OwnAgreement::first, &OwnAgreement::hashes, &OwnAgreement::since};
    }
    [[nodiscard]] std::uint32_t version() const noexcept
    {
        return first + static_cast<std::uint32_t>(hashes.size()) - 1;
    }
};

/// The agreement of a conversation. The conversation is zero until the invitation that brought the
/// text is redeemed.
struct AgreementState {
    static constexpr Kind kind = Kind::agreement;
    ConversationId conversation;
    std::optional<wire::Signed> text;         ///< a client's: the newest that came, opened before it was stored
    std::optional<wire::AgreementWord> word;  ///< the client's newest
    std::optional<MessageId> message;         ///< that brings the client's newest word
    static constexpr auto fields()
    {
        return std::tuple{&AgreementState::conversation, &AgreementState::text, &AgreementState::word,
                          &AgreementState::message};
    }
};

/// A client's word on a version of the coping plan.
struct KeptPlanWord {
    wire::PlanWord word;
    MessageId message;  ///< that brings it
    DeviceId device;    ///< its writer's
    std::uint64_t sequence = 0;
    static constexpr auto fields()
    {
        return std::tuple{&KeptPlanWord::word, &KeptPlanWord::message, &KeptPlanWord::device, &KeptPlanWord::sequence};
    }
};

/// One version of a conversation's coping plan, opened before it was stored, and what was said of it.
struct PlanVersion {
    static constexpr Kind kind = Kind::plan_version;
    ConversationId conversation;
    wire::Signed plan;
    MessageId message;                ///< that brought it
    std::vector<KeptPlanWord> words;  ///< the newest, in the order they were written
    static constexpr auto fields()
    {
        return std::tuple{&PlanVersion::conversation, &PlanVersion::plan, &PlanVersion::message, &PlanVersion::words};
    }
};

/// A coping plan, or a client's own words in one, that was begun and not sent. One a conversation.
struct PlanDraft {
    static constexpr Kind kind = Kind::plan_draft;
    ConversationId conversation;
    std::string note;
    std::vector<wire::PlanStep> steps;
    static constexpr auto fields() { return std::tuple{&PlanDraft::conversation, &PlanDraft::note, &PlanDraft::steps}; }
};

/// A word on a version of a rhythm.
struct KeptRhythmWord {
    AccountId by;
    wire::RhythmSays says = wire::RhythmSays::declined;
    Date on;
    MessageId message;  ///< that brings it
    static constexpr auto fields()
    {
        return std::tuple{&KeptRhythmWord::by, &KeptRhythmWord::says, &KeptRhythmWord::on, &KeptRhythmWord::message};
    }
};

/// One version of a conversation's rhythm, opened before it was stored, and what was said of it.
struct RhythmVersion {
    static constexpr Kind kind = Kind::rhythm_version;
    ConversationId conversation;
    wire::Signed text;
    MessageId message;  ///< that brought it
    std::vector<KeptRhythmWord> words;
    static constexpr auto fields()
    {
        return std::tuple{&RhythmVersion::conversation, &RhythmVersion::text, &RhythmVersion::message,
                          &RhythmVersion::words};
    }
};

/// A rhythm that was begun and not proposed. One a conversation.
struct RhythmDraft {
    static constexpr Kind kind = Kind::rhythm_draft;
    ConversationId conversation;
    wire::RhythmTerms terms;
    static constexpr auto fields() { return std::tuple{&RhythmDraft::conversation, &RhythmDraft::terms}; }
};

/// A due time that was answered, or not.
struct SettledDue {
    Instant due;
    MessageId message;        ///< the answers; zero where there are none
    std::uint64_t entry = 0;  ///< of the NoCheckIn, where there are none
    static constexpr auto fields() { return std::tuple{&SettledDue::due, &SettledDue::message, &SettledDue::entry}; }
};

/// What has come of a conversation's rhythm: the newest due times that are settled, and a client's answers that were
/// not sent. One a conversation.
struct DueCheckIns {
    static constexpr Kind kind = Kind::due_check_ins;
    ConversationId conversation;
    std::vector<SettledDue> settled;  ///< rising
    std::optional<wire::RhythmCheckIn> begun;
    static constexpr auto fields()
    {
        return std::tuple{&DueCheckIns::conversation, &DueCheckIns::settled, &DueCheckIns::begun};
    }
};

/// An entry of the notebook of this device's person. It leaves the device only as a message of its own.
struct Note {
    static constexpr Kind kind = Kind::note;
    Instant written;
    Instant changed;
    std::string text;
    std::optional<MessageId> shared;  ///< the message it went out as
    static constexpr auto fields() { return std::tuple{&Note::written, &Note::changed, &Note::text, &Note::shared}; }
};

/// A note that was begun: in lines, or as answers to questions. One.
struct NoteDraft {
    static constexpr Kind kind = Kind::note_draft;
    std::string text;
    std::vector<std::string> answers;
    static constexpr auto fields() { return std::tuple{&NoteDraft::text, &NoteDraft::answers}; }
};

/// What one member said last of a mark.
struct KeptMarkWord {
    MessageId message;  ///< that brings it
    wire::MarkState state = wire::MarkState::on;
    DeviceId device;  ///< its writer's
    std::uint64_t sequence = 0;
    static constexpr auto fields()
    {
        return std::tuple{&KeptMarkWord::message, &KeptMarkWord::state, &KeptMarkWord::device, &KeptMarkWord::sequence};
    }
};

/// A message that was marked for the next session, by either member.
struct KeptMark {
    static constexpr Kind kind = Kind::mark;
    ConversationId conversation;
    MessageId about;
    std::optional<KeptMarkWord> mine;
    std::optional<KeptMarkWord> theirs;
    static constexpr auto fields()
    {
        return std::tuple{&KeptMark::conversation, &KeptMark::about, &KeptMark::mine, &KeptMark::theirs};
    }
};

/// When a session was, as this device's person noted it.
struct NotedSession {
    static constexpr Kind kind = Kind::noted_session;
    ConversationId conversation;
    Instant at;
    static constexpr auto fields() { return std::tuple{&NotedSession::conversation, &NotedSession::at}; }
};

/// The contents of one experiment: their words stand in the history. Of an experiment whose first content is not here
/// they count for nothing until it comes.
struct KnownExperiment {
    static constexpr Kind kind = Kind::known_experiment;
    ConversationId conversation;
    MessageId experiment;
    std::vector<MessageId> contents;  ///< of each writer in the order they were written
    std::uint8_t told = 0;            ///< 1: it was said here that it is due; 2: that its days are over
    static constexpr auto fields()
    {
        return std::tuple{&KnownExperiment::conversation, &KnownExperiment::experiment, &KnownExperiment::contents,
                          &KnownExperiment::told};
    }
};

/// An experiment, or a step of one, that was begun and not sent. One for each step of each experiment.
struct ExperimentDraft {
    static constexpr Kind kind = Kind::experiment_draft;
    ConversationId conversation;
    MessageId experiment;   ///< zero: a new one
    std::uint8_t part = 0;  ///< a wire::ExperimentPart; 0: the experiment itself
    ExperimentWords words;
    static constexpr auto fields()
    {
        return std::tuple{&ExperimentDraft::conversation, &ExperimentDraft::experiment, &ExperimentDraft::part,
                          &ExperimentDraft::words};
    }
};

/// An answer to the pulse: a client's own, or what came of one.
struct KeptPulse {
    wire::PulseAnswer answer;
    std::optional<MessageId> message;  ///< that shares it
    static constexpr auto fields() { return std::tuple{&KeptPulse::answer, &KeptPulse::message}; }
};

/// The pulse of a conversation as this account knows it. One a conversation.
struct PulseState {
    static constexpr Kind kind = Kind::pulse;
    ConversationId conversation;
    bool off = false;                ///< a client wants no question
    std::optional<Instant> asked;    ///< a client's: nothing that ended up to then is asked about any more
    std::vector<KeptPulse> answers;  ///< in the order of what they are about
    static constexpr auto fields()
    {
        return std::tuple{&PulseState::conversation, &PulseState::off, &PulseState::asked, &PulseState::answers};
    }
};

/// The words of a questionnaire that was offered, by their hash; kept once, however often it is offered.
struct KnownMeasure {
    static constexpr Kind kind = Kind::measure;
    Digest hash;
    wire::Measure measure;
    static constexpr auto fields() { return std::tuple{&KnownMeasure::hash, &KnownMeasure::measure}; }
};

/// A client's answers to it.
struct MeasureResult {
    MessageId message;  ///< that brings them
    Instant answered;
    wire::MeasureChosen chosen;
    static constexpr auto fields()
    {
        return std::tuple{&MeasureResult::message, &MeasureResult::answered, &MeasureResult::chosen};
    }
    friend bool operator==(const MeasureResult&, const MeasureResult&) = default;
};

/// A questionnaire that was offered in a conversation, and what has come of it.
struct OfferedMeasure {
    static constexpr Kind kind = Kind::offered_measure;
    ConversationId conversation;
    MessageId offer;
    Digest measure;   ///< of a KnownMeasure
    Instant offered;  ///< when the offer was written, or let through
    std::optional<MeasureResult> result;
    wire::MeasureChosen begun;          ///< a client's answers so far, as far as they have come; sent or not
    std::optional<Instant> last_given;  ///< when the last of them was given
    static constexpr auto fields()
    {
        return std::tuple{&OfferedMeasure::conversation, &OfferedMeasure::offer,  &OfferedMeasure::measure,
                          &OfferedMeasure::offered,      &OfferedMeasure::result, &OfferedMeasure::begun,
                          &OfferedMeasure::last_given};
    }
};

/// How a conversation ended. One for each that a member has ended.
struct Ending {
    static constexpr Kind kind = Kind::ending;
    ConversationId conversation;
    wire::Signed end;  ///< opened before it was stored
    AccountId by;
    Instant at;
    bool agreed = false;
    bool handed_over = false;              ///< the relay has it; false again for one that was restored from a backup
    bool blocked = false;                  ///< nothing of the other member's is shown any more
    std::optional<wire::Signed> deletion;  ///< the relay's newest wire::ConversationDeletion, opened
    static constexpr auto fields()
    {
        return std::tuple{&Ending::conversation, &Ending::end,         &Ending::by,      &Ending::at,
                          &Ending::agreed,       &Ending::handed_over, &Ending::blocked, &Ending::deletion};
    }
};

/// A proposal of a last window and what was said of it.
struct ProposedEnd {
    static constexpr Kind kind = Kind::proposed_end;
    ConversationId conversation;
    MessageId proposal;
    AccountId by;
    wire::EndProposal what;
    std::optional<MessageId> agreed{};   ///< the message with the other's yes
    std::vector<MessageId> withdrawn{};  ///< those that say no
    static constexpr auto fields()
    {
        return std::tuple{&ProposedEnd::conversation, &ProposedEnd::proposal, &ProposedEnd::by,
                          &ProposedEnd::what,         &ProposedEnd::agreed,   &ProposedEnd::withdrawn};
    }
};

/// The names the relay keeps for this account's next device, as it has confirmed. One.
struct KeptNames {
    static constexpr Kind kind = Kind::kept_names;
    session::KnownNames names;
    static constexpr auto fields() { return std::tuple{&KeptNames::names}; }
};

/// A promise the relay gave and this device has not compared yet.
struct SaidPromise {
    static constexpr Kind kind = Kind::said_promise;
    ConversationId conversation;
    MessageId message;
    Instant at;                             ///< when the relay computed it
    std::optional<wire::HoursHeads> heads;  ///< the versions it went by; empty: those it had received by then
    std::optional<wire::Promise> promise;
    std::string tzdata;
    Instant clock;
    static constexpr auto fields()
    {
        return std::tuple{&SaidPromise::conversation, &SaidPromise::message, &SaidPromise::at,   &SaidPromise::heads,
                          &SaidPromise::promise,      &SaidPromise::tzdata,  &SaidPromise::clock};
    }
};

}  // namespace holdfast::client
