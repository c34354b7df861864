#include "client/core/account/own_contacts.hpp"

#include <algorithm>

#include "client/core/account/naming.hpp"

namespace holdfast::client {
namespace {

/// One line that can be seen, as a name is.
Status check_part(std::string_view part, std::size_t longest)
{
    if (part.size() > longest) return Errc::too_large;
    const auto checked = check_name(part.substr(0, std::min(part.size(), wire::max_contact_name_bytes)));
    return checked.has_error() ? Status{Errc::bad_name} : ok();
}

Status check_contacts(const std::vector<wire::CrisisContact>& contacts)
{
    if (contacts.size() > wire::max_own_contacts) return Errc::too_large;
    for (const auto& contact : contacts) {
        if (const auto name = check_part(contact.name, wire::max_contact_name_bytes); name.has_error()) return name;
        if (const auto reach = check_part(contact.reach, wire::max_contact_reach_bytes); reach.has_error())
            return reach;
    }
    return ok();
}

}  // namespace

void set_own_contacts(Step& step, Ticket ticket, const command::SetOwnContacts& order)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (step.state.is_therapist()) return step.answer(ticket, Errc::not_allowed);
    if (const auto checked = check_contacts(order.contacts); checked.has_error())
        return step.answer(ticket, checked.errc());
    const auto& known = step.state.own_contacts;
    if (known ? known->contacts == order.contacts : order.contacts.empty())
        return step.answer(ticket, Errc::nothing_changed);
    step.state.own_contacts.set({order.contacts});
    step.answer(ticket);
}

}  // namespace holdfast::client
