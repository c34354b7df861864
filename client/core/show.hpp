// Everything a person is to be told, as data. client/ui makes sentences of it; nothing here is text for a screen but
// the words people wrote, which ui makes inert first. Every item is shown after the vault has committed it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/audit/report.hpp"
#include "client/core/event.hpp"
#include "client/core/history.hpp"
#include "client/core/hours/days_off.hpp"
#include "protocol/hours/notation/grammar.hpp"
#include "protocol/wire/records.hpp"
#include "protocol/wire/terms.hpp"

namespace holdfast::client::show {

/// The end of a command: done, or why not. For malformed hours `place` names the spot.
struct Answered {
    Ticket ticket = 0;
    std::optional<Errc> error;
    std::optional<hours::PlacedError> place;
};

// ---- the connection -------------------------------------------------------------------------------------------------

/// Logged in; what waits in the outbox is on its way.
struct Online {};

/// Everything the relay had for this device at login has arrived, and everything sent was answered. Once per
/// connection; again after later traffic has settled.
struct CaughtUp {};

/// No connection. wrong_relay, login_refused, device_frozen, device_revoked and account_ended do not
/// pass by themselves; the others do.
struct Offline {
    Errc reason = Errc::closed;
};

/// The two clocks differ by more than wire::clock_tolerance; this device keeps its own.
struct ClocksDiffer {
    Instant here;
    Instant relay;
};

/// A proxy in front of the relay ends the secured line. Said when an account comes to know it, and not again.
struct BehindProxy {};

/// The relay is found at another address from now on, as the practice had said.
struct RelayMoved {
    std::string address;
};

/// The practice says something else than before of what its server keeps, or says it for the first time to an account
/// that was there before. Once for each change.
struct TermsChanged {
    std::optional<wire::PracticeTerms> before;
    wire::PracticeTerms now;
};

// ---- the account ----------------------------------------------------------------------------------------------------

struct Enrolled {
    wire::Role role = wire::Role::client;
    std::string name;                            ///< one's own; may be empty
    std::optional<ConversationId> conversation;  ///< a client's with the therapist
    std::string therapist;                       ///< a client's
    std::vector<wire::CrisisContact> contacts;
};

/// An invitation that can be accepted, and has not been.
struct InvitationGood {
    wire::Role role = wire::Role::client;  ///< of the one who accepts it
    std::string name;                      ///< the therapist's, or of an invited therapist their own; may be empty
    Instant expires;
    std::vector<wire::CrisisContact> contacts;
};

/// A restored device is ready.
struct Restored {
    wire::Role role = wire::Role::client;
    std::size_t conversations = 0;
    bool names = false;  ///< what people are called came back, too
};

/// To be printed. `words` are numbered from 1; `asked` are the numbers `recovery confirm` asks for.
struct Kit {
    std::vector<std::string> words;
    std::vector<std::size_t> asked;
};

struct KitConfirmed {};

struct Invitation {
    std::string code;  ///< to be typed
    std::string link;  ///< holdfast://…, also as QR code
    std::string name;
    Instant expires;
};

/// Somebody accepted an invitation: a therapist's new conversation.
struct Joined {
    ConversationId conversation;
    std::string name;
    std::string chosen;  ///< the name the invitation was made for, where somebody else has it by now; else empty
};

// ---- messages -------------------------------------------------------------------------------------------------------

/// In the vault, not yet at the relay. `promise` is what this device computes from the signed hours for now.
struct Saved {
    ConversationId conversation;
    MessageId message;
    std::optional<wire::Promise> promise;
};

/// Durably stored by the relay.
struct Accepted {
    ConversationId conversation;
    MessageId message;
    Instant received;
    bool held = false;                     ///< waits for an opening: can be taken back until then
    std::optional<wire::Promise> promise;  ///< empty: no reading time is set
    std::optional<Instant> release_at;     ///< when the gate lets it through; empty: no opening is known
};

/// The relay and this device compute different promises for one message.
struct PromiseDiffers {
    ConversationId conversation;
    MessageId message;
    std::optional<wire::Promise> here;
    std::optional<wire::Promise> relay;
    std::string tzdata_here;
    std::string tzdata_relay;
};

/// The same for each of `messages`.
struct PromiseMoved {
    ConversationId conversation;
    std::vector<MessageId> messages;
    std::optional<wire::Promise> was;
    std::optional<wire::Promise> promise;
    std::optional<DayOff> because;  ///< the day off that took the earlier window away
    bool unread = false;            ///< the earlier window is over, and they were not read in it
};

/// The relay did not take it. With `retry` it stays in the outbox and is sent again later.
struct NotAccepted {
    ConversationId conversation;
    MessageId message;
    Errc reason = Errc::internal;
    bool retry = false;
};

struct TakenBack {
    ConversationId conversation;
    MessageId message;
    bool never_left = false;  ///< the relay never had it
};

/// Own messages were to wait for a later opening, and the hours have opened earlier: they have gone out.
struct ReleasedEarly {
    ConversationId conversation;
    std::vector<MessageId> messages;
    Instant at;                     ///< the opening they went out in
    std::optional<Instant> closes;  ///< the end of that window, where it is open now and has one
};

/// A reader's device could not open it, and no other reader has it.
struct RefusedByReader {
    ConversationId conversation;
    MessageId message;
    Errc reason = Errc::internal;
};

/// A message has arrived and is stored, or a gap was found (its body is Missing).
struct NewEntry {
    Entry entry;
};

/// A client's check-in of the rhythm is due, or was when the program was not running, and can still be answered. Once
/// for each, as long as the process lives.
struct CheckInDue {
    ConversationId conversation;
    Instant due;
    std::string zone;  ///< of the rhythm
};

/// The owner reported, at the end of a window, that these messages were read in it.
struct ReadIn {
    ConversationId conversation;
    Span window;
    std::vector<MessageId> messages;
};

/// The owner spoke about a promised window that was not kept, so long after it.
struct Repaired {
    ConversationId conversation;
    Span window;
    Seconds after{};
};

/// A statement about a promised window was wrong: a report has come that it was read in after all, or it was said
/// too early.
struct VerdictTakenBack {
    ConversationId conversation;
    Span window;
    Breach breach = Breach::not_read;
    bool read = false;  ///< it was read in that window
};

/// A therapist's own windows in which this device was not there, oldest first. Whether anybody wrote is not known.
struct WindowsMissed {
    std::vector<Span> windows;
};

/// Something addressed to this device was refused for good (kept in a bounded log).
struct Refused {
    Errc reason = Errc::internal;
};

// ---- hours, practice, devices ---------------------------------------------------------------------------------------

/// The hours of these conversations changed; ask Client::outlook.
struct HoursChanged {
    std::vector<ConversationId> conversations;
};

/// The signed hours do not hold together: no promise is given. bad_signature, broken_chain, fork, wrong_address; or
/// not_found: a newer version exists that the relay does not show.
struct HoursProblem {
    std::vector<ConversationId> conversations;
    Errc reason = Errc::broken_chain;
};

/// The practice's suggestion, under the relay's signature; empty where there is none.
struct Holidays {
    std::optional<wire::HolidayList> list;
};

/// The practice speaks for a therapist; an empty text lifts an earlier notice.
struct PracticeNotice {
    std::vector<ConversationId> conversations;
    std::string text;
    Instant issued;
};

/// The other member uses a new device, whose list their pinned key signed. Earlier sessions ended.
struct DevicesChanged {
    ConversationId conversation;
    wire::DeviceKind device = wire::device_program;
};

/// A device was stopped, as a copy or by the practice; `conversation` is empty for one's own.
struct DeviceFrozen {
    std::optional<ConversationId> conversation;
};

/// The practice has removed the account of a member; in a conversation of two, or with the owner's, it is over.
struct AccountEnded {
    ConversationId conversation;
    AccountId account;
    Instant at;
    std::size_t unread = 0;  ///< messages of one's own that nobody has confirmed and nobody will read
};

/// A member has ended the conversation.
struct ConversationEnded {
    ConversationId conversation;
    AccountId account;  ///< who did
    Instant at;
    bool agreed = false;     ///< as both had agreed
    std::size_t unsent = 0;  ///< messages of one's own that never left this device, and stay here
};

/// The relay has deleted what it kept of an ended conversation, but for its log.
struct ConversationDeleted {
    ConversationId conversation;
    Instant at;
    Instant log_until;
};

// ---- the relay's decisions ------------------------------------------------------------------------------------------

/// So much of the relay's log has come.
struct AuditProgress {
    ConversationId conversation;
    std::uint64_t seen = 0;
    std::uint64_t head = 0;
};

struct AuditDone {
    ConversationId conversation;
    audit::Report report;
};

/// The relay says it was down, and this device saw it at work then: that time is no outage here.
struct OutageDenied {
    Span down;
    Instant seen;
};

}  // namespace holdfast::client::show

namespace holdfast::client {

using Show = std::variant<show::Answered, show::Online, show::CaughtUp, show::Offline, show::ClocksDiffer,
                          show::BehindProxy, show::RelayMoved, show::TermsChanged, show::Enrolled, show::InvitationGood,
                          show::Restored, show::Kit, show::KitConfirmed, show::Invitation, show::Joined, show::Saved,
                          show::Accepted, show::PromiseDiffers, show::PromiseMoved, show::ReleasedEarly,
                          show::NotAccepted, show::TakenBack, show::RefusedByReader, show::NewEntry, show::CheckInDue,
                          show::ReadIn, show::Repaired, show::VerdictTakenBack, show::WindowsMissed, show::Refused,
                          show::HoursChanged, show::HoursProblem, show::Holidays, show::PracticeNotice,
                          show::DevicesChanged, show::DeviceFrozen, show::AccountEnded, show::ConversationEnded,
                          show::ConversationDeleted, show::AuditProgress, show::AuditDone, show::OutageDenied>;

}  // namespace holdfast::client
