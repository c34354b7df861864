#include "client/core/messages/apply_content.hpp"

#include <algorithm>

#include "client/core/agreement/agreements.hpp"
#include "client/core/agreement/ends.hpp"
#include "client/core/experiment/experiments.hpp"
#include "client/core/given_back.hpp"
#include "client/core/hours/sync.hpp"
#include "client/core/marks/marks.hpp"
#include "client/core/measures/measures.hpp"
#include "client/core/messages/pace.hpp"
#include "client/core/messages/submit_results.hpp"
#include "client/core/plan/plans.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "client/core/reading/reports.hpp"
#include "client/core/rhythm/due_check_ins.hpp"
#include "client/core/rhythm/rhythms.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
namespace {

/// So many messages missing in a row have each their place in the history. A longer gap is one entry: a number is
/// easily forged, and must not fill the history.
constexpr std::uint64_t max_places = 8;

std::optional<Row> find_stream(const State& state, const wire::Content& content, wire::Class cls)
{
    return state.read_streams.find([&](const ReadStream& stream) {
        return stream.conversation == content.conversation && stream.cls == cls && stream.account == content.account &&
               stream.device == content.device;
    });
}

session::ReadChain& chain_of(State& state, const wire::Content& content, wire::Class cls)
{
    auto row = find_stream(state, content, cls);
    if (!row) row = state.read_streams.add({content.conversation, cls, content.account, content.device, {}});
    return state.read_streams.edit(*row).chain;
}

Entry entry_from(const wire::Content& content)
{
    Entry entry;
    entry.conversation = content.conversation;
    entry.from = content.account;
    entry.device = content.device;
    entry.sequence = content.sequence;
    entry.written = content.written;
    entry.stage = Stage::received;
    entry.body = Missing{};
    return entry;
}

std::optional<Row> gap_row(const State& state, const wire::Content& writer, std::uint64_t sequence)
{
    for (const Row row : state.entries.of(writer.conversation).missing) {
        const auto& head = state.entries.head(row);
        const bool writers = head.from == writer.account && head.device == writer.device && head.sequence <= sequence;
        if (writers && sequence <= std::get<Missing>(state.entries.at(row).body).last) return row;
    }
    return std::nullopt;
}

/// One of the gap's messages is accounted for; true when its row is free for it.
bool shrink_gap(State& state, Row row)
{
    if (std::get<Missing>(state.entries.at(row).body).count <= 1) return true;
    --std::get<Missing>(state.entries.edit(row).body).count;
    return false;
}

void show_gap(Step& step, const wire::Content& content, std::uint64_t first, const Missing& missing)
{
    Entry gap = entry_from(content);
    gap.sequence = first;
    gap.received = step.relay_now;
    gap.body = missing;
    step.show(show::NewEntry{step.state.add_entry(std::move(gap))});
}

/// `before`: the last number before the gap.
void mark_gaps(Step& step, const wire::Content& content, std::uint64_t before, const Prepared& prepared)
{
    const auto count = prepared.followed.missing;
    if (prepared.followed.broken && count == 0) return show_gap(step, content, 0, {});
    if (count > max_places) return show_gap(step, content, before + 1, {content.sequence - 1, count});
    const auto& missing = prepared.chain.missing;
    for (auto number = missing.end() - static_cast<std::ptrdiff_t>(count); number != missing.end(); ++number)
        show_gap(step, content, *number, {*number, 1});
}

void owe_receipt(Step& step, const wire::Content& content)
{
    step.state.conversations.edit(*step.state.row_of(content.conversation)).delivered.push_back(content.message);
}

/// A message that was missing takes its place, so that one writer's messages never stand out of order; one out of a
/// long gap stands where it came.
void take_message(Step& step, const wire::Deliver& delivery, const wire::Content& content, bool late)
{
    Entry entry = entry_from(content);
    entry.message = content.message;
    entry.received = delivery.received;
    entry.released = delivery.released;
    // A reply shows when it was released: that it was written at night would say that the boundary is not real.
    const auto* conversation = step.state.conversation(content.conversation);
    if (conversation && conversation->roster.owner == content.account) entry.written = delivery.released;
    entry.body = *entry_body(content.body);
    const auto gap = late ? gap_row(step.state, content, content.sequence) : std::nullopt;
    if (gap && shrink_gap(step.state, *gap))
        step.show(show::NewEntry{step.state.fill_entry(*gap, std::move(entry))});
    else
        step.show(show::NewEntry{step.state.add_entry(std::move(entry))});
    owe_receipt(step, content);
    if (std::holds_alternative<wire::Repair>(content.body)) note_repairs(step, content.conversation);
    if (const auto* answer = std::get_if<wire::PaceAnswer>(&content.body))
        note_pace(step.state, content.conversation, *answer);
    note_agreement(step.state, content);
    note_plan(step.state, content);
    note_rhythm(step.state, content);
    if (std::holds_alternative<wire::RhythmCheckIn>(content.body))
        note_check_in(step, step.state.entries.at(*step.state.entry_row(content.message)));
    note_mark(step.state, content);
    note_measure(step.state, content, delivery);
    note_experiment(step.state, content.message);
    note_pulse(step.state, content.message);
    note_end(step.state, content.conversation, content.account, content.message, entry_body(content.body).value());
}

void take_withdrawn(Step& step, const wire::Content& content, const wire::Withdrawn& withdrawn)
{
    if (!chain_of(step.state, content, wire::Class::message).withdraw(withdrawn)) return;
    const auto gap = gap_row(step.state, content, withdrawn.sequence);
    if (!gap || !shrink_gap(step.state, *gap)) return;
    // It may have been found in this very step, by what was released together with this.
    std::erase_if(step.out.show, [&](const Show& item) {
        const auto* fresh = std::get_if<show::NewEntry>(&item);
        return fresh && fresh->entry.number == *gap;
    });
    step.state.entries.erase(*gap);
}

/// A conversation that is older than this device begins, for each writer, with what comes first.
void begin(session::ReadChain& chain, const State& state, const wire::Content& content)
{
    const auto* conversation = state.conversation(content.conversation);
    if (!conversation || !conversation->restored || chain.sequence > 0 || content.sequence == 0) return;
    chain.sequence = content.sequence - 1;
    chain.hash = content.previous;
}

Status check_roster(const State& state, const wire::Content& content, const wire::Membership& membership)
{
    const auto* known = state.conversation(content.conversation);
    const auto* owner = known ? state.contact(known->roster.owner) : nullptr;
    if (!owner || content.account != known->roster.owner) return Errc::wrong_key;
    const auto roster = session::open_roster(membership.roster, list_of(owner->device_list).identity);
    if (roster.has_error()) return roster.errc();
    if (session::conversation_id(roster.value()) != known->id) return Errc::wrong_address;
    return ok();
}

/// Reading is reported, a broken promise repaired, an agreement and a coping plan written by the owner of the hours; a
/// pace, an agreement, a plan and what a rhythm asks are answered by the others, who take the steps of an experiment
/// and share a pulse.
Status check_role(const State& state, const wire::Content& content)
{
    const bool owners = std::holds_alternative<wire::Reading>(content.body) ||
                        std::holds_alternative<wire::Repair>(content.body) ||
                        std::holds_alternative<wire::Agreement>(content.body) ||
                        std::holds_alternative<wire::CopingPlan>(content.body) ||
                        std::holds_alternative<wire::MeasureOffer>(content.body);
    const bool others = std::holds_alternative<wire::PaceAnswer>(content.body) ||
                        std::holds_alternative<wire::AgreementAnswer>(content.body) ||
                        std::holds_alternative<wire::CopingPlanAnswer>(content.body) ||
                        std::holds_alternative<wire::MeasureAnswers>(content.body) ||
                        std::holds_alternative<wire::RhythmCheckIn>(content.body) ||
                        std::holds_alternative<wire::ExperimentStep>(content.body) ||
                        std::holds_alternative<wire::PulseAnswer>(content.body);
    if ((!owners && !others) || gives_back(state, content)) return ok();
    const auto* known = state.conversation(content.conversation);
    const bool is_owner = known && known->roster.owner == content.account;
    return is_owner == owners ? ok() : Status{Errc::not_allowed};
}

/// An id names one message: none of another writer, conversation or device takes its place, one's own least of all.
Status check_id(const State& state, const wire::Content& content)
{
    if (content.message == MessageId{}) return Errc::out_of_range;
    const bool taken = content.cls == wire::Class::message && state.entry_row(content.message);
    return taken ? Status{Errc::replayed} : ok();
}

}  // namespace

Result<Prepared> prepare_content(const State& state, const session::Checked& checked, const SignPublic* writer)
{
    const auto& content = checked.content;
    if (const auto id = check_id(state, content); id.has_error()) return id.errc();
    if (const auto role = check_role(state, content); role.has_error()) return role.errc();
    if (const auto agreement = check_agreement(state, content, writer); agreement.has_error()) return agreement.errc();
    if (const auto plan = check_plan(state, content, writer); plan.has_error()) return plan.errc();
    if (const auto rhythm = check_rhythm(state, content, writer); rhythm.has_error()) return rhythm.errc();
    if (const auto mark = check_mark(state, content); mark.has_error()) return mark.errc();
    if (const auto measure = check_measure(state, content); measure.has_error()) return measure.errc();
    if (const auto experiment = check_experiment(state, content); experiment.has_error()) return experiment.errc();
    if (const auto pulse = check_pulse(content); pulse.has_error()) return pulse.errc();
    if (const auto end = check_end(state, content); end.has_error()) return end.errc();
    if (const auto* membership = std::get_if<wire::Membership>(&content.body))
        if (const auto roster = check_roster(state, content, *membership); roster.has_error()) return roster.errc();
    const auto stream = find_stream(state, content, content.cls);
    auto chain = stream ? state.read_streams.at(*stream).chain : session::ReadChain{};
    begin(chain, state, content);
    const auto followed = chain.follow(content, checked.hash);
    if (followed.has_error()) return followed.errc();
    return Prepared{std::move(chain), followed.value()};
}

void apply_content(Step& step, const wire::Deliver& delivery, const session::Checked& checked, Prepared prepared)
{
    const auto& content = checked.content;
    auto& chain = chain_of(step.state, content, content.cls);
    if (content.cls == wire::Class::message) {
        // After an end nobody can say any more that what is missing was taken back.
        if (!prepared.followed.late && !step.state.ending(content.conversation))
            mark_gaps(step, content, chain.sequence, prepared);
        take_message(step, delivery, content, prepared.followed.late);
    }
    chain = std::move(prepared.chain);
    if (const auto* membership = std::get_if<wire::Membership>(&content.body))
        step.state.conversations.edit(*step.state.row_of(content.conversation)).signed_roster = membership->roster;
    if (const auto* receipt = std::get_if<wire::Delivered>(&content.body))
        on_delivered(step, {content.account, content.device}, *receipt);
    if (const auto* withdrawn = std::get_if<wire::Withdrawn>(&content.body)) take_withdrawn(step, content, *withdrawn);
    if (const auto* reading = std::get_if<wire::Reading>(&content.body))
        apply_report(step, delivery, content, *reading);
    note_heads(step, content);
}

}  // namespace holdfast::client
