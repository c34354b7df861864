#include "client/core/receipts.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/session/records.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {

Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay, const Submitted& submitted)
{
    const auto root =
        crypto::merkle_root_from_path(crypto::merkle_leaf(proof.receipt), proof.index, proof.count, proof.path);
    if (root.has_error()) return Errc::bad_signature;
    const auto signed_root = wire::encode(wire::ReceiptRoot{root.value(), proof.count});
    if (const auto valid = crypto::verify(crypto::labels::sign_receipts, relay, signed_root, proof.signature);
        valid.has_error())
        return valid.errc();
    auto receipt = wire::decode<wire::Receipt>(proof.receipt);
    if (receipt.has_error()) return receipt.errc();
    const auto& value = receipt.value();
    const auto envelopes = crypto::sha256(crypto::labels::envelopes_hash, wire::encode(submitted.envelopes));
    const bool ours = Address{value.account, value.device} == submitted.writer && value.message == submitted.message &&
                      value.conversation == submitted.conversation && value.cls == submitted.cls &&
                      value.envelopes == envelopes;
    if (!ours) return Errc::wrong_address;
    return receipt;
}

Result<wire::TakeBackReceipt> open_take_back(const wire::Signed& receipt, const SignPublic& relay,
                                             const Address& writer, const MessageId& message)
{
    auto opened = session::open_record<wire::TakeBackReceipt>(crypto::labels::sign_take_back, relay, receipt);
    if (opened.has_error()) return opened.errc();
    const auto& value = opened.value();
    if (Address{value.account, value.device} != writer || value.message != message) return Errc::wrong_address;
    return opened;
}

}  // namespace holdfast::client
