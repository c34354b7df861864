// The input and output of the relay machine as plain values. The shell makes events from sockets,
// timers and the admin's socket, and carries out effects; it decides nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/frames.hpp"
#include "server/core/people.hpp"
#include "server/core/waiting.hpp"

namespace holdfast::server {

/// The shell's number of a connection; never used again in the life of the process.
using ConnectionId = std::uint64_t;

// ---- the admin's questions ------------------------------------------------------------------------------------------
// Tags and field lists: these travel between holdfastctl and holdfastd in the wire codec.

/// Stores an invitation for a therapist. The secret, the name in it and the record's MAC were made by holdfastctl.
struct InviteTherapist {
    static constexpr std::uint16_t tag = 1;
    InvitationId invitation;
    SignPublic redeem_key;
    Instant expires;  ///< at most wire::invitation_lifetime ahead
    Bytes record;     ///< an encoded wire::InvitationRecord
    Digest mac;
    static constexpr auto fields()
    {
        return std::tuple{&InviteTherapist::invitation, &InviteTherapist::redeem_key, &InviteTherapist::expires,
                          &InviteTherapist::record, &InviteTherapist::mac};
    }
    friend bool operator==(const InviteTherapist&, const InviteTherapist&) = default;
};

/// The practice speaks for a therapist who cannot. An empty text lifts the notice in force.
struct IssueNotice {
    static constexpr std::uint16_t tag = 3;
    AccountId therapist;
    std::string text;  ///< UTF-8, at most wire::max_notice_text_bytes
    static constexpr auto fields() { return std::tuple{&IssueNotice::therapist, &IssueNotice::text}; }
    friend bool operator==(const IssueNotice&, const IssueNotice&) = default;
};

struct AskStatus {
    static constexpr std::uint16_t tag = 4;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const AskStatus&, const AskStatus&) = default;
};

/// Somebody looked: the relay's clock is right. Written down.
struct ConfirmClock {
    static constexpr std::uint16_t tag = 5;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const ConfirmClock&, const ConfirmClock&) = default;
};

/// The holidays that therapists are offered to confirm; no days: nothing any more.
struct SuggestHolidays {
    static constexpr std::uint16_t tag = 6;
    std::vector<wire::Holiday> days;  ///< ascending
    std::optional<Date> horizon;      ///< with days: the last date they speak for
    static constexpr auto fields() { return std::tuple{&SuggestHolidays::days, &SuggestHolidays::horizon}; }
    friend bool operator==(const SuggestHolidays&, const SuggestHolidays&) = default;
};

/// The relay is going to be at this address; empty: it stays where it is. Refused: bad_address, nothing_changed.
struct AnnounceMove {
    static constexpr std::uint16_t tag = 16;
    std::string address;
    static constexpr auto fields() { return std::tuple{&AnnounceMove::address}; }
    friend bool operator==(const AnnounceMove&, const AnnounceMove&) = default;
};

struct AskMove {
    static constexpr std::uint16_t tag = 17;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const AskMove&, const AskMove&) = default;
};

using AdminRequest =
    std::variant<InviteTherapist, ListAccounts, IssueNotice, AskStatus, ConfirmClock, SuggestHolidays, SuspendAccount,
                 ResumeAccount, RemoveAccount, ListDevices, RevokeDevice, ListInvitations, RevokeInvitation, ReadDeeds,
                 ListNotices, AskWaiting, AnnounceMove, AskMove>;

struct AdminDone {
    static constexpr std::uint16_t tag = 101;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const AdminDone&, const AdminDone&) = default;
};

/// Refused: not_found, not_allowed (not a therapist), out_of_range (expiry, order of days), already_exists, too_large,
/// nothing_changed, account_suspended (a notice that stays until the account is resumed), and those of people.hpp.
struct AdminRefused {
    static constexpr std::uint16_t tag = 102;
    Errc code = Errc::internal;
    static constexpr auto fields() { return std::tuple{&AdminRefused::code}; }
    friend bool operator==(const AdminRefused&, const AdminRefused&) = default;
};

struct RelayStatus {
    static constexpr std::uint16_t tag = 104;
    PracticeId practice;
    IncarnationId incarnation;
    std::string tzdata;
    std::uint64_t therapists = 0;
    std::uint64_t clients = 0;
    std::uint64_t devices = 0;
    std::uint64_t conversations = 0;
    std::uint64_t open_conversations = 0;  ///< whose hours contain this instant
    std::uint64_t held_messages = 0;       ///< accepted, waiting for the gate
    std::uint64_t queued_deliveries = 0;   ///< released or not, waiting for an ack
    std::uint64_t logged_in = 0;           ///< connections
    bool clock_suspect = false;            ///< releases are stopped, see Relay
    std::vector<wire::Outage> outages;     ///< the last few, the newest last
    static constexpr auto fields()
    {
        return std::tuple{&RelayStatus::practice,      &RelayStatus::incarnation,
                          &RelayStatus::tzdata,        &RelayStatus::therapists,
                          &RelayStatus::clients,       &RelayStatus::devices,
                          &RelayStatus::conversations, &RelayStatus::open_conversations,
                          &RelayStatus::held_messages, &RelayStatus::queued_deliveries,
                          &RelayStatus::logged_in,     &RelayStatus::clock_suspect,
                          &RelayStatus::outages};
    }
    friend bool operator==(const RelayStatus&, const RelayStatus&) = default;
};

/// Answers AskMove.
struct MoveLine {
    static constexpr std::uint16_t tag = 110;
    std::string address;  ///< empty: no move is announced
    Instant issued;
    static constexpr auto fields() { return std::tuple{&MoveLine::address, &MoveLine::issued}; }
    friend bool operator==(const MoveLine&, const MoveLine&) = default;
};

using AdminAnswer = std::variant<AdminDone, AdminRefused, AccountLines, RelayStatus, DeviceLines, InvitationNumber,
                                 InvitationLines, Deeds, NoticeLines, WaitingFor, MoveLine>;

// ---- events ---------------------------------------------------------------------------------------------------------

/// TLS and the upgrade are done. `exporter` is empty behind a proxy that terminates TLS.
struct Opened {
    ConnectionId connection = 0;
    Bytes exporter;
    std::string peer;  ///< numeric address
};

struct FrameArrived {
    ConnectionId connection = 0;
    wire::ClientFrame frame;
};

/// Input that could not be read. One frame in a batch (unknown tag, malformed body): answered, the others stand. A
/// batch that cannot be taken apart: `whole_batch`, answered, and the connection ends.
struct BadInput {
    ConnectionId connection = 0;
    Errc code = Errc::bad_encoding;
    bool whole_batch = false;
};

/// The connection is gone, whoever ended it. Frames for it that come later are ignored.
struct Closed {
    ConnectionId connection = 0;
};

/// The time of Effects::wake_at has come, or the relay has just started.
struct Tick {};

/// Wall time moved against the time since boot by more than `clock_jump`. Counts before all other events of its step.
struct ClockJumped {};

/// `ticket` comes back with the answer.
struct AdminAsked {
    std::uint64_t ticket = 0;
    AdminRequest request;
};

using Event = std::variant<Opened, FrameArrived, BadInput, Closed, Tick, ClockJumped, AdminAsked>;

// ---- effects --------------------------------------------------------------------------------------------------------

struct Outgoing {
    ConnectionId connection = 0;
    wire::RelayFrame frame;
    friend bool operator==(const Outgoing&, const Outgoing&) = default;
};

/// End the connection after the frames of these effects are written.
struct Hangup {
    ConnectionId connection = 0;
    Errc reason = Errc::closed;
    friend bool operator==(const Hangup&, const Hangup&) = default;
};

struct Answered {
    std::uint64_t ticket = 0;
    AdminAnswer answer;
    friend bool operator==(const Answered&, const Answered&) = default;
};

/// Durable when it is handed out: whatever it says has been committed.
struct Effects {
    std::vector<Outgoing> frames;  ///< in order; frames of one connection keep theirs
    std::vector<Hangup> hangups;   ///< no more events of these connections are looked at but Closed
    std::vector<Answered> answers;
    std::optional<Instant> wake_at;  ///< when the next Tick is due; replaces every earlier one
    std::size_t taken = 0;           ///< how many of the events were taken; the rest is to be stepped next
    std::uint64_t work = 0;          ///< what it took, see `work_in_step`
    bool unwritten = false;          ///< acks wait for the next step that writes; a Tick does
};

}  // namespace holdfast::server
