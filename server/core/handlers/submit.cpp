#include "server/core/handlers/submit.hpp"

#include <algorithm>

#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "server/core/gate.hpp"
#include "server/core/load_limit.hpp"
#include "server/core/store/numbers.hpp"

namespace holdfast::server {
namespace {

constexpr Quota message_quota{QuotaKind::message, load_limit(std::uint32_t{wire::max_messages_per_hour}),
                              std::chrono::hours{1}};
constexpr Quota control_quota{QuotaKind::control, wire::max_control_per_hour, std::chrono::hours{1}};
constexpr Quota report_quota{QuotaKind::report, wire::max_reports_per_hour, std::chrono::hours{1}};

constexpr Quota bytes_quota{QuotaKind::bytes, load_limit(wire::max_bytes_per_day), std::chrono::hours{24}};
constexpr Quota owner_bytes_quota{QuotaKind::owner_bytes, load_limit(wire::max_bytes_per_day_of_owner),
                                  std::chrono::hours{24}};

const Quota& quota_of(wire::Class cls) noexcept
{
    if (cls == wire::Class::control) return control_quota;
    return cls == wire::Class::report ? report_quota : message_quota;
}

/// A submit that has passed its checks.
struct Checked {
    ConversationRow conversation{};
    bool by_owner = false;
    std::vector<Recipient> recipients;  ///< in the order of the envelopes
    std::optional<MessageRow> before;   ///< the message itself, where it waits for other devices already
};

bool was_used(Step& step, DeviceRow device, std::uint64_t number)
{
    return is_number(number) && number <= step.tables.accounts.last_submit(device);
}

/// For a number that was used: the receipt it got then. Errors: submit_conflict, where that was for another message.
Result<Answer> answer_again(Step& step, DeviceRow device, const wire::Submit& request)
{
    if (const auto asked = step.receipts.find(device, request.number)) {
        if (asked->message != request.message) return Errc::submit_conflict;
        return ReceiptAnswer{*asked};
    }
    auto proof = step.tables.receipts.find(device, request.message, request.number);
    if (!proof) return Errc::submit_conflict;
    return wire::Accepted{.proof = std::move(*proof)};
}

/// Whether what a handshake carries is a device list of this account: nothing else has room in it. Which of its lists,
/// and whether it is signed, the reader checks.
bool is_list_of(const AccountId& account, const Bytes& body)
{
    const auto list = wire::decode<wire::DeviceList>(body);
    return list && list->devices.size() <= wire::max_devices && session::account_id(list->identity) == account;
}

/// The size after padding and encryption is known to the byte, so nothing else passes as control content.
Status check_body(const LoggedInDevice& who, wire::Class cls, const Bytes& body)
{
    if (body.size() > wire::max_envelope_bytes) return Errc::too_large;
    if (cls != wire::Class::control) return ok();
    const auto sealed = wire::decode<wire::SealedEnvelope>(body);
    if (sealed.has_error()) return Errc::bad_padding;
    const auto size = sealed->ciphertext.size();
    if (size != session::min_padded_bytes + crypto::aead_overhead) return Errc::bad_padding;
    const auto& handshake = sealed->handshake;
    if (handshake && !is_list_of(who.address.account, handshake->device_list.body)) return Errc::bad_padding;
    return ok();
}

/// One envelope for each device of every other member, in any order; the devices in the envelopes' order. A device for
/// which there are no keys may be left out, since nobody can begin a session with it.
Result<std::vector<Recipient>> match(const std::vector<wire::Envelope>& envelopes, std::vector<Recipient> devices,
                                     Instant now)
{
    std::vector<Recipient> matched;
    for (const auto& envelope : envelopes) {
        const auto found = std::find_if(devices.begin(), devices.end(), [&](const Recipient& device) {
            return device.address == Address{envelope.account, envelope.device};
        });
        if (found == devices.end()) return Errc::stale_device_list;
        matched.push_back(*found);
        devices.erase(found);
    }
    const bool left_out = std::any_of(devices.begin(), devices.end(),
                                      [&](const Recipient& device) { return now < device.prekey_expires; });
    if (left_out || matched.empty()) return Errc::stale_device_list;
    return matched;
}

Result<std::vector<Recipient>> recipients_of(Step& step, const LoggedInDevice& who, const wire::Submit& request,
                                             ConversationRow conversation)
{
    if (request.envelopes.size() > wire::max_envelopes) return Errc::too_large;
    auto matched = match(request.envelopes, step.tables.conversations.recipients(conversation, who.account), step.now);
    if (matched.has_error()) return matched.errc();
    for (const auto& envelope : request.envelopes)
        if (const auto sound = check_body(who, request.cls, envelope.body); sound.has_error()) return sound.errc();
    for (const auto& recipient : *matched)
        if (step.tables.queue.pair_is_full(recipient.row, who.account, wire::max_held_per_pair))
            return Errc::queue_full;
    return matched;
}

/// The message that has this id already. An id names one message of an account while anything of it lives: a message
/// joins what waits of it, from the same device in the same conversation, and nothing takes another's place.
Result<std::optional<MessageRow>> find_before(Step& step, const LoggedInDevice& who, const wire::Submit& request,
                                              ConversationRow conversation)
{
    const auto live = step.tables.queue.live(request.message, who.account);
    if (!live) return std::optional<MessageRow>{};
    const bool same = live->sender == who.device && live->conversation == conversation &&
                      live->cls == wire::Class::message && request.cls == wire::Class::message;
    if (!same) return Errc::already_exists;
    if (!step.tables.queue.has_turns(live->row, request.envelopes.size())) return Errc::queue_full;
    return std::optional{live->row};
}

/// The bytes of a submit on the disk until it is acked, and those that stay for 90 days.
std::size_t size_of(const wire::Submit& request)
{
    std::size_t size = wire::submit_overhead;
    for (const auto& envelope : request.envelopes) size += envelope.body.size();
    return size;
}

/// Whether there is room for this many bytes: of what waits from this account, and in all conversations of the owner.
bool may_wait(Step& step, AccountRow writer, AccountRow owner, std::size_t bytes)
{
    auto& queue = step.tables.queue;
    return queue.bytes(writer).written + bytes <= load_limit(wire::max_waiting_bytes) &&
           queue.bytes(owner).owned + bytes <= load_limit(wire::max_waiting_bytes_of_owner);
}

/// Counts submitted bytes. Those accepted before, by a relay that was restored from a backup, were counted then.
bool may_submit(Step& step, const LoggedInDevice& who, AccountRow owner, const wire::Submit& request, bool again)
{
    auto& quotas = step.tables.quotas;
    const auto bytes = static_cast<std::uint32_t>(size_of(request));
    const bool fits = again || (quotas.fits(bytes_quota, who.account, step.now, {}, bytes) &&
                                quotas.fits(owner_bytes_quota, owner, step.now, {}, bytes));
    if (!fits || !quotas.use(quota_of(request.cls), who.account, step.now)) return false;
    if (again) return true;
    return quotas.use(bytes_quota, who.account, step.now, {}, bytes) &&
           quotas.use(owner_bytes_quota, owner, step.now, {}, bytes);
}

/// Whether a receipt is from before the relay was restored from a backup.
bool is_of_before(const Step& step, const wire::Receipt& earlier)
{
    return std::get<wire::decided::Accepted>(earlier.event).received <= step.now &&
           earlier.incarnation != step.relay.incarnation;
}

/// Nothing is accepted in a conversation that has ended, but for what had been accepted before the end: a relay that
/// was put back from a copy may come to know the end first.
bool is_over(Step& step, const ConversationRecord& conversation, const std::optional<wire::Receipt>& earlier)
{
    if (!conversation.ended) return false;
    const auto ending = step.tables.endings.find(conversation.row);
    return !ending || !earlier || !is_of_before(step, *earlier) ||
           std::get<wire::decided::Accepted>(earlier->event).received > ending->received;
}

Result<Checked> check(Step& step, const LoggedInDevice& who, const wire::Submit& request,
                      const std::optional<wire::Receipt>& earlier)
{
    if (request.number == 0 || !is_number(request.number)) return Errc::out_of_range;
    if (request.message == MessageId{}) return Errc::out_of_range;
    const auto conversation = step.tables.conversations.find(request.conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, who.account)) return Errc::not_found;
    if (is_over(step, *conversation, earlier)) return Errc::conversation_ended;
    // Reading is asked of the owner alone.
    if (request.cls == wire::Class::report && conversation->owner != who.account) return Errc::not_allowed;
    catch_up(step, conversation->row);
    const auto before = find_before(step, who, request, conversation->row);
    if (before.has_error()) return before.errc();
    auto recipients = recipients_of(step, who, request, conversation->row);
    if (recipients.has_error()) return recipients.errc();
    if (!may_wait(step, who.account, conversation->owner, size_of(request))) return Errc::queue_full;
    if (!may_submit(step, who, conversation->owner, request, earlier.has_value())) return Errc::rate_limited;
    return Checked{conversation->row, conversation->owner == who.account, std::move(*recipients), *before};
}

wire::decided::Accepted accepted_of(const Step& step, const LoggedInDevice& who, const wire::Submit& request)
{
    wire::decided::Accepted taken;
    taken.account = who.address.account;
    taken.device = who.address.device;
    taken.message = request.message;
    taken.cls = request.cls;
    taken.envelopes = crypto::sha256(crypto::labels::envelopes_hash, wire::encode(request.envelopes));
    taken.received = step.now;
    return taken;
}

/// The receipt this submit got before, if it is this relay's word about exactly this submit.
std::optional<wire::Receipt> earlier_of(const Step& step, const wire::Submit& request,
                                        const wire::decided::Accepted& taken)
{
    if (!request.earlier) return std::nullopt;
    auto earlier = session::open_receipt(*request.earlier, step.relay.key.pub);
    if (earlier.has_error() || earlier->conversation != request.conversation) return std::nullopt;
    const auto* before = std::get_if<wire::decided::Accepted>(&earlier->event);
    const bool same = before != nullptr && before->account == taken.account && before->device == taken.device &&
                      before->message == taken.message && before->cls == taken.cls &&
                      before->envelopes == taken.envelopes;
    if (!same) return std::nullopt;
    return std::move(*earlier);
}

/// What a receipt from before a backup was restored said about when stands. Its number does not: the chain goes on from
/// what the copy knows. Where the relay was not restored since, nothing has to be corrected.
void honour(const Step& step, const wire::Receipt& earlier, wire::decided::Accepted& taken)
{
    if (is_of_before(step, earlier)) taken.received = std::get<wire::decided::Accepted>(earlier.event).received;
}

/// Control content of an owner's device would show that it is there, and waits; but a handshake passes: without
/// it nobody can write to her new device.
bool waits_as_control(const wire::Submit& request, const Checked& checked, const wire::Envelope& envelope)
{
    if (request.cls != wire::Class::control || !checked.by_owner) return false;
    const auto sealed = wire::decode<wire::SealedEnvelope>(envelope.body);
    return sealed.has_value() && !sealed->handshake;
}

Waits waits_for(const wire::Submit& request, const Checked& checked, const wire::Envelope& envelope)
{
    if (request.cls == wire::Class::report) return Waits::report;
    return waits_as_control(request, checked, envelope) ? Waits::control : Waits::gate;
}

/// Puts an envelope into the queue, and on its way where it is released and its device has got all before it.
void store(Step& step, const LoggedInDevice& who, const wire::Submit& request, const NewMessage& message,
           NewEnvelope envelope, const Bytes& body)
{
    const InFlight what{body.size(), envelope.conversation};
    Connection* taker = envelope.released ? step.memory.connections.taker(envelope.recipient, body.size()) : nullptr;
    if (taker) envelope.number = step.tables.accounts.next_delivery(envelope.recipient);
    const auto row = step.tables.queue.add(envelope, body);
    if (taker)
        step.deliver_new(
            *taker,
            {row, envelope.number,
             wire::Deliver{envelope.number, message.id, request.conversation, message.cls, who.address.account,
                           who.address.device, message.sequence, message.received, *envelope.released, body}},
            what);
    else if (envelope.released)
        step.memory.connections.schedule_delivery(envelope.recipient);
}

void store_envelopes(Step& step, const LoggedInDevice& who, const wire::Submit& request, const Checked& checked,
                     const NewMessage& message, bool open)
{
    const bool is_message = request.cls == wire::Class::message;
    if (checked.before) step.tables.queue.renew(*checked.before, message);
    const auto row = checked.before ? *checked.before : step.tables.queue.add(message);
    bool waits = false;
    for (std::size_t i = 0; i < checked.recipients.size(); ++i) {
        const Recipient& recipient = checked.recipients[i];
        NewEnvelope envelope{row, checked.conversation, recipient.row, who.device, false, Waits::gate, {}};
        envelope.waits = waits_for(request, checked, request.envelopes[i]);
        envelope.returns_to_gate = is_message && recipient.role == wire::Role::therapist;
        if (envelope.waits == Waits::gate && (open || !is_message)) envelope.released = step.now;
        waits = waits || envelope.waits != Waits::gate;
        if (envelope.waits == Waits::report) step.tables.queue.replace_report(envelope);
        store(step, who, request, message, envelope, request.envelopes[i].body);
    }
    if (is_message) step.watch(checked.conversation);
    if (waits && !pass_waiting(step, checked.conversation)) look_at(step, checked.conversation);
}

bool is_held(const wire::Submit& request, const Checked& checked, bool open)
{
    if (request.cls == wire::Class::message) return !open;
    return std::any_of(request.envelopes.begin(), request.envelopes.end(), [&](const wire::Envelope& envelope) {
        return waits_for(request, checked, envelope) != Waits::gate;
    });
}

/// What the receipt of the acceptance answers.
Asked accept(Step& step, const LoggedInDevice& who, const wire::Submit& request, const Checked& checked,
             wire::decided::Accepted taken)
{
    const auto decision = step.decide_for(checked.conversation);
    taken.held = is_held(request, checked, decision.open);
    if (request.cls == wire::Class::message) taken.promise = decision.promise;

    step.tables.accounts.set_last_submit(who.device, request.number);
    const Asked asked{who.device, checked.conversation, request.message, request.number};
    std::uint64_t sequence = 0;
    if (request.cls == wire::Class::message)
        sequence = step.record(checked.conversation, taken, asked);
    else
        step.attest(checked.conversation, taken, asked);
    const NewMessage message{who.device, request.message, checked.conversation, request.cls,
                             sequence,   taken.received,  taken.promise};
    store_envelopes(step, who, request, checked, message, decision.open);
    return asked;
}

}  // namespace

Result<Answer> submit(Step& step, const LoggedInDevice& who, const wire::Submit& request)
{
    if (was_used(step, who.device, request.number)) return answer_again(step, who.device, request);
    if (!step.room) return Errc::no_room;
    auto taken = accepted_of(step, who, request);
    const auto earlier = earlier_of(step, request, taken);
    // A number the device says it has used, and this store does not know: only with the receipt it got for it.
    if (request.number <= who.claimed_submit && !earlier) return Errc::submit_conflict;
    const auto checked = check(step, who, request, earlier);
    if (checked.has_error()) return checked.errc();
    if (earlier) honour(step, *earlier, taken);
    return ReceiptAnswer{accept(step, who, request, *checked, std::move(taken))};
}

}  // namespace holdfast::server
