// Invitations: kept until they are revoked; used ones stay so that redeeming again gives the same answer.
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

struct InvitationRow {
    InvitationId id;
    std::optional<AccountRow> inviter;  ///< empty: the practice invites a therapist
    SignPublic redeem_key;
    Instant expires;
    Bytes record;
    Digest mac;
    Instant made{};
    std::uint64_t number = 0;  ///< as the practice counts them, from 1
};

/// With what an invitation was redeemed.
struct Redemption {
    AccountRow account{};
    Bytes device_list;
};

/// As the practice sees it.
struct InvitationSummary {
    std::uint64_t number = 0;
    std::optional<AccountRow> inviter;
    Instant made;
    Instant expires;
    std::optional<AccountRow> used_by;
};

class Invitations {
  public:
    explicit Invitations(store::Database& db);

    [[nodiscard]] std::optional<InvitationRow> find(const InvitationId& id);
    [[nodiscard]] std::optional<Redemption> redemption(const InvitationId& id);
    [[nodiscard]] std::optional<InvitationRow> find(std::uint64_t number);
    /// Gives it the next number, which is given back.
    std::uint64_t add(const InvitationRow& invitation);
    void set_used(const InvitationId& id, AccountRow account, BytesView device_list, Instant now);
    void remove(const InvitationId& id);
    /// Those nobody has used.
    void remove_open();
    /// Those it gave and the one it came by.
    void remove_of(AccountRow account);
    /// The newest `limit`, by number.
    [[nodiscard]] std::vector<InvitationSummary> list(std::size_t limit);
    /// Unused ones of this therapist that have not expired at `now`.
    [[nodiscard]] std::size_t open_count(AccountRow inviter, Instant now);
    /// Forgets unused ones that expired before `before`.
    void remove_expired(Instant before);
    /// Forgets at most `limit` of those that were used before `before`. How many they were.
    std::size_t prune_used(Instant before, std::size_t limit);

  private:
    [[nodiscard]] std::uint64_t next_number();

    store::Statement find_;
    store::Statement by_number_;
    store::Statement last_number_;
    store::Statement remove_open_;
    store::Statement remove_of_;
    store::Statement list_;
    store::Statement prune_used_;
    store::Statement redemption_;
    store::Statement add_;
    store::Statement set_used_;
    store::Statement remove_;
    store::Statement open_count_;
    store::Statement remove_expired_;
};

}  // namespace holdfast::server
