// The client as a machine: step(event, now) → effects. It owns the vault; everything that happens in one step is one
// vault transaction, and effects are handed out only after its commit: what a person was told or the relay was sent is
// on disk. No clock, socket or randomness of its own. PROTOCOL.md, "Client".
//
//     offline ── Connected ──► greeting ──► (enrolling | restoring) ──► logging in ──► online
//        ▲                        any failure or Disconnected                             │
//        └────────────────────────────────────────────────────────────────────────────────┘
//
// Thread: one. A step throws what the vault's store throws when it can no longer be relied on; nothing of that step was
// sent or shown, and the client must not be used again.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/core/event.hpp"
#include "client/core/history.hpp"
#include "client/core/hours/days_off.hpp"
#include "client/core/hours/plan.hpp"
#include "client/core/show.hpp"
#include "client/core/vault/vault.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/hours/schedule/schedule.hpp"
#include "protocol/identity/relay_address.hpp"

namespace holdfast::client {

/// In this order: send, then show. Frames go out as batches of at most wire::max_batch_bytes.
struct Effects {
    std::vector<wire::ClientFrame> send;
    std::vector<Show> show;
    bool close = false;              ///< end this connection; Disconnected follows as for any other end
    std::optional<Instant> wake_at;  ///< step(Tick) then, by the clock that gives `now`; replaces any earlier wish
};

using session::RelayAddress;

enum class Connection : std::uint8_t { offline, connecting, online };

struct Snapshot {
    bool enrolled = false;                     ///< there is an account, ready to write
    bool frozen = false;                       ///< stopped for good
    Errc frozen_reason = Errc::device_frozen;  ///< why
    wire::Role role = wire::Role::client;
    std::string name;
    std::optional<AccountId> account;
    std::optional<RelayAddress> relay;
    std::optional<PracticeId> practice;
    Connection connection = Connection::offline;
    std::optional<Errc> offline_reason;
    std::optional<Instant> last_online;
    std::size_t waiting = 0;  ///< messages not yet accepted by the relay
    bool kit_confirmed = false;
    std::optional<wire::PracticeTerms> terms;  ///< what the practice says of its server; empty: nothing yet
    std::optional<DhPublic> record_key;        ///< the practice's that this therapist has confirmed
    std::optional<std::chrono::milliseconds> clock_difference;  ///< relay minus here, at the latest greeting
};

/// Who ended a conversation: the practice by closing the other's account, this account, or the other member.
enum class EndedBy : std::uint8_t { practice, me, other, both };

struct ConversationView {
    ConversationId id;
    std::string name;                                ///< of the other member
    bool mine = false;                               ///< this account owns it (is its therapist)
    bool ready = false;                              ///< there is a session: what is sent now can leave
    std::size_t unseen = 0;                          ///< arrived entries not yet marked shown
    std::string safety_number;                       ///< 60 digits; empty before the other member's key is known
    wire::DeviceKind device = wire::device_program;  ///< of the other member
    /// Since when the other member's device is stopped; until a new device is there.
    std::optional<Instant> stopped;
    bool stopped_by_practice = false;  ///< otherwise its data is an older copy
    std::optional<Instant> ended;      ///< since when nothing can be sent any more
    EndedBy ended_by = EndedBy::practice;
    bool end_waits = false;  ///< the relay has not been told yet
    bool blocked = false;    ///< nothing of the other member's is shown any more
    /// When the relay deleted what it kept, but for its log, and until when that is kept.
    std::optional<Instant> deleted;
    std::optional<Instant> log_until;
    /// The other member's name since they came back by a new invitation: nobody reads what is sent here.
    std::optional<std::string> returned;
};

/// Text that was not sent.
struct DraftView {
    std::uint64_t number = 0;  ///< unique on this device, never 0
    DraftKind as = DraftKind::line;
    std::string text;
};

/// Somebody who was invited and is not here yet.
struct OpenInvitation {
    std::string name;
    Instant expires;
};

/// The client's answer to the pace the hours propose.
enum class PaceConsent : std::uint8_t { none, agreed, declined };

/// The pace of a conversation and how much of it is used.
struct PaceView {
    wire::Pace pace;
    PaceConsent consent = PaceConsent::none;
    std::size_t written = 0;  ///< own messages already counted against the window a new one would fall in

    /// True when `text`, sent now, is more than that.
    [[nodiscard]] bool is_over(std::string_view text) const noexcept;
    /// Of UTF-8: code points.
    [[nodiscard]] static std::size_t characters(std::string_view text) noexcept;
};

/// Extra windows a therapist has given, all conversations together; by the months of their zone.
struct ExtrasGiven {
    std::size_t this_month = 0;
    std::size_t last_month = 0;
};

/// One version of the coping plan of a conversation.
struct CopingPlanView {
    Digest hash;
    std::uint32_t version = 0;
    Date made;
    std::string note;                    ///< the therapist's, for the time in which nobody reads; may be empty
    std::vector<wire::PlanStep> steps;   ///< in the client's own words, where they have given some
    std::optional<wire::PlanWord> word;  ///< the client's newest on this version
    [[nodiscard]] bool is_agreed() const noexcept { return word && word->agreed; }
};

/// A coping plan, or one's own words in it, that was begun and not sent.
struct CopingPlanDraft {
    std::string note;
    std::vector<wire::PlanStep> steps;
    [[nodiscard]] bool empty() const noexcept { return note.empty() && steps.empty(); }
};

/// What has become of a version of the rhythm.
enum class RhythmStage : std::uint8_t {
    proposed,   ///< and to be answered
    set_aside,  ///< not answered, and another version came since
    declined,
    withdrawn,
    in_force,
    replaced,  ///< by another that was agreed on
    ended,
};

/// One version of the rhythm of check-ins.
struct RhythmView {
    Digest hash;
    std::uint32_t version = 0;
    bool mine = false;  ///< written by this account
    Date made;
    wire::RhythmTerms terms;
    MessageId message;
    RhythmStage stage = RhythmStage::proposed;
    std::optional<Instant> from;  ///< since when it is or was in force
    std::optional<Instant> to;    ///< until when it was
    bool ended_by_me = false;
};

/// A check-in of the rhythm that is due now, or late, and can be answered.
struct DueView {
    RhythmView version;  ///< that asks for it
    Instant due;
    std::optional<Instant> until;  ///< when the next one is due
    bool answered = false;
    bool late = false;
};

/// How answers stand to the rhythm: those that count, and why others are shown as free ones.
enum class CheckInStanding : std::uint8_t {
    counts,
    not_known,   ///< no such version is known here
    not_agreed,  ///< that version was never agreed on
    not_due,     ///< it has no such time, was not in force then, or the answers came before it
    repeated,    ///< that time was answered before
    not_asked,   ///< they name what that version does not ask
};

/// A client's answers to a check-in of the rhythm, one for each due time.
struct CountedAnswers {
    MessageId message;
    Instant at;  ///< when they were given
    wire::RhythmCheckIn answers;
};

/// Answers to a rhythm, in their place.
struct AnsweredView {
    CheckInStanding standing = CheckInStanding::not_known;
    std::optional<RhythmView> version;
    bool late = false;
    bool partial = false;  ///< something that was asked is not answered
};

/// An entry of the notebook of this device's person.
struct NoteView {
    std::uint64_t number = 0;  ///< unique on this device, never 0
    Instant written;
    Instant changed;
    std::string text;
    std::optional<MessageId> shared;  ///< the message it went out as
};

/// A message that was marked for the next session.
struct MarkView {
    MessageId about;
    std::uint64_t number = 0;  ///< of its entry
    wire::MarkState state = wire::MarkState::on;
    bool mine = false;  ///< this account said so last
    Instant at;         ///< when that was said
};

/// One version of an experiment.
struct ExperimentVersion {
    MessageId message;
    Instant at;  ///< when it was written; of what the owner wrote to others: when the gate released it
    bool by_owner = false;
    wire::Experiment what;
};

/// One step of an experiment.
struct ExperimentSaid {
    MessageId message;
    Instant at;
    wire::ExperimentStep step;
};

enum class ExperimentStage : std::uint8_t {
    proposed = 1,  ///< by the owner; not taken over
    open = 2,
    happened = 3,  ///< with a result
    learned = 4,
    dropped = 5,
};

/// An experiment of a conversation. Of each step the last holds.
struct ExperimentView {
    MessageId id;
    std::uint64_t number = 0;  ///< of the entry of its first content
    ExperimentStage stage = ExperimentStage::open;
    std::vector<ExperimentVersion> versions;  ///< never empty; a client's count before the owner's
    std::vector<ExperimentSaid> results;
    std::vector<ExperimentSaid> learned;
    std::vector<ExperimentSaid> dropped;
    std::uint8_t told = 0;  ///< as in KnownExperiment
    [[nodiscard]] const wire::Experiment& what() const { return versions.back().what; }
    [[nodiscard]] bool is_open() const noexcept { return stage <= ExperimentStage::open; }
};

/// What the pulse may be asked about.
struct PulseOccasion {
    wire::PulseAbout about = wire::PulseAbout::window;
    Instant at;
    friend bool operator==(const PulseOccasion&, const PulseOccasion&) = default;
};

struct PulseAnswerView {
    wire::PulseAnswer answer;
    bool shared = false;
};

/// A client's own answers, or those that came to a therapist.
struct PulseView {
    bool off = false;
    std::vector<PulseAnswerView> answers;   ///< in the order of what they are about
    std::optional<PulseOccasion> occasion;  ///< a client's: what can be answered now
    bool asks = false;                      ///< and the question about it was not shown yet
    bool suggests_repair = false;  ///< a therapist's: the newest answer fell from high, and they wrote nothing since
};

/// A note that was begun.
struct NoteDraftView {
    std::string text;
    std::vector<std::string> answers;  ///< to questions
};

/// A last window that is proposed or agreed on.
struct LastWindow {
    MessageId proposal;
    bool mine = false;  ///< proposed by this account
    Span window;
};

/// An end that is to come.
struct EndPlan {
    std::optional<LastWindow> agreed;
    bool off = false;                    ///< the hours have that window no more: nothing ends with it
    std::optional<LastWindow> proposed;  ///< and not answered
};

/// The hours of a conversation at an instant: the line above the composer.
struct Outlook {
    bool usable = false;                   ///< there are valid hours
    std::optional<hours::Window> open;     ///< the window that is open now
    std::optional<hours::Window> next;     ///< the next one
    std::optional<wire::Promise> promise;  ///< for a message the relay would receive now
    std::optional<hours::TimeZone> zone;   ///< the therapist's
    std::optional<Errc> problem;           ///< why there is no promise although hours were published
    std::optional<std::string> notice;     ///< the practice's words for a therapist who cannot act
    std::vector<wire::CrisisContact> contacts;
    std::optional<CopingPlanView> coping;  ///< a client's, for the time in which nobody reads
    std::optional<Absence> away;           ///< leave or a cancelled date, running or soon
    std::optional<PaceView> pace;          ///< where one is proposed
    EndPlan end;
};

/// A client's knowledge of whether their messages were read.
struct ReadingView {
    std::optional<Span> last;     ///< the newest window a report came for
    std::optional<Span> unknown;  ///< over, without a report and without a connection since
};

/// The agreement of a conversation: when messages are read, and what they are not for.
struct AgreementView {
    std::uint32_t version = 0;
    Digest hash;
    Date made;
    std::string text;
    /// The client's word on this version or an earlier one.
    std::optional<wire::AgreementWord> word;
    [[nodiscard]] bool is_answered() const noexcept { return word && word->text == hash; }
};

/// A questionnaire that was offered, and its answers. Pointers live until the next step.
struct MeasureView {
    MessageId offer;
    Digest hash;
    const wire::Measure* measure = nullptr;  ///< never null
    Instant offered;
    std::optional<MessageId> message;  ///< that brings the answers
    std::optional<Instant> answered;
    wire::MeasureChosen chosen;  ///< of the answers
    wire::MeasureChosen begun;   ///< a client's answers that were not sent, as far as they have come
    std::optional<Instant> last_given;
};

class Client {
  public:
    /// Takes the vault and reads its records. `random` must outlive the client. Errors: store_broken.
    [[nodiscard]] static Result<Client> load(Vault vault, crypto::Random& random);
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    [[nodiscard]] Effects step(Event event, Instant now);

    /// Where to connect; empty before enrolment or restoring has begun. Keep a connection to it as long as wanted:
    /// after Disconnected try again, with growing pauses; at once when returns() has risen meanwhile.
    [[nodiscard]] std::optional<RelayAddress> relay() const;

    /// The process ends with what it was started for: it reports at once what was read, since it cannot do so later.
    void set_ends_soon() noexcept;

    /// Rises when another connection is to be made at once, since this client will greet the relay otherwise, or look
    /// for it elsewhere.
    [[nodiscard]] std::uint32_t returns() const noexcept;

    /// Whether relay() is the address at which the practice said it will be. That another server answers there, or none
    /// yet, says nothing of the one before.
    [[nodiscard]] bool looks_for_moved_relay() const noexcept;

    [[nodiscard]] Snapshot status() const;
    /// Whether this passphrase opens the vault. Takes as long as opening it.
    [[nodiscard]] bool is_passphrase(BytesView passphrase) const;
    /// Everything the relay had has arrived, and everything sent was answered.
    [[nodiscard]] bool caught_up() const;
    /// In the order they began.
    [[nodiscard]] std::vector<ConversationView> conversations() const;
    /// One of them; an empty one where there is none.
    [[nodiscard]] ConversationView conversation(const ConversationId& id) const;
    /// The conversation with the member called exactly `name` (naming.hpp); an empty name means the only one.
    /// Errors: not_enrolled, not_found, ambiguous_name (an empty name, and more than one conversation).
    [[nodiscard]] Result<ConversationId> find(std::string_view name) const;
    /// The people somebody may have meant by a name that nobody has.
    [[nodiscard]] std::vector<std::string> near(std::string_view name) const;
    /// A therapist's invitations that nobody has accepted and that still can be.
    [[nodiscard]] std::vector<OpenInvitation> invited(Instant now) const;
    /// `name`, or where it is taken, a name like it that is not.
    [[nodiscard]] std::string free_name(std::string_view name, Instant now) const;
    /// The name this device shows for an account in a conversation; one's own included.
    [[nodiscard]] std::string name_of(const ConversationId& conversation, const AccountId& account) const;

    /// The name of the other member of a conversation.
    [[nodiscard]] std::string partner(const ConversationId& conversation) const;

    /// Every entry of a conversation but for its words, oldest first.
    [[nodiscard]] std::vector<ListedEntry> list(const ConversationId& conversation) const;
    /// The same of the `newest`, and of those before them that others wrote and nobody has seen.
    [[nodiscard]] std::vector<ListedEntry> list(const ConversationId& conversation, std::size_t newest) const;
    /// Those of one's own that are saved or at the relay and have not reached the reader's device, oldest first.
    [[nodiscard]] std::vector<ListedEntry> on_their_way(const ConversationId& conversation) const;
    /// One by one: the entry before the one with this number, and the one after it, whether such a one is there or not;
    /// null where there is none. The last is the one before `past_the_last`. Neither cost nor memory grow with the
    /// history: a pointer lives until the next step, or until some thousand other entries were asked for.
    [[nodiscard]] const ListedEntry* before(const ConversationId& conversation, std::uint64_t number) const;
    [[nodiscard]] const ListedEntry* after(const ConversationId& conversation, std::uint64_t number) const;
    static constexpr std::uint64_t past_the_last = std::numeric_limits<std::uint64_t>::max();
    /// The first that somebody else wrote and command::MarkShown has not named; null where there is none.
    [[nodiscard]] const ListedEntry* first_unseen(const ConversationId& conversation) const;
    /// Whether this one is the last of those that were read in its window.
    [[nodiscard]] bool ends_read_window(const ListedEntry& listed) const;
    /// The same of promised windows that were not kept.
    [[nodiscard]] std::vector<const ListedEntry*> broken(const ConversationId& conversation) const;
    /// One of them with its words, which are read for this and not kept.
    [[nodiscard]] Entry read(const ListedEntry& listed) const;
    /// All with a number greater than `after` with their words, oldest first; pointers live until the next step, and so
    /// long all of them are in memory.
    [[nodiscard]] std::vector<const Entry*> history(const ConversationId& conversation, std::uint64_t after = 0) const;
    [[nodiscard]] const Entry* entry(const MessageId& message) const;
    /// Promised windows of a conversation that were not kept and about which the owner has not spoken, oldest first;
    /// pointers live until the next step.
    [[nodiscard]] std::vector<const Entry*> unrepaired(const ConversationId& conversation) const;
    [[nodiscard]] ReadingView reading(const ConversationId& conversation, Instant now) const;
    /// A therapist's own windows in which this device was not there, oldest first, until the next in which it is.
    [[nodiscard]] std::vector<Span> missed() const;
    /// The line being written in a conversation (zero: while none is chosen), or the repair; empty when there is none.
    [[nodiscard]] std::string draft(const ConversationId& conversation, DraftKind as = DraftKind::line) const;
    /// All that was not sent there, the oldest first.
    [[nodiscard]] std::vector<DraftView> drafts(const ConversationId& conversation) const;
    /// The answers of a check-in that was not sent; empty where there are none.
    [[nodiscard]] wire::CheckIn check_in_draft(const ConversationId& conversation) const;

    [[nodiscard]] Outlook outlook(const ConversationId& conversation, Instant now) const;
    /// A therapist's base hours, for conversations without hours of their own.
    [[nodiscard]] Outlook own_outlook(Instant now) const;
    /// The therapist's alone to see.
    [[nodiscard]] ExtrasGiven extras_given(Instant now) const;
    /// The effective hours; an unusable schedule when there are none. Lives until the next step.
    [[nodiscard]] const hours::Schedule& schedule(const ConversationId& conversation) const;
    /// A therapist's own base hours.
    [[nodiscard]] const hours::Schedule& own_schedule() const;
    /// The newest version of a chain: the base chain of a conversation's therapist, or with `own` the conversation's.
    [[nodiscard]] std::optional<wire::HoursVersion> newest_hours(const ConversationId& conversation, bool own) const;
    [[nodiscard]] std::optional<wire::HoursVersion> own_hours() const;
    /// The newest text about messages in a conversation; empty where none has come, or none was written.
    [[nodiscard]] std::optional<AgreementView> agreement(const ConversationId& conversation) const;
    /// The end that is agreed on or proposed; empty once it has ended.
    [[nodiscard]] EndPlan end_plan(const ConversationId& conversation, Instant now) const;
    /// A therapist's own.
    [[nodiscard]] std::optional<AgreementView> own_agreement() const;
    /// The newest coping plan of a conversation, and the one that both agree on: the same, an earlier one, or none.
    [[nodiscard]] std::optional<CopingPlanView> coping_plan(const ConversationId& conversation) const;
    [[nodiscard]] std::optional<CopingPlanView> agreed_coping_plan(const ConversationId& conversation) const;
    [[nodiscard]] CopingPlanDraft coping_plan_draft(const ConversationId& conversation) const;
    /// Every version of the rhythm of check-ins, the oldest first.
    [[nodiscard]] std::vector<RhythmView> rhythms(const ConversationId& conversation) const;
    /// The one that both agreed on last, unless it was ended; and the newest proposal, while it is to be answered.
    [[nodiscard]] std::optional<RhythmView> rhythm(const ConversationId& conversation) const;
    [[nodiscard]] std::optional<RhythmView> proposed_rhythm(const ConversationId& conversation) const;
    /// The check-in that can be answered now, or was; and when the next one is due.
    [[nodiscard]] std::optional<DueView> due_check_in(const ConversationId& conversation, Instant now) const;
    [[nodiscard]] std::optional<Instant> next_check_in(const ConversationId& conversation, Instant now) const;
    [[nodiscard]] AnsweredView answered(const Entry& entry, const wire::RhythmCheckIn& answers) const;
    /// Those that count, in the order they were due: for series_of() (rhythm/series.hpp).
    [[nodiscard]] std::vector<CountedAnswers> counted_answers(const ConversationId& conversation) const;
    /// A rhythm that was begun and not proposed; empty terms where none was.
    [[nodiscard]] wire::RhythmTerms rhythm_draft(const ConversationId& conversation) const;
    /// A client's answers that were not sent, as far as they have come: to the check-in that is due, or an earlier one.
    [[nodiscard]] std::optional<wire::RhythmCheckIn> due_draft(const ConversationId& conversation) const;
    /// Messages that are marked for the next session and those that were ticked off, in their order.
    [[nodiscard]] std::vector<MarkView> marks(const ConversationId& conversation) const;
    [[nodiscard]] wire::MarkState marked(const ConversationId& conversation, const MessageId& message) const;
    /// As it was noted on this device.
    [[nodiscard]] std::optional<Instant> last_session(const ConversationId& conversation) const;
    /// All that are kept, oldest first.
    [[nodiscard]] std::vector<Instant> sessions(const ConversationId& conversation) const;
    /// The therapist's leave and cancelled dates that have begun, by their first date.
    [[nodiscard]] std::vector<DayOff> days_off(const ConversationId& conversation, Instant now) const;
    /// The experiments of a conversation, the oldest first.
    [[nodiscard]] std::vector<ExperimentView> experiments(const ConversationId& conversation) const;
    /// By its first message.
    [[nodiscard]] std::optional<ExperimentView> experiment(const ConversationId& conversation,
                                                           const MessageId& experiment) const;
    [[nodiscard]] ExperimentWords experiment_draft(const ConversationId& conversation, const MessageId& experiment,
                                                   std::optional<wire::ExperimentPart> part) const;
    [[nodiscard]] PulseView pulse(const ConversationId& conversation, Instant now) const;
    /// One's own notes, the oldest first.
    [[nodiscard]] std::vector<NoteView> notes() const;
    [[nodiscard]] std::optional<NoteView> note(std::uint64_t number) const;
    [[nodiscard]] NoteDraftView note_draft() const;
    /// The questionnaires offered in a conversation, oldest first.
    [[nodiscard]] std::vector<MeasureView> measures(const ConversationId& conversation) const;
    /// The words with this hash; null where no such ones were offered. Lives until the next step.
    [[nodiscard]] const wire::Measure* measure(const Digest& hash) const;
    /// Answers that have come and were not shown yet in which somebody tells of thoughts of harming themselves, oldest
    /// first.
    [[nodiscard]] std::vector<const ListedEntry*> to_read_first(const ConversationId& conversation) const;
    /// Whether a questionnaire that asks about that may be offered: a safety plan is agreed.
    [[nodiscard]] bool may_ask_about_self_harm(const ConversationId& conversation) const;
    /// Whom this person turns to besides the practice's contacts.
    [[nodiscard]] std::vector<wire::CrisisContact> own_contacts() const;
    /// The step of the first run that comes next; empty where none was begun, and when it is over.
    [[nodiscard]] std::optional<std::uint8_t> first_run() const;

    /// The effect of publishing `order` now; `order` is one about hours. Errors: those of draft_hours(); bad_date
    /// without a message while there is a clock_fault().
    [[nodiscard]] hours::Placed<HoursPlan> plan(const Order& order, Instant now) const;

    /// How far this device's clock is ahead of the relay's (less than zero: behind), where that is too far for it to
    /// say when hours begin and end. Known once connected.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clock_fault() const;
    /// This device's clock corrected by the relay's, as the machine uses it.
    [[nodiscard]] Instant corrected(Instant now) const;

    class Machine;

  private:
    explicit Client(std::unique_ptr<Machine> machine) noexcept;
    std::unique_ptr<Machine> machine_;
};

}  // namespace holdfast::client
