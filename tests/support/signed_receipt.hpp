// A receipt under the relay's key outside of any relay, as only a malicious one can make it.
#pragma once

#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::test {

/// Alone in a tree of its own.
inline wire::ReceiptProof signed_receipt(const wire::Receipt& receipt, const crypto::SignKeyPair& relay)
{
    wire::ReceiptProof proof{wire::encode(receipt), 0, std::vector<Digest>(wire::receipt_path), {}};
    const auto root = crypto::merkle_root_from_path(crypto::merkle_leaf(proof.receipt), 0, proof.path).value();
    proof.signature = crypto::sign(crypto::labels::sign_receipts, relay, wire::encode(wire::ReceiptRoot{root}));
    return proof;
}

}  // namespace holdfast::test
