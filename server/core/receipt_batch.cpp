#include "server/core/receipt_batch.hpp"

#include <algorithm>

#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {

void ReceiptBatch::add(ConnectionId connection, DeviceRow device, std::uint64_t number, const wire::Receipt& receipt)
{
    replies_.push_back({connection, leaves_.size()});
    leaves_.push_back({device, number, receipt.message, wire::encode(receipt)});
}

std::optional<std::size_t> ReceiptBatch::index_of(DeviceRow device, std::uint64_t number) const
{
    const auto found = std::find_if(leaves_.begin(), leaves_.end(),
                                    [&](const Leaf& leaf) { return leaf.device == device && leaf.number == number; });
    if (found == leaves_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - leaves_.begin());
}

std::optional<MessageId> ReceiptBatch::find(DeviceRow device, std::uint64_t number) const
{
    const auto index = index_of(device, number);
    if (!index) return std::nullopt;
    return leaves_[*index].message;
}

void ReceiptBatch::answer_again(ConnectionId connection, DeviceRow device, std::uint64_t number)
{
    const auto index = index_of(device, number);
    require(index.has_value(), "only what was found is answered again");
    replies_.push_back({connection, *index});
}

void ReceiptBatch::finish(const crypto::SignKeyPair& relay, Receipts& receipts, std::vector<Outgoing>& frames) const
{
    if (leaves_.empty()) return;
    std::vector<Digest> hashes;
    for (const Leaf& leaf : leaves_) hashes.push_back(crypto::merkle_leaf(leaf.receipt));
    const crypto::MerkleTree tree{std::move(hashes)};
    const auto count = static_cast<std::uint32_t>(tree.size());
    const auto signature =
        crypto::sign(crypto::labels::sign_receipts, relay, wire::encode(wire::ReceiptRoot{tree.root(), count}));

    std::vector<wire::ReceiptProof> proofs;
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
        proofs.push_back({leaves_[i].receipt, static_cast<std::uint32_t>(i), count, tree.path(i), signature});
        receipts.add(leaves_[i].device, leaves_[i].number, leaves_[i].message, proofs.back());
    }
    for (const Reply& reply : replies_)
        frames.push_back({reply.connection, wire::Accepted{leaves_[reply.leaf].number, proofs[reply.leaf]}});
}

Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay)
{
    const auto root =
        crypto::merkle_root_from_path(crypto::merkle_leaf(proof.receipt), proof.index, proof.count, proof.path);
    if (root.has_error()) return Errc::bad_signature;
    const auto genuine = crypto::verify(crypto::labels::sign_receipts, relay,
                                        wire::encode(wire::ReceiptRoot{*root, proof.count}), proof.signature);
    if (genuine.has_error()) return genuine.errc();
    return wire::decode<wire::Receipt>(proof.receipt);
}

}  // namespace holdfast::server
