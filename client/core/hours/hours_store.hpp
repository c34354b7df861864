// Everybody's signed hours as this device knows them: the verified chains, what is wrong with them, and the schedule
// that follows for each conversation. The relay's word on hours counts for nothing. PROTOCOL.md, "Hours".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "client/core/vault/records.hpp"
#include "client/core/vault/table.hpp"
#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {

/// The name of a chain: a therapist's base chain, or that of one of her conversations.
struct ChainName {
    AccountId owner;
    std::optional<ConversationId> conversation;
    friend std::strong_ordering operator<=>(const ChainName&, const ChainName&) = default;
};

/// True where hours are well, but this system's zone data cannot tell their times: then nothing about them is compared
/// or judged, and nobody is accused.
[[nodiscard]] constexpr bool lacks_zone_data(Errc reason) noexcept
{
    return reason == Errc::no_zone_data || reason == Errc::unknown_zone;
}

class HoursBook {
  public:
    /// Goes by tables of the vault's records, which outlive it.
    HoursBook(Table<StoredLink>& links, Table<HoursFork>& forks) noexcept : links_{links}, forks_{forks} {}

    /// Once the tables are loaded: forks remain.
    void recall_forks();

    /// Makes a chain known; its links come from the vault at the first call. Harmless to repeat.
    void follow(const ChainName& name, const SignPublic& identity, const SignPublic& relay);

    /// Takes the relay's answer or push. Returns true when something new was learnt. A link that is refused makes the
    /// chain a problem until a later answer holds together; a fork for ever. Chains nobody follows are ignored.
    bool take(const ChainName& name, const std::vector<wire::HoursLink>& links);

    /// Compares with the newest version that the owner's own payload names. Remembers a fork; returns true when the
    /// relay has a version this device does not know yet.
    [[nodiscard]] bool compare(const ChainName& name, const std::optional<wire::HoursHead>& head);

    /// The relay was asked for everything and still kept back a version that the owner's payload names.
    void withheld(const ChainName& name);

    [[nodiscard]] const hours_chain::Chain* chain(const ChainName& name) const;
    [[nodiscard]] std::uint32_t next_version(const ChainName& name) const;
    /// True when `head` names a version of this chain that is not here.
    [[nodiscard]] bool lacks(const ChainName& name, const std::optional<wire::HoursHead>& head) const;
    /// Where to ask from: the newest version known, whose receipt a restored relay may have given anew; else the first.
    [[nodiscard]] std::uint32_t newest_version(const ChainName& name) const;
    /// Why no promise may be given from these hours.
    [[nodiscard]] std::optional<Errc> problem(const AccountId& owner, const ConversationId& conversation) const;
    /// The same where nothing is amiss but that this system cannot tell their times: lacks_zone_data().
    [[nodiscard]] std::optional<Errc> zone_problem(const AccountId& owner, const ConversationId& conversation) const;
    /// Lives until the next change of a chain.
    [[nodiscard]] const hours::Schedule& schedule(const AccountId& owner,
                                                  const std::optional<ConversationId>& conversation) const;
    [[nodiscard]] wire::HoursHeads heads(const AccountId& owner, const ConversationId& conversation) const;
    /// Another number whenever a schedule may be another one: what was found with it stands until then.
    [[nodiscard]] std::uint64_t generation() const noexcept { return generation_; }

  private:
    void forget_schedules();
    void note(const ChainName& name, Errc reason);
    void store(const ChainName& name, const wire::HoursLink& link);
    void resume(hours_chain::Chain& chain, const ChainName& name);

    Table<StoredLink>& links_;
    Table<HoursFork>& forks_;
    std::map<ChainName, hours_chain::Chain> chains_;
    std::map<ChainName, Errc> problems_;
    mutable std::map<ChainName, hours::Schedule> schedules_;
    std::uint64_t generation_ = 0;
};

}  // namespace holdfast::client
