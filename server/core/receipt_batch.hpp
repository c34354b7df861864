// The receipts of one step: leaves of a Merkle tree under one signature, each with the place it has in its
// conversation's chain. An answer leaves only with its proof. PROTOCOL.md, "Receipts".
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "protocol/crypto/sign.hpp"
#include "server/core/events.hpp"
#include "server/core/store/receipts.hpp"

namespace holdfast::server {

/// A statement that has its proof now.
struct ProvenStatement {
    DeviceRow device{};
    wire::Statement statement;
};

class ReceiptBatch {
  public:
    /// A receipt written in this step.
    void add(const LogPlace& place, Bytes receipt);
    /// Of several that answer the same, the latest.
    [[nodiscard]] std::optional<Asked> find(DeviceRow device, std::uint64_t number) const;
    [[nodiscard]] bool has(const Asked& asked) const { return index_of(asked).has_value(); }
    /// The receipt that answers `asked` goes there once it is signed: Accepted or TakenBack for the request `request`.
    /// Precondition: has(asked).
    void answer(ConnectionId connection, const Asked& asked, wire::RequestId request);
    /// Tells a writer's device that the receipt written last has moved promises of its messages. Precondition: there
    /// is one.
    void tell_moved(DeviceRow writer);
    /// How many entries of this conversation's log have no proof yet.
    [[nodiscard]] std::size_t unproven(ConversationRow conversation) const;

    /// Gives every receipt a random place in a tree, signs the trees, stores the proofs and appends the answers to
    /// `frames`; what is to be told.
    [[nodiscard]] std::vector<ProvenStatement> prove_and_answer(const crypto::SignKeyPair& relay,
                                                                crypto::Random& random, Receipts& receipts,
                                                                std::vector<Outgoing>& frames) const;

  private:
    struct Leaf {
        LogPlace place;
        Bytes receipt;
    };
    struct Reply {
        ConnectionId connection = 0;
        wire::RequestId request = 0;
        std::size_t leaf = 0;
    };
    [[nodiscard]] std::optional<std::size_t> index_of(const Asked& asked) const;
    /// Of the leaves from `first` on, as many as one tree holds.
    [[nodiscard]] std::vector<wire::ReceiptProof> prove(std::size_t first, const crypto::SignKeyPair& relay,
                                                        crypto::Random& random) const;

    std::vector<Leaf> leaves_;
    std::vector<Reply> replies_;
    std::set<std::pair<std::size_t, DeviceRow>> moved_;  ///< leaves, and who is told of them
};

}  // namespace holdfast::server
