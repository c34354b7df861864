// The events of a client: the connection, time, and what the person wants. One rule: an event is a plain value,
// so that a test is a list of them. Nothing here blocks; what needs the relay is answered when the relay has answered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/frames.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::client {

/// Text that has not been sent: one draft per conversation is the line being written, one the repair, any number are
/// kept.
enum class DraftKind : std::uint8_t {
    line = 1,
    repair = 2,
    kept = 3,  ///< finished and not sent: over the pace, or to nobody yet
};
constexpr bool is_known(DraftKind kind) noexcept { return kind >= DraftKind::line && kind <= DraftKind::kept; }

/// An experiment, or a step of one, as far as it is written.
struct ExperimentWords {
    std::string words;  ///< what is expected, what happened, what was learned, or why it is dropped
    std::string unit;
    std::optional<std::uint32_t> number;
    std::string plan;
    std::optional<Date> from;
    std::optional<Date> to;
    static constexpr auto fields()
    {
        return std::tuple{&ExperimentWords::words, &ExperimentWords::unit, &ExperimentWords::number,
                          &ExperimentWords::plan,  &ExperimentWords::from, &ExperimentWords::to};
    }
    friend bool operator==(const ExperimentWords&, const ExperimentWords&) = default;
};

/// Chosen by whoever gives a command (not 0); `show::Answered` repeats it, exactly once per command.
using Ticket = std::uint64_t;

// ---- the connection -------------------------------------------------------------------------------------------------

/// A connection to Client::relay() is open. `exporter` as link::Connection::exporter().
struct Connected {
    Bytes exporter;
};

/// One batch, as wire::decode_relay_batch gave it.
struct Arrived {
    std::vector<Result<wire::RelayFrame>> frames;
};

/// The connection ended, or could not be opened (Errc::unreachable, timed_out, bad_certificate …).
struct Disconnected {
    Errc reason = Errc::closed;
};

/// Time has passed: due at Effects::wake_at, harmless at any time.
struct Tick {};

// ---- what the person wants ------------------------------------------------------------------------------------------

namespace command {

/// An invitation as a short code or link; `name` is what to be called (empty: what the invitation says).
/// Answered when the account exists, has published its keys and is ready to write.
/// Errors: already_enrolled, bad_code, bad_address, foreign_invitation, wrong_relay, invitation_unusable,
/// invitation_expired.
struct Enrol {
    std::string invitation;
    std::string name;
};

/// Whether an invitation is good, without using it: shape, check, the relay's key and its record. Nothing stays of it;
/// meant for a client whose vault is in memory. Answered after show::InvitationGood. Errors: those of Enrol.
struct CheckInvitation {
    std::string invitation;
};

/// The step of the first run that comes next; 0: it is over. Answered at once.
struct NoteFirstRun {
    std::uint8_t next = 0;
};

/// Whom this person turns to besides the practice's contacts, all of them, in this order. Answered at once. Errors:
/// not_enrolled, not_allowed (a therapist's stand in the hours), too_large (more than wire::max_own_contacts, or a part
/// that is too long), bad_name (a part that is empty or not one line), nothing_changed.
struct SetOwnContacts {
    std::vector<wire::CrisisContact> contacts;
};

/// The next version of one's text about messages, which goes to everybody this account works with. Answered when it is
/// saved. Errors: not_enrolled, therapists_only, device_frozen, empty_text, text_too_long, bad_encoding,
/// nothing_changed.
struct SetAgreement {
    std::string text;
};

/// A client's word on the newest text there is; `text` is the hash of the one that was shown. The therapist is told in
/// a message. Errors: not_allowed for the one who wrote it, not_found where there is none or a newer one came,
/// nothing_changed.
struct AnswerAgreement {
    ConversationId conversation;
    Digest text;
    bool agreed = false;
    Date on{};  ///< today, where the person is
};

/// The next version of the coping plan of a conversation, which goes to its client; the draft ends with it. Answered
/// like SendText. Errors: also therapists_only, and those of session::check_plan().
struct SetCopingPlan {
    ConversationId conversation;
    std::string note;
    std::vector<wire::PlanStep> steps;
};

/// A client's word on the newest plan; `plan` is the hash of the one that was shown. The therapist is told in a
/// message; the draft ends with it. Errors: not_allowed for the one who wrote it, not_found where there is none or a
/// newer one came, nothing_changed, out_of_range (not one text for each step), those of session::check_plan_words().
struct AnswerCopingPlan {
    ConversationId conversation;
    Digest plan;
    bool agreed = false;
    std::vector<std::string> words{};  ///< one's own, one for each step; empty: as they stand in the plan
    Date on{};                         ///< today, where the person is
};

/// A coping plan, or one's own words in it, as far as they are written; without any, none are kept. Errors: not_found,
/// text_too_long, bad_encoding.
struct SaveCopingPlan {
    ConversationId conversation;
    std::string note;
    std::vector<wire::PlanStep> steps;
};

/// The next version of the rhythm of check-ins, for the other member to agree to; the draft ends with it. An item with
/// the id 0 is a new one. Answered like SendText. Errors: also unknown_zone, nothing_changed (the same is in force, or
/// proposed by this account), those of session::check_rhythm().
struct ProposeRhythm {
    ConversationId conversation;
    wire::RhythmTerms terms;
    Date on{};  ///< today, where the person is
};

/// A word on the version that the other member proposes; `rhythm` is the hash of the one that was shown. Answered like
/// SendText. Errors: also not_found (none is proposed, or a newer one came), nothing_changed.
struct AnswerRhythm {
    ConversationId conversation;
    Digest rhythm;
    bool agreed = false;
    Date on{};  ///< today, where the person is
};

/// Ends the rhythm, if this version is in force; one's own proposal it withdraws. Answered like SendText. Errors: also
/// not_found.
struct EndRhythm {
    ConversationId conversation;
    Digest rhythm;
    Date on{};  ///< today, where the person is
};

/// A rhythm as far as it is written; empty terms: none is kept. Errors: not_found, text_too_long, bad_encoding.
struct SaveRhythm {
    ConversationId conversation;
    wire::RhythmTerms terms;
};

/// A client's answers to the check-in that is due. The ratings have the names of their items. The answers kept so far
/// end with it. Answered like SendText. Errors: also not_allowed (the therapist's), not_due (another version or time,
/// or items, names or parts it does not ask), already_exists (it was answered), those of
/// session::check_rhythm_answers().
struct SendRhythmCheckIn {
    ConversationId conversation;
    wire::RhythmCheckIn answers;
};

/// The answers to it so far; without any, none are kept. Errors: not_found, not_allowed, text_too_long, bad_encoding.
struct SaveRhythmCheckIn {
    ConversationId conversation;
    wire::RhythmCheckIn answers;
};

/// An entry of one's own notebook, or another text for the one with this number; the draft ends with it. Answered at
/// once; nothing leaves. Errors: not_enrolled, not_found, empty_text, text_too_long, bad_encoding, too_large (too
/// many).
struct SaveNote {
    std::uint64_t number = 0;  ///< 0: a new one
    std::string text;
};

/// Errors: not_found.
struct DeleteNote {
    std::uint64_t number = 0;
};

/// A note as far as it is written; without any words none is kept. Errors: not_enrolled, text_too_long, bad_encoding,
/// too_large.
struct SaveNoteDraft {
    std::string text;
    std::vector<std::string> answers;  ///< to questions
};

/// Sends the words of a note as a message. Answered like SendText. Errors: also not_found; over_pace keeps nothing
/// beside the note.
struct ShareNote {
    ConversationId conversation;
    std::uint64_t number = 0;
    bool anyway = false;  ///< also when it is more than the agreed pace
    bool marked = false;  ///< and marked for the next session
};

/// A message is to be brought to the next session, no longer, or was. Answered like SendText. Errors: also not_found,
/// not_allowed (not to be marked, or ticked off without a mark), nothing_changed, too_large (too many).
struct SetMark {
    ConversationId conversation;
    MessageId message;
    wire::MarkState state = wire::MarkState::on;
};

/// A session took place now. Stays on this device. Errors: not_found.
struct NoteSession {
    ConversationId conversation;
};

/// A new experiment, another version of one, or a client's version of what was proposed; the draft ends with it.
/// Answered like SendText. Errors: also empty_text, text_too_long, out_of_range (the number), bad_date,
/// not_found (of no such experiment), not_allowed (an owner's version of what is not their proposal, or another scale
/// after a result), nothing_changed, too_large (too many are open).
struct SetExperiment {
    ConversationId conversation;
    wire::Experiment experiment;
};

/// A client's step of an experiment; the draft ends with it. Answered like SendText. Errors: also those of
/// SetExperiment; not_allowed for the owner, and of a proposal that was not taken over (but for a no to it).
struct SayExperiment {
    ConversationId conversation;
    wire::ExperimentStep step;
};

/// An experiment, or a step of one, as far as it is written; without any words none is kept. Answered at once. Errors:
/// not_found, text_too_long, bad_encoding.
struct SaveExperiment {
    ConversationId conversation;
    MessageId experiment;                        ///< zero: a new one
    std::optional<wire::ExperimentPart> part{};  ///< empty: the experiment itself
    ExperimentWords words{};
};

/// It was said that these are due, or that their days are over. Stays on this device.
struct NoteExperimentsTold {
    ConversationId conversation;
    std::vector<MessageId> due;
    std::vector<MessageId> over;
};

/// A client's answer to the pulse, kept on this device; with `share` it goes out too, answered like SendText. Errors:
/// also not_allowed for the therapist, out_of_range, not_found (nothing of the kind is to be answered), already_exists.
struct AnswerPulse {
    ConversationId conversation;
    wire::PulseAbout about = wire::PulseAbout::window;
    Instant at;
    std::uint8_t value = 0;
    bool share = false;
};

/// A kept answer goes out. `at` as in AnswerPulse. Answered like SendText. Errors: also not_found, already_exists.
struct SharePulse {
    ConversationId conversation;
    Instant at;
};

/// Whether this client is asked. Errors: not_found, not_allowed (the therapist), nothing_changed.
struct SetPulse {
    ConversationId conversation;
    bool on = true;
};

/// The question was shown about what ended at `at`: it is not shown again. Stays on this device.
struct NotePulseAsked {
    ConversationId conversation;
    Instant at;
};

/// A questionnaire for the client of this conversation, whole as it was shown. Answered when it is saved. Errors:
/// not_found, therapists_only, out_of_range (measure::check), wrong_key (measure::check_name, or other words under a
/// name that was offered here); not_allowed, where it asks about harming oneself and no safety plan is agreed.
struct OfferMeasure {
    ConversationId conversation;
    wire::Measure measure;
};

/// A client's answers so far to a questionnaire that was offered: one for each item up to where it was left. Errors:
/// not_found, out_of_range, already_exists (it was answered).
struct SaveMeasure {
    ConversationId conversation;
    MessageId offer;
    wire::MeasureChosen chosen;
};

/// The answers that were saved, as they were shown, go to the therapist; items may be left out. Errors: those of
/// SaveMeasure; empty_text where no item is answered.
struct AnswerMeasure {
    ConversationId conversation;
    MessageId offer;
    wire::MeasureChosen chosen;
};

/// A recovery kit, whole. Makes this a new device of the account; the earlier device is dropped from the list.
/// Errors: already_enrolled, bad_kit, bad_address.
struct Restore {
    std::string kit;
    std::string server{};  ///< HOST[:PORT] where the relay is now; empty: where it was when the kit was made
};

/// Answered at once with show::Kit. Errors: not_enrolled.
struct ShowKit {};

/// The words show::Kit asked for, in that order, or all of them. Errors: not_enrolled, bad_kit.
struct ConfirmKit {
    std::string words;
};

/// A therapist has compared the number of the practice's record key with the one on paper: entries are sealed for this
/// key and no other. Answered at once. Errors: not_enrolled, therapists_only, not_found (the practice announces none,
/// or another).
struct ConfirmRecordKey {
    DhPublic key;
};

/// A new client's invitation; `name` is what the therapist calls them. Answered with show::Invitation once the relay
/// has it. With `again` it takes the place of an open invitation of that name, whose code then serves nobody.
/// Errors: not_enrolled, therapists_only, kit_not_confirmed, rate_limited; name_taken (by a person, or without `again`
/// by an open invitation), and those of check_name().
struct Invite {
    std::string name;
    bool again = false;
};

/// The next version of one's hours. Empty members (nullopt) stay as they were; in the first version policy defaults
/// hold. `only`: the chain of that conversation instead of the base chain. Answered when the relay has received it.
/// Errors: therapists_only, bad_rules (with place), unknown_zone, bad_date, bad_duration, nothing_changed.
struct SetHours {
    std::optional<std::string> rules;
    std::optional<std::string> zone;
    std::optional<std::vector<Date>> holidays;
    std::optional<Date> horizon;
    std::optional<Seconds> notice_period;
    std::optional<Seconds> last_reading;
    std::optional<std::vector<wire::CrisisContact>> contacts;
    std::optional<bool> replies;
    std::optional<wire::Pace> pace;                 ///< without bounds: none is proposed
    std::vector<wire::Leave> leaves;                ///< besides those there are
    std::vector<wire::Cancellation> cancellations;  ///< besides those there are
    std::optional<ConversationId> only;
};

/// An extra window that starts now; without `only` for all. While closed it is `length` long; while open it keeps the
/// window open `length` past its end. 5 to 120 minutes from now on, altogether. Errors: bad_duration.
struct GiveExtra {
    Seconds length{};
    std::optional<ConversationId> only;
};

/// No window that starts on this date takes place; with `undo` it does after all. Errors: not_found (nothing to undo).
struct CancelDate {
    Date date{};
    std::string reason;
    std::optional<ConversationId> only;
    bool undo = false;
};

/// No window that starts on `from` to `to` (both included) takes place; with `undo` these dates are taken out of every
/// leave. Errors: not_found (nothing to undo).
struct TakeLeave {
    Date from{};
    Date to{};
    std::string reason;
    std::optional<ConversationId> only;
    bool undo = false;
};

/// Signs and publishes exactly the version that Client::plan() gave. Errors: plan_outdated, when another version came
/// between or the plan is older than hours_plan_lifetime.
struct PublishHours {
    wire::HoursVersion version;
};

/// The holidays the practice suggests: show::Holidays, then answered. Errors: therapists_only, bad_signature.
struct FetchHolidays {};

/// Answered as soon as it is saved here (after show::Saved); the relay's word follows as show::Accepted.
/// Errors: not_enrolled, not_found, empty_text (also for blanks), text_too_long, bad_encoding (also for a NUL),
/// device_frozen; over_pace, when it is more than the writer agreed to: then the text is kept beside the other drafts,
/// or stays the line being written. `anyway` sends it all the same.
struct SendText {
    ConversationId conversation;
    std::string text;
    bool anyway = false;
    std::uint64_t draft = 0;  ///< a draft of Client::drafts() that this is: it ends with it
};

/// Counts as a message of its window and is never more than was agreed to. The answers kept so far end with it.
struct SendCheckIn {
    ConversationId conversation;
    wire::CheckIn check_in;
};

/// The therapist's words about the newest promised window that was not kept; it settles those before it too. Where
/// every promise was kept and the pulse fell, a message like any other. Answered like SendText. Errors: also
/// therapists_only; not_found when there is neither.
struct Repair {
    ConversationId conversation;
    std::string text;
};

/// A client's word on the pace proposed now; the therapist is told in a message. Errors: not_allowed for the one who
/// proposed it, not_found when none is proposed, nothing_changed.
struct AnswerPace {
    ConversationId conversation;
    bool agreed = false;
};

/// Answered when it is decided. Errors: not_found, too_late, taken_back_already, agreement_stays (a text about
/// messages, which all others have as well).
struct TakeBack {
    MessageId message;
};

/// Replaces the line or the repair being written in a conversation, empty removes it; or keeps a text beside the
/// others. The conversation may be zero while none is chosen. Answered at once. Errors: not_enrolled, not_found,
/// text_too_long, bad_encoding.
struct SaveDraft {
    ConversationId conversation;
    std::string text;
    DraftKind as = DraftKind::line;
    std::uint64_t instead_of = 0;  ///< a draft of Client::drafts() that ends with it
};

/// Text written while no conversation was chosen belongs to this one now. A line being written there stays; then
/// the other line is kept.
struct AddressDrafts {
    ConversationId conversation;
};

/// The answers of a check-in so far; without any, none are kept.
struct SaveCheckIn {
    ConversationId conversation;
    wire::CheckIn check_in;
};

/// Everything up to and including this entry has been shown to the person.
struct MarkShown {
    ConversationId conversation;
    std::uint64_t entry = 0;
};

/// Ends a conversation at once and for good. What is held at the relay stays there to be read, and what has not left
/// goes out before; or all of it is taken back. Answered as soon as it is saved here (after show::ConversationEnded).
/// Errors: not_enrolled, not_found, device_frozen, conversation_ended.
struct End {
    ConversationId conversation;
    bool take_back = false;
};

/// Ends a conversation, where it has not ended, and shows nothing more of the other member's; with `undo` what comes is
/// shown again. Answered at once. Errors: those of End; nothing_changed; not_found (undo: it was not blocked).
struct Block {
    ConversationId conversation;
    bool undo = false;
};

/// Proposes that the conversation ends with this window, also in the place of one agreed on. Answered like SendText.
/// Errors: those of SendText; bad_date where the hours have no such window, or it is over; nothing_changed where it is
/// agreed on or proposed by this account already.
struct ProposeEnd {
    ConversationId conversation;
    Instant from;
    Instant by;
};

/// A word on a proposal that was shown: a yes to the other's, a no to any, also one that was agreed on. Answered like
/// SendText. Errors: not_found (none, withdrawn, or its window is over), not_allowed (a yes to one's own),
/// nothing_changed.
struct AnswerEnd {
    ConversationId conversation;
    MessageId proposal;
    bool agreed = false;
};

/// This account's name for the other member. Errors: not_found, name_taken, and those of check_name().
struct Rename {
    ConversationId conversation;
    std::string name;
};

/// Recomputes what the relay decided in a conversation: from its log where there is a connection, otherwise from what
/// this device keeps. show::AuditProgress for each page, then show::AuditDone, then answered. Errors: not_found; and
/// why the log did not come, after an AuditDone without it.
struct Audit {
    ConversationId conversation;
};

}  // namespace command

using Order =
    std::variant<command::Enrol, command::CheckInvitation, command::NoteFirstRun, command::SetOwnContacts,
                 command::SetAgreement, command::AnswerAgreement, command::OfferMeasure, command::SaveMeasure,
                 command::AnswerMeasure, command::SetCopingPlan, command::AnswerCopingPlan, command::SaveCopingPlan,
                 command::ProposeRhythm, command::AnswerRhythm, command::EndRhythm, command::SaveRhythm,
                 command::SendRhythmCheckIn, command::SaveRhythmCheckIn, command::SaveNote, command::DeleteNote,
                 command::SaveNoteDraft, command::ShareNote, command::SetMark, command::SetExperiment,
                 command::SayExperiment, command::SaveExperiment, command::NoteExperimentsTold, command::AnswerPulse,
                 command::SharePulse, command::SetPulse, command::NotePulseAsked, command::NoteSession,
                 command::Restore, command::ShowKit, command::ConfirmKit, command::ConfirmRecordKey, command::Invite,
                 command::SetHours, command::GiveExtra, command::CancelDate, command::TakeLeave, command::PublishHours,
                 command::FetchHolidays, command::SendText, command::SendCheckIn, command::Repair, command::AnswerPace,
                 command::TakeBack, command::SaveDraft, command::AddressDrafts, command::SaveCheckIn,
                 command::MarkShown, command::End, command::Block, command::ProposeEnd, command::AnswerEnd,
                 command::Rename, command::Audit>;

struct Command {
    Ticket ticket = 0;
    Order order;
    /// The conversation (zero: none yet) in which this was the line being written: unless the order is refused, that
    /// line ends in the same commit.
    std::optional<ConversationId> line{};
};

using Event = std::variant<Connected, Arrived, Disconnected, Tick, Command>;

}  // namespace holdfast::client
