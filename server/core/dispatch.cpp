#include "server/core/dispatch.hpp"

#include <type_traits>
#include <utility>
#include <variant>

#include "server/core/handlers/deliveries.hpp"
#include "server/core/handlers/devices.hpp"
#include "server/core/handlers/endings.hpp"
#include "server/core/handlers/holidays.hpp"
#include "server/core/handlers/hours.hpp"
#include "server/core/handlers/invitations.hpp"
#include "server/core/handlers/login.hpp"
#include "server/core/handlers/names.hpp"
#include "server/core/handlers/receipts.hpp"
#include "server/core/handlers/rosters.hpp"
#include "server/core/handlers/submit.hpp"

namespace holdfast::server {
namespace {

/// When a frame may come; what comes out of turn ends the connection.
enum class Phase { first, greeted, either, proven, logged_in };

/// `Who` asks: `const LoggedInDevice`, or `Connection` before there is one and where the frame is about the connection
/// itself.
template <class Who, class Frame>
struct Handler {
    Phase phase;
    Result<Answer> (*run)(Step&, Who&, const Frame&);
    bool refusal_hangs_up = false;
};
template <class Who, class Frame>
Handler(Phase, Result<Answer> (*)(Step&, Who&, const Frame&)) -> Handler<Who, Frame>;
template <class Who, class Frame>
Handler(Phase, Result<Answer> (*)(Step&, Who&, const Frame&), bool) -> Handler<Who, Frame>;

constexpr bool hangs_up = true;

constexpr auto handler_of(const wire::Hello&) { return Handler{Phase::first, greet, hangs_up}; }
constexpr auto handler_of(const wire::Login&) { return Handler{Phase::greeted, log_in, hangs_up}; }
constexpr auto handler_of(const wire::TokenKept&) { return Handler{Phase::proven, confirm_token, hangs_up}; }
constexpr auto handler_of(const wire::FetchInvitation&) { return Handler{Phase::greeted, fetch_invitation}; }
constexpr auto handler_of(const wire::Redeem&) { return Handler{Phase::greeted, redeem}; }
constexpr auto handler_of(const wire::PublishDevices&) { return Handler{Phase::either, publish_devices}; }
constexpr auto handler_of(const wire::PublishInvitation&) { return Handler{Phase::logged_in, publish_invitation}; }
constexpr auto handler_of(const wire::RevokeInvitation&) { return Handler{Phase::logged_in, revoke_invitation}; }
constexpr auto handler_of(const wire::PublishPrekeys&) { return Handler{Phase::logged_in, publish_prekeys}; }
constexpr auto handler_of(const wire::FetchBundle&) { return Handler{Phase::logged_in, fetch_bundle}; }
constexpr auto handler_of(const wire::PublishRoster&) { return Handler{Phase::logged_in, publish_roster}; }
constexpr auto handler_of(const wire::FetchRosters&) { return Handler{Phase::logged_in, fetch_rosters}; }
constexpr auto handler_of(const wire::PublishHours&) { return Handler{Phase::logged_in, publish_hours}; }
constexpr auto handler_of(const wire::FetchHours&) { return Handler{Phase::logged_in, fetch_hours}; }
constexpr auto handler_of(const wire::Submit&) { return Handler{Phase::logged_in, submit}; }
constexpr auto handler_of(const wire::Ack&) { return Handler{Phase::logged_in, apply_acks}; }
constexpr auto handler_of(const wire::TakeBack&) { return Handler{Phase::logged_in, take_back}; }
constexpr auto handler_of(const wire::FetchHolidays&) { return Handler{Phase::logged_in, fetch_holidays}; }
constexpr auto handler_of(const wire::FetchLog&) { return Handler{Phase::logged_in, fetch_log}; }
constexpr auto handler_of(const wire::KeepNames&) { return Handler{Phase::logged_in, keep_names}; }
constexpr auto handler_of(const wire::FetchNames&) { return Handler{Phase::logged_in, fetch_names}; }
constexpr auto handler_of(const wire::EndConversation&) { return Handler{Phase::logged_in, end_conversation}; }

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

void refuse_and_hang_up(Step& step, Connection& connection, Errc code, wire::RequestId request = 0)
{
    step.refuse(connection, request, code);
    step.hang_up(connection, code);
}

/// Counts one more request, readable or not; the connection ends when that was too many.
bool may_ask(Step& step, Connection& connection)
{
    const bool may = connection.who ? step.memory.budgets[connection.who->account].left(step.now)
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
std::uint64_t signatures_of(const wire::EndConversation&) noexcept { return 2; }
std::uint64_t signatures_of(const wire::Submit& submit) noexcept { return submit.earlier ? 1 : 0; }

/// The number that the answer to a frame repeats; 0 for those that have none.
template <class Frame>
wire::RequestId request_of(const Frame& frame) noexcept
{
    if constexpr (requires { frame.request; })
        return frame.request;
    else
        return 0;
}
wire::RequestId request_of(const wire::Submit& submit) noexcept { return submit.number; }

template <class Frame>
void set_request(Frame& answer, wire::RequestId request) noexcept
{
    if constexpr (requires { answer.request; }) answer.request = request;
}
void set_request(wire::Accepted& answer, wire::RequestId request) noexcept { answer.number = request; }

void reply(Step&, ConnectionId, wire::RequestId, NoAnswer) {}

void reply(Step& step, ConnectionId connection, wire::RequestId request, const ReceiptAnswer& answer)
{
    step.receipts.answer(connection, answer.asked, request);
}

template <class Frame>
void reply(Step& step, ConnectionId connection, wire::RequestId request, Frame answer)
{
    set_request(answer, request);
    step.send(connection, std::move(answer));
}

template <class Who, class Frame>
Result<Answer> run(Step& step, Connection& connection, const Handler<Who, Frame>& handler, const Frame& frame)
{
    if constexpr (std::is_same_v<Who, Connection>) {
        return handler.run(step, connection, frame);
    } else {
        const LoggedInDevice who = *connection.who;  // a copy: the connection may be logged out meanwhile
        return handler.run(step, who, frame);
    }
}

/// The one place where a request is answered or refused.
template <class Frame>
void serve(Step& step, Connection& connection, const Frame& frame)
{
    const auto handler = handler_of(frame);
    if (!in_turn(handler.phase, connection)) return refuse_and_hang_up(step, connection, Errc::unexpected_frame);
    step.signatures += signatures_of(frame);
    auto answer = run(step, connection, handler, frame);
    const auto request = request_of(frame);
    if (answer.has_value())
        std::visit([&](auto& chosen) { reply(step, connection.id, request, std::move(chosen)); }, *answer);
    else if (handler.refusal_hangs_up)
        refuse_and_hang_up(step, connection, answer.errc(), request);
    else
        step.refuse(connection, request, answer.errc());
    step.send_scheduled();
}

void charge(Step& step, const Connection& connection, std::size_t cost)
{
    if (connection.who) step.memory.budgets[connection.who->account].spend(cost);
}

}  // namespace

void take(Step& step, Connection& connection, const wire::ClientFrame& frame)
{
    // The greeting is no request yet; a second Hello is out of turn.
    if (!std::holds_alternative<wire::Hello>(frame) && !may_ask(step, connection)) return;
    const auto answered = step.answer_bytes;
    const auto worked = step.work();
    std::visit([&](const auto& chosen) { serve(step, connection, chosen); }, frame);
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

}  // namespace holdfast::server
