#include "server/core/relay.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/kill_point.hpp"
#include "protocol/identity/names.hpp"
#include "server/core/clock.hpp"
#include "server/core/gate.hpp"
#include "server/core/handlers/admin.hpp"
#include "server/core/handlers/deliveries.hpp"
#include "server/core/handlers/devices.hpp"
#include "server/core/handlers/holidays.hpp"
#include "server/core/handlers/hours.hpp"
#include "server/core/handlers/invitations.hpp"
#include "server/core/handlers/login.hpp"
#include "server/core/handlers/names.hpp"
#include "server/core/handlers/receipts.hpp"
#include "server/core/handlers/rosters.hpp"
#include "server/core/handlers/submit.hpp"
#include "server/core/outages.hpp"

namespace holdfast::server {
namespace {

/// When a frame may come; what comes out of turn ends the connection.
enum class Phase { first, greeted, either, proven, logged_in };

template <class Frame>
struct Handler {
    Phase phase;
    void (*run)(Step&, Connection&, const Frame&);
};

constexpr Handler<wire::Hello> handler_of(const wire::Hello&) { return {Phase::first, greet}; }
constexpr Handler<wire::Login> handler_of(const wire::Login&) { return {Phase::greeted, log_in}; }
constexpr Handler<wire::TokenKept> handler_of(const wire::TokenKept&) { return {Phase::proven, confirm_token}; }
constexpr Handler<wire::FetchInvitation> handler_of(const wire::FetchInvitation&)
{
    return {Phase::greeted, fetch_invitation};
}
constexpr Handler<wire::Redeem> handler_of(const wire::Redeem&) { return {Phase::greeted, redeem}; }
constexpr Handler<wire::PublishDevices> handler_of(const wire::PublishDevices&)
{
    return {Phase::either, publish_devices};
}
constexpr Handler<wire::PublishInvitation> handler_of(const wire::PublishInvitation&)
{
    return {Phase::logged_in, publish_invitation};
}
constexpr Handler<wire::RevokeInvitation> handler_of(const wire::RevokeInvitation&)
{
    return {Phase::logged_in, revoke_invitation};
}
constexpr Handler<wire::PublishPrekeys> handler_of(const wire::PublishPrekeys&)
{
    return {Phase::logged_in, publish_prekeys};
}
constexpr Handler<wire::FetchBundle> handler_of(const wire::FetchBundle&) { return {Phase::logged_in, fetch_bundle}; }
constexpr Handler<wire::PublishRoster> handler_of(const wire::PublishRoster&)
{
    return {Phase::logged_in, publish_roster};
}
constexpr Handler<wire::FetchRosters> handler_of(const wire::FetchRosters&)
{
    return {Phase::logged_in, fetch_rosters};
}
constexpr Handler<wire::PublishHours> handler_of(const wire::PublishHours&)
{
    return {Phase::logged_in, publish_hours};
}
constexpr Handler<wire::FetchHours> handler_of(const wire::FetchHours&) { return {Phase::logged_in, fetch_hours}; }
constexpr Handler<wire::Submit> handler_of(const wire::Submit&) { return {Phase::logged_in, submit}; }
constexpr Handler<wire::Ack> handler_of(const wire::Ack&) { return {Phase::logged_in, apply_acks}; }
constexpr Handler<wire::TakeBack> handler_of(const wire::TakeBack&) { return {Phase::logged_in, take_back}; }
constexpr Handler<wire::FetchHolidays> handler_of(const wire::FetchHolidays&)
{
    return {Phase::logged_in, fetch_holidays};
}
constexpr Handler<wire::FetchLog> handler_of(const wire::FetchLog&) { return {Phase::logged_in, fetch_log}; }
constexpr Handler<wire::KeepNames> handler_of(const wire::KeepNames&) { return {Phase::logged_in, keep_names}; }
constexpr Handler<wire::FetchNames> handler_of(const wire::FetchNames&) { return {Phase::logged_in, fetch_names}; }

bool in_turn(Phase phase, const Connection& connection) noexcept
{
    switch (phase) {
        case Phase::first: return !connection.greeted;
        case Phase::greeted: return connection.greeted && !connection.who;
        case Phase::either: return connection.greeted;
        case Phase::proven: return connection.who && !connection.confirmed;
        case Phase::logged_in: return connection.who && connection.confirmed;
    }
    return false;
}

void refuse_and_hang_up(Step& step, Connection& connection, Errc code)
{
    step.refuse(connection, 0, code);
    step.hang_up(connection, code);
}

/// Counts one more request, readable or not; the connection ends when that was too many.
bool may_ask(Step& step, Connection& connection)
{
    const bool may = connection.who ? step.connections.budget(connection.who->account).left(step.now)
                                    : ++connection.requests_before_login <= max_requests_before_login;
    if (!may) refuse_and_hang_up(step, connection, Errc::rate_limited);
    return may;
}

/// Signatures a frame makes the relay check or make.
template <class Frame>
std::uint64_t signatures_of(const Frame&) noexcept
{
    return 0;
}
std::uint64_t signatures_of(const wire::Hello&) noexcept { return 1; }
std::uint64_t signatures_of(const wire::Login&) noexcept { return 1; }
std::uint64_t signatures_of(const wire::Redeem&) noexcept { return 2; }
std::uint64_t signatures_of(const wire::PublishDevices&) noexcept { return 2; }
std::uint64_t signatures_of(const wire::PublishRoster&) noexcept { return 2; }
std::uint64_t signatures_of(const wire::PublishHours&) noexcept { return 2; }
std::uint64_t signatures_of(const wire::PublishPrekeys& publish) noexcept { return 2 + publish.one_time.size(); }
std::uint64_t signatures_of(const wire::Submit& submit) noexcept { return submit.earlier ? 1 : 0; }

void charge(Step& step, const Connection& connection, std::size_t cost)
{
    if (connection.who) step.connections.budget(connection.who->account).spend(cost);
}

void take(Step& step, Connection& connection, const wire::ClientFrame& frame)
{
    // The greeting is no request yet; a second Hello is out of turn.
    if (!std::holds_alternative<wire::Hello>(frame) && !may_ask(step, connection)) return;
    const auto answered = step.answer_bytes;
    const auto worked = step.work();
    std::visit(
        [&](const auto& chosen) {
            const auto handler = handler_of(chosen);
            if (!in_turn(handler.phase, connection))
                return refuse_and_hang_up(step, connection, Errc::unexpected_frame);
            step.signatures += signatures_of(chosen);
            handler.run(step, connection, chosen);
        },
        frame);
    // Deliveries that follow an Ack were paid for when they were sent.
    const auto work = std::holds_alternative<wire::Ack>(frame) ? 0 : step.work() - worked;
    charge(step, connection, request_cost + step.answer_bytes - answered + step_cost * work);
}

void take(Step& step, Connection& connection, const BadInput& bad)
{
    if (!may_ask(step, connection)) return;
    step.refuse(connection, 0, bad.code);
    charge(step, connection, request_cost);
    if (bad.whole_batch) step.hang_up(connection, bad.code);
}

/// The log of a conversation says itself where its instants go back. The relay is at work now: what it would still call
/// an outage was none.
void note_step_back(Step& step, Instant from)
{
    step.tables.outages.forget_after(step.now);
    for (const ConversationRow conversation : step.tables.receipts.decided_after(step.now))
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
          schedules{store.tables(), identity.key.pub},
          clock{store.tables().relay.clock()}
    {
        if (store.tables().relay.ran()) ran_until = last_shown(store.tables().relay.clock());
    }

    void take(Step& step, const Event& event);
    /// Runs once, in the first step of the process.
    void begin(Step& step);
    /// Runs first in a step: what the passing of time has decided.
    void pass_time(Step& step);
    void finish(Step& step);
    [[nodiscard]] std::optional<Instant> wake_at() const;

    RelayStore store;
    Identity identity;
    crypto::Random& random;
    RelayConfig config;
    Connections connections;
    ScheduleCache schedules;
    Clock clock;
    std::optional<Instant> ran_until;  ///< empty: on this store no relay ran before
    std::optional<Instant> next_change;
    bool swept = false;
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
    store::Transaction batch{tables.db};
    now = state.clock.advance(now, synchronised);
    // Before anything is decided by the new time.
    if (has_jump(events)) state.clock.distrust(now);
    Step step{tables, state.connections, state.schedules, state.identity, state.random, state.config, state.clock, now};
    step.room = room;
    step.began_at = tables.db.steps();
    step.next_change = state.next_change;
    state.pass_time(step);
    const auto before = step.work();  // what time has decided comes on top
    for (const Event& event : events) {
        if (step.answer_bytes > answer_bytes_in_step || step.work() - before > work_in_step) break;
        state.take(step, event);
        ++step.effects.taken;
    }
    state.finish(step);
    step.effects.work = step.work();
    kill_point("relay-before-commit");
    batch.commit();
    kill_point("relay-after-commit");
    return std::move(step.effects);
}

void Relay::State::begin(Step& step)
{
    if (ran_until && clock.trusted()) note_outage(step, *ran_until);
    step.tables.relay.set_ran(true);
}

void Relay::State::pass_time(Step& step)
{
    const bool changed = clock.pop_change();
    if (changed) schedules.forget_all();
    const bool due = next_change && step.now >= *next_change;
    if (swept && !changed && !due) return;
    if (!std::exchange(swept, true)) begin(step);
    if (const auto from = clock.pop_step_back()) note_step_back(step, *from);
    sweep(step);
}

void Relay::State::take(Step& step, const Event& event)
{
    if (const auto* opened = std::get_if<Opened>(&event)) {
        Connection& connection = connections.open(opened->connection, opened->exporter);
        if (opened->exporter.empty() && !config.behind_proxy) step.hang_up(connection, Errc::not_allowed);
    } else if (const auto* arrived = std::get_if<FrameArrived>(&event)) {
        if (Connection* connection = connections.find(arrived->connection))
            server::take(step, *connection, arrived->frame);
    } else if (const auto* bad = std::get_if<BadInput>(&event)) {
        if (Connection* connection = connections.find(bad->connection)) server::take(step, *connection, *bad);
    } else if (const auto* closed = std::get_if<Closed>(&event)) {
        connections.close(closed->connection);
    } else if (const auto* asked = std::get_if<AdminAsked>(&event)) {
        step.effects.answers.push_back({asked->ticket, answer_admin(step, asked->request)});
        pass_time(step);  // the clock may have been confirmed
    }
}

void Relay::State::finish(Step& step)
{
    for (const auto& [device, statement] :
         step.receipts.finish(identity.key, random, step.tables.receipts, step.effects.frames))
        if (step.tables.accounts.find_device(device)) step.tell(device, statement);
    step.tables.receipts.prune(step.now - wire::receipts_kept);
    for (Connection* connection : connections.drain_scheduled()) deliver(step, *connection);
    clock.save(step.tables.relay);
    next_change = step.next_change;
    step.effects.wake_at = wake_at();
}

std::optional<Instant> Relay::State::wake_at() const
{
    if (!clock.settles_at()) return next_change;
    return clock.settles_at();
}

}  // namespace holdfast::server
