#include "server/core/submit.hpp"

#include <algorithm>

#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/hours/zone.hpp"
#include "protocol/session/padding.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "server/core/numbers.hpp"

namespace holdfast::server {
namespace {

constexpr Seconds submit_quota_time = std::chrono::hours{1};

/// A submit that has passed its checks.
struct Checked {
    ConversationRow conversation{};
    std::vector<Recipient> recipients;  ///< in the order of the envelopes
    SubmitUse use;                      ///< with this submit counted
};

/// True when the number was used before; then the answer has been given.
bool answered_before(Turn& turn, const Session& session, const wire::Submit& request, const SubmitUse& use)
{
    if (request.number > use.last_submit) return false;
    const auto device = session.who->device;
    if (const auto message = turn.receipts.find(device, request.number)) {
        if (*message == request.message)
            turn.receipts.answer_again(session.connection, device, request.number);
        else
            turn.refuse(session, request.number, Errc::submit_conflict);
        return true;
    }
    auto stored = turn.tables.receipts.find(device, request.number);
    if (stored && stored->message == request.message)
        turn.send(session, wire::Accepted{request.number, std::move(stored->proof)});
    else
        turn.refuse(session, request.number, Errc::submit_conflict);
    return true;
}

/// What padding and encryption give is known to the byte, so nothing else passes as a notice.
Status check_body(wire::Class cls, const Bytes& body)
{
    if (body.size() > wire::max_envelope_bytes) return Errc::too_large;
    if (cls != wire::Class::notice) return ok();
    const auto sealed = wire::decode<wire::SealedEnvelope>(body);
    if (sealed.has_error()) return sealed.errc();
    const auto size = sealed->ciphertext.size();
    if (size != session::min_padded_bytes + crypto::aead_overhead) return Errc::bad_padding;
    return ok();
}

/// Exactly one envelope for each device of every other member, in any order; the devices in the envelopes' order.
Result<std::vector<Recipient>> match(const std::vector<wire::Envelope>& envelopes, std::vector<Recipient> devices)
{
    if (envelopes.size() != devices.size()) return Errc::stale_device_list;
    std::vector<Recipient> matched;
    for (const auto& envelope : envelopes) {
        const auto found = std::find_if(devices.begin(), devices.end(), [&](const Recipient& device) {
            return device.address == Address{envelope.account, envelope.device};
        });
        if (found == devices.end()) return Errc::stale_device_list;
        matched.push_back(*found);
        devices.erase(found);
    }
    return matched;
}

/// Counts one more of its class in the running hour. Errc::rate_limited.
Status count(SubmitUse& use, wire::Class cls, Instant now)
{
    if (now >= use.began + submit_quota_time) {
        use.began = now;
        use.messages = 0;
        use.notices = 0;
    }
    auto& used = cls == wire::Class::notice ? use.notices : use.messages;
    const auto most = cls == wire::Class::notice ? wire::max_notices_per_hour : wire::max_messages_per_hour;
    if (used >= most) return Errc::rate_limited;
    ++used;
    return ok();
}

Result<std::vector<Recipient>> recipients_of(Turn& turn, const Who& who, const wire::Submit& request,
                                             ConversationRow conversation)
{
    if (request.envelopes.size() > wire::max_envelopes) return Errc::too_large;
    auto matched = match(request.envelopes, turn.tables.conversations.recipients(conversation, who.account));
    if (matched.has_error()) return matched.errc();
    for (const auto& envelope : request.envelopes)
        if (const auto sound = check_body(request.cls, envelope.body); sound.has_error()) return sound.errc();
    for (const auto& recipient : *matched)
        if (turn.tables.queue.pair_is_full(recipient.row, who.device, wire::max_held_per_pair)) return Errc::queue_full;
    return matched;
}

Result<Checked> check(Turn& turn, const Who& who, const wire::Submit& request, SubmitUse use)
{
    if (request.cls == wire::Class::report) return Errc::not_allowed;
    if (request.number == 0 || !is_number(request.number)) return Errc::out_of_range;
    const auto conversation = turn.tables.conversations.find(request.conversation);
    if (!conversation || !turn.tables.conversations.is_member(conversation->row, who.account)) return Errc::not_found;
    auto recipients = recipients_of(turn, who, request, conversation->row);
    if (recipients.has_error()) return recipients.errc();
    if (const auto counted = count(use, request.cls, turn.now); counted.has_error()) return counted.errc();
    use.last_submit = request.number;
    return Checked{conversation->row, std::move(*recipients), use};
}

wire::Receipt receipt_for(Turn& turn, const Who& who, const wire::Submit& request)
{
    wire::Receipt receipt;
    receipt.account = who.address.account;
    receipt.device = who.address.device;
    receipt.message = request.message;
    receipt.conversation = request.conversation;
    receipt.cls = request.cls;
    receipt.envelopes = crypto::sha256(crypto::labels::envelopes_hash, wire::encode(request.envelopes));
    receipt.received = turn.now;
    receipt.tzdata = hours::tzdata_version();
    receipt.incarnation = turn.relay.incarnation;
    return receipt;
}

/// A receipt from before the relay was put back from a copy: what it said about when and in which order stands, if it
/// is this relay's word about exactly this submit.
void honour_earlier(Turn& turn, const wire::Submit& request, wire::Receipt& receipt)
{
    if (!request.earlier) return;
    const auto earlier = open_receipt(*request.earlier, turn.relay.key.pub);
    if (earlier.has_error() || !is_number(earlier->sequence)) return;
    const bool same = earlier->account == receipt.account && earlier->device == receipt.device &&
                      earlier->message == receipt.message && earlier->conversation == receipt.conversation &&
                      earlier->cls == receipt.cls && earlier->envelopes == receipt.envelopes;
    if (!same || earlier->received > turn.now) return;
    receipt.received = earlier->received;
    receipt.sequence = earlier->sequence;
}

void store_envelopes(Turn& turn, const Who& who, const wire::Submit& request, const Checked& checked,
                     MessageRow message, bool open)
{
    const bool passes = request.cls == wire::Class::notice;
    for (std::size_t i = 0; i < checked.recipients.size(); ++i) {
        const Recipient& recipient = checked.recipients[i];
        NewEnvelope envelope{message, checked.conversation, recipient.row, who.device, false, std::nullopt};
        envelope.held_again = !passes && recipient.role == wire::Role::therapist;
        if (passes || open) envelope.released = turn.now;
        turn.tables.queue.add(envelope, request.envelopes[i].body);
        if (envelope.released) turn.sessions.wish(recipient.row);
    }
    if (!passes) turn.watch(checked.conversation);
}

void accept(Turn& turn, const Session& session, const wire::Submit& request, const Checked& checked)
{
    const Who& who = *session.who;
    const auto decision = turn.decide_for(checked.conversation);
    auto receipt = receipt_for(turn, who, request);
    honour_earlier(turn, request, receipt);
    receipt.sequence = turn.tables.conversations.next_sequence(checked.conversation, receipt.sequence);
    receipt.heads = turn.timetables.of(checked.conversation).heads;
    receipt.promise = decision.promise;

    turn.tables.accounts.set_submit_use(who.device, checked.use);
    const auto message =
        turn.tables.queue.add(NewMessage{who.device, request.message, checked.conversation, request.cls,
                                         receipt.sequence, receipt.received, receipt.promise});
    store_envelopes(turn, who, request, checked, message, decision.open);
    turn.receipts.add(session.connection, who.device, request.number, receipt);
}

}  // namespace

void submit(Turn& turn, Session& session, const wire::Submit& request)
{
    const auto use = turn.tables.accounts.submit_use(session.who->device);
    if (is_number(request.number) && answered_before(turn, session, request, use)) return;
    const auto checked = check(turn, *session.who, request, use);
    if (checked.has_error()) return turn.refuse(session, request.number, checked.errc());
    accept(turn, session, request, *checked);
}

}  // namespace holdfast::server
