#include "client/core/account/login.hpp"

#include <algorithm>
#include <utility>

#include "client/core/account/devices.hpp"
#include "client/core/account/enrolment.hpp"
#include "client/core/account/invitations.hpp"
#include "client/core/account/kept_names.hpp"
#include "client/core/account/moves.hpp"
#include "client/core/account/terms.hpp"
#include "client/core/connection.hpp"
#include "client/core/evidence/auditing.hpp"
#include "client/core/evidence/receipt_evidence.hpp"
#include "client/core/hours/sync.hpp"
#include "client/core/messages/end.hpp"
#include "client/core/messages/outbox.hpp"
#include "client/core/messages/relay_statements.hpp"
#include "client/core/reading/attendance.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "client/core/rhythm/due_check_ins.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/session/prekeys.hpp"

namespace holdfast::client {
namespace {

/// One-time prekeys kept at most: those of a few batches whose publication was never answered.
constexpr std::size_t max_kept_one_time_prekeys = 4 * wire::one_time_prekey_batch;

std::optional<SignPublic> pinned_relay(const State& state)
{
    if (state.account) return state.account->relay_key;
    if (state.enrolment) return state.enrolment->relay_key;
    return std::nullopt;
}

bool behind_proxy(const State& state)
{
    return state.account ? state.account->behind_proxy : state.enrolment->behind_proxy;
}

void set_behind_proxy(State& state, bool yes)
{
    if (behind_proxy(state) == yes) return;
    if (state.account) state.account.edit().behind_proxy = yes;
    if (state.enrolment) state.enrolment.edit().behind_proxy = yes;
}

/// Whether the greeting's key signed this connection.
bool is_signed(const ConnectionState& connection, const wire::Greeting& greeting, BytesView exporter)
{
    const wire::GreetingProof proof{to_bytes(exporter), connection.client_nonce, greeting.nonce, greeting.time};
    return crypto::verify(crypto::labels::sign_relay_hello, greeting.relay_key, wire::encode(proof), greeting.signature)
        .has_value();
}

/// The next connection is made otherwise; whoever waits for the relay goes on waiting.
void return_at_once(Step& step)
{
    step.live.connection = ConnectionState{};
    ++step.live.returns;
}

void give_up(Step& step)
{
    step.out.close = true;
    step.live.dropped = true;
}

/// The relay itself says that a proxy ends its clients' TLS. The next connection is made for that, with a certificate
/// that is verified.
void come_back_for_proxy(Step& step)
{
    set_behind_proxy(step.state, true);
    if (step.state.enrolled()) step.show(show::BehindProxy{});
    return_at_once(step);
    give_up(step);
}

/// Answers everybody who waits for the relay.
void answer_all(Step& step, Errc reason)
{
    for (const auto& [request, what] : step.live.connection.pending) {
        if (const auto* publish = std::get_if<pending::PublishHours>(&what)) step.answer(publish->ticket, reason);
        if (const auto* invite = std::get_if<pending::Invitation>(&what)) step.answer(invite->ticket, reason);
        if (const auto* take_back = std::get_if<pending::TakeBack>(&what)) step.answer(take_back->ticket, reason);
        if (const auto* holidays = std::get_if<pending::Holidays>(&what)) step.answer(holidays->ticket, reason);
        if (const auto* log = std::get_if<pending::Log>(&what)) audit_without_log(step, *log, reason);
    }
    for (const auto& command : step.live.waiting) step.answer(command.ticket, reason);
    step.live.waiting.clear();
    if (step.live.enrolling) step.answer(*std::exchange(step.live.enrolling, std::nullopt), reason);
}

void end(Step& step, Errc reason)
{
    look_back(step);
    answer_all(step, reason);
    step.live.connection = ConnectionState{};
    step.live.offline_reason = reason;
    step.show(show::Offline{reason});
}

void note_clock(Step& step, Instant relay_time)
{
    const auto difference = relay_time - step.device_now;
    step.live.difference = difference;
    step.relay_now = corrected(step.live, step.device_now);
    if (step.relay_now == step.device_now && std::chrono::abs(difference) > wire::clock_tolerance)
        step.show(show::ClocksDiffer{step.device_now, relay_time});
}

/// True when the relay was restored from a backup since the last login.
bool note_incarnation(Step& step, const IncarnationId& incarnation)
{
    const auto known = step.state.account->incarnation;
    if (known == incarnation) return false;
    step.state.account.edit().incarnation = incarnation;
    // It has dropped the one-time prekeys it held, since it may have handed them out after the copy was made.
    if (known) session::drop_one_time(step.state.prekeys.edit().prekeys);
    return known.has_value();
}

}  // namespace

bool clocks_agree(const Live& live)
{
    return live.difference && std::chrono::abs(*live.difference) <= wire::clock_tolerance;
}

Instant relay_time(const Step& step)
{
    return step.device_now + step.live.difference.value_or(std::chrono::milliseconds{0});
}

Instant earliest(const Step& step) { return std::min(step.device_now, relay_time(step)); }

Instant corrected(const Live& live, Instant now) { return clocks_agree(live) ? now + *live.difference : now; }

void on_connected(Step& step, Connected event)
{
    step.live.connection = ConnectionState{};
    step.live.dropped = false;
    step.live.connection.phase = Phase::greeting;
    step.live.connection.exporter = std::move(event.exporter);
    step.random.fill(step.live.connection.client_nonce);
    step.send(wire::Hello{wire::protocol_version, step.live.connection.client_nonce});
}

void on_disconnected(Step& step, Errc reason)
{
    if (std::exchange(step.live.dropped, false)) return;
    look_elsewhere(step) ? return_at_once(step) : end(step, reason);
}

void drop(Step& step, Errc reason)
{
    look_elsewhere(step) ? return_at_once(step) : end(step, reason);
    give_up(step);
}

Errc older_side(const wire::Versions& relay) noexcept
{
    if (relay.supported.empty()) return Errc::unknown_version;
    const auto newest = *std::ranges::max_element(relay.supported);
    if (newest == wire::protocol_version) return Errc::unknown_version;
    return newest < wire::protocol_version ? Errc::relay_outdated : Errc::program_outdated;
}

void on_greeting(Step& step, const wire::Greeting& greeting)
{
    auto& connection = step.live.connection;
    if (connection.phase != Phase::greeting) return drop(step, Errc::unexpected_frame);
    if (greeting.version != wire::protocol_version) return drop(step, Errc::unknown_version);
    const auto pin = pinned_relay(step.state);
    if (pin && *pin != greeting.relay_key) return drop(step, Errc::wrong_relay);
    const bool direct = is_signed(connection, greeting, connection.exporter);
    if (!direct && !is_signed(connection, greeting, {})) return drop(step, Errc::wrong_relay);
    if (!direct && !behind_proxy(step.state)) return come_back_for_proxy(step);
    if (!direct) connection.exporter.clear();
    set_behind_proxy(step.state, !direct);
    connection.relay_key = greeting.relay_key;
    connection.relay_nonce = greeting.nonce;
    note_clock(step, greeting.time);
    const wire::GreetingProof proof{connection.exporter, connection.client_nonce, greeting.nonce, greeting.time};
    keep_login(step, {wire::encode(proof), greeting.signature}, greeting.time);
    step.state.enrolment ? continue_enrolment(step) : login(step);
}

void login(Step& step)
{
    auto& connection = step.live.connection;
    const auto& account = *step.state.account;
    connection.phase = Phase::logging_in;
    step.live.is_unknown = false;
    if (step.live.offers_list) step.request(wire::PublishDevices{0, account.device_list}, pending::ListAgain{});
    const wire::LoginProof proof{session::practice_id(connection.relay_key),
                                 connection.exporter,
                                 connection.client_nonce,
                                 connection.relay_nonce,
                                 account.id,
                                 account.device,
                                 wire::protocol_version,
                                 account.last_submit,
                                 account.token};
    const auto signature = crypto::sign(crypto::labels::sign_login, step.state.keys->signing, wire::encode(proof));
    step.request(wire::Login{0, account.id, account.device, account.last_submit, account.token, signature},
                 pending::Login{});
}

void on_list_refused(Step& step, Errc reason)
{
    if (step.live.connection.phase == Phase::logging_in) step.live.is_unknown = reason == Errc::not_found;
}

void on_login_refused(Step& step, Errc reason)
{
    if (stops_device(reason)) stop_device(step, reason);
    if (reason != Errc::login_refused || step.state.enrolment) return drop(step, reason);
    if (step.live.is_unknown) return drop(step, Errc::account_unknown);
    if (std::exchange(step.live.offers_list, true)) return drop(step, reason);
    return_at_once(step);
    give_up(step);
}

void on_logged_in(Step& step, const wire::LoggedIn& answer)
{
    auto& connection = step.live.connection;
    // Tokens only rise: an older one, from a relay that lies, would make this device look like a copy of itself.
    if (answer.token.number <= step.state.account->token.number) return drop(step, Errc::unexpected_frame);
    step.state.account.edit().token = answer.token;
    step.send(wire::TokenKept{answer.token.number});  // leaves after the commit of this step, as everything does
    connection.phase = Phase::online;
    connection.tzdata = answer.tzdata;
    step.live.offline_reason.reset();
    step.live.offers_list = false;
    settle_address(step, answer.move);
    settle_terms(step, answer.terms);
    const bool restored = note_incarnation(step, answer.incarnation);
    // The relay's word on the role is not asked for: who calls a therapist a client would open her gate.
    note_login(step);
    step.show(show::Online{});
    if (step.state.is_therapist()) step.state.follow_hours(step.state.account->id, std::nullopt);
    for (const auto& notice : answer.notices) apply_practice_notice(step, notice);
    apply_outages(step, answer.outages);
    refill_prekeys(step, answer.one_time_prekeys);
    // It may know an older list, and let in a device that has left it since.
    if (restored) step.request(wire::PublishDevices{0, step.state.account->device_list}, pending::ListAgain{});
    if (restored && step.state.is_therapist()) give_back_hours(step);
    if (restored) give_back_invitations(step);
    if (restored) forget_handed_over(step.state);
    fetch_all_hours(step);
    resend_pending_hours(step);
    forget_unpublished_invitations(step);
    forget_old_evidence(step);
    forget_what_was_submitted(step);
    publish_rosters(step);
    if (restored) step.state.kept_names.clear();
    if (step.state.enrolment && step.state.enrolment->restoring) fetch_names(step);
    fetch_missing_bundles(step);
    resubmit(step, answer.last_submit);
}

void refill_prekeys(Step& step, std::uint32_t left)
{
    auto& prekeys = step.state.prekeys.edit().prekeys;
    const session::PrekeyOwner owner{step.state.account->id, step.state.account->device, step.state.keys->signing};
    const auto today = Instant{std::chrono::floor<std::chrono::days>(earliest(step))};
    const bool rotate = session::wants_rotation(prekeys, earliest(step));
    if (!rotate && left >= wire::one_time_prekey_refill) return;
    // Everyone who may write to this device sees when a key was made: the day, and no hour at which it was there.
    if (rotate) session::rotate(prekeys, owner, today, step.random);
    const std::size_t count = left < wire::one_time_prekey_refill ? wire::one_time_prekey_batch - left : std::size_t{0};
    session::add_one_time(prekeys, owner, count, step.random);
    wire::PublishPrekeys publish{0, prekeys.signed_prekeys.back().prekey.record, {}};
    for (auto fresh = prekeys.one_time.end() - static_cast<std::ptrdiff_t>(count); fresh != prekeys.one_time.end();
         ++fresh)
        publish.one_time.push_back(fresh->record);
    while (prekeys.one_time.size() > max_kept_one_time_prekeys) prekeys.one_time.erase(prekeys.one_time.begin());
    step.request(std::move(publish), pending::Prekeys{});
}

void settle(Step& step)
{
    auto& connection = step.live.connection;
    if (!step.online() || !connection.pending.empty() || unanswered(step.state)) {
        connection.settled = false;
        return;
    }
    if (step.state.enrolment) finish_enrolment(step);
    if (connection.settled) return;
    if (!connection.probed) {
        connection.probed = true;
        return probe(step);
    }
    connection.settled = true;
    if (connection.sealed.empty()) connection.caught_up = step.relay_now;
    judge_windows(step);
    judge_check_ins(step);
    find_missed(step);
    step.show(show::CaughtUp{});
}

}  // namespace holdfast::client
