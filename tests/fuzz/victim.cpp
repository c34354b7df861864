#include "tests/fuzz/victim.hpp"

#include <algorithm>

#include "client/core/connection.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/session/session.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

namespace show = client::show;

/// A whole outbox sent again is below it; more, and one lie would be worth many frames.
constexpr std::size_t most_in_a_step = 400;
/// Of a longer gap its messages have no places in the history.
constexpr std::uint64_t most_places_of_gap = 8;

bool is_receipt_of(const wire::Submit& submit, const wire::ReceiptProof& proof, const SignPublic& relay)
{
    const auto receipt = session::open_receipt(proof, relay);
    const auto* taken = receipt.has_value() ? std::get_if<wire::decided::Accepted>(&receipt->event) : nullptr;
    return taken != nullptr && taken->message == submit.message && receipt->conversation == submit.conversation &&
           taken->cls == submit.cls &&
           taken->envelopes == crypto::sha256(crypto::labels::envelopes_hash, wire::encode(submit.envelopes));
}

}  // namespace

Victim::Victim(Enrolled& enrolled, Honest& honest, std::string name)
    : enrolled_{enrolled}, honest_{honest}, name_{std::move(name)}, random_{"lied to " + name_}
{
    open_vault();
}

void Victim::meets(Victim& other)
{
    other_ = &other;
    for (const auto& entry : history())
        if (entry.mine) wrote_.push_back(client::test::words_of(entry.body));
}

std::vector<client::Entry> Victim::history() const
{
    std::vector<client::Entry> entries;
    if (const auto id = conversation())
        for (const auto* entry : client_->history(*id)) entries.push_back(*entry);
    return entries;
}

std::optional<ConversationId> Victim::conversation() const
{
    const bool therapist = client_->status().role == wire::Role::therapist;
    const auto found = client_->find(therapist ? other_->name() : std::string{});
    return found.has_value() ? std::optional{found.value()} : std::nullopt;
}

std::string Victim::new_text()
{
    wrote_.push_back(name_ + " " + std::to_string(wrote_.size()));
    return wrote_.back();
}

MessageId Victim::message(std::size_t which) const
{
    std::vector<MessageId> own;
    for (const auto& entry : history())
        if (entry.mine) own.push_back(entry.message);
    return own.empty() ? MessageId{} : own[own.size() - 1 - which % own.size()];
}

bool Victim::is_stopped() const
{
    const auto status = client_->status();
    return status.frozen || (status.offline_reason && client::is_refused(*status.offline_reason));
}

bool Victim::has_no_hours(Instant now) const
{
    const auto id = conversation();
    return id && client_->outlook(*id, now).problem.has_value();
}

bool Victim::says_why_not(const std::string& text) const
{
    for (const auto& entry : history())
        if (entry.mine && client::test::words_of(entry.body) == text)
            return entry.stage == client::Stage::refused || entry.stage == client::Stage::taken_back;
    return true;  // it was never saved, and the command said so
}

// ---- events ---------------------------------------------------------------------------------------------------------

void Victim::restart()
{
    if (!std::exchange(stepped_, false)) return;
    const auto before = history();
    client_.reset();
    tickets_.clear();
    out.clear();
    wake_at.reset();
    gives_up = false;
    open_vault();
    require(history() == before, "the history is another after a restart");
}

void Victim::connect(server::ConnectionId number, Instant now)
{
    connection = number;
    exporter = Bytes(32, static_cast<std::byte>(number));
    way_ = client_->relay();
    step(client::Connected{exporter}, now);
}

void Victim::disconnect(Errc reason, Instant now)
{
    connection = 0;
    gives_up = false;
    out.clear();
    in.clear();
    step(client::Disconnected{reason}, now);
    check_answered();
}

void Victim::order(client::Order order, Instant now)
{
    const auto ticket = next_ticket_++;
    tickets_.insert(ticket);
    step(client::Command{ticket, std::move(order)}, now);
}

void Victim::tick(Instant now)
{
    wake_at.reset();
    step(client::Tick{}, now);
    if (wake_at && *wake_at <= now) step(client::Tick{}, now);
    require(!wake_at || *wake_at > now, "it wants to be woken without end");
}

void Victim::hear(const std::vector<wire::RelayFrame>& frames, Instant now)
{
    Bytes batch;
    for (const auto& frame : frames) wire::append_frame(batch, frame);
    auto decoded = wire::decode_relay_batch(batch);
    if (decoded.has_error()) return;  // the shell ends the connection
    for (const auto& frame : decoded.value())
        if (frame.has_value()) believe(frame.value());
    const bool one_delivery = frames.size() == 1 && std::holds_alternative<wire::Deliver>(frames.front());
    if (one_delivery) enrolled_.look_at(name_);
    step(client::Arrived{std::move(decoded.value())}, now);
    if (one_delivery && refused_one())
        require(enrolled_.is_as_seen(name_), "a refused message changed sessions or history");
}

/// The last step refused one delivery, and wrote nothing besides.
bool Victim::refused_one() const
{
    const auto refuses = [](const wire::ClientFrame& frame) {
        const auto* ack = std::get_if<wire::Ack>(&frame);
        return ack != nullptr && ack->items.size() == 1 && ack->items.front().code != 0;
    };
    const auto writes = [](const wire::ClientFrame& frame) { return std::holds_alternative<wire::Submit>(frame); };
    return std::ranges::any_of(last_sent_, refuses) && std::ranges::none_of(last_sent_, writes);
}

void Victim::step(client::Event event, Instant now)
{
    stepped_ = true;
    auto effects = client_->step(std::move(event), now);
    require(effects.send.size() <= most_in_a_step && effects.show.size() <= most_in_a_step, "a step without end");
    if (effects.wake_at) wake_at = effects.wake_at;
    gives_up = gives_up || effects.close;
    last_sent_ = effects.send;
    for (auto& frame : effects.send) send(std::move(frame));
    for (const auto& item : effects.show) show(item);
    if (effects.close) check_answered();
}

// ---- what it is told ------------------------------------------------------------------------------------------------

/// Notes the parts of a frame that the client may believe, found without its help.
void Victim::believe(const wire::RelayFrame& frame)
{
    const auto* accepted = std::get_if<wire::Accepted>(&frame);
    const auto submit = accepted ? submits_.find(accepted->number) : submits_.end();
    if (submit != submits_.end() && is_receipt_of(submit->second, accepted->proof, enrolled_.key.pub))
        receipts_.insert(submit->second.message);
    if (const auto* tell = std::get_if<wire::Tell>(&frame)) note_moved(*tell);
    if (const auto* bundle = std::get_if<wire::Bundle>(&frame)) {
        const auto honest = [&](const wire::DevicePrekeys& keys) {
            return honest_.prekeys.contains(wire::encode(keys.signed_prekey)) &&
                   (!keys.one_time || honest_.prekeys.contains(wire::encode(*keys.one_time)));
        };
        honest_bundle_ = honest_bundle_ || std::ranges::any_of(bundle->devices, honest);
    }
}

void Victim::note_moved(const wire::Tell& tell)
{
    const auto* told = std::get_if<wire::PromiseMoved>(&tell.statement);
    const auto receipt =
        told ? session::open_receipt(told->proof, enrolled_.key.pub) : Result<wire::Receipt>{Errc::not_found};
    if (receipt.has_error()) return;
    const auto note = [&](const auto& messages) {
        for (const auto& message : messages) moved_.insert(message.message);
    };
    if (const auto* moved = std::get_if<wire::decided::Moved>(&receipt->event)) note(moved->messages);
    if (const auto* again = std::get_if<wire::decided::HeldAgain>(&receipt->event)) note(again->messages);
}

void Victim::show(const client::Show& item)
{
    if (const auto* moved = std::get_if<show::PromiseMoved>(&item))
        for (const auto& message : moved->messages)
            require(moved_.contains(message) || receipts_.contains(message), "a promise moved without a receipt");
    if (const auto* answered = std::get_if<show::Answered>(&item))
        require(tickets_.erase(answered->ticket) == 1, "a command is answered twice");
    if (const auto* accepted = std::get_if<show::Accepted>(&item))
        require(receipts_.contains(accepted->message), "accepted without the relay's receipt");
    const auto* arrived = std::get_if<show::NewEntry>(&item);
    if (!arrived || arrived->entry.mine) return;
    note_gap(arrived->entry);
    check_displayed(arrived->entry);
}

void Victim::check_displayed(const client::Entry& entry)
{
    const auto words = client::test::words_of(entry.body);
    if (words.empty()) return;
    require(std::ranges::count(other_->wrote_, words) == 1, "something is shown that was not written");
    require(displayed_.insert(words).second, "something is shown twice");
    check_order(entry.conversation);
}

void Victim::note_gap(const client::Entry& entry)
{
    const auto* missing = std::get_if<client::Missing>(&entry.body);
    if (missing != nullptr && missing->last >= entry.sequence + most_places_of_gap)
        long_gaps_.emplace_back(entry.sequence, missing->last);
}

void Victim::check_order(const ConversationId& conversation) const
{
    const auto may_come_late = [&](const client::Entry& entry) {
        return std::ranges::any_of(
            long_gaps_, [&](const auto& gap) { return gap.first <= entry.sequence && entry.sequence <= gap.second; });
    };
    auto next = other_->wrote_.begin();
    for (const auto* entry : client_->history(conversation)) {
        if (entry->mine || client::test::words_of(entry->body).empty() || may_come_late(*entry)) continue;
        const auto found = std::find(next, other_->wrote_.end(), client::test::words_of(entry->body));
        require(found != other_->wrote_.end(), "shown out of order");
        next = found + 1;
    }
}

// ---- what it says ---------------------------------------------------------------------------------------------------

void Victim::send(wire::ClientFrame frame)
{
    Bytes batch;
    wire::append_frame(batch, frame);
    require(wire::decode_client_batch(batch).value().at(0).value() == frame, "a frame cannot be read");
    if (const auto* hello = std::get_if<wire::Hello>(&frame)) nonce = hello->nonce;
    honest_.note(frame);
    if (const auto* submit = std::get_if<wire::Submit>(&frame)) check_submit(*submit);
    out.push_back(std::move(frame));
}

void Victim::check_submit(const wire::Submit& submit)
{
    for (const auto& envelope : submit.envelopes) {
        require(honest_.addresses.contains({envelope.account, envelope.device}), "encrypted to a stranger");
        const auto sealed = session::open_envelope(envelope.body).value();
        const auto [known, fresh] = sealed_under_.emplace(wire::encode(sealed.header), envelope.body);
        require(fresh || known->second == envelope.body, "a message key was used twice");
        if (sealed.handshake && hand_shakes_.insert(to_bytes(sealed.handshake->ephemeral.view())).second)
            require(honest_bundle_, "a session under keys nobody signed");
    }
    submits_.insert_or_assign(submit.number, submit);
}

}  // namespace holdfast::fuzz
