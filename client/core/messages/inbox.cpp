#include "client/core/messages/inbox.hpp"

#include <algorithm>

#include "client/core/account/accept_handshake.hpp"
#include "client/core/evidence/receipt_evidence.hpp"
#include "client/core/messages/apply_content.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/session/session.hpp"

namespace holdfast::client {
namespace {

/// Lines of the log of refused deliveries: enough to see what went on, and no disk to fill.
constexpr std::size_t max_refused = 200;
/// Deliveries kept sealed; the relay has at most a page on its way, what is above it comes again.
constexpr std::size_t max_sealed = 256;

Address writer_of(const wire::Deliver& delivery) { return {delivery.from, delivery.from_device}; }

void ack(Step& step, const wire::Deliver& delivery) { step.acks.push_back({delivery.delivery, 0}); }

void refuse(Step& step, const wire::Deliver& delivery, Errc code)
{
    keep_delivery(step, delivery, true);
    step.acks.push_back({delivery.delivery, static_cast<std::uint16_t>(code)});
    step.state.refused.add(
        {delivery.from, delivery.from_device, delivery.message, static_cast<std::uint16_t>(code), step.relay_now});
    while (step.state.refused.size() > max_refused) step.state.refused.erase(step.state.refused.rows().begin()->first);
    step.show(show::Refused{code});
}

/// The hours that decide about a delivery; of one whose conversation is not known yet, one's own.
const hours::Schedule& schedule_of(const Step& step, const wire::Deliver& delivery)
{
    const auto* conversation = step.state.conversation(delivery.conversation);
    return conversation ? step.state.hours.schedule(conversation->roster.owner, conversation->id)
                        : step.state.hours.schedule(step.state.account->id, std::nullopt);
}

bool must_stay_sealed(const Step& step, const wire::Deliver& delivery)
{
    if (delivery.cls != wire::Class::message || !step.state.is_therapist()) return false;
    return !schedule_of(step, delivery).is_open(step.relay_now);
}

/// Under which of the sessions with this device it opens. Errors: no_session, and those of session::decrypt.
struct OpenedUnder {
    session::Opened opened;
    Row peer = 0;
    std::size_t index = 0;
};

Result<OpenedUnder> open_known(Step& step, const wire::Deliver& delivery, const wire::SealedEnvelope& envelope)
{
    const auto row = step.state.row_of(writer_of(delivery));
    if (!row) return Errc::no_session;
    Errc reason = Errc::no_session;
    const auto& sessions = step.state.sessions.at(*row).sessions;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (envelope.handshake && envelope.handshake->ephemeral != sessions[i].handshake.ephemeral) continue;
        auto opened = session::decrypt(sessions[i], delivery.cls, envelope);
        if (opened.has_value()) return OpenedUnder{std::move(opened.value()), *row, i};
        if (reason == Errc::no_session || opened.errc() == Errc::replayed) reason = opened.errc();
    }
    return reason;
}

/// A session in use: the payload is checked before the session advances.
Status take_known(Step& step, const wire::Deliver& delivery, OpenedUnder under)
{
    const auto checked = session::check_payload(
        under.opened.payload,
        {step.state.self(), writer_of(delivery), delivery.conversation, delivery.cls, delivery.message});
    if (checked.has_error()) return checked.errc();
    const auto* conversation = step.state.conversation(delivery.conversation);
    const bool member = conversation && std::ranges::count(conversation->roster.members, delivery.from);
    if (!member) return Errc::wrong_address;
    auto prepared = prepare_content(step.state, checked.value());
    if (prepared.has_error()) return prepared.errc();
    step.state.sessions.edit(under.peer).sessions[under.index] = std::move(under.opened.next);
    apply_content(step, delivery, checked.value(), std::move(prepared.value()));
    return ok();
}

void open(Step& step, const wire::Deliver& delivery)
{
    const auto envelope = session::open_envelope(delivery.body);
    if (envelope.has_error()) return refuse(step, delivery, envelope.errc());
    auto known = open_known(step, delivery, envelope.value());
    Status status = ok();
    if (known.has_value())
        status = take_known(step, delivery, std::move(known.value()));
    else if (known.errc() == Errc::no_session && envelope.value().handshake)
        status = welcome(step, delivery, envelope.value());
    else
        status = known.errc();
    if (!status.has_error()) {
        keep_delivery(step, delivery, false);
        return ack(step, delivery);
    }
    // Content other than messages that was stored before its ack was lost comes again and changes nothing.
    if (status.errc() == Errc::replayed && delivery.cls != wire::Class::message) return ack(step, delivery);
    refuse(step, delivery, status.errc());
}

/// A message this device has already, by its full name: the writer lacks the receipt. Another one under its id is
/// opened, and refused for what it is.
bool is_known_message(const Step& step, const wire::Deliver& delivery)
{
    const auto row = step.state.entry_row(delivery.message);
    if (!row || delivery.cls != wire::Class::message) return false;
    const auto& entry = step.state.entries.head(*row);
    return entry.from == delivery.from && entry.device == delivery.from_device &&
           entry.conversation == delivery.conversation;
}

void owe_receipt_again(Step& step, const wire::Deliver& delivery)
{
    const auto row = step.state.row_of(delivery.conversation);
    if (!row) return;
    auto& due = step.state.conversations.edit(*row).delivered;
    if (!std::ranges::count(due, delivery.message)) due.push_back(delivery.message);
}

void take(Step& step, wire::Deliver delivery)
{
    if (must_stay_sealed(step, delivery)) {
        if (step.live.connection.sealed.size() < max_sealed) step.live.connection.sealed.push_back(std::move(delivery));
        return;
    }
    // Nobody is told that it is not shown: to the relay and the writer it was read by a device.
    if (const auto* ending = step.state.ending(delivery.conversation); ending && ending->blocked)
        return ack(step, delivery);
    if (is_known_message(step, delivery)) {
        owe_receipt_again(step, delivery);
        return ack(step, delivery);
    }
    open(step, delivery);
}

}  // namespace

void on_deliver(Step& step, wire::Deliver delivery)
{
    step.live.connection.probed = false;
    step.live.connection.settled = false;
    take(step, std::move(delivery));
}

void open_sealed(Step& step)
{
    auto sealed = std::exchange(step.live.connection.sealed, {});
    for (auto& delivery : sealed) take(step, std::move(delivery));
    for (const auto& delivery : step.live.connection.sealed)
        if (const auto change = schedule_of(step, delivery).next_change(step.relay_now)) step.wake_by(*change);
}

}  // namespace holdfast::client
