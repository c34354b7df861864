// One's own crisis contacts: they stand behind the practice's wherever those are shown, also without a connection.
#include <algorithm>

#include "client/core/account/naming.hpp"
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/ui/contacts.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

using Contacts = std::vector<wire::CrisisContact>;
using CrisisDeed = request::Crisis::What;

constexpr const char* how_to_add = "Write a name, a colon and a number: holdfast crisis add 'Anna: 0171 234567'";

boost::json::object contacts_object(const Contacts& contacts)
{
    boost::json::array list;
    for (const auto& contact : contacts) list.push_back({{"name", contact.name}, {"reach", contact.reach}});
    return ui::object_of("crisis_contacts", {}, {{"own_contacts", std::move(list)}});
}

int tell(const Context& context, const Contacts& contacts)
{
    context.out.object(contacts_object(contacts));
    if (contacts.empty()) context.out.line("You have added nobody. " + std::string{how_to_add});
    for (const auto& contact : contacts) context.out.line(ui::contact_words(contact, context.here().wording));
    return exit_ok;
}

int fail(const Context& context, Errc code)
{
    switch (code) {
        case Errc::not_allowed:
            return context.out.fail(code, "Your crisis contacts are part of your hours: holdfast hours edit");
        case Errc::too_large:
            return context.out.fail(code, "There is room for " + std::to_string(wire::max_own_contacts) +
                                              " contacts of your own, with short names and numbers.");
        case Errc::bad_name: return context.out.fail(code, how_to_add);
        default: return context.out.fail(code);
    }
}

}  // namespace

int run(const Context& context, const request::Crisis& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    auto contacts = one_shot.client().own_contacts();
    if (request.what == CrisisDeed::list) return tell(context, contacts);
    if (request.what == CrisisDeed::add) {
        const auto contact = parse_contact(request.words);
        if (contact.has_error()) return context.out.fail(Errc::bad_command, how_to_add);
        std::erase_if(contacts, [&](const auto& one) { return client::is_same_name(one.name, contact->name); });
        contacts.push_back(*contact);
    } else if (std::erase_if(contacts,
                             [&](const auto& one) { return client::is_same_name(one.name, request.words); }) == 0) {
        return context.out.fail(Errc::not_found,
                                "You have added nobody of that name. This shows them: holdfast crisis");
    }
    const auto done = one_shot.run(client::command::SetOwnContacts{contacts});
    if (done.has_error()) return fail(context, done.errc());
    context.out.has_happened("Your contacts are changed.", exit_not_shown);
    const auto told = tell(context, contacts);
    // Kept with the practice's server, sealed, for a restored device; without a connection that happens at the next
    // one.
    (void)one_shot.wait_until_quiet();
    return told;
}

}  // namespace holdfast::shell
