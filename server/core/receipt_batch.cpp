#include "server/core/receipt_batch.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {
namespace {

constexpr std::size_t places_in_tree = std::size_t{1} << wire::receipt_path;

/// `count` different places of a tree, in no order.
std::vector<std::uint32_t> random_places(std::size_t count, crypto::Random& random)
{
    std::set<std::uint32_t> taken;
    std::vector<std::uint32_t> places;
    while (places.size() < count) {
        Bytes bytes(2 * (count - places.size()));
        random.fill(bytes);
        for (std::size_t i = 0; i < bytes.size(); i += 2) {
            const auto number =
                std::to_integer<std::uint32_t>(bytes[i]) << 8 | std::to_integer<std::uint32_t>(bytes[i + 1]);
            const auto place = static_cast<std::uint32_t>(number % places_in_tree);
            if (taken.insert(place).second) places.push_back(place);
        }
    }
    return places;
}

}  // namespace

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

std::vector<wire::ReceiptProof> ReceiptBatch::prove(std::size_t first, const crypto::SignKeyPair& relay,
                                                    crypto::Random& random) const
{
    const auto count = std::min(leaves_.size() - first, places_in_tree);
    const auto places = random_places(count, random);
    std::map<std::uint64_t, Digest> hashes;
    for (std::size_t i = 0; i < count; ++i) hashes[places[i]] = crypto::merkle_leaf(leaves_[first + i].receipt);
    const crypto::MerkleTree tree{wire::receipt_path, hashes, random};
    const auto signature =
        crypto::sign(crypto::labels::sign_receipts, relay, wire::encode(wire::ReceiptRoot{tree.root()}));
    std::vector<wire::ReceiptProof> proofs;
    for (std::size_t i = 0; i < count; ++i)
        proofs.push_back({leaves_[first + i].receipt, places[i], tree.path(places[i]), signature});
    return proofs;
}

std::vector<ProvenStatement> ReceiptBatch::prove_and_answer(const crypto::SignKeyPair& relay, crypto::Random& random,
                                                            Receipts& receipts, std::vector<Outgoing>& frames) const
{
    std::vector<wire::ReceiptProof> proofs;
    while (proofs.size() < leaves_.size())
        for (auto& proof : prove(proofs.size(), relay, random)) proofs.push_back(std::move(proof));
    for (std::size_t i = 0; i < leaves_.size(); ++i) receipts.add(leaves_[i].place, proofs[i]);
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
