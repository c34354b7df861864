// Receipts, checked the same way by the relay and by everyone it gave one to. The rule: the proof is verified over the
// exact bytes, and only then are they parsed. PROTOCOL.md, "Receipts".
#pragma once

#include <cstddef>
#include <set>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

/// The receipt in the proof, if it is a leaf of a tree this relay key signed. Errors: bad_signature (also for a wrong
/// path), then the codec's.
[[nodiscard]] Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay);

/// Many receipts of one relay: one signature covers all receipts of a commit, so it is verified once for all of them.
class ReceiptOpener {
  public:
    explicit ReceiptOpener(const SignPublic& relay) noexcept : relay_{relay} {}
    /// As open_receipt().
    [[nodiscard]] Result<wire::Receipt> open(const wire::ReceiptProof& proof);
    /// Signatures verified so far, true and false.
    [[nodiscard]] std::size_t verified() const noexcept { return verified_; }

  private:
    SignPublic relay_;
    std::set<Digest> roots_;  ///< that this relay key signed; the latest ones, max_roots at most
    std::size_t verified_ = 0;
};

/// The hash that the next receipt of the conversation names as `previous`; `receipt` is the encoded one.
[[nodiscard]] Digest receipt_hash(BytesView receipt);

}  // namespace holdfast::session
