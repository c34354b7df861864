#include "client/core/messages/receipt_check.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {

Result<wire::Receipt> open_accepted(const wire::ReceiptProof& proof, const SignPublic& relay,
                                    const Submitted& submitted)
{
    auto receipt = session::open_receipt(proof, relay);
    if (receipt.has_error()) return receipt.errc();
    const auto* taken = std::get_if<wire::decided::Accepted>(&receipt->event);
    if (taken == nullptr) return Errc::wrong_address;
    const auto envelopes = crypto::sha256(crypto::labels::envelopes_hash, wire::encode(submitted.envelopes));
    const bool ours = Address{taken->account, taken->device} == submitted.writer &&
                      taken->message == submitted.message && receipt->conversation == submitted.conversation &&
                      taken->cls == submitted.cls && taken->envelopes == envelopes;
    // A message is in the log, where everyone can look for it; what devices say by themselves is not.
    const bool in_log = receipt->sequence != 0;
    if (!ours || in_log != (submitted.cls == wire::Class::message)) return Errc::wrong_address;
    return receipt;
}

Result<wire::Receipt> open_taken_back(const wire::ReceiptProof& proof, const SignPublic& relay,
                                      const ConversationId& conversation, const wire::MessageRef& message)
{
    auto receipt = session::open_receipt(proof, relay);
    if (receipt.has_error()) return receipt.errc();
    const auto* back = std::get_if<wire::decided::TakenBack>(&receipt->event);
    const bool ours = back != nullptr && receipt->conversation == conversation &&
                      wire::MessageRef{back->account, back->device, back->message} == message;
    if (!ours) return Errc::wrong_address;
    return receipt;
}

}  // namespace holdfast::client
