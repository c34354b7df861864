#include "client/core/account/people.hpp"

#include <algorithm>

#include "client/core/account/naming.hpp"

namespace holdfast::client {

bool is_open(const IssuedInvitation& issued, Instant now) noexcept { return issued.published && now < issued.expires; }

std::vector<std::string> taken_looks(const State& state, Instant now, const std::optional<AccountId>& except)
{
    std::vector<std::string> looks;
    for (const auto& [row, contact] : state.contacts.rows())
        if (contact.account != except) looks.push_back(name_look(contact.name));
    for (const auto& [row, issued] : state.invitations.rows())
        if (is_open(issued, now)) looks.push_back(name_look(issued.name));
    return looks;
}

std::vector<std::string> peoples_looks(const State& state) { return taken_looks(state, Instant::max()); }

std::optional<AccountId> stopped_account(const State& state, std::string_view name)
{
    for (const auto& [row, contact] : state.contacts.rows())
        if (!contact.stopped.empty() && !contact.returned && name_look(contact.name) == name_look(name))
            return contact.account;
    return std::nullopt;
}

void come_back(State& state, const AccountId& before, const AccountId& account)
{
    const auto row = state.row_of(before);
    if (!row) return;
    auto& contact = state.contacts.edit(*row);
    contact.returned = account;
    contact.stopped.clear();
    const auto earlier = contact.name + " (before)";
    contact.name = free_name(check_name(earlier).has_value() ? earlier : contact.name, peoples_looks(state));
}

std::string unknown_clients_name(const State& state)
{
    const auto looks = peoples_looks(state);
    auto number = state.contacts.size() + 1;
    const auto name = [&] { return "client " + std::to_string(number); };
    while (std::ranges::count(looks, name_look(name()))) ++number;
    return name();
}

void rename(Step& step, Ticket ticket, const command::Rename& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (const auto checked = check_name(order.name); checked.has_error()) return step.answer(ticket, checked.errc());
    const auto others = step.state.others(*conversation);
    const auto row = others.empty() ? std::nullopt : step.state.row_of(others.front());
    if (!row) return step.answer(ticket, Errc::not_found);
    const auto taken = taken_looks(step.state, step.relay_now, others.front());
    if (std::ranges::count(taken, name_look(order.name))) return step.answer(ticket, Errc::name_taken);
    step.state.contacts.edit(*row).name = trimmed_name(order.name);
    step.answer(ticket);
}

}  // namespace holdfast::client
