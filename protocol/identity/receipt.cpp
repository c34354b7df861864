#include "protocol/identity/receipt.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {

Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay)
{
    if (proof.path.size() != wire::receipt_path) return Errc::bad_signature;
    const auto root = crypto::merkle_root_from_path(crypto::merkle_leaf(proof.receipt), proof.index, proof.path);
    if (root.has_error()) return Errc::bad_signature;
    const auto signed_root = wire::encode(wire::ReceiptRoot{*root});
    const auto genuine = crypto::verify(crypto::labels::sign_receipts, relay, signed_root, proof.signature);
    if (genuine.has_error()) return genuine.errc();
    return wire::decode<wire::Receipt>(proof.receipt);
}

Digest receipt_hash(BytesView receipt) { return crypto::sha256(crypto::labels::receipt_hash, receipt); }

}  // namespace holdfast::session
