// The final checks, once everything was put right: conversations agree, and whoever was told "accepted" was told right.
#include <algorithm>
#include <map>

#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/sim/invariants.hpp"

namespace holdfast::sim {
namespace {

using client::Entry;
using client::Stage;

bool is_decided(const Entry& entry)
{
    return entry.stage == Stage::confirmed || entry.stage == Stage::taken_back || entry.stage == Stage::refused;
}

bool is_message(const Entry& entry) { return entry.mine && entry.message != MessageId{}; }

/// The two of a conversation, where both still take part in it.
struct Pair {
    ConversationId conversation;
    Device* writer = nullptr;
    Device* reader = nullptr;
};

std::vector<Pair> pairs(SimWorld& world)
{
    std::vector<Pair> out;
    for (auto& device : world.devices()) {
        if (!device->conversation || !device->client || device->owner == nullptr || !device->owner->client) continue;
        if (!device->client->status().enrolled) continue;
        out.push_back({*device->conversation, device.get(), device->owner});
        out.push_back({*device->conversation, device->owner, device.get()});
    }
    return out;
}

/// A relay restored from a backup made before they came does not know them, and says so at each login.
void note_orphans(SimWorld& world)
{
    if (!world.ledger().restored || world.relay() == nullptr) return;
    auto& accounts = world.relay()->store().tables().accounts;
    for (auto& device : world.devices()) device->orphan = !device->address || !accounts.find_device(*device->address);
}

void check_frozen(SimWorld& world)
{
    for (auto& device : world.devices()) {
        if (!device->client || !device->client->status().frozen) continue;
        world.coverage().add("frozen");
        device->frozen = true;
        if (!device->swapped && !device->meddled && !device->victim)
            throw Violation{"I1", device->name + " was stopped without a reason"};
    }
}

std::string word(Stage stage)
{
    switch (stage) {
        case Stage::saved: return "saved";
        case Stage::accepted: return "accepted";
        case Stage::confirmed: return "confirmed";
        case Stage::taken_back: return "taken back";
        case Stage::refused: return "refused";
        case Stage::received: return "received";
    }
    return {};
}

/// A relay restored from a backup that did not know the reader refused a message, and the word of that too; put back
/// once more from one that does, it passes on what followed. The gap is marked, and the writer was told.
bool is_refused_gap(SimWorld& world, const Pair& pair, const Entry& entry)
{
    const auto* gap = std::get_if<client::Missing>(&entry.body);
    if (gap == nullptr || !world.ledger().restored) return false;
    const auto written = pair.writer->client->history(pair.conversation);
    return std::ranges::any_of(written, [&](const Entry* one) {
        return one->mine && one->stage == Stage::refused && entry.sequence <= one->sequence &&
               one->sequence <= gap->last;
    });
}

/// Once it has ended nothing is accepted: no receipt of a reader comes for what was held, and no gap is closed.
bool has_ended(const Pair& pair)
{
    return pair.writer->client->conversation(pair.conversation).ended ||
           pair.reader->client->conversation(pair.conversation).ended;
}

std::string disagreement(SimWorld& world, const Pair& pair)
{
    const bool over = has_ended(pair);
    for (const auto* entry : pair.writer->client->history(pair.conversation)) {
        if (!is_message(*entry) || is_decided(*entry)) continue;
        if (over && entry->stage == Stage::accepted && pair.reader->client->entry(entry->message) != nullptr) continue;
        return pair.writer->name + " wrote " + std::to_string(entry->sequence) + ", still " + word(entry->stage);
    }
    // A message saved on a lost device that had not left it is gone with it, and marked.
    for (const auto* entry : pair.reader->client->history(pair.conversation))
        if (!over && pair.writer->former.empty() && std::holds_alternative<client::Missing>(entry->body) &&
            !is_refused_gap(world, pair, *entry))
            return pair.reader->name + " misses what " + pair.writer->name + " wrote, or else";
    if (const auto waiting = pair.writer->client->status().waiting; waiting != 0)
        return std::to_string(waiting) + " wait at " + pair.writer->name;
    return {};
}

std::string queue_left(SimWorld& world)
{
    auto query = world.relay()->store().tables().db.prepare(
        "SELECT count(*), min(a.id), min(e.id) FROM delivery d JOIN device e ON e.n = d.device "
        "JOIN account a ON a.n = e.account WHERE d.acked IS NULL AND (d.released IS NOT NULL OR d.waits <> 2) "
        "GROUP BY d.device");
    auto rows = query.rows();
    while (rows.next()) {
        auto* device = world.device_at({rows.id<AccountId>(1), rows.id<DeviceId>(2)});
        // Reports and an owner's control content wait for the end of a window; there may be one that is not over.
        if (device != nullptr && !device->excused() && rows.int64(0) > 2)
            return std::to_string(rows.int64(0)) + " rows wait at the relay for " + device->name;
    }
    return {};
}

}  // namespace

bool i1_decided(SimWorld& world)
{
    for (const auto& pair : pairs(world)) {
        if (pair.writer->swapped || pair.reader->swapped || pair.reader->orphan || pair.writer->orphan) continue;
        if (pair.writer->client->status().frozen || pair.reader->client->status().frozen) continue;
        for (const auto* entry : pair.writer->client->history(pair.conversation)) {
            if (!is_message(*entry) || !world.ledger().accepted.contains(entry->message)) continue;
            world.coverage().add("check: accepted messages");
            const bool displayed = pair.reader->client->entry(entry->message) != nullptr ||
                                   world.ledger().displayed.contains({pair.reader->address->account, entry->message});
            const bool told = entry->stage == Stage::taken_back || entry->stage == Stage::refused;
            if (!displayed && !told) return false;
        }
    }
    return true;
}

void i1_displayed_in_the_end(SimWorld& world)
{
    if (!i1_decided(world)) throw Violation{"I1", "accepted, and neither displayed nor anything said of it"};
}

/// A device numbers its messages itself; over more than one only the order they were written in counts.
std::optional<std::uint64_t> place_of(SimWorld& world, const Device& writer, const Entry& entry)
{
    if (writer.former.empty()) return entry.sequence;
    const auto& intended = world.ledger().intended;
    const auto found = intended.find(client::test::words_of(entry.body));
    return found == intended.end() ? std::nullopt : std::optional<std::uint64_t>{found->second.order};
}

void i3_in_order(SimWorld& world)
{
    for (const auto& pair : pairs(world)) {
        if (pair.writer->swapped || pair.reader->swapped) continue;
        std::uint64_t last = 0;
        for (const auto* entry : pair.reader->client->history(pair.conversation)) {
            if (entry->mine || entry->message == MessageId{}) continue;
            const auto place = place_of(world, *pair.writer, *entry);
            if (!place) continue;
            if (*place <= last) throw Violation{"I3", pair.writer->name + "'s messages stand out of order"};
            last = *place;
            world.coverage().add("check: order");
        }
    }
}

std::string i13_disagreement(SimWorld& world)
{
    if (world.relay() == nullptr) return "the relay is down";
    note_orphans(world);
    check_frozen(world);
    for (auto& device : world.devices())
        if (!device->client) return device->name + " does not run";
    for (const auto& pair : pairs(world)) {
        if (pair.writer->excused() || pair.reader->excused()) continue;
        if (auto what = disagreement(world, pair); !what.empty()) return what;
    }
    return queue_left(world);
}

/// Each client with their therapist, as long as both know all that was said: a lost device takes with it what it had
/// not sent, and what it knew, and so does a relay that was put back from a copy.
std::vector<Pair> knowing_pairs(SimWorld& world)
{
    if (world.ledger().restored) return {};
    auto knowing = pairs(world);
    std::erase_if(knowing, [](const Pair& pair) {
        const auto& [conversation, client, owner] = pair;
        return !owner->therapist || client->excused() || owner->excused() || !client->former.empty() ||
               !owner->former.empty();
    });
    return knowing;
}

void i20_agreements(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        auto& [conversation, client, owner] = pair;
        if (has_ended(pair)) continue;
        const auto written = owner->client->agreement(conversation);
        const auto known = client->client->agreement(conversation);
        if (written.has_value() != known.has_value() || (written && written->hash != known->hash))
            throw Violation{"I20", client->name + " and " + owner->name + " have two texts about messages"};
        if (!written) continue;
        world.coverage().add("check: agreements");
        if (written->word != known->word)
            throw Violation{"I20", client->name + " and " + owner->name + " know two answers"};
        if (known->word) world.coverage().add("check: answers to agreements");
    }
}

void i21_measures(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        auto& [conversation, client, owner] = pair;
        auto offered = owner->client->measures(conversation);
        auto known = client->client->measures(conversation);
        // One that was missing may have come after the next.
        for (auto* list : {&offered, &known}) std::ranges::sort(*list, {}, &client::MeasureView::offer);
        const auto differ = [](const client::MeasureView& a, const client::MeasureView& b) {
            return a.offer != b.offer || a.hash != b.hash || a.message != b.message || a.chosen != b.chosen;
        };
        if (offered.size() != known.size())
            throw Violation{"I21", client->name + " and " + owner->name + " know other questionnaires"};
        for (std::size_t i = 0; i < known.size(); ++i) {
            world.coverage().add("check: questionnaires");
            if (differ(offered[i], known[i]))
                throw Violation{"I21", client->name + " and " + owner->name + " know other answers"};
            if (known[i].answered) world.coverage().add("check: answers to questionnaires");
        }
    }
}

/// By the relay's own log: what it accepts again after it was put back from a copy bears its earlier time.
void i22_nothing_after_an_end(SimWorld& world)
{
    auto& tables = world.relay()->store().tables();
    std::vector<server::ConversationRow> ended;
    {
        auto query = tables.db.prepare("SELECT conversation FROM ending");
        for (auto rows = query.rows(); rows.next();)
            ended.push_back(static_cast<server::ConversationRow>(rows.int64(0)));
    }
    for (const auto row : ended) {
        const auto ending = tables.endings.find(row);
        bool over = false;
        const auto head = tables.conversations.chain_head(row).sequence;
        for (std::uint64_t from = 1; from <= head;) {
            const auto page = tables.receipts.page(row, from, head);
            if (page.empty()) break;
            for (const auto& proof : page) {
                const auto receipt = wire::decode<wire::Receipt>(proof.receipt).value();
                from = receipt.sequence + 1;
                over = over || std::holds_alternative<wire::decided::EndedByMember>(receipt.event);
                const auto* taken = std::get_if<wire::decided::Accepted>(&receipt.event);
                if (over && taken && taken->received > ending->received)
                    throw Violation{"I22", "accepted after an end"};
            }
        }
        world.coverage().add("check: ended conversations");
    }
}

/// Both know that it has ended, and whoever knows a last window knows the same.
void i22_both_know(SimWorld& world)
{
    for (const auto& pair : pairs(world)) {
        if (pair.writer->excused() || pair.reader->excused()) continue;
        if (!pair.writer->former.empty() || !pair.reader->former.empty()) continue;
        const auto one = pair.writer->client->conversation(pair.conversation);
        const auto other = pair.reader->client->conversation(pair.conversation);
        if (one.ended.has_value() != other.ended.has_value()) throw Violation{"I22", "one of two knows of an end"};
        if (one.ended && one.end_waits) throw Violation{"I22", "the relay was not told of an end"};
        const auto here = pair.writer->client->end_plan(pair.conversation, world.now()).agreed;
        const auto there = pair.reader->client->end_plan(pair.conversation, world.now()).agreed;
        const bool same = here.has_value() == there.has_value() && (!here || here->proposal == there->proposal);
        if (!same && !world.ledger().restored) throw Violation{"I22", "two last windows are known"};
    }
}

void i23_coping_plans(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        const auto& conversation = pair.conversation;
        const auto& client = pair.writer;
        const auto& owner = pair.reader;
        if (has_ended(pair)) continue;
        const auto compare = [&](const auto& one, const auto& other, const char* what) {
            const bool same =
                one.has_value() == other.has_value() &&
                (!one || (one->hash == other->hash && one->steps == other->steps && one->word == other->word));
            if (!same) throw Violation{"I23", client->name + " and " + owner->name + " know two " + what};
        };
        const auto newest = owner->client->coping_plan(conversation);
        compare(newest, client->client->coping_plan(conversation), "coping plans");
        const auto agreed = owner->client->agreed_coping_plan(conversation);
        compare(agreed, client->client->agreed_coping_plan(conversation), "agreed coping plans");
        if (newest) world.coverage().add("check: coping plans");
        if (agreed) world.coverage().add("check: agreed coping plans");
    }
}

void i24_marks(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        const auto& conversation = pair.conversation;
        const auto& client = pair.writer;
        const auto& owner = pair.reader;
        if (has_ended(pair)) continue;
        const auto listed = [&](const Device& device) {
            std::map<MessageId, wire::MarkState> list;
            for (const auto& mark : device.client->marks(conversation)) list.emplace(mark.about, mark.state);
            return list;
        };
        const auto owners = listed(*owner);
        if (owners != listed(*client))
            throw Violation{"I24", client->name + " and " + owner->name + " have two lists for the session"};
        if (!owners.empty()) world.coverage().add("check: marks");
    }
}

namespace {

/// All that holds of one experiment; when a content was written is said differently on the two sides.
struct KnownOf {
    client::ExperimentStage stage;
    std::vector<MessageId> versions, results, learned, dropped;
    friend bool operator==(const KnownOf&, const KnownOf&) = default;
};

std::map<MessageId, KnownOf> experiments_on(const Device& device, const ConversationId& conversation)
{
    std::map<MessageId, KnownOf> all;
    for (const auto& one : device.client->experiments(conversation)) {
        KnownOf known{one.stage, {one.versions.back().message}, {}, {}, {}};
        for (const auto& said : one.results) known.results.push_back(said.message);
        for (const auto& said : one.learned) known.learned.push_back(said.message);
        for (const auto& said : one.dropped) known.dropped.push_back(said.message);
        all.emplace(one.id, std::move(known));
    }
    return all;
}

}  // namespace

void i26_experiments(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        if (has_ended(pair)) continue;
        const auto clients = experiments_on(*pair.writer, pair.conversation);
        if (clients != experiments_on(*pair.reader, pair.conversation))
            throw Violation{"I26", pair.writer->name + " and " + pair.reader->name + " know other experiments"};
        if (!clients.empty()) world.coverage().add("check: experiments");
        for (const auto& [id, known] : clients)
            if (!known.results.empty()) world.coverage().add("check: results of experiments");
    }
}

/// What was not shared is on the client's device alone.
void i26_pulses(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        if (has_ended(pair)) continue;
        const auto shared = [&](const Device& device) {
            std::vector<wire::PulseAnswer> answers;
            for (const auto& one : device.client->pulse(pair.conversation, world.now()).answers)
                if (one.shared) answers.push_back(one.answer);
            return answers;
        };
        const auto owners = pair.reader->client->pulse(pair.conversation, world.now()).answers.size();
        if (shared(*pair.writer) != shared(*pair.reader) || owners != shared(*pair.reader).size())
            throw Violation{"I26", pair.reader->name + " knows other answers than " + pair.writer->name + " shared"};
        if (owners > 0) world.coverage().add("check: shared pulses");
    }
}

void i25_rhythms(SimWorld& world)
{
    for (const auto& pair : knowing_pairs(world)) {
        const auto& client = pair.writer;
        const auto& owner = pair.reader;
        if (has_ended(pair)) continue;
        const auto stages = [&](const Device& device) {
            std::map<Digest, client::RhythmStage> all;
            for (const auto& one : device.client->rhythms(pair.conversation)) all.emplace(one.hash, one.stage);
            return all;
        };
        const auto counted = [&](const Device& device) {
            std::map<Instant, MessageId> all;
            for (const auto& one : device.client->counted_answers(pair.conversation))
                all.emplace(one.answers.due, one.message);
            return all;
        };
        const auto versions = stages(*owner);
        if (versions != stages(*client))
            throw Violation{"I25", client->name + " and " + owner->name + " know two rhythms"};
        const auto answers = counted(*owner);
        if (answers != counted(*client))
            throw Violation{"I25", client->name + " and " + owner->name + " count other answers"};
        for (const auto* device : {&client, &owner})
            for (const auto* entry : (*device)->client->history(pair.conversation))
                if (const auto* none = std::get_if<client::NoCheckIn>(&entry->body)) {
                    if (none->dues.empty()) throw Violation{"I25", "a note says that no check-in is missing"};
                    for (const auto due : none->dues)
                        if (answers.contains(due)) throw Violation{"I25", "a check-in was missed and answered"};
                    world.coverage().add("check: check-ins not given");
                }
        if (!versions.empty()) world.coverage().add("check: rhythms");
        if (owner->client->rhythm(pair.conversation)) world.coverage().add("check: rhythms in force");
        if (!answers.empty()) world.coverage().add("check: answers to rhythms", answers.size());
    }
}

void audits_agree(SimWorld& world)
{
    for (auto& device : world.devices()) {
        if (device->excused() || device->meddled || !device->client || world.ledger().restored) continue;
        for (const auto& conversation : world.conversations_of(*device)) {
            device->audit.reset();
            world.give(*device, client::command::Audit{conversation});
            world.advance(world.now() + Seconds{60});
            if (!device->audit) continue;
            const auto& report = device->audit->report;
            world.coverage().add("check: audited decisions", report.checked);
            const auto accuses = [](const audit::Finding& finding) {
                return audit::weight(finding.kind) == audit::Weight::proof || finding.kind == audit::Kind::never_came;
            };
            for (const auto& finding : report.findings)
                if (accuses(finding))
                    throw Violation{"audit", std::string{audit::name(finding.kind)} + " at number " +
                                                 std::to_string(finding.sequence) + ", says " + device->name};
        }
    }
}

void check_the_end(SimWorld& world)
{
    i1_displayed_in_the_end(world);
    for (auto& device : world.devices())
        if (device->client && !device->swapped) i9_unsent_is_kept(world, *device);
    i3_in_order(world);
    i4_reproducible(world);
    i5_one_row_a_submit(world);
    i6_accepted_is_stored(world);
    i17_no_early_word_stays(world);
    i18_names(world);
    i20_agreements(world);
    i21_measures(world);
    i22_nothing_after_an_end(world);
    i22_both_know(world);
    i23_coping_plans(world);
    i24_marks(world);
    i26_experiments(world);
    i26_pulses(world);
    i25_rhythms(world);
    i11_disks_are_sealed(world);
    i12_stores_are_small(world);
    i12_memory_is_bounded(world);
    audits_agree(world);
    if (world.ledger().restored) world.coverage().add("check: runs with a relay restored");  // I14 is the above, there
}

}  // namespace holdfast::sim
