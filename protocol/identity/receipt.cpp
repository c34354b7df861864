#include "protocol/identity/receipt.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

/// Receipts of a log follow one another, so the trees of the latest commits are enough.
constexpr std::size_t max_roots = 1024;

/// The root of the tree the receipt is a leaf of, by its path.
Result<Digest> root_of(const wire::ReceiptProof& proof)
{
    if (proof.path.size() != wire::receipt_path) return Errc::bad_signature;
    const auto root = crypto::merkle_root_from_path(crypto::merkle_leaf(proof.receipt), proof.index, proof.path);
    if (root.has_error()) return Errc::bad_signature;
    return *root;
}

Status verify_root(const Digest& root, const Signature& signature, const SignPublic& relay)
{
    return crypto::verify(crypto::labels::sign_receipts, relay, wire::encode(wire::ReceiptRoot{root}), signature);
}

}  // namespace

Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay)
{
    return ReceiptOpener{relay}.open(proof);
}

Result<wire::Receipt> ReceiptOpener::open(const wire::ReceiptProof& proof)
{
    const auto root = root_of(proof);
    if (root.has_error()) return root.errc();
    if (!roots_.contains(*root)) {
        ++verified_;
        if (const auto genuine = verify_root(*root, proof.signature, relay_); genuine.has_error())
            return genuine.errc();
        if (roots_.size() >= max_roots) roots_.clear();
        roots_.insert(*root);
    }
    return wire::decode<wire::Receipt>(proof.receipt);
}

Digest receipt_hash(BytesView receipt) { return crypto::sha256(crypto::labels::receipt_hash, receipt); }

}  // namespace holdfast::session
