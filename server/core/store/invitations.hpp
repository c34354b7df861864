// Invitations: kept until they are revoked; used ones stay so that redeeming again gives the same answer.
#pragma once

#include <optional>

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
    friend bool operator==(const InvitationRow&, const InvitationRow&) = default;
};

/// With what an invitation was redeemed.
struct Redemption {
    AccountRow account{};
    Bytes device_list;
};

class Invitations {
  public:
    explicit Invitations(store::Database& db);

    [[nodiscard]] std::optional<InvitationRow> find(const InvitationId& id);
    [[nodiscard]] std::optional<Redemption> redemption(const InvitationId& id);
    void add(const InvitationRow& invitation);
    void set_used(const InvitationId& id, AccountRow account, BytesView device_list);
    void remove(const InvitationId& id);
    /// Unused ones of this therapist that have not expired at `now`.
    [[nodiscard]] std::size_t open_count(AccountRow inviter, Instant now);
    /// Forgets unused ones that expired before `before`.
    void remove_expired(Instant before);

  private:
    store::Statement find_;
    store::Statement redemption_;
    store::Statement add_;
    store::Statement set_used_;
    store::Statement remove_;
    store::Statement open_count_;
    store::Statement remove_expired_;
};

}  // namespace holdfast::server
