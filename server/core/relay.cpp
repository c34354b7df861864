#include "server/core/relay.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/kill_point.hpp"
#include "protocol/identity/names.hpp"
#include "server/core/clock.hpp"
#include "server/core/dispatch.hpp"
#include "server/core/gate.hpp"
#include "server/core/handlers/admin.hpp"
#include "server/core/handlers/deliveries.hpp"
#include "server/core/outages.hpp"

namespace holdfast::server {
namespace {

/// The log of a conversation says itself where its instants go back. The relay is at work now: what it would still call
/// an outage was none.
void note_step_back(Step& step, Instant from)
{
    step.tables.outages.forget_after(step.now);
    for (const ConversationRow conversation : step.tables.receipts.decided_after(step.now))
        if (!step.tables.endings.is_deleted(conversation))
            step.record(conversation, wire::decided::ClockWentBack{from});
}

bool has_jump(std::span<const Event> events)
{
    return std::any_of(events.begin(), events.end(),
                       [](const Event& event) { return std::holds_alternative<ClockJumped>(event); });
}

}  // namespace

struct Relay::State {
    State(RelayStore given, const crypto::SignKeyPair& key, crypto::Random& source, RelayConfig settings)
        : store{std::move(given)},
          identity{key.clone(), session::practice_id(key.pub), store.incarnation(), LoginTokens{key}},
          random{source},
          config{settings},
          memory{.schedules = ScheduleCache{store.tables(), identity.key.pub},
                 .clock = Clock{store.tables().relay.clock()}}
    {
        if (store.tables().relay.ran()) memory.ran_until = last_shown(store.tables().relay.clock());
    }

    void take(Step& step, const Event& event);
    /// Runs once, before the first step of the process. By a clock that went back or jumped nobody knows how long the
    /// relay was down; by one that was not set since, it is the best there is, and is forgotten where it goes back
    /// later.
    void start_clock(Instant now, bool set, bool jumped);
    /// Runs once, in the first step of the process.
    void begin(Step& step);
    /// Runs first in a step: what the passing of time has decided.
    void pass_time(Step& step);
    /// Runs last in a step. Answers and deliveries leave here: the answers of the handlers stand in the effects by now,
    /// those that are receipts are signed and join them, and then what was scheduled for delivery. All of it is sent
    /// after the commit that follows.
    void send_answers_and_deliveries(Step& step);
    [[nodiscard]] std::optional<Instant> wake_at(Instant now) const;

    RelayStore store;
    Identity identity;
    crypto::Random& random;
    RelayConfig config;
    InMemory memory;
};

Relay::Relay(RelayStore store, crypto::SignKeyPair key, crypto::Random& random, RelayConfig config)
    : state_{std::make_unique<State>(std::move(store), key, random, config)}
{
}

Relay::~Relay() = default;

RelayStore& Relay::store() noexcept { return state_->store; }

Effects Relay::step(std::span<const Event> events, Instant now, bool synchronised, bool room)
{
    State& state = *state_;
    Tables& tables = state.store.tables();
    Batch batch = state.store.begin();
    if (!state.memory.begun) state.start_clock(now, synchronised, has_jump(events));
    now = state.memory.clock.advance(now, synchronised);
    // Before anything is decided by the new time.
    if (has_jump(events)) state.memory.clock.distrust(now);
    Step step{tables, state.memory, state.identity, state.random, state.config, now};
    step.room = room;
    step.began_at = tables.db.steps();
    state.pass_time(step);
    const auto before = step.work();  // what time has decided comes on top
    for (const Event& event : events) {
        if (step.answer_bytes > answer_bytes_in_step || step.work() - before > work_in_step) break;
        state.take(step, event);
        ++step.effects.taken;
    }
    sweep(step);  // what the events made due
    state.send_answers_and_deliveries(step);
    state.memory.clock.save(tables.relay);
    step.effects.wake_at = state.wake_at(now);
    step.effects.work = step.work();
    kill_point("relay-before-commit");
    batch.commit();
    kill_point("relay-after-commit");
    step.effects.unwritten = tables.queue.has_unwritten_acks();
    return std::move(step.effects);
}

void Relay::State::start_clock(Instant now, bool set, bool jumped)
{
    if (!memory.clock.trusted() || memory.clock.goes_back_to(now) || jumped) memory.ran_until.reset();
    memory.clock.start(now, set);
}

void Relay::State::begin(Step& step)
{
    if (memory.ran_until) note_outage(step, *memory.ran_until);
    step.tables.relay.set_ran(true);
    step.tables.deeds.chain_old();
}

void Relay::State::pass_time(Step& step)
{
    const bool changed = memory.clock.pop_change();
    if (changed) memory.schedules.forget_all();
    const bool first = !std::exchange(memory.begun, true);
    if (first) begin(step);
    if (const auto from = memory.clock.pop_step_back()) note_step_back(step, *from);
    if (first || changed) look_at_all(step);
    sweep(step);
}

void Relay::State::take(Step& step, const Event& event)
{
    if (const auto* opened = std::get_if<Opened>(&event)) {
        Connection& connection = memory.connections.open(opened->connection, opened->exporter);
        if (opened->exporter.empty() && !config.behind_proxy) step.hang_up(connection, Errc::not_allowed);
    } else if (const auto* arrived = std::get_if<FrameArrived>(&event)) {
        if (Connection* connection = memory.connections.find(arrived->connection))
            server::take(step, *connection, arrived->frame);
    } else if (const auto* bad = std::get_if<BadInput>(&event)) {
        if (Connection* connection = memory.connections.find(bad->connection)) server::take(step, *connection, *bad);
    } else if (std::holds_alternative<Tick>(event)) {
        step.tables.queue.write_acks();
    } else if (const auto* closed = std::get_if<Closed>(&event)) {
        if (Connection* connection = memory.connections.find(closed->connection)) step.forget_news(*connection);
        memory.connections.close(closed->connection);
    } else if (const auto* asked = std::get_if<AdminAsked>(&event)) {
        step.effects.answers.push_back({asked->ticket, answer_admin(step, asked->request)});
        pass_time(step);  // the clock may have been confirmed
    }
}

void Relay::State::send_answers_and_deliveries(Step& step)
{
    for (const auto& [device, statement] :
         step.receipts.prove_and_answer(identity.key, random, step.tables.receipts, step.effects.frames))
        if (step.tables.accounts.find_device(device)) step.tell(device, statement);
    prune(step);
    memory.connections.schedule_put_off();
    for (Connection* connection : memory.connections.drain_scheduled()) deliver(step, *connection);
}

std::optional<Instant> Relay::State::wake_at(Instant now) const
{
    auto next = memory.agenda.next();
    if (next) next = std::max(*next, now);
    const auto settles = memory.clock.settles_at();
    // Nothing is noted while the clock is not trusted: what is due then is left over.
    return settles && !(next && *next <= now) ? settles : next;
}

}  // namespace holdfast::server
