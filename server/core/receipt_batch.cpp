#include "server/core/receipt_batch.hpp"

#include <algorithm>

#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {

void ReceiptBatch::add(const LogPlace& place, Bytes receipt) { leaves_.push_back({place, std::move(receipt)}); }

std::optional<std::size_t> ReceiptBatch::index_of(const Asked& asked) const
{
    const auto found =
        std::find_if(leaves_.rbegin(), leaves_.rend(), [&](const Leaf& leaf) { return leaf.place.asked == asked; });
    if (found == leaves_.rend()) return std::nullopt;
    return static_cast<std::size_t>(leaves_.rend() - found) - 1;
}

std::optional<Asked> ReceiptBatch::find(DeviceRow device, std::uint64_t number) const
{
    for (const Leaf& leaf : leaves_)
        if (leaf.place.asked && leaf.place.asked->device == device && leaf.place.asked->number == number)
            return leaf.place.asked;
    return std::nullopt;
}

void ReceiptBatch::answer(ConnectionId connection, const Asked& asked, wire::RequestId request)
{
    const auto index = index_of(asked);
    require(index.has_value(), "only what was decided is answered");
    replies_.push_back({connection, request, *index});
}

void ReceiptBatch::tell_moved(DeviceRow writer)
{
    require(!leaves_.empty(), "a promise moves by a receipt");
    moved_.emplace(leaves_.size() - 1, writer);
}

std::size_t ReceiptBatch::unproven(ConversationRow conversation) const
{
    const auto count = std::count_if(leaves_.begin(), leaves_.end(), [&](const Leaf& leaf) {
        return leaf.place.sequence != 0 && leaf.place.conversation == conversation;
    });
    return static_cast<std::size_t>(count);
}

std::vector<ProvenStatement> ReceiptBatch::finish(const crypto::SignKeyPair& relay, Receipts& receipts,
                                                  std::vector<Outgoing>& frames) const
{
    if (leaves_.empty()) return {};
    std::vector<Digest> hashes;
    for (const Leaf& leaf : leaves_) hashes.push_back(crypto::merkle_leaf(leaf.receipt));
    const crypto::MerkleTree tree{std::move(hashes)};
    const auto count = static_cast<std::uint32_t>(tree.size());
    const auto signature =
        crypto::sign(crypto::labels::sign_receipts, relay, wire::encode(wire::ReceiptRoot{tree.root(), count}));

    std::vector<wire::ReceiptProof> proofs;
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
        proofs.push_back({leaves_[i].receipt, static_cast<std::uint32_t>(i), count, tree.path(i), signature});
        receipts.add(leaves_[i].place, proofs.back());
    }
    for (const Reply& reply : replies_) {
        const auto& number = leaves_[reply.leaf].place.asked->number;
        if (number)
            frames.push_back({reply.connection, wire::Accepted{*number, proofs[reply.leaf]}});
        else
            frames.push_back({reply.connection, wire::TakenBack{reply.request, proofs[reply.leaf]}});
    }
    std::vector<ProvenStatement> told;
    for (const auto& [leaf, writer] : moved_) told.push_back({writer, wire::PromiseMoved{proofs[leaf]}});
    return told;
}

}  // namespace holdfast::server
