#include "client/core/hours/hours_store.hpp"

#include <algorithm>

namespace holdfast::client {

void HoursBook::recall_forks()
{
    for (const auto& [row, fork] : forks_.rows()) problems_[{fork.owner, fork.conversation}] = Errc::fork;
}

void HoursBook::resume(hours_chain::Chain& chain, const ChainName& name)
{
    for (const auto& [row, stored] : links_.rows()) {
        if (ChainName{stored.owner, stored.conversation} != name) continue;
        // A link that was valid when it was stored fails only where this system's zone data lacks its zone.
        if (const auto taken = chain.append(stored.link); taken.has_error()) {
            problems_.emplace(name, taken.errc());
            return;
        }
    }
}

void HoursBook::follow(const ChainName& name, const SignPublic& identity, const SignPublic& relay)
{
    const auto [found, fresh] =
        chains_.try_emplace(name, hours_chain::Scope{name.owner, identity, relay, name.conversation});
    if (!fresh) return;
    resume(found->second, name);
    forget_schedules();
}

void HoursBook::forget_schedules()
{
    schedules_.clear();
    ++generation_;
}

void HoursBook::note(const ChainName& name, Errc reason)
{
    const auto known = problems_.find(name);
    if (known != problems_.end() && known->second == Errc::fork) return;
    // Versions that this system could not read are not kept back by the relay.
    if (known != problems_.end() && lacks_zone_data(known->second) && reason == Errc::not_found) return;
    problems_[name] = reason;
    if (reason == Errc::fork) forks_.add({name.owner, name.conversation});
}

void HoursBook::store(const ChainName& name, const wire::HoursLink& link)
{
    const auto row = links_.find([&](const StoredLink& stored) {
        return ChainName{stored.owner, stored.conversation} == name && stored.link.version == link.version;
    });
    if (row)
        links_.edit(*row).link = link;  // the same version, received anew
    else
        links_.add({name.owner, name.conversation, link});
}

bool HoursBook::take(const ChainName& name, const std::vector<wire::HoursLink>& links)
{
    const auto found = chains_.find(name);
    if (found == chains_.end()) return false;
    bool news = false;
    for (const auto& link : links) {
        const auto taken = found->second.append(link);
        if (taken.has_error() && taken.errc() == Errc::nothing_changed) continue;
        if (taken.has_error()) {
            note(name, taken.errc());
            return true;
        }
        store(name, link);
        forget_schedules();
        news = true;
    }
    if (const auto known = problems_.find(name); known != problems_.end() && known->second != Errc::fork) {
        problems_.erase(known);
        news = true;
    }
    return news;
}

bool HoursBook::compare(const ChainName& name, const std::optional<wire::HoursHead>& head)
{
    const auto* known = chain(name);
    if (!head || !known || head->version == 0) return false;
    if (head->version > known->links().size()) return true;
    if (known->links()[head->version - 1].hash != head->hash) note(name, Errc::fork);
    return false;
}

void HoursBook::withheld(const ChainName& name) { note(name, Errc::not_found); }

const hours_chain::Chain* HoursBook::chain(const ChainName& name) const
{
    const auto found = chains_.find(name);
    return found == chains_.end() ? nullptr : &found->second;
}

std::uint32_t HoursBook::next_version(const ChainName& name) const
{
    const auto* known = chain(name);
    return known ? static_cast<std::uint32_t>(known->links().size()) + 1 : 1;
}

bool HoursBook::lacks(const ChainName& name, const std::optional<wire::HoursHead>& head) const
{
    return head && head->version >= next_version(name);
}

std::uint32_t HoursBook::newest_version(const ChainName& name) const { return std::max(next_version(name), 2U) - 1; }

std::optional<Errc> HoursBook::problem(const AccountId& owner, const ConversationId& conversation) const
{
    for (const ChainName& name : {ChainName{owner, std::nullopt}, ChainName{owner, conversation}})
        if (const auto found = problems_.find(name); found != problems_.end()) return found->second;
    return std::nullopt;
}

std::optional<Errc> HoursBook::zone_problem(const AccountId& owner, const ConversationId& conversation) const
{
    const auto found = problem(owner, conversation);
    return found && lacks_zone_data(*found) ? found : std::nullopt;
}

const hours::Schedule& HoursBook::schedule(const AccountId& owner,
                                           const std::optional<ConversationId>& conversation) const
{
    const ChainName name{owner, conversation};
    if (const auto made = schedules_.find(name); made != schedules_.end()) return made->second;
    const auto* base = chain({owner, std::nullopt});
    const auto* own = conversation ? chain(name) : nullptr;
    const bool has_own = own && !own->links().empty();
    auto schedule = base ? hours_chain::schedule(*base, has_own ? own : nullptr) : hours::Schedule{};
    return schedules_.emplace(name, std::move(schedule)).first->second;
}

wire::HoursHeads HoursBook::heads(const AccountId& owner, const ConversationId& conversation) const
{
    wire::HoursHeads heads;
    if (const auto* base = chain({owner, std::nullopt})) heads.base = base->head();
    if (const auto* own = chain({owner, conversation})) heads.own = own->head();
    return heads;
}

}  // namespace holdfast::client
