#include "tests/sim/invariants.hpp"

#include <algorithm>

#include "client/core/account/naming.hpp"
#include "client/ui/entry_view.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/client/core/shown.hpp"

namespace holdfast::sim {
namespace {

constexpr std::string_view canary = "canary-";
constexpr std::size_t most_in_flight = 64;

Digest digest(BytesView bytes) { return crypto::sha256_raw({bytes}); }

}  // namespace

// ---- on the way -----------------------------------------------------------------------------------------------------

void i2_displayed_once(SimWorld& world, Device& reader, const client::Entry& entry)
{
    const bool signed_word =
        std::holds_alternative<wire::PaceAnswer>(entry.body) || std::holds_alternative<wire::Agreement>(entry.body) ||
        std::holds_alternative<wire::AgreementAnswer>(entry.body) ||
        std::holds_alternative<wire::MeasureOffer>(entry.body) ||
        std::holds_alternative<wire::MeasureAnswers>(entry.body) ||
        std::holds_alternative<wire::EndProposal>(entry.body) || std::holds_alternative<wire::EndAnswer>(entry.body) ||
        std::holds_alternative<wire::CopingPlan>(entry.body) ||
        std::holds_alternative<wire::CopingPlanAnswer>(entry.body) || std::holds_alternative<wire::Mark>(entry.body) ||
        std::holds_alternative<wire::Experiment>(entry.body) ||
        std::holds_alternative<wire::ExperimentStep>(entry.body) ||
        std::holds_alternative<wire::PulseAnswer>(entry.body) || std::holds_alternative<wire::Rhythm>(entry.body) ||
        std::holds_alternative<wire::RhythmAnswer>(entry.body) ||
        std::holds_alternative<wire::RhythmCheckIn>(entry.body);
    if (signed_word) return;
    const auto text = client::test::words_of(entry.body);
    const auto found = world.ledger().intended.find(text);
    if (found == world.ledger().intended.end()) throw Violation{"I2", "nobody wrote what was displayed"};
    const auto& intended = found->second;
    if (intended.conversation != entry.conversation) throw Violation{"I2", "displayed in another conversation"};
    if (!intended.writer->address || intended.writer->address->account != entry.from)
        throw Violation{"I2", "displayed under another name"};
    std::size_t times = 0;
    for (const auto* known : reader.client->history(entry.conversation))
        if (known->message == entry.message || client::test::words_of(known->body) == text) ++times;
    if (times != 1) throw Violation{"I2", "displayed " + std::to_string(times) + " times"};
    world.coverage().add("check: displayed");
}

void i6_accepted_is_stored(SimWorld& world)
{
    auto& tables = world.relay()->store().tables();
    for (const auto& [asked, proof] : world.ledger().accepted_by_relay) {
        const auto device = tables.accounts.find_device(asked.first);
        if (!device && world.is_lost(asked.first)) continue;  // its answers are nobody's any more; the log keeps them
        const auto event = wire::decode<wire::Receipt>(proof.receipt)->event;
        const auto& message = std::get<wire::decided::Accepted>(event).message;
        const auto stored = device ? tables.receipts.find(device->row, message, asked.second) : std::nullopt;
        if (stored != proof) throw Violation{"I6", "what was accepted is not in the store"};
        world.coverage().add("check: accepted rows");
    }
}

void i7_leaves_by_ack(SimWorld& world)
{
    if (!world.relay()->store().tables().queue.totals_hold())
        throw Violation{"I7", "the queue's counts are not those of its rows"};
    auto& ledger = world.ledger();
    std::map<std::int64_t, Delivery> queue;
    {
        auto query = world.relay()->store().tables().db.prepare(
            "SELECT d.n, a.id, e.id, coalesce(d.number, 0), d.waits = 1, m.id FROM delivery d "
            "JOIN device e ON e.n = d.device JOIN account a ON a.n = e.account LEFT JOIN message m ON m.n = d.message "
            "WHERE d.acked IS NULL");
        auto rows = query.rows();
        while (rows.next()) {
            Delivery one{{{rows.id<AccountId>(1), rows.id<DeviceId>(2)}, static_cast<std::uint64_t>(rows.int64(3))},
                         std::nullopt,
                         rows.int64(4) != 0};
            if (!rows.is_null(5)) one.message = rows.id<MessageId>(5);
            queue.emplace(rows.int64(0), one);
        }
    }
    for (const auto& [row, was] : ledger.queue) {
        if (queue.contains(row) || ledger.acked.contains(was.number)) continue;
        const bool back = was.message && ledger.taken_back.contains(*was.message);
        const bool replaced = was.report && ledger.reported;
        if (was.message && !back && !replaced && !ledger.relisted)
            throw Violation{"I7", "a row left the queue without an ack"};
    }
    ledger.queue = std::move(queue);
    if (!world.has_unwritten()) ledger.acked.clear();
    ledger.taken_back.clear();
    ledger.reported = false;
    ledger.relisted = false;
}

void i8_keys_are_used_once(SimWorld& world, const Device& writer, const wire::Submit& submit)
{
    if (writer.swapped) return;  // a copy knows nothing of what was used since; its nonces are its own
    auto& ledger = world.ledger();
    for (const auto& envelope : submit.envelopes) {
        const Address reader{envelope.account, envelope.device};
        const auto sealed = wire::decode<wire::SealedEnvelope>(envelope.body);
        if (!sealed) throw Violation{"I8", "an envelope that does not decode"};
        const auto ciphertext = digest(sealed->ciphertext);
        const auto [used, fresh] = ledger.message_keys.emplace(
            std::tuple{*writer.address, reader, to_bytes(sealed->header.key.view()), sealed->header.number},
            ciphertext);
        if (!fresh && used->second != ciphertext) throw Violation{"I8", "one message key for two plaintexts"};
        const auto [sent, first] =
            ledger.envelopes.emplace(std::tuple{*writer.address, submit.message, reader}, ciphertext);
        if (!first && sent->second != ciphertext) throw Violation{"I8", "one message encrypted twice"};
        const auto& handshake = sealed->handshake;
        if (!handshake || handshake->one_time_prekey == 0) continue;
        const auto [served, unused] = ledger.one_time.emplace(std::tuple{reader, handshake->one_time_prekey},
                                                              to_bytes(handshake->ephemeral.view()));
        if (!unused && served->second != to_bytes(handshake->ephemeral.view()))
            throw Violation{"I8", "one one-time prekey for two sessions"};
    }
    world.coverage().add("check: message keys");
}

void i9_saved_is_durable(Device& device)
{
    for (const auto& message : device.durable)
        if (device.client->entry(message) == nullptr)
            throw Violation{"I9", device.name + " forgot what it had called saved or shown"};
}

void i9_unsent_is_kept(SimWorld& world, Device& device)
{
    std::map<std::string, std::size_t> drafts;
    std::map<std::string, std::size_t> messages;
    const auto count_drafts = [&](const ConversationId& conversation) {
        for (const auto& draft : device.client->drafts(conversation)) ++drafts[draft.text];
    };
    count_drafts({});
    for (const auto& conversation : world.conversations_of(device)) {
        count_drafts(conversation);
        for (const auto* entry : device.client->history(conversation))
            if (entry->mine) ++messages[client::test::words_of(entry->body)];
    }
    for (const auto& text : device.unsent) {
        world.coverage().add("check: unsent text");
        if (!drafts.contains(text) && !messages.contains(text))
            throw Violation{"I9", device.name + " lost a text that it had kept"};
        if (drafts.contains(text) && messages.contains(text))
            throw Violation{"I9", device.name + " keeps a text as unsent that is a message"};
    }
}

void i10_only_to_the_pin(SimWorld& world, Device& writer, const wire::Submit& submit)
{
    for (const auto& envelope : submit.envelopes) {
        if (world.device_at({envelope.account, envelope.device}) == nullptr)
            throw Violation{"I10", "encrypted to a device that nobody has"};
        const auto sealed = wire::decode<wire::SealedEnvelope>(envelope.body);
        if (!sealed || !sealed->handshake) continue;
        const bool fresh = world.ledger().ephemerals.insert(to_bytes(sealed->handshake->ephemeral.view())).second;
        if (fresh && writer.poisoned) throw Violation{"I10", "a session under forged keys"};
        world.coverage().add("check: hand-shakes");
    }
}

void i11_not_in_the_clear(SimWorld& world, BytesView bytes, std::string_view where)
{
    if (as_text(bytes).find(canary) != std::string_view::npos)
        throw Violation{"I11", "in the clear on " + std::string{where}};
    world.coverage().add("check: bytes on wires and disks", bytes.size());
}

void i11_inert(const client::Entry& entry, Instant now)
{
    for (const auto& line : ui::entry_lines(entry, "Alice", ui::Here{std::nullopt, now}))
        for (std::size_t i = 0; i < line.size(); ++i) {
            const auto c = static_cast<unsigned char>(line[i]);
            const bool c1 = c == 0xc2 && i + 1 < line.size() && static_cast<unsigned char>(line[i + 1]) < 0xa0;
            if (c < 0x20 || c == 0x7f || c1) throw Violation{"I11", "a control character reaches the terminal"};
        }
}

void i12_bounded(SimWorld& world, Link& link, const wire::Deliver& delivery)
{
    link.in_flight.insert(delivery.delivery);
    world.coverage().add("check: deliveries in flight");
    if (link.in_flight.size() > most_in_flight) throw Violation{"I12", "too many deliveries in flight"};
}

void i19_waits(SimWorld& world, const DeliveryNumber& number)
{
    world.coverage().add("check: deliveries that wait");
    const auto waits = [&](const auto& row) { return row.second.number == number; };
    if (!std::ranges::any_of(world.ledger().queue, waits)) throw Violation{"I19", "an acked delivery is sent again"};
}

void i15_stops_after_an_error(SimWorld& world)
{
    world.coverage().add("check: storage errors");
    try {
        const std::vector<server::Event> tick{server::Tick{}};
        (void)world.relay()->step(tick, world.relay_now());
    } catch (const store::StoreError&) {
        return;
    }
    throw Violation{"I15", "the relay goes on after its disk failed"};
}

void i16_no_presence(SimWorld& world, const Device& reader, const wire::RelayFrame& frame)
{
    if (reader.therapist) return;
    if (const auto* delivery = std::get_if<wire::Deliver>(&frame); delivery && delivery->cls == wire::Class::control) {
        const auto sealed = wire::decode<wire::SealedEnvelope>(delivery->body);
        if (!sealed || sealed->handshake) return;
        world.coverage().add("check: owners' notices");
        if (delivery->released <= delivery->received)
            throw Violation{"I16", "an owner's notice was passed on at once, at " + to_rfc3339(delivery->received)};
    }
    const auto* tell = std::get_if<wire::Tell>(&frame);
    const auto* refused = tell ? std::get_if<wire::RefusedByReader>(&tell->statement) : nullptr;
    if (refused == nullptr) return;
    world.coverage().add("check: refusals");
    const auto when = world.ledger().refusals.find(refused->message);
    if (when != world.ledger().refusals.end() && when->second == world.relay_now())
        throw Violation{"I16", "a refusal was passed on at once, at " + to_rfc3339(when->second)};
}

void i17_not_before_its_end(SimWorld& world, const Device& device, const client::Entry& entry)
{
    const auto* broken = std::get_if<client::Broken>(&entry.body);
    // A clock that jumps while the connection lasts shows at the next greeting only.
    if (broken == nullptr || device.clock_changed || !world.ledger().jumps.empty()) return;
    world.coverage().add("check: verdicts");
    if (world.relay_now() < broken->window.by)
        throw Violation{"I17", device.name + " calls a window missed that ends " + to_rfc3339(broken->window.by)};
}

Digest state_of(SimWorld& world, const Device& device)
{
    // A copy is read: what the client has open stays its own.
    const auto copy = device.directory.string() + "/look.db";
    world.files().copy(device.vault_file(), copy);
    static constexpr std::string_view migrations[] = {""};
    constexpr store::Schema vault{.application_id = 0x48465631, .migrations = migrations};
    Bytes all;
    {
        holdfast::test::FaultVfs disk{world.files()};
        auto database = store::Database::open(copy, vault, disk.name());
        if (database.has_error()) throw Violation{"I9", "a vault in use does not open"};
        auto query = database->prepare("SELECT kind, row, sealed FROM record WHERE kind IN (7, 10, 12) ORDER BY 1, 2");
        auto rows = query.rows();
        while (rows.next()) {
            for (const int column : {0, 1}) append(all, as_bytes(std::to_string(rows.int64(column)) + " "));
            append(all, rows.view(2));
        }
    }
    world.files().remove(copy);
    return digest(all);
}

// ---- at the end -----------------------------------------------------------------------------------------------------

void i11_disks_are_sealed(SimWorld& world)
{
    for (const auto& [name, content] : world.files().files())
        i11_not_in_the_clear(world, std::as_bytes(std::span{*content}), "a disk");
}

void i17_no_early_word_stays(SimWorld& world)
{
    for (auto& device : world.devices()) {
        if (device->excused() || !device->client || !world.ledger().jumps.empty()) continue;
        for (const auto& conversation : world.conversations_of(*device))
            for (const auto* entry : device->client->history(conversation))
                if (const auto* broken = std::get_if<client::Broken>(&entry->body);
                    broken && broken->window.by > world.relay_now())
                    throw Violation{"I17", device->name + " keeps an early word on a window"};
    }
}

void i18_names(SimWorld& world)
{
    for (auto& device : world.devices()) {
        if (!device->client || device->excused()) continue;
        std::set<std::string> keys;
        for (const auto& conversation : device->client->conversations()) {
            if (!keys.insert(client::name_key(conversation.name)).second)
                throw Violation{"I18", device->name + " calls two people by one name"};
            const auto known = device->names_at_relay.find(conversation.id);
            if (!device->replaced || known == device->names_at_relay.end()) continue;
            if (device->meddled || world.ledger().restored) continue;
            world.coverage().add("check: names after a restore");
            if (!known->second.contains(conversation.name))
                throw Violation{"I18", device->name + " forgot what somebody is called"};
        }
    }
}

void i12_stores_are_small(SimWorld& world)
{
    constexpr std::size_t most = std::size_t{16} << 20;
    for (const auto& [name, content] : world.files().files())
        if (content->size() > most) throw Violation{"I12", "a store has grown beyond its bounds"};
}

void i12_memory_is_bounded(SimWorld& world)
{
    // The files are in memory, too, a backup or copied vault each.
    std::size_t files = 0;
    for (const auto& [name, content] : world.files().files()) files += content->capacity();
    constexpr std::size_t most = std::size_t{48} << 20;
    const auto before = world.before();
    const auto now = resources_now();
    world.coverage().add("check: memory and descriptors");
    if (now.bytes > before.bytes + files + most) throw Violation{"I12", "memory has grown beyond its bounds"};
    if (now.descriptors > before.descriptors) throw Violation{"I12", "descriptors were left open"};
}

}  // namespace holdfast::sim
