// The receipts of one step: leaves of one Merkle tree under one signature. An Accepted leaves only with its proof.
// PROTOCOL.md, "Receipts".
#pragma once

#include <optional>
#include <vector>

#include "protocol/crypto/sign.hpp"
#include "server/core/events.hpp"
#include "server/core/tables/receipts.hpp"

namespace holdfast::server {

class ReceiptBatch {
  public:
    /// A submit that was taken in this step.
    void add(ConnectionId connection, DeviceRow device, std::uint64_t number, const wire::Receipt& receipt);
    /// The message taken under this number in this very step, if any.
    [[nodiscard]] std::optional<MessageId> find(DeviceRow device, std::uint64_t number) const;
    /// Answers a duplicate of what `find` found.
    void answer_again(ConnectionId connection, DeviceRow device, std::uint64_t number);

    /// Signs the tree, stores the proofs and appends the answers to `frames`.
    void finish(const crypto::SignKeyPair& relay, Receipts& receipts, std::vector<Outgoing>& frames) const;

  private:
    struct Leaf {
        DeviceRow device{};
        std::uint64_t number = 0;
        MessageId message;
        Bytes receipt;
    };
    struct Reply {
        ConnectionId connection = 0;
        std::size_t leaf = 0;
    };
    [[nodiscard]] std::optional<std::size_t> index_of(DeviceRow device, std::uint64_t number) const;

    std::vector<Leaf> leaves_;
    std::vector<Reply> replies_;
};

/// Whether the proof stands under this relay key; the receipt in it. Errors: bad_signature, the codec's.
[[nodiscard]] Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay);

}  // namespace holdfast::server
