// The signed chain of hours: one per therapist, and one more for each conversation that differs. A therapist's key
// signs every version, the relay's key signs when it received it; so neither can change what the other said. Relay and
// client verify with this same code and derive the same schedule. PROTOCOL.md, "Hours".
//
//     version 1 ◄─previous─ version 2 ◄─previous─ version 3        signed by the owner's identity key
//        ▲                     ▲                     ▲
//     receipt               receipt               receipt          signed by the relay key; instants never go back
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/hours/schedule/checked.hpp"
#include "protocol/hours/schedule/schedule.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::hours_chain {

/// Two versions per day for a working life: a bound for whoever has to verify the chain.
inline constexpr std::size_t max_versions = 20'000;

/// The owner of hours, and the keys that vouch for them.
struct Scope {
    AccountId owner;
    SignPublic identity;  ///< the pinned identity key that `owner` is the hash of
    SignPublic relay;
    std::optional<ConversationId> conversation;  ///< empty: the base chain
    friend bool operator==(const Scope&, const Scope&) = default;
};

/// One verified link.
struct VerifiedVersion {
    wire::HoursVersion version;
    Digest hash;
    Instant received;
    IncarnationId incarnation;  ///< of the relay's store when it gave the receipt
    wire::HoursLink link;       ///< as it travels
    hours::CheckedPtr read;
};

/// SHA-256 over the exact bytes of a version.
[[nodiscard]] Digest hash_of(BytesView version);

/// The version as the hours library reads it.
[[nodiscard]] hours::HoursContent content_of(const wire::HoursVersion& version);

/// A version under its owner's signature, and a receipt under the relay's.
[[nodiscard]] wire::Signed sign_version(const wire::HoursVersion& version, const crypto::SignKeyPair& identity);
[[nodiscard]] wire::Signed sign_receipt(const wire::HoursReceipt& receipt, const crypto::SignKeyPair& relay);

class Chain {
  public:
    explicit Chain(Scope scope) : scope_{std::move(scope)} {}

    [[nodiscard]] const Scope& scope() const noexcept { return scope_; }
    /// Oldest first; link i holds version i + 1.
    [[nodiscard]] const std::vector<VerifiedVersion>& links() const noexcept { return links_; }
    [[nodiscard]] std::optional<wire::HoursHead> head() const;

    /// Whether `version` may come next. Errors: bad_signature, wrong_address (another owner or conversation),
    /// broken_chain (a number left out, another previous hash), fork (a known number with other content),
    /// nothing_changed (known already), too_large (also for a chain at max_versions), and those of the codec and of
    /// hours::check.
    [[nodiscard]] Result<wire::HoursVersion> check_next(const wire::Signed& version) const;

    /// Takes one more link, verified wholly. The newest version with a later receipt of another incarnation replaces
    /// its link: a relay that was restored from a backup received that version anew. Errors: those of check_next; for
    /// the receipt bad_signature, wrong_address, broken_chain (received before the link before), fork (another instant
    /// for a known version); for both together bad_date (valid only long after its receipt), hours_too_complex (too
    /// much counts at once). Nothing changes on error.
    [[nodiscard]] Status append(const wire::HoursLink& link);

  private:
    [[nodiscard]] Result<wire::HoursReceipt> check_receipt(const wire::HoursLink& link) const;
    /// A version that may come next, decoded and read.
    struct Next {
        wire::HoursVersion version;
        hours::CheckedPtr read;
    };
    [[nodiscard]] Result<Next> read_next(const wire::Signed& version) const;
    [[nodiscard]] Status check_place(const hours::CheckedPtr& next, Instant received) const;
    [[nodiscard]] Errc known(const wire::Signed& version, std::uint32_t number) const;
    [[nodiscard]] Status receive_again(const wire::HoursLink& link, const wire::HoursReceipt& receipt);

    Scope scope_;
    std::vector<VerifiedVersion> links_;
};

/// The effective hours of a conversation. `own` is null where it has no chain of its own. An empty base chain gives a
/// schedule that never opens and promises nothing.
[[nodiscard]] hours::Schedule schedule(const Chain& base, const Chain* own = nullptr);

/// The first `count` versions of a chain as the hours library takes them: the hours as they stood then.
[[nodiscard]] std::vector<hours::VersionInForce> in_force(const Chain& chain, std::size_t count);

/// The effective hours as they would be, had the relay received `next` at `received`; it comes after the newest version
/// of the chain it names. Nothing is verified: a version that is not well formed makes the schedule unusable.
[[nodiscard]] hours::Schedule schedule_with(const Chain& base, const Chain* own, const wire::HoursVersion& next,
                                            Instant received);

/// The heads that every payload of the owner and every receipt of the relay names.
[[nodiscard]] wire::HoursHeads heads(const Chain& base, const Chain* own = nullptr);

}  // namespace holdfast::hours_chain
