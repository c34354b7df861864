// The client as screens see it. Nothing here changes anything.
#include <algorithm>

#include "client/core/account/moves.hpp"
#include "client/core/account/naming.hpp"
#include "client/core/account/people.hpp"
#include "client/core/account/terms.hpp"
#include "client/core/agreement/agreements.hpp"
#include "client/core/agreement/ends.hpp"
#include "client/core/client.hpp"
#include "client/core/experiment/experiments.hpp"
#include "client/core/hours/planner.hpp"
#include "client/core/machine.hpp"
#include "client/core/marks/marks.hpp"
#include "client/core/measures/measures.hpp"
#include "client/core/messages/drafts.hpp"
#include "client/core/messages/pace.hpp"
#include "client/core/plan/plans.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "client/core/rhythm/due_check_ins.hpp"
#include "client/core/rhythm/rhythms.hpp"
#include "protocol/identity/fingerprint.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
namespace {

const Contact* other_member(const State& state, const Conversation& conversation)
{
    const auto others = state.others(conversation);
    return others.empty() ? nullptr : state.contact(others.front());
}

bool is_ready(const State& state, const Conversation& conversation)
{
    const auto recipients = state.recipients(conversation);
    return !recipients.empty() && std::ranges::all_of(recipients, [&](const Address& recipient) {
        return state.sessions_with(recipient) != nullptr;
    });
}

/// Ten thousand hashes, so once per conversation: neither key ever changes.
const std::string& safety_number_of(Client::Machine& machine, const Conversation& conversation, const Contact& other)
{
    auto& number = machine.safety_numbers[conversation.id];
    if (number.empty())
        number = session::safety_number(machine.state.keys->identity.pub, list_of(other.device_list).identity);
    return number;
}

ConversationView view_of(Client::Machine& machine, const Conversation& conversation)
{
    const auto& state = machine.state;
    ConversationView view;
    view.id = conversation.id;
    view.mine = state.mine(conversation);
    view.ready = is_ready(state, conversation);
    view.ended = state.over_since(conversation);
    if (const auto* ending = state.ending(conversation.id)) {
        view.ended_by = ending->by == state.account->id ? EndedBy::me : EndedBy::other;
        if (ending->agreed) view.ended_by = EndedBy::both;
        view.end_waits = !ending->handed_over;
        view.blocked = ending->blocked;
        if (ending->deletion) {
            const auto deletion = wire::decode<wire::ConversationDeletion>(ending->deletion->body).value();
            view.deleted = deletion.at;
            view.log_until = deletion.log_until;
        }
    }
    view.unseen = state.entries.of(conversation.id).unseen.size();
    if (const auto* other = other_member(state, conversation)) {
        view.name = other->name;
        for (const auto& device : other->stopped)
            if (!view.stopped || device.since < *view.stopped) {
                view.stopped = device.since;
                view.stopped_by_practice = device.by_practice;
            }
        if (const auto* now = other->returned ? state.contact(*other->returned) : nullptr) view.returned = now->name;
        view.safety_number = safety_number_of(machine, conversation, *other);
        view.device = session::kind_of(list_of(other->device_list));
    }
    return view;
}

std::optional<wire::HoursVersion> newest(const State& state, const ChainName& name)
{
    const auto* chain = state.hours.chain(name);
    if (!chain || chain->links().empty()) return std::nullopt;
    return chain->links().back().version;
}

/// The outlook that follows from the signed hours and the practice's notice.
Outlook outlook_of(const State& state, const ChainName& name, Instant time)
{
    Outlook outlook;
    const auto& hours = state.hours.schedule(name.owner, name.conversation);
    outlook.usable = hours.usable();
    outlook.open = hours.window_at(time);
    outlook.next = hours.next_window(time);
    outlook.zone = hours.zone();
    if (const auto* notice = state.notice_for(name.owner)) outlook.notice = notice->text;
    for (const auto& chain : {ChainName{name.owner, std::nullopt}, name})
        if (const auto version = newest(state, chain); version && !version->contacts.empty())
            outlook.contacts = version->contacts;
    const auto* base = state.hours.chain({name.owner, std::nullopt});
    if (base && outlook.zone) {
        const auto* own = name.conversation ? state.hours.chain(name) : nullptr;
        outlook.away = absence_at(*base, own, hours, time);
    }
    return outlook;
}

}  // namespace

std::optional<RelayAddress> Client::relay() const
{
    const auto& state = machine_->state;
    if (state.account) return next_connection(*state.account, machine_->live);
    if (state.enrolment)
        return RelayAddress{state.enrolment->host, state.enrolment->port, state.enrolment->behind_proxy};
    return std::nullopt;
}

void Client::set_ends_soon() noexcept { machine_->live.ends_soon = true; }

std::uint32_t Client::returns() const noexcept { return machine_->live.returns; }

bool Client::looks_for_moved_relay() const noexcept { return machine_->live.at_next_address; }

Snapshot Client::status() const
{
    const auto& state = machine_->state;
    const auto& live = machine_->live;
    Snapshot snapshot;
    snapshot.enrolled = state.enrolled();
    snapshot.relay = relay();
    if (live.connection.phase == Phase::online)
        snapshot.connection = Connection::online;
    else if (live.connection.phase != Phase::offline)
        snapshot.connection = Connection::connecting;
    snapshot.offline_reason = live.offline_reason;
    snapshot.clock_difference = live.difference;
    const auto& outbox = state.outbox.facts();
    for (const auto* rows : {&outbox.unsent, &outbox.sent})
        for (const Row row : *rows)
            if (state.outbox.at(row).cls == wire::Class::message) ++snapshot.waiting;
    if (!state.account) return snapshot;
    snapshot.frozen = state.account->frozen;
    if (snapshot.frozen) snapshot.frozen_reason = state.frozen_reason();
    snapshot.role = state.account->role;
    snapshot.name = state.account->name;
    snapshot.account = state.account->id;
    snapshot.practice = session::practice_id(state.account->relay_key);
    snapshot.last_online = state.account->last_online;
    snapshot.kit_confirmed = state.account->kit_confirmed;
    snapshot.terms = terms_of(*state.account);
    snapshot.record_key = state.account->record_key;
    return snapshot;
}

bool Client::is_passphrase(BytesView passphrase) const { return machine_->vault.is_passphrase(passphrase); }

bool Client::caught_up() const { return machine_->live.connection.settled; }

std::vector<ConversationView> Client::conversations() const
{
    std::vector<ConversationView> views;
    for (const auto& [row, conversation] : machine_->state.conversations.rows())
        views.push_back(view_of(*machine_, conversation));
    return views;
}

ConversationView Client::conversation(const ConversationId& id) const
{
    const auto* conversation = machine_->state.conversation(id);
    return conversation ? view_of(*machine_, *conversation) : ConversationView{};
}

Result<ConversationId> Client::find(std::string_view name) const
{
    const auto& state = machine_->state;
    if (!state.account) return Errc::not_enrolled;
    const auto& conversations = state.conversations.rows();
    if (trimmed_name(name).empty()) {
        if (conversations.size() > 1) return Errc::ambiguous_name;
        return conversations.empty() ? Result<ConversationId>{Errc::not_found} : conversations.begin()->second.id;
    }
    std::optional<ConversationId> found;
    for (const auto& [row, conversation] : conversations) {
        const auto* other = other_member(state, conversation);
        if (!other || !is_same_name(other->name, name)) continue;
        if (found) return Errc::ambiguous_name;
        found = conversation.id;
    }
    return found ? Result<ConversationId>{*found} : Errc::not_found;
}

std::vector<std::string> Client::near(std::string_view name) const
{
    std::vector<std::string> names;
    for (const auto& [row, conversation] : machine_->state.conversations.rows())
        if (const auto* other = other_member(machine_->state, conversation); other && is_near(name, other->name))
            names.push_back(other->name);
    return names;
}

std::vector<OpenInvitation> Client::invited(Instant now) const
{
    std::vector<OpenInvitation> open;
    for (const auto& [row, issued] : machine_->state.invitations.rows())
        if (is_open(issued, corrected(now)) && !issued.name.empty()) open.push_back({issued.name, issued.expires});
    return open;
}

std::string Client::free_name(std::string_view name, Instant now) const
{
    return client::free_name(trimmed_name(name), taken_looks(machine_->state, corrected(now)));
}

std::string Client::name_of(const ConversationId&, const AccountId& account) const
{
    const auto& state = machine_->state;
    if (state.account && account == state.account->id) return state.account->name;
    const auto* contact = state.contact(account);
    return contact ? contact->name : std::string{};
}

std::string Client::partner(const ConversationId& id) const
{
    const auto* conversation = machine_->state.conversation(id);
    const auto* other = conversation ? other_member(machine_->state, *conversation) : nullptr;
    return other ? other->name : std::string{};
}

std::vector<const Entry*> Client::history(const ConversationId& conversation, std::uint64_t after) const
{
    std::vector<const Entry*> entries;
    for (const auto& head : list(conversation))
        if (head.number > after) entries.push_back(&machine_->state.entries.at(head.number));
    return entries;
}

std::vector<ListedEntry> Client::list(const ConversationId& conversation) const
{
    std::vector<ListedEntry> all;
    machine_->state.entries.each([&](const ListedEntry& head) {
        if (head.conversation == conversation) all.push_back(head);
    });
    return all;
}

std::vector<ListedEntry> Client::list(const ConversationId& conversation, std::size_t newest) const
{
    const auto& entries = machine_->state.entries;
    std::vector<ListedEntry> all;
    auto first = past_the_last;
    for (const auto* head = before(conversation, first); head && all.size() < newest;
         head = before(conversation, first)) {
        all.push_back(*head);
        first = head->number;
    }
    const auto& unseen = entries.of(conversation).unseen;
    for (auto row = std::make_reverse_iterator(unseen.lower_bound(first)); row != unseen.rend(); ++row)
        if (const auto& head = entries.head(*row); !head.mine) all.push_back(head);
    std::ranges::reverse(all);
    return all;
}

std::vector<ListedEntry> Client::on_their_way(const ConversationId& conversation) const
{
    std::vector<ListedEntry> all;
    for (const auto& [row, head] : machine_->state.entries.heads())
        if (head.mine && head.conversation == conversation &&
            (head.stage == Stage::saved || head.stage == Stage::accepted))
            all.push_back(head);
    return all;
}

const ListedEntry* Client::before(const ConversationId& conversation, std::uint64_t number) const
{
    return machine_->state.entries.before(conversation, number);
}

const ListedEntry* Client::after(const ConversationId& conversation, std::uint64_t number) const
{
    return machine_->state.entries.after(conversation, number);
}

const ListedEntry* Client::first_unseen(const ConversationId& conversation) const
{
    for (const Row row : machine_->state.entries.of(conversation).unseen)
        if (const auto& head = machine_->state.entries.head(row); !head.mine) return &head;
    return nullptr;
}

bool Client::ends_read_window(const ListedEntry& listed) const
{
    if (!listed.mine || !listed.read) return false;
    const auto& entries = machine_->state.entries;
    const auto& read = entries.of(listed.conversation).own_read;
    if (const auto window = read.find(*listed.read); window != read.end() && window->second.last() >= listed.number)
        return window->second.last() == listed.number;
    // Of an older window, the one before the first that was read in another.
    const auto* next = after(listed.conversation, listed.number);
    while (next && !next->mine) next = after(listed.conversation, next->number);
    return !next || next->read != listed.read;
}

std::vector<const ListedEntry*> Client::broken(const ConversationId& conversation) const
{
    std::vector<const ListedEntry*> heads;
    for (const auto& [row, broken] : machine_->state.entries.of(conversation).broken)
        heads.push_back(&machine_->state.entries.head(row));
    return heads;
}

Entry Client::read(const ListedEntry& listed) const { return machine_->state.entries.read(listed.number); }

const Entry* Client::entry(const MessageId& message) const
{
    const auto row = machine_->state.entry_row(message);
    return row ? &machine_->state.entries.at(*row) : nullptr;
}

std::vector<const Entry*> Client::unrepaired(const ConversationId& conversation) const
{
    return client::unrepaired(machine_->state, conversation);
}

ReadingView Client::reading(const ConversationId& id, Instant now) const
{
    const auto& state = machine_->state;
    ReadingView view;
    const auto* conversation = state.conversation(id);
    if (!conversation) return view;
    if (!state.mine(*conversation)) view.last = state.entries.last_own_read(id);
    if (machine_->live.difference && !clocks_agree(machine_->live)) return view;
    const auto open = not_known_yet(state, *conversation, corrected(now));
    if (!open.empty()) view.unknown = Span{open.back().from, open.back().by};
    return view;
}

std::vector<Span> Client::missed() const
{
    const auto& missed = machine_->state.missed;
    return missed ? missed->windows : std::vector<Span>{};
}

std::string Client::draft(const ConversationId& conversation, DraftKind as) const
{
    const auto row = draft_row(machine_->state, conversation, as);
    return row ? machine_->state.drafts.at(*row).text : std::string{};
}

std::vector<DraftView> Client::drafts(const ConversationId& conversation) const
{
    std::vector<DraftView> views;
    for (const auto& [row, draft] : machine_->state.drafts.rows())
        if (draft.conversation == conversation) views.push_back({row, draft.as, draft.text});
    return views;
}

wire::CheckIn Client::check_in_draft(const ConversationId& conversation) const
{
    const auto& drafts = machine_->state.check_in_drafts;
    const auto row = drafts.find([&](const CheckInDraft& draft) { return draft.conversation == conversation; });
    return row ? drafts.at(*row).check_in : wire::CheckIn{};
}

Outlook Client::outlook(const ConversationId& id, Instant now) const
{
    const auto& state = machine_->state;
    const auto* conversation = state.conversation(id);
    if (!conversation) return {};
    const auto time = corrected(now);
    const auto& owner = conversation->roster.owner;
    auto outlook = outlook_of(state, {owner, id}, time);
    outlook.promise = state.promise_at(*conversation, time);
    outlook.problem = state.hours.problem(owner, id);
    outlook.pace = pace_of(state, *conversation, time);
    outlook.end = end_plan(id, now);
    if (outlook.contacts.empty()) outlook.contacts = conversation->contacts;
    const auto own = own_contacts();
    outlook.contacts.insert(outlook.contacts.end(), own.begin(), own.end());
    if (!state.mine(*conversation)) outlook.coping = plan_while_closed(state, id);
    return outlook;
}

std::vector<MarkView> Client::marks(const ConversationId& conversation) const
{
    return marks_of(machine_->state, conversation);
}

wire::MarkState Client::marked(const ConversationId& conversation, const MessageId& message) const
{
    return mark_on(machine_->state, conversation, message);
}

std::optional<Instant> Client::last_session(const ConversationId& conversation) const
{
    const auto all = sessions(conversation);
    return all.empty() ? std::nullopt : std::optional{all.back()};
}

std::vector<Instant> Client::sessions(const ConversationId& conversation) const
{
    std::vector<Instant> all;
    for (const auto& [row, session] : machine_->state.noted_sessions.rows())
        if (session.conversation == conversation) all.push_back(session.at);
    return all;
}

std::vector<DayOff> Client::days_off(const ConversationId& conversation, Instant now) const
{
    const auto& state = machine_->state;
    const auto* known = state.conversation(conversation);
    if (!known) return {};
    const auto& owner = known->roster.owner;
    const auto* base = state.hours.chain({owner, std::nullopt});
    const auto zone = state.hours.schedule(owner, conversation).zone();
    if (!base || !zone) return {};
    return begun_days_off(*base, state.hours.chain({owner, conversation}), *zone, corrected(now));
}

std::vector<ExperimentView> Client::experiments(const ConversationId& conversation) const
{
    return experiments_of(machine_->state, conversation);
}

std::optional<ExperimentView> Client::experiment(const ConversationId& conversation, const MessageId& experiment) const
{
    return experiment_of(machine_->state, conversation, experiment);
}

ExperimentWords Client::experiment_draft(const ConversationId& conversation, const MessageId& experiment,
                                         std::optional<wire::ExperimentPart> part) const
{
    return experiment_draft_of(machine_->state, conversation, experiment, part);
}

PulseView Client::pulse(const ConversationId& conversation, Instant now) const
{
    return pulse_of(machine_->state, conversation, corrected(now));
}

std::vector<NoteView> Client::notes() const
{
    std::vector<NoteView> views;
    for (const auto& [row, note] : machine_->state.notes.rows())
        views.push_back({row, note.written, note.changed, note.text, note.shared});
    return views;
}

std::optional<NoteView> Client::note(std::uint64_t number) const
{
    const auto& notes = machine_->state.notes.rows();
    const auto found = notes.find(number);
    if (found == notes.end()) return std::nullopt;
    const auto& note = found->second;
    return NoteView{number, note.written, note.changed, note.text, note.shared};
}

NoteDraftView Client::note_draft() const
{
    const auto& draft = machine_->state.note_draft;
    return draft ? NoteDraftView{draft->text, draft->answers} : NoteDraftView{};
}

std::vector<MeasureView> Client::measures(const ConversationId& conversation) const
{
    return measures_in(machine_->state, conversation);
}

const wire::Measure* Client::measure(const Digest& hash) const { return known_measure(machine_->state, hash); }

std::vector<const ListedEntry*> Client::to_read_first(const ConversationId& conversation) const
{
    const auto& entries = machine_->state.entries;
    std::vector<const ListedEntry*> first;
    for (const auto& message : tell_of_self_harm(machine_->state, conversation)) {
        const auto row = machine_->state.entry_row(message);
        if (row && !entries.head(*row).mine && !entries.head(*row).shown) first.push_back(&entries.head(*row));
    }
    return first;
}

bool Client::may_ask_about_self_harm(const ConversationId& conversation) const
{
    return has_safety_plan(machine_->state, conversation);
}

std::vector<wire::CrisisContact> Client::own_contacts() const
{
    const auto& own = machine_->state.own_contacts;
    return own ? own->contacts : std::vector<wire::CrisisContact>{};
}

std::optional<std::uint8_t> Client::first_run() const
{
    const auto& run = machine_->state.first_run;
    return run ? std::optional{run->next} : std::nullopt;
}

std::optional<AgreementView> Client::agreement(const ConversationId& conversation) const
{
    return agreement_of(machine_->state, conversation);
}

EndPlan Client::end_plan(const ConversationId& conversation, Instant now) const
{
    const auto& [state, live] = std::pair<const State&, const Live&>{machine_->state, machine_->live};
    return client::end_plan(state, conversation, now + live.difference.value_or(std::chrono::milliseconds{0}));
}

std::optional<AgreementView> Client::own_agreement() const { return client::own_agreement(machine_->state); }

std::optional<CopingPlanView> Client::coping_plan(const ConversationId& conversation) const
{
    return newest_plan(machine_->state, conversation);
}

std::optional<CopingPlanView> Client::agreed_coping_plan(const ConversationId& conversation) const
{
    return agreed_plan(machine_->state, conversation);
}

CopingPlanDraft Client::coping_plan_draft(const ConversationId& conversation) const
{
    return plan_draft(machine_->state, conversation);
}

std::vector<RhythmView> Client::rhythms(const ConversationId& conversation) const
{
    return rhythm_timeline(machine_->state, conversation).versions;
}

std::optional<RhythmView> Client::rhythm(const ConversationId& conversation) const
{
    for (auto& one : rhythms(conversation))
        if (one.stage == RhythmStage::in_force) return one;
    return std::nullopt;
}

std::optional<RhythmView> Client::proposed_rhythm(const ConversationId& conversation) const
{
    const auto all = rhythms(conversation);
    if (all.empty() || all.back().stage != RhythmStage::proposed) return std::nullopt;
    return all.back();
}

std::optional<DueView> Client::due_check_in(const ConversationId& conversation, Instant now) const
{
    return due_view(machine_->state, conversation, corrected(now));
}

std::optional<Instant> Client::next_check_in(const ConversationId& conversation, Instant now) const
{
    return next_due(machine_->state, conversation, corrected(now));
}

AnsweredView Client::answered(const Entry& entry, const wire::RhythmCheckIn& answers) const
{
    return answered_view(machine_->state, entry, answers);
}

std::vector<CountedAnswers> Client::counted_answers(const ConversationId& conversation) const
{
    return counted_answers_of(machine_->state, conversation);
}

wire::RhythmTerms Client::rhythm_draft(const ConversationId& conversation) const
{
    return rhythm_draft_of(machine_->state, conversation);
}

std::optional<wire::RhythmCheckIn> Client::due_draft(const ConversationId& conversation) const
{
    return due_draft_of(machine_->state, conversation);
}

Outlook Client::own_outlook(Instant now) const
{
    const auto& state = machine_->state;
    if (!state.account) return {};
    return outlook_of(state, {state.account->id, std::nullopt}, corrected(now));
}

ExtrasGiven Client::extras_given(Instant now) const
{
    ExtrasGiven given;
    const auto zone = own_schedule().zone();
    if (!zone) return given;
    const auto month_of = [&](Instant t) {
        const auto date = zone->date_of(t);
        return date.year() / date.month();
    };
    const auto this_month = month_of(corrected(now));
    const auto count = [&](const std::optional<wire::HoursVersion>& version) {
        if (!version) return;
        for (const auto& extra : version->extras) {
            const auto month = month_of(extra.begin);
            if (month == this_month) ++given.this_month;
            if (month == this_month - std::chrono::months{1}) ++given.last_month;
        }
    };
    count(own_hours());
    for (const auto& [row, conversation] : machine_->state.conversations.rows())
        if (machine_->state.mine(conversation)) count(newest_hours(conversation.id, true));
    return given;
}

const hours::Schedule& Client::schedule(const ConversationId& id) const
{
    const auto* conversation = machine_->state.conversation(id);
    static const hours::Schedule none;
    return conversation ? machine_->state.hours.schedule(conversation->roster.owner, id) : none;
}

const hours::Schedule& Client::own_schedule() const
{
    static const hours::Schedule none;
    const auto& state = machine_->state;
    return state.account ? state.hours.schedule(state.account->id, std::nullopt) : none;
}

std::optional<wire::HoursVersion> Client::newest_hours(const ConversationId& id, bool own) const
{
    const auto* conversation = machine_->state.conversation(id);
    if (!conversation) return std::nullopt;
    return newest(machine_->state, {conversation->roster.owner, own ? std::optional{conversation->id} : std::nullopt});
}

std::optional<wire::HoursVersion> Client::own_hours() const
{
    if (!machine_->state.account) return std::nullopt;
    return newest(machine_->state, {machine_->state.account->id, std::nullopt});
}

hours::Placed<HoursPlan> Client::plan(const Order& order, Instant now) const
{
    if (clock_fault()) return hours::PlacedError{Errc::bad_date, 0, {}};
    return plan_hours(machine_->state, order, corrected(now));
}

std::optional<std::chrono::milliseconds> Client::clock_fault() const
{
    const auto& live = machine_->live;
    if (!live.difference || clocks_agree(live)) return std::nullopt;
    return -*live.difference;
}

Instant Client::corrected(Instant now) const { return client::corrected(machine_->live, now); }

}  // namespace holdfast::client
