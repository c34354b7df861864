#include "client/core/client.hpp"

#include <algorithm>

#include "client/core/account/devices.hpp"
#include "client/core/account/enrolment.hpp"
#include "client/core/account/invitations.hpp"
#include "client/core/account/kept_names.hpp"
#include "client/core/account/login.hpp"
#include "client/core/account/own_contacts.hpp"
#include "client/core/account/people.hpp"
#include "client/core/account/terms.hpp"
#include "client/core/connection.hpp"
#include "client/core/evidence/auditing.hpp"
#include "client/core/experiment/experiments.hpp"
#include "client/core/hours/commands.hpp"
#include "client/core/hours/sync.hpp"
#include "client/core/machine.hpp"
#include "client/core/measures/measures.hpp"
#include "client/core/messages/agree.hpp"
#include "client/core/messages/compose.hpp"
#include "client/core/messages/coping_plan.hpp"
#include "client/core/messages/drafts.hpp"
#include "client/core/messages/end.hpp"
#include "client/core/messages/experimenting.hpp"
#include "client/core/messages/fill_in.hpp"
#include "client/core/messages/inbox.hpp"
#include "client/core/messages/marking.hpp"
#include "client/core/messages/outbox.hpp"
#include "client/core/messages/pace.hpp"
#include "client/core/messages/pulse.hpp"
#include "client/core/messages/relay_statements.hpp"
#include "client/core/messages/rhythm.hpp"
#include "client/core/messages/submit_results.hpp"
#include "client/core/notes/notes.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/core/reading/attendance.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "client/core/reading/promise_check.hpp"
#include "client/core/reading/reports.hpp"
#include "client/core/rhythm/due_check_ins.hpp"

namespace holdfast::client {
namespace {

// ---- commands -------------------------------------------------------------------------------------------------------

void mark_shown(Step& step, Ticket ticket, const command::MarkShown& order)
{
    const auto unseen = step.state.entries.of(order.conversation).unseen;
    for (auto row = unseen.begin(); row != unseen.end() && *row <= order.entry; ++row)
        step.state.entries.edit(*row).shown = true;
    step.answer(ticket);
}

void note_first_run(Step& step, Ticket ticket, const command::NoteFirstRun& order)
{
    if (order.next != 0)
        step.state.first_run.set({order.next});
    else
        step.state.first_run.clear();
    step.answer(ticket);
}

struct CommandHandler {
    Step& step;
    Ticket ticket;
    bool typed;  ///< it is the line being written
    void operator()(const command::Enrol& order) const { start_enrolment(step, ticket, order); }
    void operator()(const command::CheckInvitation& order) const { check_invitation(step, ticket, order); }
    void operator()(const command::NoteFirstRun& order) const { note_first_run(step, ticket, order); }
    void operator()(const command::SetOwnContacts& order) const { set_own_contacts(step, ticket, order); }
    void operator()(const command::SetAgreement& order) const { set_agreement(step, ticket, order); }
    void operator()(const command::AnswerAgreement& order) const { answer_agreement(step, ticket, order); }
    void operator()(const command::SetCopingPlan& order) const { set_coping_plan(step, ticket, order); }
    void operator()(const command::AnswerCopingPlan& order) const { answer_coping_plan(step, ticket, order); }
    void operator()(const command::SaveCopingPlan& order) const { save_coping_plan(step, ticket, order); }
    void operator()(const command::ProposeRhythm& order) const { propose_rhythm(step, ticket, order); }
    void operator()(const command::AnswerRhythm& order) const { answer_rhythm(step, ticket, order); }
    void operator()(const command::EndRhythm& order) const { end_rhythm(step, ticket, order); }
    void operator()(const command::SaveRhythm& order) const { save_rhythm(step, ticket, order); }
    void operator()(const command::SendRhythmCheckIn& order) const { send_rhythm_check_in(step, ticket, order); }
    void operator()(const command::SaveRhythmCheckIn& order) const { save_rhythm_check_in(step, ticket, order); }
    void operator()(const command::SaveNote& order) const { save_note(step, ticket, order); }
    void operator()(const command::DeleteNote& order) const { delete_note(step, ticket, order); }
    void operator()(const command::SaveNoteDraft& order) const { save_note_draft(step, ticket, order); }
    void operator()(const command::ShareNote& order) const { share_note(step, ticket, order); }
    void operator()(const command::SetMark& order) const { set_mark(step, ticket, order); }
    void operator()(const command::SetExperiment& order) const { set_experiment(step, ticket, order); }
    void operator()(const command::SayExperiment& order) const { say_experiment(step, ticket, order); }
    void operator()(const command::SaveExperiment& order) const { save_experiment(step, ticket, order); }
    void operator()(const command::NoteExperimentsTold& order) const { note_experiments_told(step, ticket, order); }
    void operator()(const command::AnswerPulse& order) const { answer_pulse(step, ticket, order); }
    void operator()(const command::SharePulse& order) const { share_pulse(step, ticket, order); }
    void operator()(const command::SetPulse& order) const { set_pulse(step, ticket, order); }
    void operator()(const command::NotePulseAsked& order) const { note_pulse_asked(step, ticket, order); }
    void operator()(const command::NoteSession& order) const { note_session(step, ticket, order); }
    void operator()(const command::OfferMeasure& order) const { offer_measure(step, ticket, order); }
    void operator()(const command::SaveMeasure& order) const { save_measure(step, ticket, order); }
    void operator()(const command::AnswerMeasure& order) const { answer_measure(step, ticket, order); }
    void operator()(const command::Restore& order) const { start_restore(step, ticket, order); }
    void operator()(const command::ShowKit&) const { show_kit(step, ticket); }
    void operator()(const command::ConfirmKit& order) const { confirm_kit(step, ticket, order); }
    void operator()(const command::ConfirmRecordKey& order) const { confirm_record_key(step, ticket, order); }
    void operator()(const command::Invite& order) const { invite(step, ticket, order); }
    void operator()(const command::SetHours& order) const { change_hours(step, ticket, order); }
    void operator()(const command::GiveExtra& order) const { change_hours(step, ticket, order); }
    void operator()(const command::CancelDate& order) const { change_hours(step, ticket, order); }
    void operator()(const command::TakeLeave& order) const { change_hours(step, ticket, order); }
    void operator()(const command::PublishHours& order) const { change_hours(step, ticket, order); }
    void operator()(const command::SendText& order) const { send_text(step, ticket, order, typed); }
    void operator()(const command::SendCheckIn& order) const { send_check_in(step, ticket, order); }
    void operator()(const command::FetchHolidays& order) const { fetch_holidays(step, ticket, order); }
    void operator()(const command::Repair& order) const { repair(step, ticket, order); }
    void operator()(const command::AnswerPace& order) const { answer_pace(step, ticket, order); }
    void operator()(const command::TakeBack& order) const { take_back(step, ticket, order); }
    void operator()(const command::SaveDraft& order) const { save_draft(step, ticket, order); }
    void operator()(const command::AddressDrafts& order) const { address_drafts(step, ticket, order); }
    void operator()(const command::SaveCheckIn& order) const { save_check_in(step, ticket, order); }
    void operator()(const command::MarkShown& order) const { mark_shown(step, ticket, order); }
    void operator()(const command::End& order) const { end_conversation(step, ticket, order); }
    void operator()(const command::Block& order) const { block(step, ticket, order); }
    void operator()(const command::ProposeEnd& order) const { propose_end(step, ticket, order); }
    void operator()(const command::AnswerEnd& order) const { answer_end(step, ticket, order); }
    void operator()(const command::Rename& order) const { rename(step, ticket, order); }
    void operator()(const command::Audit& order) const { start_audit(step, ticket, order); }
};

bool is_refused(const Step& step, Ticket ticket)
{
    return std::ranges::any_of(step.out.show, [&](const Show& item) {
        const auto* answered = std::get_if<show::Answered>(&item);
        return answered && answered->ticket == ticket && answered->error;
    });
}

void run_command(Step& step, const Command& command)
{
    std::visit(CommandHandler{step, command.ticket, command.line.has_value()}, command.order);
    if (command.line && !is_refused(step, command.ticket)) set_draft(step.state, *command.line, DraftKind::line, {});
}

/// Orders that waited for the relay, each tried once more.
void run_waiting_commands(Step& step)
{
    if (!step.online() || step.state.enrolment) return;
    const auto waiting = std::exchange(step.live.waiting, {});
    for (const auto& command : waiting) run_command(step, command);
}

// ---- frames ---------------------------------------------------------------------------------------------------------

/// The request this answers, taken from the list; empty for one that was never made.
std::optional<OpenRequest> pop_request(Step& step, wire::RequestId request)
{
    const auto found = step.live.connection.pending.find(request);
    if (found == step.live.connection.pending.end()) return std::nullopt;
    auto what = std::move(found->second);
    step.live.connection.pending.erase(found);
    return what;
}

/// The same where it was a question of one of these sorts. An answer to another sort of question is no answer: that
/// question goes on waiting, and its command fails when the connection ends.
template <class... What>
std::optional<OpenRequest> pop_request_of(Step& step, wire::RequestId request)
{
    const auto found = step.live.connection.pending.find(request);
    const bool fits =
        found != step.live.connection.pending.end() && (std::holds_alternative<What>(found->second) || ...);
    return fits ? pop_request(step, request) : std::nullopt;
}

struct FailureHandler {
    Step& step;
    const wire::Failure& failure;
    void operator()(const pending::Login&) const
    {
        on_login_refused(step, failure.code == 0 ? Errc::login_refused : code());
    }
    void operator()(const pending::ListAgain&) const { on_list_refused(step, code()); }
    void operator()(const pending::FetchInvitation&) const { on_enrolment_refused(step, failure); }
    void operator()(const pending::Redeem&) const { on_enrolment_refused(step, failure); }
    void operator()(const pending::PublishDevices&) const { on_enrolment_refused(step, failure); }
    void operator()(const pending::Rosters&) const { on_enrolment_refused(step, failure); }
    void operator()(const pending::Hours& what) const { on_nothing_more(step, what.chain); }
    void operator()(const pending::PublishHours& what) const { on_hours_refused(step, what, failure); }
    void operator()(const pending::Invitation& what) const { on_invitation_refused(step, what, failure); }
    void operator()(const pending::TakeBack& what) const { on_not_taken_back(step, what, failure); }
    void operator()(const pending::Log& what) const { audit_without_log(step, what, code()); }
    void operator()(const pending::Holidays& what) const { step.answer(what.ticket, code()); }
    void operator()(const pending::End& what) const { on_ending_refused(step, what, failure); }
    void operator()(const pending::FetchNames&) const { on_no_names(step, failure); }
    void operator()(const pending::KeepNames&) const { on_names_not_kept(step); }
    // These are asked again at the next login, and nobody waits for them.
    void operator()(const pending::Prekeys&) const {}
    void operator()(const pending::Revoke&) const {}
    void operator()(const pending::Bundle&) const {}
    void operator()(const pending::Roster&) const {}
    void operator()(const pending::HoursAgain&) const {}  // it had this version
    void operator()(const pending::InviteAgain&) const {}

    [[nodiscard]] Errc code() const { return static_cast<Errc>(failure.code); }
};

struct FrameHandler {
    Step& step;
    void operator()(wire::Greeting& frame) const { on_greeting(step, frame); }
    void operator()(wire::Versions& frame) const
    {
        if (step.live.connection.phase == Phase::greeting) drop(step, older_side(frame));
    }
    void operator()(wire::LoggedIn& frame) const
    {
        if (expected<pending::Login>(frame.request)) on_logged_in(step, frame);
    }
    void operator()(wire::Invitation& frame) const
    {
        if (expected<pending::FetchInvitation>(frame.request)) on_invitation(step, frame);
    }
    void operator()(wire::Redeemed& frame) const
    {
        if (expected<pending::Redeem>(frame.request)) on_redeemed(step, frame);
    }
    void operator()(wire::Rosters& frame) const
    {
        if (expected<pending::Rosters>(frame.request)) on_rosters(step, frame);
    }
    void operator()(wire::Done& frame) const
    {
        const auto what =
            pop_request_of<pending::Invitation, pending::Revoke, pending::PublishDevices, pending::ListAgain,
                           pending::InviteAgain, pending::Prekeys, pending::Roster, pending::KeepNames, pending::End>(
                step, frame.request);
        if (!what) return;
        if (const auto* names = std::get_if<pending::KeepNames>(&*what)) on_names_kept(step, *names);
        if (const auto* ending = std::get_if<pending::End>(&*what)) on_ending_taken(step, *ending);
        if (const auto* invitation = std::get_if<pending::Invitation>(&*what))
            on_invitation_published(step, *invitation);
        if (const auto* roster = std::get_if<pending::Roster>(&*what))
            if (const auto row = step.state.row_of(roster->conversation))
                step.state.conversations.edit(*row).roster_published = true;
        if (std::holds_alternative<pending::PublishDevices>(*what)) on_devices_published(step);
    }
    void operator()(wire::Bundle& frame) const
    {
        if (const auto what = expected<pending::Bundle>(frame.request)) on_bundle(step, what->account, frame);
    }
    void operator()(wire::HoursChain& frame) const
    {
        const auto what =
            pop_request_of<pending::Hours, pending::PublishHours, pending::HoursAgain>(step, frame.request);
        if (step.online()) on_hours_chain(step, frame, what ? &*what : nullptr);
    }
    void operator()(wire::Accepted& frame) const
    {
        if (step.online()) on_accepted(step, frame);
    }
    void operator()(wire::Deliver& frame) const
    {
        if (step.online()) on_deliver(step, std::move(frame));
    }
    void operator()(wire::TakenBack& frame) const
    {
        if (const auto what = expected<pending::TakeBack>(frame.request)) on_taken_back(step, *what, frame);
    }
    void operator()(wire::Log& frame) const
    {
        auto what = expected<pending::Log>(frame.request);
        if (what && frame.conversation == what->conversation) return on_log(step, std::move(*what), frame);
        if (what) audit_without_log(step, *what, Errc::wrong_address);
    }
    void operator()(wire::Holidays& frame) const
    {
        if (const auto what = expected<pending::Holidays>(frame.request)) on_holidays(step, *what, frame);
    }
    void operator()(wire::Names& frame) const
    {
        if (expected<pending::FetchNames>(frame.request)) on_names(step, frame);
    }
    void operator()(wire::Tell& frame) const
    {
        if (step.online()) on_tell(step, frame);
    }
    void operator()(wire::Failure& frame) const
    {
        if (frame.request == 0) return drop(step, static_cast<Errc>(frame.code));
        // Before the relay has proved its key nobody may refuse a message in its name.
        if (frame.request < first_request && !step.online()) return drop(step, Errc::unexpected_frame);
        if (frame.request < first_request) return on_not_accepted(step, frame.request, frame);
        if (const auto what = pop_request(step, frame.request)) std::visit(FailureHandler{step, frame}, *what);
    }

    /// The request with this number, if it was of this sort.
    template <class What>
    [[nodiscard]] std::optional<What> expected(wire::RequestId request) const
    {
        auto what = pop_request_of<What>(step, request);
        if (!what) return std::nullopt;
        return std::move(std::get<What>(*what));
    }
};

void on_arrived(Step& step, Arrived arrived)
{
    for (auto& frame : arrived.frames) {
        if (step.live.connection.phase == Phase::offline) return;  // given up by an earlier frame
        // A newer relay may say what this version does not know; anything else malformed ends the connection.
        if (frame.has_error() && frame.errc() == Errc::unknown_tag) continue;
        if (frame.has_error()) return drop(step, frame.errc());
        std::visit(FrameHandler{step}, frame.value());
    }
}

struct EventHandler {
    Step& step;
    void operator()(Connected& event) const { on_connected(step, std::move(event)); }
    void operator()(Arrived& event) const { on_arrived(step, std::move(event)); }
    void operator()(Disconnected& event) const { on_disconnected(step, event.reason); }
    void operator()(Tick&) const {}
    void operator()(Command& event) const { run_command(step, event); }
};

/// The end of every step that ends online. Each line may make work for those after it, so one pass is enough; what one
/// makes for those before it waits for the next step, which the relay's answer or wake_at brings.
void finish_step(Step& step)
{
    if (!step.online()) return;
    // Deliveries are read first, since they may change all that is done next.
    open_sealed(step);
    compare_promises(step);  // by the hours that came in this step
    end_as_agreed(step);
    // Then what is to be said: a person's words before what the device says by itself. They get their places in the
    // chain and their ciphertexts in this order.
    run_waiting_commands(step);
    send_due_control(step);  // receipts for what was just opened, too
    send_due_reports(step);
    hand_over(step);  // all that was written above, and what waited longer
    hand_over_endings(step);
    // Then questions, which keep the step from being settled while they are open.
    watch_windows(step);  // asks again whether everything has come, before a window is judged
    keep_names(step);     // names that came in this step
    // Settled is who has everything and has no answer to wait for: what was handed over and asked is known by now.
    settle(step);         // judges windows, and finds those that were missed since the device was last there
    note_presence(step);  // which is why that it is here now is noted after it
    // One ack for all that was opened. It leaves last, and as everything does after the commit.
    if (!step.acks.empty()) step.send(wire::Ack{std::move(step.acks)});
}

/// Answers that tell of thoughts of harming oneself are shown before all else that has come with them.
void show_first(Step& step)
{
    auto& items = step.out.show;
    std::vector<bool> is_first;
    for (const auto& item : items) {
        const auto* fresh = std::get_if<show::NewEntry>(&item);
        is_first.push_back(fresh && step.state.is_therapist() && tells_of_self_harm(step.state, fresh->entry));
    }
    if (std::find(is_first.begin(), is_first.end(), true) == is_first.end()) return;
    std::vector<Show> sorted;
    for (const bool first : {true, false})
        for (std::size_t i = 0; i < items.size(); ++i)
            if (is_first[i] == first) sorted.push_back(std::move(items[i]));
    items = std::move(sorted);
}

}  // namespace

void Client::Machine::save()
{
    if (!state.edited()) return;
    vault.begin();
    state.flush(vault);
    vault.commit();
}

Effects Client::Machine::step(Event event, Instant now)
{
    require(!broken_, "a client is not used after its vault failed");
    broken_ = true;
    Step step{state, live, *random, now, client::corrected(live, now)};
    state.entries.reach_back(step.relay_now - judged_reach);
    std::visit(EventHandler{step}, event);
    tell_due(step);
    finish_step(step);
    show_first(step);
    save();  // before anything leaves: what is sent or shown is on disk
    state.entries.release();
    broken_ = false;
    if (step.wake) step.out.wake_at = *step.wake - (step.relay_now - step.device_now);
    return std::move(step.out);
}

Client::Client(std::unique_ptr<Machine> machine) noexcept : machine_{std::move(machine)} {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::load(Vault vault, crypto::Random& random)
{
    auto machine = std::make_unique<Machine>(std::move(vault), random);
    if (const auto loaded = machine->state.load(machine->vault); loaded.has_error()) return loaded.errc();
    for (const auto& message : machine->state.read_now) {
        note_experiment(machine->state, message);
        note_pulse(machine->state, message);
    }
    return Client{std::move(machine)};
}

Effects Client::step(Event event, Instant now) { return machine_->step(std::move(event), now); }

}  // namespace holdfast::client
