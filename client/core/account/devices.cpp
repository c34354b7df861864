#include "client/core/account/devices.hpp"

#include "client/core/messages/outbox.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/session/handshake.hpp"

namespace holdfast::client {
namespace {

/// Sessions kept with one device: the one in use and the one before it.
constexpr std::size_t max_sessions = 2;

bool lacks_session(const State& state, const Contact& contact)
{
    const auto list = list_of(contact.device_list);
    return std::ranges::any_of(list.devices, [&](const wire::DeviceEntry& device) {
        return !state.sessions_with({contact.account, device.device});
    });
}

const wire::DevicePrekeys* prekeys_of(const wire::Bundle& bundle, const DeviceId& device)
{
    const auto found = std::ranges::find(bundle.devices, device, &wire::DevicePrekeys::device);
    return found == bundle.devices.end() ? nullptr : &*found;
}

/// The first content for a peer in each conversation with it: the handshake in an Upkeep, or the roster.
void greet(Step& step, const AccountId& account)
{
    for (const auto& [row, conversation] : step.state.conversations.rows()) {
        const auto others = step.state.others(conversation);
        if (!std::ranges::count(others, account)) continue;
        if (step.state.mine(conversation) && conversation.signed_roster)
            compose(step, conversation.id, wire::Membership{*conversation.signed_roster});
        else
            compose(step, conversation.id, wire::Upkeep{});
    }
}

}  // namespace

void fetch_missing_bundles(Step& step)
{
    for (const auto& [row, contact] : step.state.contacts.rows())
        if (contact.psk && lacks_session(step.state, contact))
            step.request(wire::FetchBundle{0, contact.account}, pending::Bundle{contact.account});
}

void on_bundle(Step& step, const AccountId& account, const wire::Bundle& bundle)
{
    if (const auto taken = apply_device_list(step, account, bundle.device_list); taken.has_error())
        return step.show(show::Refused{taken.errc()});
    const auto row = step.state.row_of(account);
    if (!row || !step.state.contacts.at(*row).psk) return;
    const auto& contact = step.state.contacts.at(*row);
    bool started = false;
    for (const auto& device : list_of(contact.device_list).devices) {
        if (step.state.sessions_with({account, device.device})) continue;
        const auto* prekeys = prekeys_of(bundle, device.device);
        if (!prekeys) continue;
        auto session = session::initiate(step.state.local(), contact.device_list, *prekeys, *contact.psk,
                                         earliest(step), step.random);
        if (session.has_error()) {
            step.show(show::Refused{session.errc()});
            continue;
        }
        adopt_session(step, std::move(session.value()), true);
        started = true;
    }
    if (!started || lacks_session(step.state, contact)) return;
    step.state.contacts.edit(*row).psk.reset();
    greet(step, account);
}

Status apply_device_list(Step& step, const AccountId& account, const wire::Signed& offered)
{
    const auto row = step.state.row_of(account);
    if (!row) return Errc::wrong_key;
    const auto pinned = list_of(step.state.contacts.at(*row).device_list);
    const auto accepted = session::accept_device_list(pinned, offered);
    if (accepted.has_error()) return accepted.errc();
    if (accepted.value() == pinned) return ok();
    auto& contact = step.state.contacts.edit(*row);
    contact.device_list = offered;
    std::erase_if(contact.stopped, [&](const StoppedDevice& stopped) {
        return std::ranges::count(accepted.value().devices, stopped.device, &wire::DeviceEntry::device) == 0;
    });
    for (const auto& [conversation_row, conversation] : step.state.conversations.rows()) {
        const auto others = step.state.others(conversation);
        if (!std::ranges::count(others, account)) continue;
        encrypt_anew(step, conversation.id);
        step.show(show::DevicesChanged{conversation.id, session::kind_of(accepted.value())});
    }
    return ok();
}

void adopt_session(Step& step, session::Session fresh, bool first)
{
    const Address peer = fresh.peer;
    auto row = step.state.row_of(peer);
    if (!row) row = step.state.sessions.add({peer.account, peer.device, {}, step.relay_now});
    auto& sessions = step.state.sessions.edit(*row).sessions;
    sessions.insert(first ? sessions.begin() : sessions.end(), std::move(fresh));
    if (sessions.size() > max_sessions) sessions.erase(first ? sessions.end() - 1 : sessions.begin() + 1);
}

}  // namespace holdfast::client
