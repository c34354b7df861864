// The world's devices: what they are told and show, and how they die and come back.
#include <filesystem>

#include "client/store/vault_file.hpp"
#include "protocol/store/sqlite.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/sim/invariants.hpp"

namespace holdfast::sim {
namespace {

using holdfast::test::FaultVfs;
using namespace std::chrono_literals;

constexpr crypto::PasswordCost cheap{8, 1};
constexpr std::string_view passphrase = "correct horse";

}  // namespace

void SimWorld::open_vault(Device& device)
{
    device.disk->reset();
    const client::VaultOptions options{cheap, device.disk->name()};
    const bool there = client::vault_exists(device.directory);
    auto vault = there ? client::open_vault(device.directory, as_bytes(passphrase), device.random, options)
                       : client::create_vault(device.directory, as_bytes(passphrase), device.random, options);
    if (vault.has_error()) throw Violation{"I9", "a vault does not open: " + std::string{holdfast::name(vault.errc())}};
    auto loaded = client::Client::load(std::move(vault.value()), device.random);
    if (loaded.has_error()) throw Violation{"I9", "a vault cannot be read again"};
    device.client.emplace(std::move(loaded.value()));
}

void SimWorld::give(Device& device, client::Order order, std::optional<ConversationId> line)
{
    if (!device.client) return;
    device.answered = false;
    step(device, client::Command{++device.last_ticket, std::move(order), line});
}

void SimWorld::step(Device& device, client::Event event)
{
    if (!device.client) return;
    client::Effects effects;
    try {
        effects = device.client->step(std::move(event), now_at(device));
    } catch (const store::StoreError&) {
        coverage_.add("fault: a device's disk");
        return fall(device);
    }
    const bool something = !effects.send.empty() || !effects.show.empty();
    if (device.crash != Crash::none && something) {
        if (device.crash == Crash::among_effects) {
            effects.send.resize(std::min<std::size_t>(effects.send.size(), device.crash_at % 3));
            send_up(device, std::move(effects.send));
        }
        coverage_.add(device.crash == Crash::among_effects ? "fault: death among effects"
                                                           : "fault: death before effects");
        return kill(device, FaultVfs::Fault::killed, Seconds{1 + device.crash_at % 600});
    }
    carry_out(device, std::move(effects));
}

void SimWorld::carry_out(Device& device, client::Effects effects)
{
    if (effects.wake_at) device.wake_at = *effects.wake_at - device.clock_error;
    send_up(device, std::move(effects.send));
    for (const auto& item : effects.show) note(device, item);
    if (effects.close) cut(device, Errc::closed, 0s, false);
}

void SimWorld::note(Device& device, const client::Show& item)
{
    namespace show = client::show;
    if (const auto* answered = std::get_if<show::Answered>(&item); answered && answered->ticket == device.last_ticket) {
        device.answered = true;
        device.answer = answered->error;
    }
    if (const auto* enrolled = std::get_if<show::Enrolled>(&item); enrolled && !device.therapist)
        device.conversation = enrolled->conversation;
    if (const auto* kit = std::get_if<show::Kit>(&item)) device.kit = *kit;
    if (const auto* invitation = std::get_if<show::Invitation>(&item)) {
        device.invitation = *invitation;
        if (std::exchange(device.inviting, false))
            later(1s, [this, name = invitation->name, code = invitation->code, owner = &device] {
                enrol(name, code, *owner);
            });
    }
    if (const auto* saved = std::get_if<show::Saved>(&item)) device.durable.insert(saved->message);
    if (const auto* accepted = std::get_if<show::Accepted>(&item)) ledger_.accepted.insert(accepted->message);
    if (const auto* done = std::get_if<show::AuditDone>(&item)) device.audit = *done;
    if (std::holds_alternative<show::Online>(item)) {
        device.attempts = 0;
        device.clock_changed = false;
    }
    if (const auto* frozen = std::get_if<show::DeviceFrozen>(&item); frozen && !frozen->conversation)
        device.frozen = true;
    if (const auto* arrived = std::get_if<show::NewEntry>(&item)) {
        const auto& entry = arrived->entry;
        i11_inert(entry, now_);
        i17_not_before_its_end(*this, device, entry);
        if (entry.message == MessageId{} || entry.mine) return;
        i2_displayed_once(*this, device, entry);
        i4_not_shown_while_closed(*this, device, entry);
        device.durable.insert(entry.message);
        ledger_.displayed.insert({device.address->account, entry.message});
        coverage_.add("displayed");
    }
}

/// The program has died on its own disk.
void SimWorld::fall(Device& device)
{
    device.client.reset();
    device.disk->reset();
    device.wake_at.reset();
    device.crash = Crash::none;
    cut(device, Errc::closed, 1s, false);
    later(20s, [this, &device] { start(device); });
}

void SimWorld::kill(Device& device, FaultVfs::Fault how, Seconds until_restart)
{
    if (!device.client) return;
    device.disk->strike(how);
    device.client.reset();
    device.disk->reset();
    device.wake_at.reset();
    device.crash = Crash::none;
    cut(device, Errc::closed, 1s, false);
    later(until_restart, [this, &device] { start(device); });
}

void SimWorld::start(Device& device)
{
    if (device.client) return;
    open_vault(device);
    if (!device.swapped) i9_saved_is_durable(device);
    if (!device.swapped) i9_unsent_is_kept(*this, device);
    if (!device.therapist && !device.conversation && device.client->status().enrolled)
        if (const auto found = device.client->find({})) device.conversation = *found;
    if (device.client->status().frozen) device.frozen = true;
    if (!device.kit_words.empty() && !device.client->status().account)
        give(device, client::command::Restore{device.kit_words});
    connect(device);
}

void SimWorld::lose(Device& device)
{
    if (!device.client || !device.client->status().enrolled || !device.address || device.excused()) return;
    if (!device.kit) give(device, client::command::ShowKit{});
    if (!device.kit || !device.client) return;
    device.kit_words = client::test::typed(*device.kit);
    // Messages in its vault were delivered, whether the screen had shown them yet or not.
    for (const auto& conversation : conversations_of(device))
        for (const auto* entry : device.client->history(conversation))
            ledger_.displayed.insert({device.address->account, entry->message});
    kill(device, FaultVfs::Fault::killed, 5min);
    device.former.insert(*device.address);
    device.directory += "+";
    std::filesystem::create_directories(device.directory);
    device.durable.clear();
    device.unsent.clear();
    device.lines.clear();
    device.replaced = true;
    device.copied = false;
    ledger_.lost = true;
    coverage_.add("fault: a lost device");
}

void SimWorld::swap_vault(Device& device, const std::string& copy)
{
    kill(device, FaultVfs::Fault::killed, 1s);
    files_.copy(copy, device.vault_file());
    device.swapped = true;
    device.durable.clear();
    device.unsent.clear();
}

}  // namespace holdfast::sim
